"""How words are spelled in the corpus: long vowels, and words that were perhaps meant.

Lives here: the spellings that mean one Maori word, and "did you mean". Does not live
here: reading the query (`searchkit.query`).

A long vowel is written with a macron, with a plain vowel, or doubled (whānau, whanau,
whaanau). Macron and plain are one folded word already. The doubled form is not: it is
added when the query is read, and only where the corpus itself shows that the word has a
long vowel there: the form with a macron occurs, and the doubled one is not commoner
than the folded one, so that `too`, `lee` and `been` stay themselves. Of several long
vowels, any may be doubled.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import product

from searchkit.query.tree import Leaf, Node, Phrase, Stem, positive_leaves
from searchkit.schema.analysis import fold, stem, tokens
from searchkit.segment.reader import Segment

MIN_LENGTH = 4
"""Letters of the shortest folded word whose doubled vowels are looked at."""
MAX_DOUBLED = 4
"""Doubled vowels of one word; more is no word."""
_MACRON = "\u0304"

RARE = 2
"""A word in at most this many statements may be a typing error."""
UNUSUAL = 20
"""One in at most this many is taken for a typing error only if changing a single letter makes
a word that is `MUCH_COMMONER`: people mistype statements, too."""
MAX_SUGGESTED = 4
"""Rare words of one query for which better ones are looked for; a text with more of them is
in another language, or not about what the corpus is about."""
COMMONER = 20
"""A better word must occur in this many times the statements. To retune, see that names of
people and places, rare as they are, are not corrected into common words."""
MUCH_COMMONER = 50
"""The same, for a word that is merely unusual."""


def frequency(segments: Sequence[Segment], folded: str) -> int:
    """In how many statements the stem of a folded word stands."""
    wanted = stem(folded)
    total = 0
    for segment in segments:
        number = segment.dictionary.stem_number(wanted)
        total += segment.document_frequency(number) if number >= 0 else 0
    return total


def spellings(segments: Sequence[Segment], folded: str, vowels: str) -> tuple[str, ...]:
    """The other folded spellings that the corpus has of a folded word, sorted; `vowels`: those
    that may be doubled for a macron (`Profile.long_vowels`).
    """
    return spellings_of(
        folded,
        vowels,
        lambda word: [
            form
            for segment in segments
            for form in segment.live_forms(word, beyond_ascii=True)  # It may hold a macron.
        ],
        lambda word: frequency(segments, word),
        lambda word: _occurs(segments, word),
    )


def spellings_of(
    folded: str,
    vowels: str,
    forms: Callable[[str], Iterable[str]],
    frequency: Callable[[str], int],
    occurs: Callable[[str], bool],
) -> tuple[str, ...]:
    """`spellings`, of whatever knows the words of a corpus.

    Args:
        folded: the word.
        vowels: those that may be doubled for a macron.
        forms: gives the forms of a folded word that hold letters beyond ASCII.
        frequency: gives in how many statements the stem of a folded word stands.
        occurs: says whether a folded word stands in any.
    """
    if not vowels or len(folded) < MIN_LENGTH or not folded.isascii() or not folded.isalpha():
        return ()
    found: set[str] = set()
    for plain in _undoubled(folded, vowels):
        doubled = _doubled_forms(plain, vowels, forms, frequency)
        if plain == folded or folded in doubled:
            found |= doubled | {plain}
    found.discard(folded)
    return tuple(sorted(other for other in found if occurs(other)))


def _occurs(segments: Sequence[Segment], folded: str) -> bool:
    return any(True for segment in segments for _ in segment.live_forms(folded))


def _undoubled(folded: str, vowels: str) -> Iterable[str]:
    """`folded` with each choice of its doubled vowels made single."""
    doubled = re.compile(rf"([{vowels}])\1")
    places = [match.start() for match in doubled.finditer(folded)][:MAX_DOUBLED]
    for choice in product((False, True), repeat=len(places)):
        dropped = {place for place, drop in zip(places, choice, strict=True) if drop}
        yield "".join(c for i, c in enumerate(folded) if i not in dropped)


def _doubled_forms(
    plain: str,
    vowels: str,
    forms: Callable[[str], Iterable[str]],
    frequency: Callable[[str], int],
) -> set[str]:
    """The doubled forms that the macrons of a word's surface forms stand for, if they are not
    commoner than the word.
    """
    doubled = {other for form in forms(plain) for other in _doubled(form, vowels) if other != plain}
    if not doubled:
        return set()
    common = frequency(plain)
    return {other for other in doubled if frequency(other) <= common}


def _doubled(form: str, vowels: str) -> Iterable[str]:
    """A surface form, folded, with each choice of its macrons as doubled vowels."""
    letters = unicodedata.normalize("NFD", form)
    places = [i for i, c in enumerate(letters) if c == _MACRON and letters[i - 1].lower() in vowels]
    for choice in product((False, True), repeat=min(len(places), MAX_DOUBLED)):
        double = {place for place, chosen in zip(places, choice, strict=False) if chosen}
        yield fold("".join(letters[i - 1] if i in double else c for i, c in enumerate(letters)))


def suggest(text: str, tree: Node, segments: Sequence[Segment]) -> str | None:
    """The query `text` with words that occur hardly anywhere corrected, or None.

    A better word is within an edit distance of two (one for short words) and stands in many
    more statements. Of several the best weighs both: the logarithm of its frequency, less a
    price for each edit.
    """
    return suggestion(
        text,
        tree,
        sum(segment.live_count for segment in segments),
        lambda folded: frequency(segments, folded),
        lambda folded, now: _better(segments, folded, now),
    )


def suggestion(
    text: str,
    tree: Node,
    statements: int,
    frequency: Callable[[str], int],
    better: Callable[[str, int], str | None],
) -> str | None:
    """`suggest`, of whatever knows the words of a corpus.

    Args:
        text: the query.
        tree: as it was understood.
        statements: how many there are.
        frequency: gives in how many of them the stem of a folded word stands.
        better: gives the word that a folded word was perhaps meant to be, which stands in so
            many statements.
    """
    rare: dict[str, int] = {}
    for leaf in positive_leaves(tree):
        for word in _written(leaf):
            if word in rare or not _can_be_mistyped(fold(word)):
                continue
            now = frequency(fold(word))
            if now <= UNUSUAL and needed(now) <= statements:
                rare[word] = now
            if len(rare) > MAX_SUGGESTED:
                return None
    corrected = text
    for word, now in rare.items():
        found = better(fold(word), now)
        if found:
            pattern = rf"(?<!\w){re.escape(word)}(?!\w)"
            corrected = re.sub(pattern, _cased(found, word), corrected, count=1)
    return corrected if corrected != text else None


def needed(now: int) -> int:
    """In how many statements a word must stand to be better than one that stands in `now`."""
    return COMMONER * max(1, now) if now <= RARE else MUCH_COMMONER * now


def _can_be_mistyped(folded: str) -> bool:
    return len(folded) >= 3 and not any(c.isdigit() for c in folded)


def _written(leaf: Leaf) -> list[str]:
    """The words of a leaf that may be mistyped, as written."""
    return tokens(leaf.written) if isinstance(leaf, (Stem, Phrase)) else []


def _cased(better: str, word: str) -> str:
    if word.isupper() and len(word) > 1:
        return better.upper()
    return better.capitalize() if word[:1].isupper() else better


def _better(segments: Sequence[Segment], folded: str, now: int) -> str | None:
    """The word that `folded`, in `now` statements, was perhaps meant to be."""
    distance = edits(folded, now)
    least_of_all = needed(now)
    best, best_score = None, 0.0
    for segment in segments:
        dictionary = segment.dictionary
        # In at least one segment it must stand in its share of that many statements.
        least = -(-least_of_all // len(segments))
        # Roughly here, in steps that a segment remembers, and exactly below.
        common = segment.common_folded(1 << (least.bit_length() - 1))
        likely = dictionary.alike(folded, dictionary.similar(folded, distance, common))
        for number, errors in dictionary.neighbours(folded, distance, likely):
            if segment.document_frequency(dictionary.stem_of_folded(number)) < least:
                continue
            candidate = dictionary.folded[number].decode()
            found = frequency(segments, candidate)
            score = likelihood(folded, candidate, errors, found)
            if found >= least_of_all and score > best_score:
                best, best_score = candidate, score
    return best


def edits(folded: str, now: int) -> int:
    """How many letters of a word, which stands in `now` statements, may be wrong."""
    return 1 if len(folded) <= 4 or now > RARE else 2


def likelihood(folded: str, candidate: str, errors: int, found: int) -> float:
    """How likely a word was meant to be another, which stands in `found` statements."""
    # The first letter is rarely mistyped, and a wrong one rarely forgiven.
    price = 2.5 * errors + (1.5 if candidate[:1] != folded[:1] else 0)
    return math.log(found) - price if found else 0.0
