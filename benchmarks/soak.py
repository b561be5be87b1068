"""
Does the server stay well for a long time, while its index is updated under it?

    python -m benchmarks.soak --minutes 10 --folder RELEASES

Lives here: visitors that ask for everything there is (pages, API, statements, feeds,
downloads, suggestions, errors), an index that changes every few seconds, and what came
of it: answers by status, times, the server's memory. Does not live here: how fast it can
be (`load`).

The index is a copy of our own: a part of the statements of RELEASES, some of which
change, go and come back with each update. Fails (exit 1) where an answer was not what it
should be, or memory grew.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

from benchmarks import traffic
from benchmarks.data import corpus_folder, corpus_sample

GROWTH = 1.15
"""How much more memory the last quarter may hold than the second one."""
INDEX = "from searchkit.cli.main import main; main()"


class Visitors:
    """Threads that ask, and what they were answered."""

    def __init__(self, address: str, ways: dict[str, list[str]]) -> None:
        self.address = address
        self.ways = ways
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.took: dict[str, list[float]] = {what: [] for what in ways}
        self.failures: list[str] = []
        self.stop = threading.Event()
        self._lock = threading.Lock()

    def visit(self, seed: int) -> None:
        """Ask until told to stop."""
        rng = random.Random(seed)
        names = list(self.ways)
        weights = [1 if name in ("download", "feed") else 8 for name in names]
        while not self.stop.is_set():
            what = rng.choices(names, weights)[0]
            path = rng.choice(self.ways[what])
            began = time.perf_counter()
            status, problem = self._ask(path)
            took = time.perf_counter() - began
            with self._lock:
                self.statuses[what, status] += 1
                self.took[what].append(took)
                expected = {"error": (400, 404)}.get(what, (200, 503))
                # A statement may be gone in the generation that is served now.
                if what == "statement":
                    expected = (200, 404, 503)
                if status not in expected:
                    self.failures.append(f"{status} {path} {problem}")
            if status == 503:
                time.sleep(1)

    def _ask(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.address + path, timeout=60) as response:
                while response.read(65_536):
                    pass
                return response.status, ""
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(300).decode(errors="replace")
        except Exception as error:
            return 0, repr(error)


def update(folder: Path, index: Path, rng: random.Random, away: dict[Path, bytes]) -> float:
    """Change some files, take some away, bring some back, index; gives the seconds."""
    files = sorted(folder.rglob("*.md"))
    for path in rng.sample(files, 10):
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n\nAmended {rng.random()}.\n")
    for path, content in list(away.items())[:5]:
        path.write_bytes(content)
        del away[path]
    for path in rng.sample(files, 5):
        away[path] = path.read_bytes()
        path.unlink()
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", INDEX, "index", str(folder), "--index", str(index), "--quiet"],
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - began


def main() -> int:
    """Soak, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--folder", type=Path, default=None, help="Statements [the corpus].")
    parser.add_argument("--statements", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--visitors", type=int, default=6)
    parser.add_argument("--every", type=float, default=10, help="Seconds between updates.")
    options = parser.parse_args()
    rng = random.Random(traffic.SEED)
    with tempfile.TemporaryDirectory() as work:
        source = options.folder or corpus_folder()
        folder = corpus_sample(source, options.statements, Path(work) / "files")
        index = Path(work) / "index"
        print(f"index of {options.statements:,} statements: {update(folder, index, rng, {}):.1f} s")
        asked = traffic.queries(index, 300)
        ways = {
            "page": [f"/search?{query}" for query in asked],
            "API": [f"/api/search?facets=true&{query}" for query in asked],
            "statement": [
                f"{p}?{q}" for p, q in zip(traffic.statements(index, 300), asked, strict=False)
            ],
            "suggest": [f"/api/suggest?{query.partition('&')[0][:9]}" for query in asked],
            "front": ["/", "/help", "/ministers", "/api/facets"],
            "feed": [f"/feed.atom?{query}" for query in asked],
            "download": [
                f"/export.{kind}?{query}" for query in asked[:40] for kind in ("csv", "ris")
            ],
            "error": ["/search?q=%22", "/api/search?q=(", "/nowhere", "/api/statements/none"],
        }
        with traffic.server(index, options.workers) as server:
            return _soak(options, server, ways, folder, index, rng)


def _soak(
    options: argparse.Namespace,
    server: traffic.Server,
    ways: dict[str, list[str]],
    folder: Path,
    index: Path,
    rng: random.Random,
) -> int:
    visitors = Visitors(server.address, ways)
    threads = [
        threading.Thread(target=visitors.visit, args=(number,))
        for number in range(options.visitors)
    ]
    for thread in threads:
        thread.start()
    end = time.monotonic() + 60 * options.minutes
    memory: list[float] = []
    updates: list[float] = []
    away: dict[Path, bytes] = {}
    following = time.monotonic() + options.every
    while time.monotonic() < end:
        time.sleep(1)
        memory.append(traffic.resident(server.pid) / 1e6)
        if time.monotonic() >= following:
            updates.append(update(folder, index, rng, away))
            following = time.monotonic() + options.every
    visitors.stop.set()
    for thread in threads:
        thread.join()
    for what, took in visitors.took.items():
        took.sort()
        answers = {status: n for (w, status), n in sorted(visitors.statuses.items()) if w == what}
        if took:
            p50, p99 = took[len(took) // 2] * 1e3, took[int(len(took) * 0.99)] * 1e3
            print(f"{what:<10} {len(took):>7,}  p50 {p50:7.1f} ms  p99 {p99:7.1f} ms  {answers}")
    quarters = [memory[i * len(memory) // 4 : (i + 1) * len(memory) // 4] for i in range(4)]
    middle = [statistics.median(quarter) for quarter in quarters if quarter]
    if updates:
        print(f"{len(updates)} updates, {statistics.median(updates):.1f} s each (median)")
    print("memory by quarter, MB:", ", ".join(f"{one:.0f}" for one in middle))
    print(f"{len(visitors.failures)} failures", *visitors.failures[:10], sep="\n")
    grew = len(middle) == 4 and middle[3] > GROWTH * middle[1]
    return 1 if visitors.failures or grew else 0


if __name__ == "__main__":
    sys.exit(main())
