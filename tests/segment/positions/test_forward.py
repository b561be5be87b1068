import numpy as np

from searchkit.segment.positions.forward import RARE, codes_of


def test_the_frequent_have_the_small_codes():
    assert codes_of(np.array([1, 3, 4])).tolist() == [3, 2, 1]


def test_codes_of_equally_frequent_stems_are_in_their_order():
    assert codes_of(np.array([1, 1, 1])).tolist() == [1, 2, 3]


def test_rare_stems_share_a_code():
    stems = RARE + 3
    counts = np.ones(stems, np.int64)
    counts[-1] = 2
    codes = codes_of(counts).tolist()
    assert codes[stems - 1] == 1  # The only one that occurs twice.
    assert codes[: RARE - 2] == list(range(2, RARE))
    assert codes[RARE - 2 : stems - 1] == [RARE] * (stems - 1 - (RARE - 2))
