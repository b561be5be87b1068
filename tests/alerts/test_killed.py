"""Runs that are killed at any moment, with a server that takes what they send: everything is
told once, and sent at least once.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import searchkit
from searchkit import Alerts
from tests.alerts.conftest import Change, levy
from tests.support.hypothesis_settings import TIMES

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

KILLS = max(5, int(6 * TIMES))
HOOK = "http://hook.vellmark.example/"

# Starts once, and makes a process of its own for each line that it is sent. What is printed or
# taken is a line in a file, written at once.
NURSERY = r"""
import os, signal, sys, time
import numpy, searchkit
from searchkit.alerts import delivering, news, feed, store
from searchkit.engines.local import archive, digesting, searching
import filelock

def line(name, *words):
    handle = os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, " ".join(map(str, words)).encode() + b"\n")
    os.close(handle)

def attempt(self, search, alerts, delivery):
    return lambda: line("taken", delivery.key, *[one.id for one in alerts])

delivering.Courier._attempt = attempt
for seconds in sys.stdin:
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        searchkit.Alerts("index").run(
            lambda alerts: line("printed", *[f"{one.id}/{os.getpid()}" for one in alerts])
        )
        line("ended", os.getpid())
        os._exit(0)
    if float(seconds):
        time.sleep(float(seconds))
        os.kill(child, signal.SIGKILL)  # Nobody has waited for it, so it still has its number.
    os.waitpid(child, 0)
    print(time.monotonic() - began, flush=True)
"""


def words(path: Path) -> list[list[str]]:
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


def test_runs_that_are_killed(index: Path, change: Change) -> None:
    draw = random.Random(9)
    folder = index.parent
    Alerts(index).save("levies", "levy", to=[HOOK])
    change(*(levy(number) for number in range(1000, 1003)))
    nursery = subprocess.Popen(
        [sys.executable, "-c", NURSERY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
    )
    assert nursery.stdin and nursery.stdout

    def run(seconds: float) -> float:
        """One run, killed after some seconds (0: not at all); how long it took."""
        assert nursery.stdin and nursery.stdout
        nursery.stdin.write(f"{seconds}\n")
        nursery.stdin.flush()
        return float(nursery.stdout.readline())

    try:
        usual = run(0)
        for number in range(KILLS):
            change(levy(1003 + number))
            run(draw.uniform(0.05, 1.3) * usual)
        run(0)
    finally:
        nursery.stdin.close()
        nursery.wait(10)
        nursery.stdout.close()
    wanted = {f"vm/{1000 + number}" for number in range(3 + KILLS)}
    ended = {pid for (pid,) in words(folder / "ended")}
    assert 2 <= len(ended) < 2 + KILLS  # The first, the last, some that were killed too late.
    printed = [word.rpartition("/")[::2] for line in words(folder / "printed") for word in line]
    assert {id for id, _ in printed} == wanted
    times = Counter(id for id, _ in printed)
    # What was printed again had been printed by a run that never ended.
    for id, pid in printed:
        assert times[id] == 1 or [one for one, by in printed if by in ended].count(id) == 1, pid
    assert sum(times.values()) - len(times) <= 2
    taken = [tuple(line) for line in words(folder / "taken")]
    assert {id for line in taken for id in line[1:]} == wanted
    assert len({line[0] for line in taken}) == len(set(taken))
    with searchkit.open(index):
        assert Alerts(index).run() == ((), 0, ())
