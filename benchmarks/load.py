"""
How many requests a second does the server answer, and how long does each take?

    python -m benchmarks.load --index DIR
    python -m benchmarks.load --index DIR --workers 1 2 --connections 1 8 32 --seconds 20

Lives here: asking a server on loopback from several connections at once, with wrk
(Debian's package) where it is installed, else with a client of our own (slower: it
shares the cores with the server). Does not live here: what is asked (`traffic`).

Every run asks the same distinct queries in the same order: the API (`/api/search` with
facets) and the page (`/search`), from 1, 8 and 32 connections.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from benchmarks import traffic

LUA = """
local paths = {%s}
local place = 0
request = function()
  place = place %% #paths + 1
  return wrk.format("GET", paths[place])
end
done = function(summary, latency, requests)
  io.write(string.format('\\n{"requests": %%d, "us": %%d, "p50": %%d, "p99": %%d, ' ..
    '"most": %%d, "bad": %%d}\\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency.max,
    summary.errors.status + summary.errors.read + summary.errors.write +
    summary.errors.connect + summary.errors.timeout))
end
"""


class Result(NamedTuple):
    """Requests a second; milliseconds; answers that were none or errors."""

    what: str
    workers: int
    connections: int
    rate: float
    p50: float
    p99: float
    most: float
    bad: int


def with_wrk(
    address: str, paths: Sequence[str], connections: int, seconds: float
) -> tuple[float, ...]:
    """(requests a second, p50, p99, most, bad), asked by wrk from one thread."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA % ", ".join(json.dumps(path) for path in paths))
        script.flush()
        done = subprocess.run(
            [
                *("wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "--timeout", "30s"),
                *("-s", script.name, address),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
    found = json.loads(done.stdout.strip().splitlines()[-1])
    rate = found["requests"] / (found["us"] / 1e6)
    return rate, found["p50"] / 1e3, found["p99"] / 1e3, found["most"] / 1e3, found["bad"]


def with_asyncio(
    address: str, paths: Sequence[str], connections: int, seconds: float
) -> tuple[float, ...]:
    """The same, asked by a client of our own."""
    took, bad = asyncio.run(_ask(address, paths, connections, seconds))
    took.sort()
    rate = len(took) / seconds
    at = [took[min(len(took) - 1, int(len(took) * share))] for share in (0.5, 0.99, 1.0)]
    return rate, *(1e3 * one for one in at), bad


async def _ask(
    address: str, paths: Sequence[str], connections: int, seconds: float
) -> tuple[list[float], int]:
    host, port = urlsplit(address).hostname, urlsplit(address).port
    end = time.perf_counter() + seconds
    took: list[float] = []
    bad = place = 0

    async def connection() -> None:
        nonlocal bad, place
        reader, writer = await asyncio.open_connection(host, port)
        while time.perf_counter() < end:
            path = paths[place % len(paths)]
            place += 1
            began = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            took.append(time.perf_counter() - began)
            bad += not head.startswith(b"http/1.1 200")
        writer.close()

    await asyncio.gather(*[connection() for _ in range(connections)])
    return took, bad


def main() -> None:
    """Ask, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--workers", type=int, nargs="+", default=[1, os.cpu_count() or 1])
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--client", choices=["wrk", "own"], default=None)
    parser.add_argument("--out", type=Path, help="Keep the raw figures in this file (JSON).")
    options = parser.parse_args()
    client = options.client or ("wrk" if shutil.which("wrk") else "own")
    ask = with_wrk if client == "wrk" else with_asyncio
    asked = traffic.queries(options.index, options.queries)
    ways = {
        "API": [f"/api/search?facets=true&{query}" for query in asked],
        "page": [f"/search?{query}" for query in asked],
    }
    print(f"{len(asked)} queries, {client}, {options.seconds:.0f} s each, load {os.getloadavg()}")
    print("| what | workers | connections | requests/s | p50 ms | p99 ms | most ms | errors |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    results = []
    for workers in options.workers:
        with traffic.server(options.index, workers) as server:
            for what, paths in ways.items():
                ask(server.address, paths, 4 * workers, 2)  # Warm: every process has searched.
                for connections in options.connections:
                    figures = ask(server.address, paths, connections, options.seconds)
                    one = Result(what, workers, connections, *figures[:4], int(figures[4]))
                    results.append(one)
                    print(
                        f"| {what} | {workers} | {connections} | {one.rate:.1f} | {one.p50:.1f} "
                        f"| {one.p99:.1f} | {one.most:.1f} | {one.bad} |",
                        flush=True,
                    )
    if options.out:
        options.out.write_text(json.dumps([one._asdict() for one in results], indent=1))


if __name__ == "__main__":
    main()
