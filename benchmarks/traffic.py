"""
What visitors of a site ask for, and a server to ask.

Lives here: mixed addresses drawn from an index, starting `searchkit serve` and watching
its memory. Does not live here: asking (`load`, `soak`).
"""

from __future__ import annotations

import contextlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

import searchkit
from searchkit.schema.analysis import tokens

SEED = 20
LIMITED = "import resource as r; r.setrlimit(r.RLIMIT_NOFILE, ({0}, {0})); "
SERVE = "from searchkit.cli.main import main; main()"


class Server(NamedTuple):
    """A server that listens on loopback: its address, and the number of its process."""

    address: str
    pid: int


@contextlib.contextmanager
def server(
    index: Path,
    workers: int,
    *options: str,
    log: Path | None = None,
    descriptors: int | None = None,
) -> Iterator[Server]:
    """`searchkit serve` on an index, until the block ends.

    Args:
        index: what is served.
        workers: its processes.
        options: more of the command's.
        log: the file for what it writes on standard error; None: nobody reads that.
        descriptors: how many files and connections it may have open; None: as many as we.
    """
    program = LIMITED.format(descriptors) + SERVE if descriptors else SERVE
    command = [
        *(sys.executable, "-c", program, "serve", "--index", str(index), "--port", "0"),
        *("--workers", str(workers), *options),
    ]
    with tempfile.TemporaryDirectory() as work:
        written = log or Path(work) / "log"
        with written.open("wb") as file:
            process = subprocess.Popen(command, stderr=file)
        try:
            address = _address(process, written)
            _wait(address)
            yield Server(address, process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Where a server listens: it says so in its log."""
    while True:
        found = re.search(r"http://\S+(?=/ )", log.read_text())
        if found:
            return found[0]
        if process.poll() is not None:
            raise RuntimeError(f"the server did not start: {log.read_text()}")
        time.sleep(0.05)


def _wait(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).read()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def queries(index: Path, count: int, seed: int = SEED) -> list[str]:
    """
    Distinct query strings, `q=...` and filters, in eight kinds of equal shares.

    Words come from the titles of statements that are drawn: common and rare ones in the
    shares in which people write them.
    """
    rng = random.Random(seed)
    with searchkit.open(index) as archive:
        hits = list(archive.stream(sort="newest"))
    rng.shuffle(hits)
    found: dict[str, None] = {}
    for number, hit in enumerate(hits * 4):
        words = [word for word in tokens(hit.title) if len(word) > 3 and word.isascii()]
        if len(words) < 3:
            continue
        start = rng.randrange(len(words) - 2)
        one, two, three = words[start : start + 3]
        year = str(hit.date.year) if hit.date else "2007"
        kinds: list[dict[str, str]] = [
            {"q": one},
            {"q": f"{one} {two}"},
            {"q": f"{one} {two} {three}"},
            {"q": f'"{one} {two}"'},
            {"q": f"{one} -{two}"},
            {"q": f"{one} OR {three}"},
            {"q": f"{one[:4]}* {two}"},
            {"q": one, "since": year, "sort": "newest"},
        ]
        found[urlencode(kinds[number % len(kinds)])] = None
        if len(found) >= count:
            break
    return list(found)


def statements(index: Path, count: int, seed: int = SEED) -> list[str]:
    """Addresses of statements."""
    with searchkit.open(index) as archive:
        ids = [hit.id for hit in archive.stream(sort="newest")]
    return [
        f"/statements/{quote(id)}" for id in random.Random(seed).sample(ids, min(count, len(ids)))
    ]


def resident(pid: int) -> int:
    """Bytes that a process and all below it hold for themselves (mapped files are not)."""
    import psutil

    total = 0
    parent = psutil.Process(pid)
    for process in (parent, *parent.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            total += process.memory_full_info().uss
    return total


def anonymous(pid: int) -> int:
    """Bytes of memory of a process and all below it that no file stands for (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"RssAnon:\s+(\d+) kB", status)
    total = 1024 * int(found[1]) if found else 0
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # A thread may end meanwhile.
            total += sum(anonymous(int(child)) for child in children.read_text().split())
    return total
