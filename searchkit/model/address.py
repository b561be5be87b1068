"""Where a statement is in an open index.

Lives here: the value. Does not live here: finding it by its id (`searchkit.engines`).
"""

from __future__ import annotations

from typing import NamedTuple


class Address(NamedTuple):
    """The number of a segment, and of the statement in it."""

    segment: int
    statement: int
