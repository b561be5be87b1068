"""What stands in quotes: words in a row, with choices and wildcards.

Lives here: the leaf for a phrase. Does not live here: its words (`words`), the quotes
themselves (`syntax`).

Plain words in a row are a `Phrase`. Whatever else there is, a choice, a wildcard, words that
are not neighbours, makes it a `Near` of its words, in order.
"""

from __future__ import annotations

import re

from searchkit.model.errors import QuerySyntaxError
from searchkit.query.language.reading import Reading
from searchkit.query.language.words import (
    has_wildcard,
    in_a_row,
    on_one_line,
    spelled,
    word_leaf,
)
from searchkit.query.limits import MAX_DISTANCE
from searchkit.query.tree import Choice, Leaf, Near, Phrase, Stem
from searchkit.schema.analysis import normalise, tokens, with_common_spaces
from searchkit.schema.numbers import number_spans

_GROUP = re.compile(r"\(([^()]*)\)")
_OR = re.compile(r"(?:^|\s+)OR(?:\s+|$)")
_RUN = re.compile(r"\S+")
_DIGITS = re.compile(r"\d*")
_MORE_THAN_A_WORD = re.compile(r"=\w.*|.*\w~[0-9]+")


def phrase_leaf(
    reading: Reading,
    within: str | None,
    text: str,
    column: int,
    *,
    exact: bool,
    slop: int,
    boost: float,
) -> Leaf:
    """The leaf for a phrase whose text begins at `column`.

    Raises:
        QuerySyntaxError: there is no word in it, a group is not right, or the slop is
            out of range.
    """
    if not 1 <= slop <= MAX_DISTANCE:
        start = column + len(text) + 2
        digits = _DIGITS.match(reading.text, start)
        end = digits.end() if digits else start
        raise reading.error(
            f"words can't be {slop} apart",
            start,
            expected=f"1 (neighbours) to {MAX_DISTANCE}",
            suggestion=reading.with_number((start, end), 1, MAX_DISTANCE),
        )
    _check_choices(reading, text, column)
    if _is_plain(text) and not exact:
        return _plain(reading, within, text, column, slop, boost)
    parts = _parts(reading, within, text, column, exact)
    if not parts:
        raise _empty(reading, column)
    if len(parts) == 1:
        return parts[0].replaced(boost=boost)
    return Near(tuple(parts), slop, quoted=True, boost=boost, column=column)


def _check_choices(reading: Reading, text: str, column: int) -> None:
    """OR in quotes stands between brackets, or it is the word."""
    rest = _GROUP.sub(lambda group: " " * len(group[0]), text)
    if not _OR.search(rest):
        return
    opened = rest.find("(")
    if opened >= 0:
        raise reading.error(
            "this bracket is never closed",
            column + opened,
            expected="a ) after the words to choose from",
            suggestion=reading.instead(column + len(text), column + len(text), ")"),
        )


def _is_plain(text: str) -> bool:
    groups = any(_OR.search(group) for group in _GROUP.findall(text))
    special = any(has_wildcard(run) or _MORE_THAN_A_WORD.fullmatch(run) for run in text.split())
    return not groups and not special


def _empty(reading: Reading, column: int) -> QuerySyntaxError:
    return reading.error("there is no word between the quotes", column - 1)


def _plain(
    reading: Reading, within: str | None, text: str, column: int, slop: int, boost: float
) -> Leaf:
    written = tokens(normalise(text))
    if not written:
        raise _empty(reading, column)
    if len(written) == 1:
        return spelled(reading, within, written[0], column, boost)
    leaves = tuple(spelled(reading, within, token, column) for token in written)
    shown = on_one_line(text)
    return in_a_row(leaves, within=within, boost=boost, written=shown, column=column, slop=slop)


def _parts(reading: Reading, within: str | None, text: str, column: int, exact: bool) -> list[Leaf]:
    """The parts of a phrase, one after the other."""
    parts: list[Leaf] = []
    position = 0
    for group in _GROUP.finditer(text):
        if not _OR.search(group[1]):
            continue
        before = text[position : group.start()]
        parts += _words(reading, within, before, column + position, exact)
        parts.append(_choice(reading, within, group[1], column + group.start(1), exact))
        position = group.end()
    return parts + _words(reading, within, text[position:], column + position, exact)


def _choice(reading: Reading, within: str | None, text: str, column: int, exact: bool) -> Leaf:
    """The words between brackets, OR between them."""
    found: list[Leaf] = []
    position = 0
    for end, following in [*((m.start(), m.end()) for m in _OR.finditer(text)), (len(text), 0)]:
        words = _words(reading, within, text[position:end], column + position, exact)
        if not words:
            raise reading.error(
                "there is no word beside OR", column + position, expected="as in (test OR weapon)"
            )
        found.append(words[0] if len(words) == 1 else Near(tuple(words), quoted=True))
        position = following
    return Choice(tuple(found), column=column)


def _words(reading: Reading, within: str | None, text: str, column: int, exact: bool) -> list[Leaf]:
    found: list[Leaf] = []
    for start, end in _runs(text):
        run, place = text[start:end], column + start
        leaf = word_leaf(reading, within, run, place, exact)
        if leaf is not None and leaf.boost != 1.0:
            raise reading.error(
                "a word of a phrase has no boost of its own",
                place,
                expected='a boost after the quotes, as in "north korea"^2',
            )
        match leaf:
            case Phrase(stems):
                words = tokens(normalise(run))
                found += [
                    Stem(stem, within=within, written=word, column=place)
                    for stem, word in zip(stems, words, strict=True)
                ]
            case Near(operands, quoted=True):
                found += operands
            case Leaf():
                found.append(leaf)
    return found


def _runs(text: str) -> list[tuple[int, int]]:
    """(start, end) of what stands between white space, or around that of a number."""
    gaps = dict(number_spans(with_common_spaces(text)))
    found: list[tuple[int, int]] = []
    within = 0
    for run in _RUN.finditer(text):
        start, end = run.span()
        if start < within:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        within = max([within, *(gaps[place] for place in gaps if start <= place < end)])
    return found
