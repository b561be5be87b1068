import numpy as np

from searchkit.segment.arrays import starts_from_ends


def test_starts_from_ends():
    assert starts_from_ends(np.array([2, 2, 5], np.uint32)).tolist() == [0, 2, 2, 5]
    assert starts_from_ends(np.zeros(0, np.uint32)).tolist() == [0]
