"""Wherever a run stops, each statement is told once; and sent at least once, under one key."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from searchkit.alerts import delivering
from searchkit.alerts.ledger import Delivery
from searchkit.alerts.running import Alerts
from searchkit.alerts.store import Store
from searchkit.model.alerts import Alert, SavedSearch
from searchkit.model.errors import SearchkitError
from tests.alerts.conftest import Change, levy
from tests.alerts.test_running import entries
from tests.support.failing_disks import (
    FailingDisk,
    LosingDisk,
    Stopped,
    denied,
    disk_full,
    interrupted,
)

ERRORS: Mapping[str, list[Callable[[], BaseException]]] = {
    "create": [Stopped, denied],
    "write": [Stopped, disk_full],
    "sync": [Stopped, interrupted],
    "replace": [Stopped, denied],
    "remove": [Stopped],
}
DESK, HOOK = "mailto:desk@vellmark.example", "https://hook.vellmark.example/"
THERE = [("levies", "vm/4", False), ("levies", "vm/1", True), ("ships", "vm/5", False)]
"""What is new."""


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here outlives a real loss of power: what is synced is what the disks say."""
    monkeypatch.setattr("os.fsync", lambda handle: None)


class Outside:
    """What the world has seen: printed alerts, and the keys of deliveries that were taken."""

    def __init__(self) -> None:
        self.printed: list[tuple[str, str, bool]] = []
        self.taken: list[tuple[str, str, tuple[str, ...]]] = []

    def print(self, alerts: Sequence[Alert]) -> None:
        self.printed += [(one.search, one.id, one.changed) for one in alerts]


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Outside:
    """Mail and webhooks that are always taken. (Servers that fail: test_delivery.py.)"""
    world = Outside()

    def attempt(
        self: object, search: SavedSearch, alerts: Sequence[Alert], delivery: Delivery
    ) -> Callable[[], None]:
        keys = tuple(one.key for one in alerts)
        return lambda: world.taken.append((delivery.to, delivery.key, keys))

    monkeypatch.setattr(delivering.Courier, "_attempt", attempt)
    return world


@pytest.fixture
def before(index: Path, change: Change) -> Path:
    """Saved searches, of which nobody has looked for what is new."""
    alerts = Alerts(index)
    alerts.save("levies", "levy", to=[DESK, HOOK])
    alerts.save("ships", "ship", to=[DESK])
    change(levy(4), levy(5, "A ship."), levy(1, "The levy goes on."))
    return index.parent / "index.alerts"


def begin_again(before: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(before, folder)


def points(index: Path, before: Path, after: bool) -> list[tuple[int, str, Any]]:
    """(number, name, error) of every failure."""
    disk = FailingDisk()
    begin_again(before, index.parent / "index.alerts")
    Alerts(index, disk=disk).run()
    found: list[tuple[int, str, Any]] = []
    for number, name in enumerate(disk.points):
        for error in ERRORS[name.split()[0]]:
            # What is no end of the process is the same wherever it happens: once will do.
            known = any((name, error) == one[1:] for one in found)
            if error is Stopped or (not known and (not after or error is interrupted)):
                found.append((number, name, error))
    return found


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_every_failure_point(index: Path, before: Path, outside: Outside, after: bool) -> None:
    folder, kept = before, before.with_name("kept")
    shutil.copytree(folder, kept)
    every = points(index, kept, after)
    assert {name for _, name, _ in every} >= {
        *("create levies.json.new", "write levies.json.new", "sync levies.json.new"),
        *("replace levies.json", "replace ships.xml", "replace printed.json", "sync folder"),
    }
    again = 0
    for number, name, error in every:
        begin_again(kept, folder)
        outside.printed, outside.taken = [], []
        disk = FailingDisk(number, error, after=after)
        with pytest.raises(Stopped if error is Stopped else SearchkitError):
            Alerts(index, disk=disk).run(outside.print)
        at_first, sent = list(outside.printed), list(outside.taken)
        for search in ("levies", "ships"):  # A feed never says what is not kept.
            kept_now = Store(folder).read(search)
            assert len(entries(Alerts(index).feed(search))) <= kept_now.count
        run = Alerts(index).run(outside.print)
        assert run.failures == ()
        # The next run tells the rest, whatever there is; a third has nothing to do.
        if name == "replace printed.json" and not after:
            # Printed, and not kept by a single operation: this run had no exit code.
            assert at_first == outside.printed[: len(at_first)] == THERE
            assert outside.printed == THERE * 2
            again += 1
        else:
            assert outside.printed == THERE, (number, name, error)
        # At least once, and what comes twice has the same key and says the same.
        assert {to for to, _, _ in outside.taken} == {DESK, HOOK}
        assert len({key for _, key, _ in outside.taken}) == 3
        assert len(set(outside.taken)) == 3, (number, name, error)
        repeats = Counter(outside.taken) - Counter(set(outside.taken))
        assert sum(repeats.values()) <= 1
        assert not repeats or sent
        third = Alerts(index).run(outside.print)
        assert third == ((), 0, ())
        feeds = [entries(Alerts(index).feed(search)) for search in ("levies", "ships")]
        assert [len(one) for one in feeds] == [2, 1]
        assert len({id for one in feeds for id, _ in one}) == 3
        assert not list(folder.rglob("*.new"))
    assert again == (0 if after else 2)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_saving_is_all_or_nothing(index: Path, after: bool, tmp_path: Path) -> None:
    whole = FailingDisk()
    Alerts(index, disk=whole).save("levies", "levy")
    folder = index.parent / "index.alerts"
    for number, name in enumerate(whole.points):
        for error in ERRORS[name.split()[0]]:
            if after and error not in (Stopped, interrupted):
                continue
            shutil.rmtree(folder)
            disk = FailingDisk(number, error, after=after)
            with pytest.raises(Stopped if error is Stopped else SearchkitError):
                Alerts(index, disk=disk).save("levies", "levy")
            names = [one.name for one in Alerts(index).saved()]
            assert names in ([], ["levies"])
            Alerts(index).save("levies", "levy", replace=True)
            assert Alerts(index).run() == ((), 0, ())


def test_a_loss_of_power(index: Path, before: Path, outside: Outside, tmp_path: Path) -> None:
    """Whatever of the names and of the contents has reached the disk: a search is as it was
    before its replacement, or after.
    """
    disk = LosingDisk(before / "searches")
    Alerts(index, disk=disk).run(outside.print)
    states = 0
    kept = before.with_name("kept")
    shutil.copytree(before, kept)
    for what, searches in disk.states(tmp_path / "scratch"):
        begin_again(kept, before)
        (before / "printed.json").unlink()  # It may be older than they are, not newer.
        shutil.rmtree(before / "searches")
        shutil.copytree(searches, before / "searches")
        outside.printed = []
        run = Alerts(index).run(outside.print)
        assert run.failures == (), what
        assert outside.printed == THERE, what
        states += 1
    assert states > 10
