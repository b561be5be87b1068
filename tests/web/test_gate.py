"""How much runs at once, and saying no in time."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest

from searchkit.web import gate as gates
from searchkit.web.gate import Busy, Gate
from tests.support.vellmark import many


def test_so_many_run_so_many_wait_the_others_are_turned_away() -> None:
    free = threading.Event()
    running = []

    def work() -> int:
        running.append(1)
        free.wait(10)
        return 7

    async def all_at_once() -> list[Any]:
        gate = Gate(2, 3)
        tasks = [asyncio.create_task(gate.run(work)) for _ in range(9)]
        await asyncio.sleep(0.2)
        assert len(running) == 2 and gate.inside == 5
        free.set()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert gate.inside == 0 and await gate.run(lambda: 8) == 8
        gate.close()
        return done

    done = asyncio.run(all_at_once())
    assert [one for one in done if one == 7] == [7] * 5
    assert len([one for one in done if isinstance(one, Busy)]) == 4


def test_nobody_waits_for_ever(monkeypatch: Any) -> None:
    monkeypatch.setattr(gates, "PATIENCE", 0.05)

    async def wait() -> None:
        gate = Gate(1, 5)
        first = asyncio.create_task(gate.run(lambda: time.sleep(0.4)))
        await asyncio.sleep(0.02)
        with pytest.raises(Busy):
            await gate.run(lambda: None)
        await first
        assert gate.inside == 0
        await gate.run(lambda: None)
        gate.close()

    asyncio.run(wait())


def test_who_goes_away_frees_the_turn_only_when_the_thread_is_free() -> None:
    free = threading.Event()

    async def go() -> None:
        gate = Gate(1, 5)
        first = asyncio.create_task(gate.run(lambda: free.wait(10)))
        await asyncio.sleep(0.05)
        first.cancel()
        second = asyncio.create_task(gate.run(lambda: 2))
        await asyncio.sleep(0.1)
        assert not second.done()
        free.set()
        assert await second == 2
        gate.close()

    asyncio.run(go())


def test_errors_pass_and_give_back_the_turn() -> None:
    async def fail() -> None:
        gate = Gate(1, 0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await gate.run(lambda: 1 // 0)
        gate.close()

    asyncio.run(fail())


def test_the_cheap_go_before_the_costly() -> None:
    async def go() -> list[int]:
        gate, order = Gate(1, 9, later=1.0), []
        held = asyncio.create_task(gate.run(lambda: time.sleep(0.05)))
        await asyncio.sleep(0.01)
        costs = [5, 1, 9, 1, 3]
        await asyncio.gather(*[gate.run(lambda c=c: order.append(c), c) for c in costs])
        await held
        gate.close()
        return order

    assert asyncio.run(go()) == [1, 1, 3, 5, 9]


def test_the_costly_do_not_wait_for_ever() -> None:
    async def go() -> int:
        gate = Gate(1, 20, later=0.05)
        costly = asyncio.create_task(gate.run(lambda: None, 4))
        before = 0

        async def cheap() -> None:
            nonlocal before
            while not costly.done():
                await gate.run(lambda: time.sleep(0.01), 1)
                before += 1

        # There is always somebody cheap who waits.
        await asyncio.gather(cheap(), cheap(), costly)
        gate.close()
        return before

    assert asyncio.run(go()) < 60


def test_between_turns_it_may_pause() -> None:
    async def go() -> float:
        gate = Gate(1, 9, pause=0.05)
        began = time.monotonic()
        await asyncio.gather(*[gate.run(lambda: None) for _ in range(4)])
        gate.close()
        return time.monotonic() - began

    assert asyncio.run(go()) >= 0.15


def test_nobody_works_for_who_has_gone() -> None:
    async def gone() -> bool:
        return True

    async def go() -> None:
        gate, done = Gate(1, 9), []
        held = asyncio.create_task(gate.run(lambda: time.sleep(0.05)))
        await asyncio.sleep(0.01)
        with pytest.raises(Busy):
            await gate.run(lambda: done.append(1), gone=gone)
        await held
        await gate.run(lambda: done.append(2))
        assert done == [2] and gate.inside == 0
        gate.close()

    asyncio.run(go())


def test_a_turn_given_to_who_has_just_gone_is_passed_on() -> None:
    async def go() -> None:
        gate = Gate(1, 9)
        held = asyncio.create_task(gate.run(lambda: time.sleep(0.05)))
        await asyncio.sleep(0.01)
        gone = asyncio.create_task(gate.run(lambda: None))
        await asyncio.sleep(0.01)
        turn = gate._queue[0][2]
        turn.add_done_callback(lambda _: gone.cancel())
        await held
        await asyncio.wait_for(gate.run(lambda: None), 1)
        assert gate.inside == 0
        gate.close()

    asyncio.run(go())


def test_a_busy_site_says_when_to_come_again(make_site: Any) -> None:
    site = make_site(many(3), running=1, waiting=0)
    gate = site.app.state.site.searches.fast
    gate._inside += 1
    try:
        page = site.get("/search?q=harbour")
        api = site.get("/api/search?q=harbour")
        assert page.status_code == api.status_code == 503
        assert int(page.headers["retry-after"]) > 0 and int(api.headers["retry-after"]) > 0
        assert api.headers["content-type"] == "application/problem+json"
        assert site.get("/static/searchkit.css").status_code == 200
        assert site.get("/healthz").status_code == 200
    finally:
        gate._inside -= 1
    assert site.get("/search?q=harbour").status_code == 200
