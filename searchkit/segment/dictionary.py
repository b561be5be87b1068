"""The words of a segment: written form -> folded form -> stem.

Lives here: numbering the words of a new segment, and looking words up in one.
Does not live here: where they stand (`inversion`, `reader`).

Stems are numbered in the order of their UTF-8 bytes; folded forms by (stem, bytes),
written forms by (folded form, bytes). So the folded forms of a stem are neighbours,
and so are the written forms of a folded form; a word is found by its stem, and only
the folded forms need a second order (for prefixes).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from searchkit.schema.analysis import fold, stem_all
from searchkit.storage.container import Array, Container, ContainerWriter
from searchkit.storage.strings import Strings, write_strings


@dataclass(frozen=True, slots=True)
class Words:
    """The distinct words of a segment to be written.

    Attributes:
        stems, folded, forms: in the order of their numbers.
        stem_of_folded, folded_of_form, stem_of_form: ascending.
        number: form -> its number.
    """

    stems: list[bytes]
    folded: list[bytes]
    forms: list[bytes]
    stem_of_folded: Array
    folded_of_form: Array
    stem_of_form: Array
    number: dict[bytes, int]


def number_words(forms: Iterable[bytes]) -> Words:
    """Fold and stem each distinct form once, and number all of them."""
    written = [form.decode() for form in forms]
    folded_of = [fold(form) for form in written]
    distinct = list(dict.fromkeys(folded_of))
    stem_of = dict(zip(distinct, stem_all(distinct), strict=True))
    # Sorting by code points is sorting by UTF-8 bytes.
    rows = sorted(
        (stem_of[folded], folded, form) for folded, form in zip(folded_of, written, strict=True)
    )
    stems: list[bytes] = []
    folded_forms: list[bytes] = []
    stem_of_folded: list[int] = []
    folded_of_form: list[int] = []
    last_stem = last_folded = None
    for stem, folded, _ in rows:
        if stem != last_stem:
            stems.append(stem.encode())
            last_stem, last_folded = stem, None
        if folded != last_folded:
            folded_forms.append(folded.encode())
            stem_of_folded.append(len(stems) - 1)
            last_folded = folded
        folded_of_form.append(len(folded_forms) - 1)
    numbered = [form.encode() for _, _, form in rows]
    by_folded = np.array(stem_of_folded, np.uint32)
    by_form = np.array(folded_of_form, np.uint32)
    return Words(
        stems=stems,
        folded=folded_forms,
        forms=numbered,
        stem_of_folded=by_folded,
        folded_of_form=by_form,
        stem_of_form=by_folded[by_form] if by_form.size else by_form,
        number={form: i for i, form in enumerate(numbered)},
    )


def write_words(writer: ContainerWriter, words: Words) -> None:
    """Add the sections of the dictionary."""
    write_strings(writer, "stem", words.stems)
    write_strings(writer, "folded", words.folded)
    write_strings(writer, "form", words.forms)
    stems, folded = np.arange(len(words.stems)), np.arange(len(words.folded))
    writer.add("stem.folded_ends", _ends(words.stem_of_folded, stems))
    writer.add("folded.form_ends", _ends(words.folded_of_form, folded))
    in_order = sorted(range(len(words.folded)), key=words.folded.__getitem__)
    writer.add("folded.order", np.array(in_order, np.uint32))


def _ends(owners: Array, numbers: Array) -> Array:
    return np.searchsorted(owners, numbers, side="right").astype(np.uint32)


class Dictionary:
    """The words of a segment, read as they are asked for."""

    def __init__(self, container: Container) -> None:
        self.stems = Strings(container, "stem")
        self.folded = Strings(container, "folded")
        self._container = container
        self._folded_ends = container.array("stem.folded_ends")
        self._form_ends = container.array("folded.form_ends")
        self._order = container.array("folded.order")

    @property
    def forms(self) -> Strings:
        """The written forms."""
        return Strings(self._container, "form")

    def stem_number(self, stem: str) -> int:
        """The number of a stem, or -1."""
        return self.stems.find(stem.encode())

    def folded_of_stem(self, stem: int) -> range:
        """The numbers of a stem's folded forms."""
        start = int(self._folded_ends[stem - 1]) if stem else 0
        return range(start, int(self._folded_ends[stem]))

    def forms_of_folded(self, folded: int) -> range:
        """The numbers of a folded form's written forms."""
        start = int(self._form_ends[folded - 1]) if folded else 0
        return range(start, int(self._form_ends[folded]))

    def stem_of_folded(self, folded: int) -> int:
        """The number of the stem that a folded form belongs to."""
        return int(np.searchsorted(self._folded_ends, folded, side="right"))

    def with_prefix(self, prefix: str) -> Array:
        """The numbers of the folded forms that begin with `prefix`, ascending."""
        wanted = prefix.encode()
        start = self._insertion(wanted)
        # No byte of UTF-8 is 0xff: this stands behind every longer word.
        return np.sort(self._order[start : self._insertion(wanted + b"\xff")])

    def _insertion(self, wanted: bytes) -> int:
        low, high = 0, self._order.size
        while low < high:
            middle = (low + high) // 2
            if self.folded[int(self._order[middle])] < wanted:
                low = middle + 1
            else:
                high = middle
        return low
