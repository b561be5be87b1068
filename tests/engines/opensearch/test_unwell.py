"""A cluster that is unwell, or not what it should be: one clear line, exit 2, nothing changed.

What a node does only when it is in trouble, a gate before it says in its place; a real one that
dies or hangs is in `test_faults`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit import ClusterError, IncompatibleIndex, SearchkitError, Statement
from searchkit.engines.opensearch.address import parse_address
from searchkit.engines.opensearch.connection import ClusterConnection
from searchkit.engines.opensearch.layout import HEAD
from tests.engines.contract import STATEMENTS
from tests.engines.opensearch.gate import Gate, Meddled, gate
from tests.engines.opensearch.nodes import free_ports, one_node
from tests.support.command_line import call

pytestmark = pytest.mark.opensearch
BUSY = {"error": {"type": "circuit_breaking_exception", "reason": "too much"}, "status": 429}
NO_SHARD = {"error": {"type": "search_phase_execution_exception", "reason": "all shards failed"}}
PARTIAL = {
    "took": 1,
    "timed_out": False,
    "_shards": {"total": 3, "successful": 2, "skipped": 0, "failed": 1},
    "hits": {"total": {"value": 1, "relation": "eq"}, "hits": []},
    "aggregations": {},
}
BLOCKED = {"error": {"type": "cluster_block_exception", "reason": "blocked by: [read-only]"}}


@pytest.fixture(scope="module")
def behind() -> Iterator[tuple[Gate, str]]:
    """(a gate before a node, the address of an index behind it)."""
    node = one_node()
    searchkit.build(STATEMENTS, f"{node}/unwell")
    with gate(node.replace("opensearch://", "http://").partition(",")[0]) as made:
        yield made, f"opensearch://{made.place}/unwell?timeout=5"


@pytest.fixture
def unwell(behind: tuple[Gate, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Gate, str]]:
    """The same; what the gate says in the node's place is forgotten at the end."""
    monkeypatch.setattr("searchkit.engines.opensearch.connection.PATIENCE", 0.3)
    yield behind
    behind[0].meddle = lambda method, path: None


def searches(status: int, said: object) -> Callable[[str, str], Meddled]:
    """Every search is answered so."""
    return lambda method, path: (
        (status, said) if path.partition("?")[0].endswith("_search") else None
    )


def root(said: object) -> Callable[[str, str], Meddled]:
    """The server says this of itself."""
    return lambda method, path: (200, said) if path == "/" else None


def everything(status: int, said: object) -> Callable[[str, str], Meddled]:
    """Every request is answered so."""
    return lambda method, path: (status, said)


def is_of(number: str, distribution: str | None = "opensearch") -> dict[str, Any]:
    return {"version": {"number": number, "distribution": distribution}}


SEARCHING = {
    "partial": (searches(200, PARTIAL), "only a part of the index can be asked: 1 of 3 shards"),
    "timed out": (searches(200, PARTIAL | {"timed_out": True}), "only a part of the index"),
    "red": (searches(503, NO_SHARD), "the index can't be asked as a whole now"),
    "busy": (searches(429, BUSY), "the cluster is too busy"),
    "forbidden": (everything(403, {"error": "no"}), "the user may not do this"),
    "wrong password": (everything(401, "Unauthorized"), "this server's answer can't be read"),
    "no object": (everything(200, ["x"]), "this server's answer can't be read"),
    "too old": (root(is_of("1.3.20")), "this server is opensearch 1.3.20"),
    "too new": (root(is_of("4.0.0")), "this server is opensearch 4.0.0"),
    "another": (root(is_of("8.15.0", None)), "this server is no OpenSearch 8.15.0"),
    "odd": (root({"version": "x"}), "this server is no OpenSearch"),
    "broken": (searches(500, {"error": {"reason": "a mistake"}}), r"(HTTP 500): a mistake"),
}
"""What is wrong: how the cluster answers, and what is said of it."""


@pytest.mark.parametrize("what", SEARCHING)
def test_searching(unwell: tuple[Gate, str], tmp_path: Path, what: str) -> None:
    made, address = unwell
    meddle, said = SEARCHING[what]
    made.meddle = meddle
    with pytest.raises(ClusterError) as caught, searchkit.open(address) as archive:
        archive.search("grain")
    assert said in str(caught.value)
    done = call(tmp_path, "grain", "--index", address)
    assert (done.code, done.out) == (2, "")
    assert said in done.err and done.err.count("\n") == 1, done.err


WRITING = {
    "busy": (("_bulk", 429, BUSY), "the cluster is too busy"),
    "read-only": (("_bulk", 403, BLOCKED), "the index is read-only"),
    "no shard": (("_bulk", 503, NO_SHARD), "the index can't be asked as a whole now"),
    "no lock": (("_doc/unwell", 403, BLOCKED), "the index is read-only"),
}


@pytest.mark.parametrize("what", WRITING)
def test_writing_changes_nothing(unwell: tuple[Gate, str], tmp_path: Path, what: str) -> None:
    made, address = unwell
    (where, status, answer), said = WRITING[what]
    with searchkit.open(address) as archive:
        before = archive.stamp, archive.digests("")
        made.meddle = lambda method, path: (status, answer) if where in path else None
        (tmp_path / "releases").mkdir()
        (tmp_path / "releases" / "one.md").write_text("---\ntitle: One\n---\nGrain.\n")
        for told in (("index", "releases"), ("index", "releases", "--rebuild")):
            done = call(tmp_path, *told, "--index", address, name="searchkit")
            assert (done.code, done.out) == (2, "")
            assert said in done.err and done.err.count("\n") == 1, done.err
        made.meddle = lambda method, path: None
        assert archive.latest() == before[0]
        assert not archive.refresh() and archive.digests("") == before[1]


def test_documents_that_a_busy_cluster_left_out_are_sent_again(unwell: tuple[Gate, str]) -> None:
    made, address = unwell
    left = [3]

    def meddle(method: str, path: str) -> Meddled:
        if not path.startswith("/_bulk") or not left[0]:
            return None
        left[0] -= 1
        # As many answers as there are documents: two.
        items = [{"index": {"status": 429, "error": {"type": "rejected"}}}] * 2
        return 200, {"errors": True, "items": items}

    made.meddle = meddle
    with searchkit.open(address) as archive:
        with archive.writer() as writer:
            for number in range(2):
                writer.add(Statement(f"vm/more-{number}.md", "More", "More grain."))
        archive.refresh()
        assert left == [0] and archive.count("more") == 2


def test_nobody_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("searchkit.engines.opensearch.connection.PATIENCE", 0.3)
    (port,) = free_ports(1)
    address = f"opensearch://127.0.0.1:{port}/said"
    (tmp_path / "one.md").write_text("---\ntitle: One\n---\nGrain.\n")
    for told, name in ((("grain",), "search"), (("index", "one.md"), "searchkit")):
        done = call(tmp_path, *told, "--index", address, name=name)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert "no node can be reached" in done.err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"layout": 1}, "it has layout 1"),
        ({"layout": None}, "it has layout None"),
        ({"versions": {"format": "none"}}, "its words were made by none"),
        ({"schema": {"fields": 5}}, "its head can't be read"),
        ({"count": "many"}, "its head can't be read"),
    ],
)
def test_another_schema_or_version(
    unwell: tuple[Gate, str], tmp_path: Path, change: dict[str, object], said: str
) -> None:
    _, address = unwell
    connection = ClusterConnection(parse_address(address))
    path = f"/{connection.address.name}/_doc/{HEAD}"
    kept = connection.ask("GET", path)["_source"]["head"]
    connection.ask("PUT", path, {"head": kept | change}, refresh=True)
    connection.close()
    with pytest.raises(IncompatibleIndex, match=said) as caught:
        searchkit.open(address)
    assert "--rebuild" in str(caught.value)
    done = call(tmp_path, "grain", "--index", address)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1) and said in done.err
    # What it says to do helps.
    searchkit.build(STATEMENTS, address)
    with searchkit.open(address) as archive:
        assert len(archive) == len(STATEMENTS)


def test_an_index_of_somebody_else_is_not_touched(unwell: tuple[Gate, str]) -> None:
    _, address = unwell
    theirs = ClusterConnection(parse_address(address.replace("unwell", "theirs")))
    name = theirs.address.name
    theirs.ask("PUT", f"/{name}/_doc/1", {"a": 1}, refresh=True)
    before = json.dumps(theirs.ask("GET", f"/{name}"), sort_keys=True)
    with pytest.raises(SearchkitError):
        searchkit.open(theirs.address.text)
    with pytest.raises(SearchkitError):
        searchkit.build(STATEMENTS, theirs.address.text)
    assert json.dumps(theirs.ask("GET", f"/{name}"), sort_keys=True) == before
    assert theirs.ask("GET", f"/{name}/_count")["count"] == 1
    theirs.close()
