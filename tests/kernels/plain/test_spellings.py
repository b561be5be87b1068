"""Words beside one another, by hand."""

from __future__ import annotations

import numpy as np

from searchkit.kernels.plain.spellings import lines, near

LETTERS = np.frombuffer("portprotprāt".encode(), np.uint8)
ENDS = np.array([4, 8, 13], np.uint32)


def test_two_letters_that_change_places_are_one_edit() -> None:
    found = near("port", LETTERS, ENDS, np.array([2, 7, 9]), 2)
    assert found == [(2, 0), (7, 1), (9, 2)]
    assert near("port", LETTERS, ENDS, np.array([2, 7, 9]), 0) == [(2, 0)]


def test_each_word_has_its_line() -> None:
    assert lines(LETTERS, ENDS).decode() == "\nport\nprot\nprāt\n"
    assert lines(LETTERS[:0], ENDS[:0]) == b"\n"
