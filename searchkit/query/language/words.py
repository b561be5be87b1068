"""One word of the query language: its stem, its letters, its wildcards, its typing errors.

Lives here: the leaf for a run of characters, with `=` before it and `~1` or `^2` after it.
Does not live here: several words in quotes (`phrases`), values of names and dates (`syntax`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from searchkit.query.language.reading import Reading
from searchkit.query.tree import (
    Choice,
    Exact,
    Fuzzy,
    Leaf,
    Near,
    Phrase,
    Prefix,
    Stem,
    Wildcard,
)
from searchkit.schema.analysis import fold, normalise, stem_all, token_spans, tokens
from searchkit.schema.numbers import ungrouped

MAX_WILDCARDS = 8
"""Wildcards of one word. The time that a pattern takes on a word grows with each."""
MAX_BOOST = 100.0
"""A larger boost could drown all other words."""
_SUFFIXED = re.compile(
    r"(?P<core>.*?)(?:~(?P<distance>\d+))?(?:\^(?P<boost>\d+(?:\.\d+)?))?", re.DOTALL
)
_WILD = re.compile(r"[*?]")


class Written(NamedTuple):
    """A word as written, taken apart.

    Attributes:
        core: without what stands before and after it.
        column: where `core` begins in the query.
        exact: whether these very letters are meant.
        distance: typing errors, or None.
        boost: how many times it counts.
        within: the text it must stand in, or None.
    """

    core: str
    column: int
    exact: bool
    distance: int | None
    boost: float
    within: str | None


def take_apart(
    reading: Reading, text: str, column: int, exact: bool, within: str | None
) -> Written:
    """The parts of a word that begins at `column`.

    Raises:
        QuerySyntaxError: a distance or a boost is out of range.
    """
    if len(text) > 1 and text[0] == "=" and tokens(normalise(text[1:])):
        text, column, exact = text[1:], column + 1, True
    match = _SUFFIXED.fullmatch(text)
    core = match["core"] if match else text
    if match is None or not core or not tokens(core[-1] if core[-1] not in "*?" else "a"):
        if re.fullmatch(r"\^\d.*", text):
            raise reading.error(
                "a boost stands right after a word or a phrase", column, expected="as in korea^2"
            )
        return Written(text, column, exact, None, 1.0, within)
    end = column + len(core)
    distance = None if match["distance"] is None else int(match["distance"])
    if distance is not None and distance not in (1, 2):
        raise reading.error(
            f"no word is looked for with {distance} typing errors",
            end,
            expected="~1 or ~2",
            suggestion=reading.with_number((end + 1, end + 1 + len(match["distance"])), 1, 2),
        )
    return Written(core, column, exact, distance, boost_of(reading, match["boost"], end), within)


def boost_of(reading: Reading, text: str | None, column: int) -> float:
    """A boost.

    Raises:
        QuerySyntaxError: it is 0 or too large.
    """
    boost = 1.0 if text is None else float(text)
    if not 0 < boost <= MAX_BOOST:
        raise reading.error(
            f"a word can't count {text} times", column, expected=f"above 0, at most {MAX_BOOST:g}"
        )
    return boost


def has_wildcard(text: str) -> bool:
    """Whether a word without white space holds a wildcard.

    A star always is one. A question mark is one before or within a single word; at its end
    it ends a question, and in an address it is a sign.
    """
    if "*" in text:
        return True
    if "?" not in text:
        return False
    whole = _letters_for_wildcards(normalise(text))
    inside = list(token_spans(whole))
    if len(inside) != 1:
        return False
    start, end = inside[0]
    return "?" in normalise(text)[start:end].rstrip("?")


def _letters_for_wildcards(text: str) -> str:
    """`text` with a letter for each wildcard, so that it is one token with its neighbours, even
    with marks that combine with letters.
    """
    return _WILD.sub("x", text)


def word_leaf(
    reading: Reading, within: str | None, text: str, column: int, exact: bool = False
) -> Leaf | None:
    """The leaf for a word, or None where it holds no letter or digit.

    Raises:
        QuerySyntaxError: what stands before or after the word does not fit it.
    """
    word = take_apart(reading, text, column, exact, within)
    if has_wildcard(word.core):
        return _wildcard(reading, word)
    written = tokens(normalise(word.core))
    if not written:
        return None
    if word.distance is not None:
        return _fuzzy(reading, word, written)
    column, boost = word.column, word.boost
    if word.exact:
        forms = tuple(Exact(form, within=within, written=form, column=column) for form in written)
        if len(forms) == 1:
            return forms[0].replaced(boost=boost)
        return Near(forms, quoted=True, boost=boost, column=column)
    if len(written) == 1:
        return spelled(reading, within, written[0], column, boost)
    nodes = tuple(spelled(reading, within, token, column) for token in written)
    shown = on_one_line(word.core)
    return in_a_row(nodes, within=within, boost=boost, written=shown, column=column)


def on_one_line(text: str) -> str:
    """The words of `text` as they are shown between quotes: the same words when read again."""
    found = tokens(normalise(text))
    shown = " ".join(normalise(text).split())
    # Digits with a line break or several spaces between them are no number.
    return shown if tokens(shown) == found else ", ".join(found)


def in_a_row(
    leaves: tuple[Leaf, ...],
    *,
    within: str | None,
    boost: float,
    written: str,
    column: int,
    slop: int = 1,
) -> Leaf:
    """Several plain words, one after the other."""
    stems = tuple(leaf.stem for leaf in leaves if isinstance(leaf, Stem))
    if len(stems) < len(leaves):  # A word has several spellings.
        return Near(leaves, slop, quoted=True, boost=boost, column=column)
    if slop > 1:
        return Near(leaves, slop, quoted=True, boost=boost, written=written, column=column)
    return Phrase(stems, within=within, boost=boost, written=written, column=column)


def spelled(
    reading: Reading, within: str | None, written: str, column: int, boost: float = 1.0
) -> Leaf:
    """A plain word, with the other spellings the corpus has of it."""
    folded = fold(written)
    others = reading.spellings(folded)
    if not others:
        (stem,) = stem_all([folded])
        return Stem(stem, within=within, boost=boost, written=written, column=column)
    # Of spellings with one stem, the first is shown.
    shown: dict[str, str] = {}
    for stem, word in zip(stem_all([folded, *others]), [written, *others], strict=True):
        shown.setdefault(stem, word)
    stems = tuple(
        Stem(stem, within=within, boost=boost, written=word, column=column)
        for stem, word in shown.items()
    )
    if len(stems) == 1:
        return stems[0]
    return Choice(stems, boost=boost, written=written, column=column)


def _wildcard(reading: Reading, word: Written) -> Leaf:
    """A word with wildcards; punctuation around it falls away, and the end of a question."""
    expected = "letters with * (any) or ? (one), as in nuclea* or te?t"
    core = normalise(word.core)
    inside = list(token_spans(_letters_for_wildcards(core)))
    kept = core[inside[0][0] : inside[-1][1]].rstrip("?")
    pieces = [piece for piece in re.split(r"[*?]+", kept) if piece]
    column = word.column + next(i for i, c in enumerate(word.core) if c in "*?")
    if not pieces:
        raise reading.error(
            "there is no letter beside the wildcard",
            column,
            expected=expected,
            suggestion=reading.instead(word.column, word.column + len(word.core), "").strip()
            if reading.text[: word.column][-1:].isspace()
            else None,
        )
    if any(tokens(piece) != [piece] for piece in pieces):
        raise reading.error("a * or ? stands in a single word", column, expected=expected)
    if word.exact or word.distance is not None:
        sign = "=" if word.exact else "~"
        start, end = word.column - 1, word.column
        exact = word.exact and reading.text[start:end] == "="
        raise reading.error(
            f"a word has either {sign} or wildcards",
            column,
            expected=expected,
            suggestion=reading.instead(start, end, "") if exact else None,
        )
    if len(_WILD.findall(kept)) > MAX_WILDCARDS:
        raise reading.error(
            f"a word has at most {MAX_WILDCARDS} wildcards", column, expected="fewer of them"
        )
    pattern = "".join(c if c in "*?" else _folded(c) for c in re.split(r"([*?])", kept))
    kept = _on_its_own(kept)
    if pattern.endswith("*") and not set("*?") & set(pattern[:-1]):
        return Prefix(
            pattern[:-1],
            within=word.within,
            boost=word.boost,
            written=kept[:-1],
            column=word.column,
        )
    return Wildcard(pattern, within=word.within, boost=word.boost, written=kept, column=word.column)


def _folded(piece: str) -> str:
    """What stands beside a wildcard, folded. Of a number these are its digits as they stand,
    for nobody knows its value.
    """
    return fold(piece) if piece.isalnum() or not piece.isascii() else ungrouped(piece)


def _on_its_own(written: str) -> str:
    """A word of a phrase as it is written outside one: without the spaces of a number."""
    return "".join(written.split())


def _fuzzy(reading: Reading, word: Written, written: list[str]) -> Leaf:
    end = word.column + len(word.core)
    if word.exact:
        raise reading.error("a word has either = or ~", end, expected="one of them")
    if len(written) > 1 or word.distance is None:
        raise reading.error(
            "typing errors are looked for in a single word", end, expected="as in korae~1"
        )
    return Fuzzy(
        fold(written[0]),
        word.distance,
        within=word.within,
        boost=word.boost,
        written=_on_its_own(written[0]),
        column=word.column,
    )
