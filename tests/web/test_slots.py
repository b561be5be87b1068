"""Downloads at once: small ones first, and stalled ones give way."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from searchkit.web import slots as downloads
from searchkit.web.gate import Busy
from searchkit.web.slots import SMALL, STALLED, Slots

LARGE = SMALL + 1


@pytest.fixture(autouse=True)
def impatient(monkeypatch: Any) -> None:
    monkeypatch.setattr(downloads, "PATIENCE", 0.2)
    monkeypatch.setattr(downloads, "LOOK", 0.005)


def test_so_many_and_no_more() -> None:
    async def go() -> None:
        slots = Slots(2)
        first, _ = await slots.enter(1), await slots.enter(1)
        with pytest.raises(Busy):
            await slots.enter(1)
        slots.leave(first)
        await slots.enter(1)
        assert slots.taken == 2

    asyncio.run(go())


def test_large_ones_leave_room_for_small_ones() -> None:
    async def go() -> None:
        slots = Slots(4)
        for _ in range(2):
            await slots.enter(LARGE)
        with pytest.raises(Busy):
            await slots.enter(LARGE)
        for _ in range(2):
            await slots.enter(SMALL)

    asyncio.run(go())


def test_the_smallest_that_waits_goes_first() -> None:
    async def go() -> list[int]:
        slots, order = Slots(1), []
        held = await slots.enter(5)

        async def one(size: int) -> None:
            slot = await slots.enter(size)
            order.append(size)
            slots.leave(slot)

        tasks = [asyncio.create_task(one(size)) for size in (LARGE, 30, 2, 700)]
        await asyncio.sleep(0.02)
        slots.leave(held)
        await asyncio.gather(*tasks)
        return order

    assert asyncio.run(go()) == [2, 30, 700, LARGE]


def test_who_waits_no_longer_is_not_waited_for() -> None:
    async def go() -> None:
        slots = Slots(1)
        held = await slots.enter(5)
        gone = asyncio.create_task(slots.enter(1))
        await asyncio.sleep(0.02)
        gone.cancel()
        await asyncio.sleep(0.02)
        slots.leave(held)
        await slots.enter(9)
        assert slots.taken == 1

    asyncio.run(go())


def test_too_many_that_wait_are_told_at_once() -> None:
    async def go() -> None:
        slots = Slots(1, waiting=1)
        await slots.enter(1)
        waits = asyncio.create_task(slots.enter(1))
        await asyncio.sleep(0.02)
        began = time.monotonic()
        with pytest.raises(Busy):
            await slots.enter(1)
        assert time.monotonic() - began < 0.1
        with pytest.raises(Busy):
            await waits

    asyncio.run(go())


@pytest.mark.parametrize("stalled", [True, False])
def test_who_has_stopped_reading_gives_way(stalled: bool) -> None:
    async def go() -> list[str]:
        slots, broken = Slots(2), []
        taken: dict[str, Any] = {}

        def abort(name: str) -> Any:
            def broken_off() -> None:
                broken.append(name)
                slots.leave(taken[name])

            return broken_off

        for name, ago in (("late", 1.0), ("latest", 9.0)):
            taken[name] = await slots.enter(1, abort(name))
            taken[name].since = time.monotonic() - (STALLED + ago) if stalled else None
        if stalled:
            await slots.enter(1)
        else:
            with pytest.raises(Busy):
                await slots.enter(1)
        return broken

    assert asyncio.run(go()) == (["latest"] if stalled else [])


def test_a_small_stalled_one_does_not_make_room_for_a_large_one() -> None:
    async def go() -> list[int]:
        slots, broken = Slots(4), []
        for size in (SMALL, LARGE, LARGE):
            slot = await slots.enter(size, lambda size=size: broken.append(size))
            slot.since = time.monotonic() - STALLED - 1
        with pytest.raises(Busy):
            await slots.enter(LARGE)
        return broken

    assert set(asyncio.run(go())) == {LARGE}
