"""Which statements match a query, and in which version.

Lives here: ids and digests of all matches, read from their columns. Does not live here: what
matches (`searching`), what a digest covers (`searchkit.corpus.document`).
"""

from __future__ import annotations

from searchkit.engines.local.searching import find
from searchkit.engines.local.snapshot import Snapshot
from searchkit.query.request import Query


def digests(snapshot: Snapshot, query: Query) -> dict[str, str]:
    """See `Archive.digests`."""
    _, matches = find(snapshot, query)
    found = []
    for segment, docs in zip(snapshot.segments, matches.docs, strict=True):
        sources = segment.source_digests[docs].tolist()
        found += [
            (segment.id(doc), f"{source:016x}")
            for doc, source in zip(docs.tolist(), sources, strict=True)
        ]
    return dict(sorted(found))
