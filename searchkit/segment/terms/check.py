"""What must hold for a dictionary: its share of `searchkit check`.

Lives here: that words are sorted, and each has at least one of what belongs to it. Does not
live here: what opening verifies (`sections`), whether the words are those of the texts
(`segment.rederiving`).
"""

from __future__ import annotations

import numpy as np

from searchkit.segment.arrays import starts_from_ends
from searchkit.segment.checks import is_permutation, need, sorted_strings
from searchkit.segment.terms.dictionary import Dictionary
from searchkit.segment.terms.letters import letters_of_each
from searchkit.segment.terms.sections import (
    FOLDED_BYTES,
    FOLDED_ENDS,
    FORM_BYTES,
    FORM_ENDS,
    LETTERS,
    ORDER,
    STEM_BYTES,
)
from searchkit.storage.container import Container


def check_dictionary(container: Container, words: Dictionary) -> None:
    """Verify the order of the words.

    Raises:
        CorruptIndex: naming the file, the section and what is wrong there.
    """
    by_stem = starts_from_ends(container.array(FOLDED_ENDS))
    by_folded = starts_from_ends(container.array(FORM_ENDS))
    for name, starts in ((FOLDED_ENDS, by_stem), (FORM_ENDS, by_folded)):
        need(container, name, (starts[1:] > starts[:-1]).all(), "a word has nothing")
    stems, folded, forms = list(words.stems), list(words.folded), list(words.forms)
    need(container, STEM_BYTES, sorted_strings(stems), "not in order")
    need(container, FOLDED_BYTES, sorted_strings(folded, by_stem), "not in order")
    need(container, FORM_BYTES, sorted_strings(forms, by_folded), "not in order")
    letters = container.array(LETTERS)
    right = all(folded) and np.array_equal(letters, letters_of_each(folded))
    need(container, LETTERS, right, "not those of the words")
    order = container.array(ORDER)
    need(container, ORDER, is_permutation(order), "not each word once")
    in_order = [folded[number] for number in order.tolist()]
    need(container, ORDER, in_order == sorted(in_order), "not in order")
