"""Three nodes, of which one dies, hangs or comes back while statements are searched and written.

What is asked is answered, whole, and what was acknowledged is there.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

import searchkit
from searchkit import Answer, ClusterError, IndexLocked, IndexNotFound, Statement
from searchkit.engines.opensearch.address import parse_address
from searchkit.engines.opensearch.connection import ClusterConnection
from searchkit.engines.opensearch.state import Lock
from tests.engines.opensearch.nodes import Cluster, Node, free_ports, nodes_or_skip

pytestmark = pytest.mark.opensearch
COUNT = 300


def statement(number: int) -> Statement:
    return Statement(f"vm/{number}.md", f"Quay {number}", f"The quay of pier {number} is open.")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with nodes_or_skip(3) as made:
        yield made


@pytest.fixture(scope="module")
def address(cluster: Cluster) -> str:
    made = f"{cluster.address}/faults?shards=2&replicas=1&timeout=4"
    searchkit.build(map(statement, range(COUNT)), made)
    cluster.wait("wait_for_status=green")
    return made


def manager(cluster: Cluster) -> Node:
    """The node that manages the cluster."""
    for node in cluster.nodes:
        # One that was started again may not answer yet, though the others know it.
        with suppress(OSError):
            state = node.ask("/_cluster/state/cluster_manager_node,nodes")
            break
    nodes = state["nodes"]
    assert isinstance(nodes, dict)
    name = nodes[state["cluster_manager_node"]]["name"]
    return next(node for node in cluster.nodes if node.name == name)


class Readers:
    """Threads that search until they are stopped, and what went wrong."""

    def __init__(self, address: str) -> None:
        self.wrong: list[str] = []
        self.answers = 0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(address,)) for _ in range(2)]

    def _read(self, address: str) -> None:
        with searchkit.open(address) as archive:
            expected = len(archive)
            while not self._stop.is_set():
                try:
                    found: Answer = archive.search("quay", limit=3, facets=True)
                    if found.total != expected:
                        self.wrong.append(f"{found.total} of {expected}")
                    self.answers += 1
                except Exception as error:
                    self.wrong.append(repr(error))

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(120)


@pytest.mark.parametrize("which", ["data", "manager", "hung"])
def test_one_node_is_lost_while_all_goes_on(cluster: Cluster, address: str, which: str) -> None:
    head = manager(cluster)
    other = next(node for node in cluster.nodes if node is not head)
    lost = head if which == "manager" else other
    with searchkit.open(address) as archive:
        before = len(archive)
        with Readers(address) as readers:
            with archive.writer(wait=60) as writer:
                for number in range(before, before + 50):
                    writer.add(statement(number))
                lost.send(signal.SIGSTOP if which == "hung" else signal.SIGKILL)
            time.sleep(2)
        assert readers.wrong == []
        assert readers.answers > 0
        archive.refresh()
        assert archive.count("quay") == len(archive) == before + 50
        assert archive.check(deep=True).faults == ()
    if which == "hung":
        lost.send(signal.SIGCONT)
    else:
        lost.start()
    cluster.wait("wait_for_nodes=3&wait_for_status=green")


def test_a_cluster_that_is_red_shows_nothing_and_takes_nothing(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{cluster.address}/red?shards=3&replicas=0&timeout=4"
    searchkit.build(map(statement, range(30)), address)
    head = manager(cluster)
    lost = next(node for node in cluster.nodes if node is not head)
    with searchkit.open(address) as archive:
        before = archive.stamp
        assert archive.count("quay") == 30
        monkeypatch.setattr("searchkit.engines.opensearch.connection.PATIENCE", 1.0)
        lost.send(signal.SIGKILL)
        with pytest.raises(ClusterError), searchkit.open(address) as again:
            again.search("quay")
        with pytest.raises(ClusterError):
            searchkit.build(map(statement, range(40)), address)
        monkeypatch.undo()
        lost.start()
        cluster.wait("wait_for_nodes=3&wait_for_status=green")
        archive.refresh()
        assert archive.stamp == before and archive.count("quay") == len(archive) == 30


def test_two_writers(address: str) -> None:
    with searchkit.open(address) as archive, archive.writer() as writer:
        writer.add(Statement("vm/x.md", "X", "X."))
        with pytest.raises(IndexLocked), archive.writer():
            raise AssertionError("two are writing")
        writer.remove("vm/x.md")


def test_half_a_rebuild_is_never_seen(address: str) -> None:
    with searchkit.open(address) as archive:
        before = archive.stamp

        def breaks() -> Iterator[Statement]:
            yield from map(statement, range(1200))
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            searchkit.build(breaks(), address)
        assert archive.latest() == before
        assert archive.count("quay") == len(archive)


def test_what_a_writer_that_was_overtaken_sends_is_never_seen(address: str) -> None:
    connection = ClusterConnection(parse_address(address))
    with searchkit.open(address) as archive:
        late = Lock(connection).__enter__()
        before = len(archive)
        # As after two minutes without a word from it.
        path = f"/searchkit-locks/_doc/{connection.address.name}"
        kept = connection.ask("GET", path)["_source"]
        connection.ask("PUT", path, kept | {"until": 0})
        with archive.writer() as writer:
            writer.add(Statement("vm/y.md", "Y", "Y."))
        from searchkit.engines.opensearch.state import read_head
        from searchkit.engines.opensearch.writing import WritingRun

        head = read_head(connection)
        assert late.run in head.void
        run = WritingRun(connection, late, head, head.inside, head.schema)
        run.add(statement(99_999))
        with pytest.raises(IndexLocked):
            late._renewed = 0.0
            run.publish(head.roots)
        archive.refresh()
        assert (len(archive), archive.count("99999")) == (before + 1, 0)


def test_a_read_only_index_is_as_before(address: str) -> None:
    connection = ClusterConnection(parse_address(address), patience=3)
    name = connection.address.name
    settings = {"index.blocks.read_only_allow_delete": True}
    connection.ask("PUT", f"/{name}/_settings", settings)
    try:
        with searchkit.open(address) as archive:
            before = archive.stamp
            with pytest.raises(ClusterError, match="read-only"), archive.writer() as writer:
                writer.add(Statement("vm/z.md", "Z", "Z."))
            assert archive.latest() == before
    finally:
        settings = {"index.blocks.read_only_allow_delete": None}  # type: ignore[dict-item]
        connection.ask("PUT", f"/{name}/_settings", settings)


def test_where_there_is_nothing(cluster: Cluster) -> None:
    with pytest.raises(IndexNotFound, match="there is no index here"):
        searchkit.open(f"{cluster.address}/nowhere")


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchkit.engines.opensearch.connection.PATIENCE", 1.0)
    (port,) = free_ports(1)
    with pytest.raises(ClusterError, match="no node can be reached"):
        searchkit.open(f"opensearch://127.0.0.1:{port}/said")
