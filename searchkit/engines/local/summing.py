"""What a query finds, in one line: how many, from when to when, and the best.

Lives here: all of it from one pass over the matches. Does not live here: what matches in which
order (`ordering`), many queries (they are asked one by one).
"""

from __future__ import annotations

import datetime

from searchkit.engines.local.hits import HitMaker
from searchkit.engines.local.ordering import Matches, first_of, rank, scored_by
from searchkit.engines.local.paging import Group
from searchkit.engines.local.searching import find
from searchkit.engines.local.snapshot import Snapshot
from searchkit.model.arguments import RELEVANCE
from searchkit.model.summaries import Summary
from searchkit.query.request import Query
from searchkit.segment.columns.days import day_of


def summary(snapshot: Snapshot, query: Query) -> Summary:
    """See `Archive.summary`."""
    meant, matches = find(snapshot, query)
    if not matches.total:
        return Summary(0, None, None, None)
    ranking = rank(snapshot, matches, scored_by(snapshot, meant), RELEVANCE, False)
    best = [Group(one) for one in first_of(snapshot, ranking, 1)]
    (top,) = HitMaker(snapshot, (), (), None).hits(best)
    first, last = _days(snapshot, matches)
    return Summary(matches.total, first, last, top)


def _days(
    snapshot: Snapshot, matches: Matches
) -> tuple[datetime.date | None, datetime.date | None]:
    """The days of the earliest and the latest match; None where no day is known."""
    found = zip(snapshot.segments, matches.docs, strict=True)
    dates = [segment.dates[docs] for segment, docs in found]
    known = [days for days in (of[of > 0] for of in dates) if days.size]
    if not known:
        return None, None
    first, last = min(int(of.min()) for of in known), max(int(of.max()) for of in known)
    return day_of(first), day_of(last)
