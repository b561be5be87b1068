from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np
import pytest


@pytest.fixture
def search_says(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`search_says(first, second, ...)`: what `np.searchsorted` answers by turns.

    What a binary search finds in what does not ascend is left open by every library, and
    changes with its version. So some tests let it say anything.
    """

    def say(*answers: Sequence[int]) -> None:
        each = itertools.cycle(answers)
        monkeypatch.setattr(np, "searchsorted", lambda *_, **__: np.array(next(each)))

    return say
