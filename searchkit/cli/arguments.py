"""From the arguments of the shell to options and a query.

Lives here: telling options from the query, and joining the query's arguments into one
text. Does not live here: what the options do (`search`).

The shell has removed the quotes: an argument with white space in it was quoted, so it is
a phrase, unless it holds an operator of the query language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from searchkit.query.language.fields import DASHES, field_names
from searchkit.schema.analysis import visible
from searchkit.schema.fields import DEFAULT

_INTEGER = re.compile(r"[0-9]+")
_LIMIT = re.compile(r"-n[0-9]+")
_PREFIXES = "|".join(field_names(DEFAULT))
"""What a query can write before a colon."""
# Compiled when first used: most queries are single words, which need neither.
_OPERATOR = rf"""["“”„()*]
    | (?:^|\s)[-=]\S
    | (?:^|\s)[{DASHES}]\w
    | \w\?\w
    | \S[~^][0-9]
    | (?:^|\s)(?:NEAR|ADJ)/
    | (?:^|\s)(?:AND|OR|NOT)(?:\s|$)
    | (?:^|[\s\-{DASHES}])(?i:{_PREFIXES}):\S"""
_FIELD = rf"[\-{DASHES}]?(?i:{_PREFIXES}):(?=\S)"


def arrange(arguments: Sequence[str], with_value: Collection[str]) -> list[str]:
    """The arguments in order: all options, then `--`, then the query.

    Long options may stand anywhere; `-n` is an option only as `-n INT` or `-nINT`;
    everything else that begins with one `-` is query; `--` ends options.

    Args:
        arguments: as the shell hands them over.
        with_value: the long options that take a value.
    """
    options: list[str] = []
    query: list[str] = []
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        if argument == "--":
            query += waiting
            break
        if argument.startswith("--"):
            options.append(argument)
            if argument in with_value:
                if not waiting:
                    return [*options]  # Click says which option lacks its value.
                options.append(waiting.pop(0))
        elif argument == "-n" and waiting and _INTEGER.fullmatch(waiting[0]):
            options += [argument, waiting.pop(0)]
        elif _LIMIT.fullmatch(argument):
            options.append(argument)
        else:
            query.append(argument)
    return [*options, "--", *query]


def query_text(arguments: Sequence[str]) -> str:
    """The query that the arguments of a command mean."""
    # The system hands over what is not valid Unicode as lone surrogates.
    decoded = [a.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for a in arguments]
    texts = map(visible, decoded)
    given = [text.strip() for text in texts if text.strip()]
    return " ".join(_one(argument, alone=len(given) == 1) for argument in given)


def _one(argument: str, *, alone: bool) -> str:
    if not re.search(r"\s", argument):
        return argument
    field = re.match(_FIELD, argument)
    if field and not has_operator(argument[field.end() :]):
        # title:"north korea", whose quotes the shell took.
        return f'{field[0]}"{argument[field.end() :]}"'
    if not has_operator(argument):
        return f'"{argument}"'
    return argument if alone else f"({argument})"


def has_operator(text: str) -> bool:
    """Whether `text` holds an operator of the query language."""
    return re.search(_OPERATOR, text, re.VERBOSE) is not None
