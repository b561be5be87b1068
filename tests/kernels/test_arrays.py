import numpy as np
import pytest

from searchkit.kernels.arrays import narrow


@pytest.mark.parametrize(
    ("largest", "kind"),
    [
        (0, np.uint8),
        (255, np.uint8),
        (256, np.uint16),
        (65_535, np.uint16),
        (65_536, np.uint32),
        (2**32 - 1, np.uint32),
        (2**32, np.uint64),
    ],
)
def test_narrow(largest, kind):
    found = narrow(np.array([0, largest], np.uint64))
    assert found.dtype == kind
    assert found.tolist() == [0, largest]


def test_nothing_is_narrow():
    assert narrow(np.zeros(0, np.int64)).dtype == np.uint8
