"""What the checks of all structures are made of.

Lives here: order and permutations of arrays and strings, and the error where one does not
hold. Does not live here: what must hold for a structure (its room), in which order all of
it is checked (`invariants`).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from searchkit.segment.arrays import starts_from_ends
from searchkit.storage.container import Array, Container
from searchkit.storage.strings import Strings


def need(container: Container, section: str, holds: object, otherwise: str) -> None:
    """Go on where something holds.

    Raises:
        CorruptIndex: it does not: `section` is damaged, and `otherwise` says how.
    """
    if not holds:
        raise container.damaged(section, otherwise)


def is_text(container: Container, name: str) -> bool:
    """Whether each string of a list is UTF-8 by itself."""
    strings = Strings(container, name)
    data = strings.joined()
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    starts = starts_from_ends(strings.ends())[:-1]
    first = np.frombuffer(data + b"\0", np.uint8)[starts]
    # Nothing begins in the middle of a character.
    return not ((first & 0xC0) == 0x80).any()


def ascends(values: Array, starts: Array) -> bool:
    """Whether the values of each run strictly ascend; the runs begin at `starts`."""
    wrong = values[1:] <= values[:-1]
    starts = starts[(starts > 0) & (starts < values.size)]
    wrong[starts - 1] = False
    return not wrong.any()


def sorted_strings(strings: Iterable[bytes], starts: Array | None = None) -> bool:
    """The same for strings; without `starts`, they are one run."""
    first = set() if starts is None else set(starts.tolist())
    return all(
        one < other or number in first
        for number, (one, other) in enumerate(pairwise(strings), start=1)
    )


def is_permutation(values: Array) -> bool:
    """Whether `values` are the numbers from 0 on, each once."""
    if values.size and int(values.max()) >= values.size:
        return False
    seen = np.zeros(values.size, bool)
    seen[values] = True
    return bool(seen.all())
