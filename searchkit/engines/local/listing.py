"""Lists of the names of an index: who spoke, for which portfolios, from when to when.

Lives here: counting statements and dates by name. Does not live here: looking names
up for a query (`searchkit.query.names`).
"""

from __future__ import annotations

from searchkit.engines.local.snapshot import Snapshot
from searchkit.model.answer import KnownName
from searchkit.model.errors import InvalidArgument


def known_names(snapshot: Snapshot, kind: str, containing: str) -> tuple[KnownName, ...]:
    """See `Archive.names`."""
    if kind not in snapshot.known:
        raise InvalidArgument(
            f"there are no names of {kind!r}", expected=" or ".join(snapshot.known)
        )
    known = snapshot.known[kind]
    keys = known.resolve(containing) if containing else sorted(known.shown)
    found = [_known(snapshot, kind, key, known.shown[key]) for key in keys]
    return tuple(sorted(found))


def _known(snapshot: Snapshot, kind: str, key: str, name: str) -> KnownName:
    count, days = 0, []
    for segment in snapshot.segments:
        docs = segment.alive(segment.names[kind].with_key(key))
        count += int(docs.size)
        dates = segment.dates[docs]
        dates = dates[dates > 0]
        if dates.size:
            days += [int(dates.min()), int(dates.max())]
    first, last = (iso_day(min(days)), iso_day(max(days))) if days else (None, None)
    return KnownName(name, first, last, count)


def iso_day(day: int) -> str:
    """The number YYYYMMDD as "YYYY-MM-DD"."""
    return f"{day // 10_000:04d}-{day // 100 % 100:02d}-{day % 100:02d}"
