"""searchkit on an index in a cluster, through the same public interface as on one in a folder.

Lives here: one cluster as an engine that is timed. Does not live here: starting it
(`benchmarks.cluster`).
"""

from __future__ import annotations

from pathlib import Path

import searchkit
from benchmarks.peers import PlainAnswer
from benchmarks.peers.searchkit_peer import OpenSearchkit, SearchkitPeer
from benchmarks.query import BenchQuery
from searchkit import QueryTooBroad, UnsupportedQuery


class OpenCluster(OpenSearchkit):
    """An open archive; what a cluster refuses it has no answer to."""

    def answer(self, query: BenchQuery) -> PlainAnswer | None:
        try:
            return super().answer(query)
        except (UnsupportedQuery, QueryTooBroad):
            return None


class ClusterPeer(SearchkitPeer):
    """
    A cluster; the folders that it is given for its index are not used.

    Args:
        name: in the tables.
        address: of the index.
    """

    def __init__(self, name: str, address: str) -> None:
        self.name, self.address = name, address

    def build(self, folder: Path, index: Path, processes: int) -> None:
        searchkit.build(folder, self.address, processes=processes)

    def open(self, index: Path) -> OpenCluster:
        return OpenCluster(self.address, self.strict)
