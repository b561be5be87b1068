"""What greedy, slow and silent clients do to a server, and what honest ones meet meanwhile."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

import searchkit
from benchmarks import traffic
from benchmarks.attackers import Attack, Meeting, attack, costly_paths, meet, summary
from searchkit.matching import evaluate
from searchkit.matching.evaluate import Matcher
from searchkit.web import budgets, connections, lanes
from searchkit.web.budgets import Allowance
from tests.support.live_server import Live, becomes, is_closed, live, request
from tests.support.vellmark import many

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets of another kind")

SMALL = "/api/search?q=harbour"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("attacked") / "index"
    searchkit.build(many(1500, seed=7), folder)
    return folder


@pytest.fixture
def quick(monkeypatch: Any) -> None:
    """Deadlines of fractions of a second."""
    for name, seconds in (
        *(("LOOK", 0.05), ("UNREAD", 0.5)),
        *(("HEADERS", 0.5), ("IDLE", 0.7), ("CLOSING", 0.3)),
    ):
        monkeypatch.setattr(connections, name, seconds)
    stage = connections.Stage
    monkeypatch.setattr(
        connections, "DEADLINES", {stage.HEADERS: 0.5, stage.SILENT: 0.7, stage.CLOSING: 0.3}
    )


def test_a_request_must_end_in_time_however_it_drips(index: Path, quick: None) -> None:
    with live(index) as server:
        begun = server.connect(b"GET / HTTP/1.1\r\nX-Slow: ")
        silent = server.connect()
        began = time.monotonic()
        while not is_closed(begun):
            assert time.monotonic() - began < 5
            begun.setblocking(True)
            try:
                begun.sendall(b"a")
            except OSError:
                break
            time.sleep(0.1)
        assert time.monotonic() - began > 0.4
        assert becomes(lambda: is_closed(silent), 5)
        assert server.watch.closed["headers"] == 2 and len(server.watch) == 0


def test_a_byte_after_an_answer_does_not_keep_a_connection(index: Path, quick: None) -> None:
    with live(index) as server:
        kept = server.connect(request("/healthz"))
        assert kept.recv(1000).startswith(b"HTTP/1.1 200")
        kept.sendall(b"G")
        assert becomes(lambda: is_closed(kept), 3)
        silent = server.connect(request("/healthz"))
        assert silent.recv(1000).startswith(b"HTTP/1.1 200")
        assert becomes(lambda: is_closed(silent), 3)


def test_the_oldest_without_a_request_makes_room(index: Path) -> None:
    with live(index) as server:
        server.watch.room = 20
        kept = server.connect(request("/healthz"))
        assert kept.recv(1000).startswith(b"HTTP/1.1 200")
        flood = [server.connect(b"GET / HTTP/1.1\r\nX-Slow: ") for _ in range(60)]
        statuses = [server.get(SMALL)[0] for _ in range(10)]
        assert statuses == [200] * 10
        assert becomes(lambda: len(server.watch) <= 20)
        closed = [is_closed(one) for one in flood]
        assert closed == sorted(closed, reverse=True) and 40 <= sum(closed) < 60
        # Who has asked before is not among those that go.
        kept.sendall(request("/healthz", close=True))
        assert b"HTTP/1.1 200" in b"".join(iter(lambda: kept.recv(1000), b""))


def test_an_answer_must_be_read(index: Path, quick: None) -> None:
    """One that is streamed, one that fits into the system's memory, one before a close."""
    with live(index) as server:
        slots = server.app.state.site.downloads
        server.connect(request("/export.jsonl"), receives=4096)
        for _ in range(2):
            server.connect(request("/search?n=100&q=the+OR+harbour"))
        server.connect(request("/search?n=100", close=True), receives=4096)
        assert becomes(lambda: len(server.watch) == 4, 3)
        assert becomes(lambda: len(server.watch) == 0, 5), server.watch.closed
        assert becomes(lambda: slots.taken == 0, 2)


def test_stalled_downloads_do_not_block_others(index: Path) -> None:
    with live(index, exports=2) as server:
        for _ in range(2):
            server.connect(request("/export.jsonl"), receives=4096)
        slots = server.app.state.site.downloads
        assert becomes(lambda: slots.taken > 0, 5)
        status, body, seconds = server.get("/export.csv?q=harbour")
        assert status == 200 and body and seconds < 8


def test_no_descriptors_left_is_said_once(index: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with traffic.server(index, 1, log=log, descriptors=64) as running:
        server = Live(running.address, None, None, [])
        for _ in range(300):
            server.connect(b"GET / HTTP/1.1\r\nX-Slow: ")
        assert server.get(SMALL)[0] == 200
        for _ in range(100):
            server.connect(b"nonsense\r\n\r\n")
        assert server.get(SMALL)[0] == 200
        for one in server.opened:
            one.close()
    assert log.stat().st_size < 5_000, log.read_text()[:2000]


# Costly queries.

TIGHT = Allowance(places=3_000, seconds=0.2, busy=0.2, size=50_000_000)
COSTLY = '"the h*" OR "a b*"'


@pytest.fixture
def tight(monkeypatch: Any) -> None:
    """Budgets that fit a small index."""
    monkeypatch.setattr(lanes, "FAST", TIGHT)
    monkeypatch.setattr(lanes, "SLOW", TIGHT._replace(places=900_000, seconds=1.0, busy=1.0))


def test_a_costly_query_that_fits_is_answered(index: Path, tight: None) -> None:
    with live(index) as server, searchkit.open(index) as archive:
        slow = server.app.state.site.searches.slow
        for query in (COSTLY, "ha* OR fe*", "harbour NEAR/9 ferry"):
            status, body, _ = server.get(f"/api/search?q={quote(query)}")
            assert status == 200
            assert json.loads(body)["total"] == archive.search(query).total
        assert slow.turns == 3


def test_what_costs_too_much_is_refused_before_it_is_begun(
    index: Path, tight: None, monkeypatch: Any
) -> None:
    matched: list[object] = []
    docs = Matcher.docs
    monkeypatch.setattr(Matcher, "docs", lambda self, node: matched.append(1) or docs(self, node))
    monkeypatch.setattr(lanes, "SLOW", TIGHT._replace(places=30_000))
    query = " OR ".join(f'"the {letter}*"' for letter in "abcdefghijklmnopqrst")
    with live(index) as server:
        matched.clear()
        status, body, _ = server.get(f"/api/search?q={quote(query)}")
        problem = json.loads(body)
        assert status == 400 and problem["type"].endswith("too-broad")
        assert "places" in problem["detail"] and matched == []
    with searchkit.open(index) as archive:
        assert archive.search(query).total  # It is the server's budget alone.


def test_a_small_query_overtakes_costly_ones(index: Path, tight: None, monkeypatch: Any) -> None:
    find = evaluate.first_positions

    def slowly(*given: Any) -> Any:
        time.sleep(0.3)
        return find(*given)

    monkeypatch.setattr(evaluate, "first_positions", slowly)
    with live(index) as server:
        asked = [
            threading.Thread(target=server.get, args=(f"/search?q={quote(COSTLY)}",))
            for _ in range(12)
        ]
        for one in asked:
            one.start()
        assert becomes(lambda: server.app.state.site.searches.slow.inside > 5)
        found = [server.get(SMALL) for _ in range(8)]
        assert [status for status, _, _ in found] == [200] * 8
        assert max(seconds for _, _, seconds in found) < 0.5
        for one in asked:
            one.join(60)


def test_all_at_once(index: Path, tight: None, quick: None) -> None:
    """The siege in small: see `benchmarks.siege`."""
    with live(index) as server:
        server.watch.room = 60

        async def siege() -> tuple[Meeting, Meeting]:
            honest = Meeting(server.address)
            readers = [honest.reader("small", [SMALL, "/search?q=ferry"], 0.05) for _ in range(3)]
            readers += [honest.reader("health", ["/healthz"], 0.1)]
            readers += [honest.reader("file", ["/export.csv?q=harbour"], 0.5)]
            _, attackers = await asyncio.gather(
                meet(honest, readers, 4),
                attack(server.address, Attack(4, half_open=80, costly=12, stalled=4)),
            )
            return honest, attackers

        honest, attackers = asyncio.run(siege())
        for kind in ("small", "health", "file"):
            figures = summary(honest.met[kind])
            assert set(figures.statuses) == {200} and figures.answers > 2, (kind, figures)
        assert summary(honest.met["small"]).p50 < 0.5
        assert attackers.met["costly"] and len(attackers.met["half-open"]) > 80
        # Nothing is left behind.
        assert becomes(lambda: server.app.state.site.searches.inside == 0)
        assert becomes(lambda: server.app.state.site.downloads.taken == 0)
        assert becomes(lambda: len(server.watch) == 0, 15)


def test_the_costly_queries_of_the_siege_are_queries(index: Path) -> None:
    with searchkit.open(index) as archive:
        for seed in range(20):
            path = costly_paths(seed)()
            assert path.startswith("/search?q=") and len(path) < 4000
            archive.search(unquote(path.partition("=")[2]))


def test_budgets_are_what_the_documentation_says() -> None:
    text = (Path(__file__).parents[2] / "docs" / "web.md").read_text("utf-8")
    for figure in (budgets.SLOW.seconds, connections.HEADERS, connections.IDLE):
        assert f"{figure:.0f} s" in text or f"{figure:.0f} seconds" in text
