"""
Does the server stay up for honest readers while others want it down?

    python -m benchmarks.siege --index DIR --minutes 5

Lives here: half-open connections, costly queries and stalled downloads, all at once, on a
server with 1,024 descriptors; and what honest readers, the log and the memory show
meanwhile. Does not live here: the clients (`attackers`).

Fails (exit 1) where an honest reader was refused or waited too long, the log or the memory
grew beyond their bounds, or the memory was not given back.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks import traffic
from benchmarks.attackers import Answer, Attack, Meeting, attacking, meet, summary

DESCRIPTORS = 1_024
SMALL_P99 = 0.5
"""Seconds that 99 of 100 small queries may take at most."""
HEALTH = 0.2
"""Seconds that a look at `/healthz` may take; 99 of 100."""
LOG = 1_000_000
"""Bytes of log, at most."""
TIMES_IDLE = 2.0
"""The memory under attack, and what may be left of it a minute later, as multiples of the
memory before."""
GIVEN_BACK = 1.25


class Memory(NamedTuple):
    """Anonymous memory of a server, in bytes: before, at most, and after a rest."""

    idle: int
    most: int
    after: int


class Siege(NamedTuple):
    """What came of it: by kind of client its answers; memory; bytes of log."""

    met: dict[str, list[Answer]]
    memory: Memory
    log: int


async def besiege(options: argparse.Namespace, server: traffic.Server, log: Path) -> Siege:
    """Attack a server for a while, and watch."""
    meeting = Meeting(server.address)
    small = [f"/api/search?facets=true&{query}" for query in traffic.queries(options.index, 200)]
    files = [f"/export.csv?{query}" for query in traffic.queries(options.index, 40)]
    for path in small[:60]:  # What the first answers load stays in memory.
        await meeting.ask(path)
    await meeting.ask("/search?q=gover*")
    await asyncio.sleep(2)
    idle = most = traffic.anonymous(server.pid)

    async def watch() -> None:
        nonlocal most
        while not await meeting.rest(0.1):
            most = max(most, traffic.anonymous(server.pid))

    clients = [meeting.reader("small", small, 0.1) for _ in range(options.readers)]
    clients += [meeting.reader("health", ["/healthz"], 0.2), watch()]
    clients += [meeting.reader("file", files, 1.0)]
    seconds = 60 * options.minutes
    wanted = Attack(seconds, options.half_open, options.costly, options.stalled)
    with attacking(server.address, wanted) as attackers:
        await meet(meeting, clients, seconds)
    await asyncio.sleep(options.rest)
    after = traffic.anonymous(server.pid)
    met = {**meeting.met, **attackers}
    return Siege(met, Memory(idle, most, after), log.stat().st_size)


def faults(siege: Siege) -> list[str]:
    """What was not as it must be."""
    found = []
    for kind, most in (("small", SMALL_P99), ("health", HEALTH), ("file", 30.0)):
        figures = summary(siege.met.get(kind, ()))
        if set(figures.statuses) != {200}:
            found.append(f"{kind}: not all were answered, {dict(figures.statuses)}")
        if figures.p99 > most:
            found.append(f"{kind}: p99 {figures.p99 * 1e3:.0f} ms, wanted {most * 1e3:.0f}")
    if siege.log > LOG:
        found.append(f"log: {siege.log:,} bytes, wanted {LOG:,}")
    idle, most_held, after = siege.memory
    if most_held > TIMES_IDLE * idle:
        found.append(f"memory: {most_held / idle:.2f} times idle, wanted {TIMES_IDLE}")
    if after > GIVEN_BACK * idle:
        found.append(f"memory after: {after / idle:.2f} times idle, wanted {GIVEN_BACK}")
    return found


def report(siege: Siege) -> None:
    """Print the figures."""
    print("| client | answers | 200 | other | p50 ms | p99 ms | most ms |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for kind, answers in sorted(siege.met.items()):
        one = summary(answers)
        other = {status: count for status, count in sorted(one.statuses.items()) if status != 200}
        times = " | ".join(f"{seconds * 1e3:.0f}" for seconds in (one.p50, one.p99, one.most))
        print(f"| {kind} | {one.answers:,} | {one.statuses[200]:,} | {other or ''} | {times} |")
    idle, most, after = (f"{value / 1e6:.0f}" for value in siege.memory)
    print(
        f"\nanonymous memory, MB: idle {idle}, most {most}, after {after}; log {siege.log:,} bytes"
    )


def main() -> int:
    """Besiege, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--half-open", type=int, default=900)
    parser.add_argument("--costly", type=int, default=40)
    parser.add_argument("--stalled", type=int, default=4)
    parser.add_argument("--readers", type=int, default=4, help="Honest ones.")
    parser.add_argument("--rest", type=float, default=60, help="Seconds until memory is read.")
    parser.add_argument("--out", type=Path, help="Keep the figures in this file (JSON).")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work, contextlib.ExitStack() as stack:
        log = Path(work) / "log"
        server = stack.enter_context(
            traffic.server(options.index, options.workers, log=log, descriptors=DESCRIPTORS)
        )
        began = time.time()
        siege = asyncio.run(besiege(options, server, log))
    report(siege)
    wrong = faults(siege)
    print(*wrong or ["all as it must be"], sep="\n")
    if options.out:
        figures = {
            "began": time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(began)),
            "options": {name: str(value) for name, value in vars(options).items()},
            "clients": {kind: summary(met)._asdict() for kind, met in siege.met.items()},
            "memory": siege.memory._asdict(),
            "log": siege.log,
            "faults": wrong,
        }
        options.out.write_text(json.dumps(figures, indent=1))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
