"""What stands in quotes: words in a row, with alternatives and wildcards.

Lives here: the tree for a phrase. Does not live here: its words (`words`), the quotes
themselves (`syntax`).

A plain phrase is Whoosh's `Phrase`; one with alternatives, wildcards or exact words is
a `Sequence`, whose parts may be `Or` of words and of further sequences.
"""

from __future__ import annotations

import re
from typing import Any

from whoosh import query

from searchkit.query.language import whoosh_schema as names
from searchkit.query.limits import MAX_DISTANCE
from searchkit.query.words import has_wildcard, marked, spelled, word_query
from searchkit.schema.analysis import normalise, tokens

_GROUP = re.compile(r"\(([^()]*)\)")
_OR = re.compile(r"(?:^|\s+)OR(?:\s+|$)")
_RUN = re.compile(r"\S+")
_MORE_THAN_A_WORD = re.compile(r"=\w.*|.*\w~[0-9]+")


def phrase_query(
    parser: Any, field: str, text: str, column: int, *, exact: bool, slop: int, boost: float
) -> Any:
    """The tree for a phrase whose text begins at `column`.

    Raises:
        QuerySyntaxError: there is no word in it, a group is not right, or the slop is
            out of range.
    """
    if not 1 <= slop <= MAX_DISTANCE:
        start = column + len(text) + 2
        end = start + len(re.match(r"\d*", parser.text[start:])[0])  # type: ignore[index]
        raise parser.error(
            f"words can't be {slop} apart",
            start,
            expected=f"1 (neighbours) to {MAX_DISTANCE}",
            suggestion=parser.with_number((start, end), 1, MAX_DISTANCE),
        )
    _check_choices(parser, text, column)
    if _is_plain(text) and not exact and field != names.EXACT:
        return _plain(parser, field, text, column, slop, boost)
    parts = _parts(parser, field, text, column, exact)
    if not parts:
        raise _empty(parser, column)
    if len(parts) == 1:
        parts[0].boost = boost
        return parts[0]
    return query.Sequence(parts, slop=slop, boost=boost)


def _check_choices(parser: Any, text: str, column: int) -> None:
    """OR in quotes stands between brackets, or it is the word."""
    rest = _GROUP.sub(lambda group: " " * len(group[0]), text)
    if not _OR.search(rest):
        return
    opened = rest.find("(")
    if opened >= 0:
        raise parser.error(
            "this bracket is never closed",
            column + opened,
            expected="a ) behind the words to choose from",
            suggestion=parser.instead(column + len(text), column + len(text), ")"),
        )
    parser.note(
        "or-word",
        "OR in quotes is read as a word; words to choose from stand in brackets, "
        'as in "nuclear (test OR weapon*)"',
    )


def _is_plain(text: str) -> bool:
    groups = any(_OR.search(group) for group in _GROUP.findall(text))
    special = any(has_wildcard(run) or _MORE_THAN_A_WORD.fullmatch(run) for run in text.split())
    return not groups and not special


def _empty(parser: Any, column: int) -> Exception:
    error: Exception = parser.error("there is no word between the quotes", column - 1)
    return error


def _plain(parser: Any, field: str, text: str, column: int, slop: int, boost: float) -> Any:
    written = tokens(normalise(text))
    if not written:
        raise _empty(parser, column)
    nodes = [spelled(parser, field, token) for token in written]
    if len(nodes) == 1:
        return spelled(parser, field, written[0], boost)
    if any(isinstance(node, query.Or) for node in nodes):
        return query.Sequence(nodes, slop=slop, boost=boost)
    phrase = query.Phrase(field, [node.text for node in nodes], slop=slop, boost=boost)
    return marked(phrase, " ".join(normalise(text).split()))


def _parts(parser: Any, field: str, text: str, column: int, exact: bool) -> list[Any]:
    """The parts of a phrase, one behind the other."""
    parts: list[Any] = []
    position = 0
    for group in _GROUP.finditer(text):
        if not _OR.search(group[1]):
            continue
        parts += _words(parser, field, text[position : group.start()], column + position, exact)
        parts.append(_alternatives(parser, field, group[1], column + group.start(1), exact))
        position = group.end()
    return parts + _words(parser, field, text[position:], column + position, exact)


def _alternatives(parser: Any, field: str, text: str, column: int, exact: bool) -> Any:
    """The words between brackets, OR between them."""
    found = []
    position = 0
    for end, following in [*((m.start(), m.end()) for m in _OR.finditer(text)), (len(text), 0)]:
        words = _words(parser, field, text[position:end], column + position, exact)
        if not words:
            raise parser.error(
                "there is no word beside OR", column + position, expected="as in (test OR weapon)"
            )
        found.append(words[0] if len(words) == 1 else query.Sequence(words))
        position = following
    return query.Or(found)


def _words(parser: Any, field: str, text: str, column: int, exact: bool) -> list[Any]:
    found = []
    for run in _RUN.finditer(text):
        node = word_query(parser, field, run[0], column + run.start(), exact)
        if node is not None and node.boost != 1.0:
            raise parser.error(
                "a word of a phrase has no boost of its own",
                column + run.start(),
                expected='a boost behind the quotes, as in "north korea"^2',
            )
        if isinstance(node, query.Phrase):
            found += [marked(query.Term(field, word), word) for word in node.words]
            for part, word in zip(
                found[-len(node.words) :], tokens(normalise(run[0])), strict=True
            ):
                part.written = word
        elif isinstance(node, query.Sequence):
            found += node.subqueries
        elif node is not None:
            found.append(node)
    return found
