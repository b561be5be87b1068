"""A few statements of a cluster as an index of their own, on this machine.

Lives here: making such an index, and asking it what needs the words of these statements alone:
which of them matched, snippets, lines. Does not live here: which statements (`searching`).

So a snippet, a highlight and a line are made by the very code that makes those of an index in a
folder, from the same texts and the same tree.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from searchkit.engines.local.archive import LocalArchive, open_archive
from searchkit.engines.local.hits import HitMaker
from searchkit.engines.local.paging import Group
from searchkit.engines.local.relaxing import Relaxed, missing
from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.wanted import SNIPPETS
from searchkit.indexing.statements import build_statements
from searchkit.matching.evaluate import Matcher
from searchkit.model.answer import Hit
from searchkit.model.statement import Statement
from searchkit.query.tree import Leaf, Node
from searchkit.ranking.order import Ranked
from searchkit.schema.fields import Schema

_NOBODY = Statement(id="-", title="", body="")
"""An index has at least one statement: the one of an index of none, which no words match."""


@contextmanager
def workbench(statements: Iterable[Statement], schema: Schema) -> Iterator[LocalArchive]:
    """An index of some statements, for as long as it is needed."""
    given = iter(statements)
    first = next(given, _NOBODY)
    # What is still mapped can't be deleted everywhere; the system clears its temporary folder.
    with tempfile.TemporaryDirectory(prefix="searchkit-", ignore_cleanup_errors=True) as folder:
        directory = Path(folder) / "index"
        build_statements(chain([first], given), directory, schema=schema)
        yield open_archive(directory)


def shown_hits(
    statements: Sequence[Statement],
    schema: Schema,
    tree: Node | None,
    leaves: Sequence[Leaf],
    idf: Mapping[Leaf, float],
    relaxed: Relaxed | None = None,
    snippets: int = SNIPPETS,
) -> list[Hit]:
    """A hit with highlights and snippets for each of some statements; no scores, no copies.

    Args:
        statements: each once.
        schema: their fields.
        tree: that all of them match; None: whatever leaves they hold is shown.
        leaves: of the query.
        idf: what showing each is worth.
        relaxed: says what of the query each lacks; None: nothing.
        snippets: how many each has, at most.
    """
    if not statements:
        return []
    with workbench(statements, schema) as archive:
        local: Snapshot = archive.snapshot
        matchers = [Matcher(segment) for segment in local.segments]
        groups = []
        for one in statements:
            address = local.find(one.id)
            assert address is not None
            groups.append(Group(Ranked(address.segment, address.statement, 0.0)))
        lacking = [
            missing(matchers[one.first.segment], relaxed, one.first.statement)
            for one in groups
            if relaxed is not None
        ]
        maker = HitMaker(local, matchers, leaves, tree, weights=idf, snippets=snippets)
        return list(maker.hits(groups, lacking))
