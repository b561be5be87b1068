"""Numbering the words of a new segment.

Lives here: folding and stemming each distinct word once, and writing the dictionary. Does
not live here: what is in the file, and why in this order (`sections`), reading it
(`dictionary`), where the words occur (`segment.positions`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from searchkit.schema.analysis import fold, stem_all
from searchkit.segment.terms.letters import letters_of_each
from searchkit.segment.terms.sections import (
    FOLDED,
    FOLDED_ENDS,
    FORM,
    FORM_ENDS,
    LETTERS,
    ORDER,
    STEM,
)
from searchkit.storage.container import Array, ContainerWriter
from searchkit.storage.strings import write_strings


@dataclass(frozen=True, slots=True)
class Words:
    """The distinct words of a new segment.

    Attributes:
        stems, folded, forms: in the order of their numbers.
        stem_of_folded, folded_of_form, stem_of_form: numbers by number, ascending.
        number: of each of the surface forms as they were given.
    """

    stems: list[bytes]
    folded: list[bytes]
    forms: list[bytes]
    stem_of_folded: Array
    folded_of_form: Array
    stem_of_form: Array
    number: Array


def number_words(forms: Iterable[bytes]) -> Words:
    """Fold and stem each surface form, all of them distinct, once, and number them."""
    written = [form.decode() for form in forms]
    folded_of = [fold(form) for form in written]
    distinct = list(dict.fromkeys(folded_of))
    stem_of = dict(zip(distinct, stem_all(distinct), strict=True))
    # Sorting by code points is sorting by UTF-8 bytes.
    rows = sorted(
        (stem_of[folded], folded, form, given)
        for given, (folded, form) in enumerate(zip(folded_of, written, strict=True))
    )
    stems: list[bytes] = []
    folded_forms: list[bytes] = []
    stem_of_folded: list[int] = []
    folded_of_form: list[int] = []
    last_stem = last_folded = None
    for stem, folded, _, _ in rows:
        if stem != last_stem:
            stems.append(stem.encode())
            last_stem, last_folded = stem, None
        if folded != last_folded:
            folded_forms.append(folded.encode())
            stem_of_folded.append(len(stems) - 1)
            last_folded = folded
        folded_of_form.append(len(folded_forms) - 1)
    numbered = [form.encode() for _, _, form, _ in rows]
    number = np.empty(len(rows), np.uint32)
    number[[given for *_, given in rows]] = np.arange(len(rows), dtype=np.uint32)
    by_folded = np.array(stem_of_folded, np.uint32)
    by_form = np.array(folded_of_form, np.uint32)
    return Words(
        stems=stems,
        folded=folded_forms,
        forms=numbered,
        stem_of_folded=by_folded,
        folded_of_form=by_form,
        stem_of_form=by_folded[by_form] if by_form.size else by_form,
        number=number,
    )


def write_words(writer: ContainerWriter, words: Words) -> None:
    """Add the sections of the dictionary."""
    write_strings(writer, STEM, words.stems)
    write_strings(writer, FOLDED, words.folded)
    write_strings(writer, FORM, words.forms)
    stems, folded = np.arange(len(words.stems)), np.arange(len(words.folded))
    writer.add(FOLDED_ENDS, _ends(words.stem_of_folded, stems))
    writer.add(FORM_ENDS, _ends(words.folded_of_form, folded))
    in_order = sorted(range(len(words.folded)), key=words.folded.__getitem__)
    writer.add(ORDER, np.array(in_order, np.uint32))
    writer.add(LETTERS, letters_of_each(words.folded))


def _ends(owners: Array, numbers: Array) -> Array:
    return np.searchsorted(owners, numbers, side="right").astype(np.uint32)
