"""Whether a cluster holds what was published.

Lives here: counting it, and comparing every statement with its digest. Does not live here: the
cluster's own health.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from searchkit.corpus.given import document_of
from searchkit.engines.opensearch.published import count_visible, published
from searchkit.engines.opensearch.snapshot import FETCHED, ClusterSnapshot
from searchkit.model.errors import ClusterError
from searchkit.model.information import Checked, Fault

REMEDY = "Build it anew with `searchkit index --rebuild`."
LISTED = 20


def check(
    snapshot: ClusterSnapshot,
    *,
    deep: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Checked:
    """See `Archive.check`."""
    head, faults = snapshot.head, list[Fault]()
    seen = count_visible(snapshot.connection, head)
    if seen != head.statements:
        faults.append(
            Fault(
                head.inside, None, "head", f"{head.statements:,} were published, {seen:,} are there"
            )
        )
    if deep:
        rows = published(snapshot.connection, head)
        done = 0
        while part := dict(islice(rows, FETCHED)):
            for id, statement in snapshot.statements(list(part)).items():
                if document_of(statement, head.schema).digest.hex() != part[id]:
                    faults.append(Fault(head.inside, id, "statement", "it is not what was sent"))
            done += len(part)
            if progress:
                progress(done, head.statements)
    return Checked(head.statements, tuple(faults[:LISTED]), len(faults), REMEDY if faults else "")


def verified(snapshot: ClusterSnapshot) -> None:
    """Refuse a cluster that does not hold what was published.

    Raises:
        ClusterError: saying what is missing.
    """
    found = check(snapshot)
    if found.faults:
        raise ClusterError(
            found.faults[0].what, where=snapshot.connection.address.text, remedy=REMEDY
        )
