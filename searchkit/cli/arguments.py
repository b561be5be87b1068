"""From the arguments of the shell to options and a query.

Lives here: telling options from the query, and joining the query's arguments into one
text. Does not live here: what the options do (`search`).

The shell has removed the quotes: an argument with white space in it was quoted, so it is
a phrase, unless it holds an operator of the query language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from searchkit.query.doubts import Doubt, short
from searchkit.query.language.fields import DASHES, field_names
from searchkit.schema.analysis import visible
from searchkit.schema.fields import DEFAULT, Schema
from searchkit.schema.speakers import SAID

_PHRASE = "shell-phrase"
_INTEGER = re.compile(r"[0-9]+")
_LIMIT = re.compile(r"-n[0-9]+")
# Compiled when first used: most queries are single words, which need none of them.
_SIGN = rf"""["“”„()*]
    | (?:^|\s)[-=]\S
    | (?:^|\s)[{DASHES}]\w
    | \w\?\w
    | \S[~^][0-9]
    | (?:^|\s)(?:NEAR|ADJ)/
    | (?:^|\s)(?:AND|OR|NOT)(?:\s|$)"""
_NO_FIELD = r"(?:^|[\s(-])([A-Za-z][A-Za-z_]{1,19}:)(?=[^\s/:)])"
"""What looks like a field, and is none where `_Patterns.operator` finds nothing."""


class _Patterns(NamedTuple):
    """What to look for in an argument.

    Attributes:
        operator: any operator of the query language.
        field: what a query can write before a colon, at the beginning.
    """

    operator: str
    field: str


@lru_cache(maxsize=4)
def _patterns(schema: Schema) -> _Patterns:
    prefixes = "|".join(field_names(schema))
    return _Patterns(
        rf"{_SIGN} | (?:^|[\s\-{DASHES}])(?i:{prefixes}):\S",
        rf"[\-{DASHES}]?(?i:{prefixes}):(?=\S)",
    )


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


class Taken(NamedTuple):
    """The query that the arguments of a command mean.

    Attributes:
        text: in the query language.
        doubts: what the user should know of how they were taken.
        if_nothing: what the user should know where nothing matches.
    """

    text: str
    doubts: tuple[Doubt, ...] = ()
    if_nothing: tuple[Doubt, ...] = ()


class _Argument(NamedTuple):
    """An argument, what it was taken for, and what it may have meant instead."""

    argument: str
    text: str
    code: str = ""
    message: str = ""
    other: str = ""


def taken_for(arguments: Sequence[str], schema: Schema = DEFAULT) -> Taken:
    """The query that the arguments of a command mean in an index with these fields."""
    # The system hands over what is not valid Unicode as lone surrogates.
    decoded = [a.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for a in arguments]
    texts = [visible(text) for text in decoded]
    given = [text.strip() for text in texts if text.strip()]
    patterns = _patterns(schema)
    taken = [_one(argument, patterns, alone=len(given) == 1) for argument in given]
    doubts: list[Doubt] = []
    if_nothing: list[Doubt] = []
    for number, one in enumerate(taken):
        if not one.code:
            continue
        parts = [other.text for other in taken]
        parts[number] = one.other
        doubt = Doubt(one.code, one.message, " ".join(parts).strip())
        (if_nothing if one.code == _PHRASE else doubts).append(doubt)
    if any(text != argument for text, argument in zip(decoded, arguments, strict=True)):
        doubts.append(Doubt("bytes", "bytes that are no UTF-8 separate words"))
    return Taken(" ".join(one.text for one in taken), tuple(doubts), tuple(if_nothing))


def _one(argument: str, patterns: _Patterns, *, alone: bool) -> _Argument:
    if re.fullmatch(r"-[0-9]{1,2}", argument):
        number = argument[1:]
        message = f"{argument} leaves out the number {number}; to show {number} is -n {number}"
        return _Argument(argument, argument, "minus-number", message)
    if not re.search(r"\s", argument):
        return _Argument(argument, argument)
    field = re.match(patterns.field, argument)
    grouped = argument if alone else f"({argument})"
    if field and not _finds(patterns, argument[field.end() :]):
        # title:"north korea", whose quotes the shell took.
        text = f'{field[0]}"{argument[field.end() :]}"'
        message = f"{short(argument)} is read as {short(text)}"
        return _Argument(argument, text, "shell-field", message, grouped)
    phrase = f'"{argument}"'
    found = _finds(patterns, argument)
    if found is None and (named := re.search(_NO_FIELD, argument)):
        message = f"{short(phrase)} is read as a phrase, for {named[1]} is no field"
        return _Argument(argument, phrase, "shell-no-field", message, grouped)
    if found is None:
        message = f"{short(phrase)} is read as a phrase"
        return _Argument(argument, phrase, _PHRASE, message, grouped)
    if (
        re.search('["“”„]', argument)
        or f"{SAID}:(" in argument
        or not _plain_words(argument, patterns)
    ):
        return _Argument(argument, grouped)  # It can mean nothing else.
    message = f"{short(argument)!r} is read as a query, for it holds {_sign(found[0])}"
    return _Argument(argument, grouped, "shell-query", message, phrase)


def _plain_words(argument: str, patterns: _Patterns) -> list[str]:
    """The words of an argument that are not the values of fields."""
    return [word for word in argument.split() if not re.match(patterns.field, word.lstrip("("))]


def has_operator(text: str, schema: Schema = DEFAULT) -> bool:
    """Whether `text` holds an operator of the query language."""
    return _finds(_patterns(schema), text) is not None


def _finds(patterns: _Patterns, text: str) -> re.Match[str] | None:
    return re.search(patterns.operator, text, re.VERBOSE)


def _sign(found: str) -> str:
    """What of an operator is shown."""
    found = found.strip()
    field, colon, _ = found.partition(":")
    if colon:
        return f"{field.lstrip('-')}:"
    return found[0] if found[0] in "-=" else found.strip("/") if found[-1] == "/" else found
