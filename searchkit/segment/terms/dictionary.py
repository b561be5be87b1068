"""The memory-mapped dictionary: words looked up in a segment.

Lives here: finding words by their stems, beginnings and patterns, and those that a mistyped
word may mean. Does not live here: what is in the file (`sections`), numbering the words
of a new segment (`words`), where words occur (`segment.postings`, `segment.positions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

import numpy as np

from searchkit.kernels import spellings
from searchkit.schema.analysis import stem as stem_word
from searchkit.segment.arrays import starts_from_ends
from searchkit.segment.terms.letters import within_reach
from searchkit.segment.terms.sections import (
    FOLDED,
    FOLDED_ENDS,
    FORM,
    FORM_ENDS,
    LETTERS,
    ORDER,
    STEM,
)
from searchkit.storage.container import Array, Container
from searchkit.storage.strings import Strings

_NUMBER = re.compile(rb"[0-9]{1,30}(?:\.[0-9]+)?")
"""A folded form that is a number; one with more digits counts nothing."""
MAX_REMEMBERED = 1_000
"""Numbers of stems that are remembered: more than a query asks for, few enough that a reader
that lives long does not grow."""


class Dictionary:
    """The words of a segment, read as they are asked for.

    The structure of the container has been checked (`segment.structure`).

    Attributes:
        stems, folded: the words by number.
    """

    def __init__(self, container: Container) -> None:
        self.stems = Strings(container, STEM)
        self.folded = Strings(container, FOLDED)
        self._container = container
        self._numbers: dict[str, int] = {}
        self._folded_ends = container.array(FOLDED_ENDS)
        self._form_ends = container.array(FORM_ENDS)
        self._order = container.array(ORDER)

    @cached_property
    def forms(self) -> Strings:
        """The surface forms by number."""
        return Strings(self._container, FORM)

    def stem_number(self, stem: str) -> int:
        """The number of a stem, or -1."""
        # One search asks for each of its stems several times.
        number = self._numbers.get(stem)
        if number is None:
            if len(self._numbers) >= MAX_REMEMBERED:
                self._numbers.clear()
            number = self._numbers[stem] = self.stems.find(stem.encode())
        return number

    def folded_of_stem(self, stem: int) -> range:
        """The numbers of a stem's folded forms."""
        start = int(self._folded_ends[stem - 1]) if stem else 0
        return range(start, int(self._folded_ends[stem]))

    def forms_of_folded(self, folded: int) -> range:
        """The numbers of a folded form's surface forms."""
        start = int(self._form_ends[folded - 1]) if folded else 0
        return range(start, int(self._form_ends[folded]))

    def folded_number(self, folded: str) -> int:
        """The number of a folded form, or -1."""
        number = self.stem_number(stem_word(folded))
        if number < 0:
            return -1
        siblings = self.folded_of_stem(number)
        return self.folded.find(folded.encode(), siblings.start, siblings.stop)

    def stem_of_folded(self, folded: int) -> int:
        """The number of the stem that a folded form belongs to."""
        # Of one type, or NumPy copies all ends to compare them.
        ends = self._folded_ends
        return int(ends.searchsorted(ends.dtype.type(folded), side="right"))

    def stems_of_folded(self, folded: Array) -> Array:
        """`stem_of_folded` of each (intp)."""
        kind = self._folded_ends.dtype
        return self._folded_ends.searchsorted(folded.astype(kind), side="right")

    def stems_of_forms(self) -> Array:
        """(surface forms) the stem of each (uint32)."""
        forms = np.diff(starts_from_ends(self._form_ends))
        folded = np.diff(starts_from_ends(self._folded_ends))
        by_folded = np.arange(folded.size, dtype=np.uint32).repeat(folded)
        return by_folded.repeat(forms)

    def folded_counts(self, stems: Array) -> Array:
        """How many folded forms each stem has."""
        before = np.where(stems > 0, self._folded_ends[stems - 1], 0)
        return self._folded_ends[stems] - before

    def folded_of_stems(self, stems: Array) -> Array:
        """The numbers of the folded forms of some stems, ascending if they are (int64)."""
        counts = self.folded_counts(stems).astype(np.int64)
        firsts = self._folded_ends[stems] - counts
        before = np.cumsum(counts) - counts
        found: Array = (firsts - before).repeat(counts) + np.arange(counts.sum())
        return found

    def first_folded(self, stems: Array) -> Array:
        """The number of each stem's first folded form (int64)."""
        return np.where(stems > 0, self._folded_ends[stems - 1], 0).astype(np.int64)

    def folded_of_forms(self, forms: Array) -> Array:
        """The number of the folded form that each surface form belongs to (intp)."""
        kind = self._form_ends.dtype
        return np.searchsorted(self._form_ends, forms.astype(kind), side="right")

    def first_forms(self, stems: Array) -> Array:
        """The number of each stem's first surface form (int64)."""
        folded = self.first_folded(stems)
        first = np.where(folded > 0, self._form_ends[folded - 1], 0)
        return first.astype(np.int64)

    def forms_mask(self, folded: Array) -> Array:
        """(surface forms) whether each is a form of one of `folded`."""
        total = int(self._form_ends[-1]) if self._form_ends.size else 0
        change = np.zeros(total + 1, np.int32)
        starts = np.where(folded > 0, self._form_ends[folded.astype(np.int64) - 1], 0)
        np.add.at(change, starts, 1)
        np.add.at(change, self._form_ends[folded], -1)
        mask: Array = np.cumsum(change[:-1]) > 0
        return mask

    def with_prefix(self, prefix: str) -> Array:
        """The numbers of the folded forms that begin with `prefix`, ascending."""
        wanted = prefix.encode()
        start = self._insertion(wanted)
        # No byte of UTF-8 is 0xff: this comes after every longer word.
        return np.sort(self._order[start : self._insertion(wanted + b"\xff")])

    @cached_property
    def numbers(self) -> tuple[Array, Array]:
        """(numbers, values) of the folded forms that are numbers (uint32, float64)."""
        # Sorted by bytes, all that begin with a digit are neighbours.
        among = self._order[self._insertion(b"0") : self._insertion(b":")]
        words = self.folded.several(among)
        fits = [_NUMBER.fullmatch(word) is not None for word in words]
        found = among[np.array(fits, bool)]
        return found, np.array([float(w) for w, fit in zip(words, fits, strict=True) if fit])

    def matching(self, pattern: bytes, among: Array | None = None) -> Array:
        """The numbers of the folded forms that a regular expression on UTF-8 matches from
        end to end, ascending; the expression matches no line break and nothing empty.

        Args:
            pattern: the expression.
            among: the numbers of those that may match, ascending; None: all.
        """
        if among is not None:
            fits = re.compile(pattern).fullmatch
            words = zip(among.tolist(), self.folded.several(among), strict=True)
            return np.array([number for number, word in words if fits(word)], np.uint32)
        return self._in_lines(re.finditer(b"^%s$" % pattern, self._lines, re.MULTILINE))

    def containing(self, letters: bytes) -> Array:
        """The numbers of the folded forms that contain some letters, ascending; with a line
        break after the letters, of those that end with them.
        """
        return self._in_lines(re.finditer(re.escape(letters), self._lines))

    def _in_lines(self, found: Iterable[re.Match[bytes]]) -> Array:
        """The numbers of the words in whose lines matches begin, each once (uint32)."""
        starts = np.fromiter((match.start() for match in found), np.int64)
        # There is a line break before each word, and one after the last.
        breaks = self.folded.ends() + np.arange(1, len(self.folded) + 1)
        numbers = breaks.searchsorted(starts)
        return numbers[np.diff(numbers, prepend=-1).nonzero()[0]].astype(np.uint32)

    def within_distance(self, word: str, distance: int, equal: int = 0) -> Array:
        """The numbers of the folded forms at most `distance` insertions, deletions,
        substitutions and transpositions of neighbours from `word` (optimal string
        alignment), and equal to it in the first `equal` letters; ascending.
        """
        near = self.neighbours(word, distance, self.similar(word, distance))
        found = [number for number, _ in near]
        if equal:
            start = word[:equal]
            found = [n for n in found if self.folded[n].decode().startswith(start)]
        return np.array(found, np.uint32)

    def similar(self, word: str, distance: int, among: Array | None = None) -> Array:
        """The numbers of the folded forms that may be within `distance` of `word`, going by
        their letters and lengths; ascending.

        Args:
            word: folded.
            distance: as for `neighbours`.
            among: the numbers of those that may match, ascending; None: all.
        """
        letters = self._letters if among is None else self._letters[among]
        near = within_reach(letters, word.encode(), distance).nonzero()[0]
        numbers = near if among is None else among[near]
        starts, ends = self.folded.bounds(numbers)
        lengths = ends - starts
        # A letter has one to four bytes.
        fits = (lengths >= len(word) - distance) & (lengths <= 4 * (len(word) + distance))
        if word.isascii():
            fits &= lengths <= len(word) + 3 * distance
        kept: Array = numbers[fits]
        return kept

    def neighbours(self, word: str, distance: int, numbers: Array) -> list[tuple[int, int]]:
        """(number, distance) of those of some folded forms that are at most `distance`
        insertions, deletions, substitutions and transpositions of neighbours from `word`
        (optimal string alignment), in their order.
        """
        return spellings.near(word, *self.folded.some(numbers), numbers, distance)

    @cached_property
    def _letters(self) -> Array:
        """(folded forms) which of the letters a to z each has (`letters`)."""
        return self._container.array(LETTERS)

    def alike(self, word: str, numbers: Array) -> Array:
        """Those of some folded forms that share one of their first two letters with `word`,
        perhaps in the other's place: nearly all that a mistyped word can mean.
        """
        if not word.isascii() or len(word) < 2:
            return numbers
        letters, last = self.folded.letters(), len(self.folded.letters()) - 1
        starts, _ = self.folded.bounds(numbers)
        first, second = letters[starts], letters[np.minimum(starts + 1, last)]
        one, two = word.encode()[:2]
        kept: Array = numbers[(first == one) | (first == two) | (second == one) | (second == two)]
        return kept

    @cached_property
    def _lines(self) -> bytes:
        """All folded forms, a line break before each and after the last."""
        # As Python values they would take sixteen times the memory.
        return spellings.lines(self.folded.letters(), self.folded.ends())

    def _insertion(self, wanted: bytes) -> int:
        low, high = 0, self._order.size
        while low < high:
            middle = (low + high) // 2
            if self.folded[int(self._order[middle])] < wanted:
                low = middle + 1
            else:
                high = middle
        return low
