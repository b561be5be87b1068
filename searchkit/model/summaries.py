"""What a query finds, in one line.

Lives here: the value. Does not live here: finding it (`searchkit.engines`), many of them as a
table (`searchkit.cli.batch`).
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from searchkit.model.answer import Hit
from searchkit.model.showing import shown_by


@shown_by("total", "first", "last", "top")
class Summary(NamedTuple):
    """What a query finds, in one line.

    Attributes:
        total: how many statements match, copies each.
        first: the day of the earliest; None where no match has a known date.
        last: the day of the latest; None likewise.
        top: the first hit of `Archive.search`, without snippets; None where nothing matches.
    """

    total: int
    first: datetime.date | None
    last: datetime.date | None
    top: Hit | None
