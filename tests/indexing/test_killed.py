"""A process that is killed while it writes: every commit that it reported is there."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import searchkit
from searchkit.schema.analysis import versions
from searchkit.storage.manifest import is_ours, read_manifest
from tests.support.hypothesis_settings import TIMES

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

KILLS = max(1, int(200 * TIMES))

# Starts once, and makes a process of its own for each line that it is sent.
NURSERY = r"""
import os, sys
from itertools import count
from pathlib import Path
import numpy, searchkit
from searchkit.indexing.build import build_files
from searchkit.indexing.writer import IndexWriter

def text(number):
    return f"Harbour {number} " + " ".join(f"word{i * number % 977}" for i in range(40))

def statements(index, log, first):
    for n in count(first):
        with IndexWriter(index) as writer:
            for part in "ab":
                writer.add(searchkit.Statement(id=f"r/{n}{part}", title=str(n), body=text(n)))
            for old in range(max(0, n - 5), n - 4):
                writer.remove(f"r/{old}a")
        os.write(log, f"{n}\n".encode())

def files(index, log, first):
    folder = index.parent / "r"
    folder.mkdir(exist_ok=True)
    for n in count(first):
        for part in "ab":
            (folder / f"{n}{part}.md").write_text(text(n))
        if n >= 5:
            (folder / f"{n - 5}a.md").unlink(missing_ok=True)
        build_files([str(folder)], index, processes=1)
        os.write(log, f"{n}\n".encode())

for line in sys.stdin:
    kind, first, index = line.rstrip("\n").split(" ", 2)  # A path may hold spaces.
    child = os.fork()
    if child == 0:
        log = os.open(Path(index).parent / "log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        {"statements": statements, "files": files}[kind](Path(index), log, int(first))
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


class Nursery:
    """Starts writers, and kills them."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.index, self._log, self._kind = folder / "index", folder / "log", kind
        self._log.touch()
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def reported(self) -> int:
        """How many commits were reported so far."""
        lines = self._log.read_text().split()
        return int(lines[-1]) + 1 if lines else 0

    def run_and_kill(self, commits: int, seconds: float, first: int) -> None:
        """Go on from the commit `first`; the end comes `seconds` after so many more."""
        wanted = self.reported() + commits
        process = self._process
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(f"{self._kind} {first} {self.index}\n")
        process.stdin.flush()
        child = int(process.stdout.readline())
        for _ in range(10_000):
            if self.reported() >= wanted:
                break
            time.sleep(0.002)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        assert process.stdout.readline() == "gone\n"

    def close(self) -> None:
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()


def model(commits: int, suffix: str) -> set[str]:
    """The ids after so many commits."""
    both = {f"r/{n}{part}{suffix}" for n in range(commits) for part in "ab"}
    return both - {f"r/{n}a{suffix}" for n in range(commits - 5)}


@pytest.mark.parametrize(("kind", "suffix"), [("statements", ""), ("files", ".md")])
def test_every_reported_commit_is_found(tmp_path, kind, suffix):
    draw = random.Random(7)
    nursery = Nursery(tmp_path, kind)
    survived = caught = 0
    found: set[str] = set()
    try:
        for _ in range(KILLS // 2):
            # Commits that were not reported may have been made: go on where they end.
            first = max([nursery.reported(), *(1 + int(re.sub(r"\D", "", id)) for id in found)])
            nursery.run_and_kill(draw.choice([0, 0, 1, 2]), draw.uniform(0, 0.04), first)
            reported = max(nursery.reported(), first)
            if not (nursery.index / "manifest.json").exists():
                assert reported == 0
                continue
            with searchkit.open(nursery.index, verify=True) as archive:
                found = {hit.id for hit in archive.stream("")}
                # Every one of them holds the word.
                assert archive.count("harbour") == len(found)
            states = [model(reported, suffix), model(reported + 1, suffix)]
            assert found in states
            survived += found == states[0]
            caught += found == states[1]
        # One more commit tidies up.
        last = max(nursery.reported(), 1) + 1
        with searchkit.open(nursery.index) as archive, archive.writer() as writer:
            writer.add(searchkit.Statement(id="last", title="Last", body=str(last)))
    finally:
        nursery.close()
    named = read_manifest(nursery.index, versions()).files
    left = {path.name for path in nursery.index.iterdir() if is_ours(path.name)}
    assert left == named
    assert survived > KILLS / 20
    assert nursery.reported() > KILLS / 10


@pytest.mark.corpus
def test_the_command_killed_while_it_reads_with_two_processes(corpus, tmp_path):
    draw = random.Random(8)
    folder, index = corpus / "2007", tmp_path / "index"
    command = [sys.executable, "-c", "from searchkit.cli.main import main; main()"]
    command += ["index", "-q", str(folder)]
    for _ in range(10):
        process = subprocess.Popen(
            [*command, "--index", str(index)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(draw.uniform(0.2, 3))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if (index / "manifest.json").exists():
            with searchkit.open(index, verify=True) as archive:
                assert len(archive) == 2366
    subprocess.run([*command, "--index", str(index)], check=True, stdout=subprocess.DEVNULL)
    with searchkit.open(index, verify=True) as archive:
        assert len(archive) == 2366
    assert not list(index.glob("building-*"))
