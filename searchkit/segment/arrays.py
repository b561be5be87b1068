"""Small things done to arrays, in every structure.

Lives here: taking parts of them, and reading those that say where shares end. Does not live
here: the types of arrays and `narrow` (`searchkit.kernels.arrays`), sections of a file
(`section`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.storage.container import Array


def taken(values: Array, places: Sequence[slice]) -> Array:
    """The values in some places, one place after the other."""
    if len(places) == 1:
        return values[places[0]]
    return np.concatenate([values[:0], *(values[place] for place in places)])


def size_of(places: Sequence[slice]) -> int:
    """How many values some places have together."""
    return sum(place.stop - place.start for place in places)


def starts_from_ends(ends: Array) -> Array:
    """Offsets [0, ends...] as `int64`: share i is [offsets[i], offsets[i + 1])."""
    return np.concatenate(([0], ends.astype(np.int64)))


def share(ends: Array, first: int, last: int) -> slice:
    """The shares [first, last], which are neighbours; `ends` says where each share ends."""
    return slice(int(ends[first - 1]) if first else 0, int(ends[last]))


def shares(ends: Array, numbers: Array) -> list[slice]:
    """The share of each of `numbers`."""
    starts = np.where(numbers > 0, ends[numbers - 1], 0).tolist()
    return [slice(*both) for both in zip(starts, ends[numbers].tolist(), strict=True)]


def share_sizes(ends: Array, numbers: Array) -> Array:
    """How large the share of each of `numbers` is (int64)."""
    starts = np.where(numbers > 0, ends[numbers - 1], 0).astype(np.int64)
    sizes: Array = ends[numbers] - starts
    return sizes
