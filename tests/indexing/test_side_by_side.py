"""Readers and a writer at the same time: no error, and no answer of two generations."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import searchkit
from searchkit.indexing import policy
from searchkit.indexing.writer import IndexWriter
from tests.support.hypothesis_settings import TIMES
from tests.support.same_answers import answers
from tests.support.vellmark import many

SECONDS = 3 * TIMES
"""SEARCHKIT_EXAMPLES=20 makes it a minute."""
READERS = 4 if TIMES == 1 else 10
"""More processes than there are processors; each that starts costs what 100 questions do."""

# Asks until it is told to stop. A pair of statements is always changed together: whoever
# sees two numbers has seen two generations. Every tenth time, the index is opened anew.
READER = r"""
import sys, threading
import searchkit
stopped = []
threading.Thread(target=lambda: stopped.append(sys.stdin.read()), daemon=True).start()

def kilobytes():
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * 4
    except OSError:
        return 0

archive, asked, generations, first, told = None, 0, set(), 0, False
while not stopped or asked < 5:
    if archive is None or asked % 10 == 0:
        archive = searchkit.open(sys.argv[1])
    else:
        archive.refresh()
    answer = archive.search("planted", facets=True)
    assert answer.total == 2, answer.total
    numbers = {hit.title for hit in answer}
    assert len(numbers) == 1, numbers
    assert {archive.text(hit.id).split()[1] for hit in answer} == numbers
    assert sum(1 for _ in archive.stream("harbour OR planted")) >= 2
    generations |= numbers
    if len(generations) == 2 and not told:
        told = print("two", flush=True) is None
    asked += 1
    if asked == 100:
        first = kilobytes()
print(asked, len(generations), kilobytes() - first if first else 0)
"""


def write_until(index: Path, stop: threading.Event) -> int:
    """Commits that change the pair, and others around it; returns how many."""
    others = many(60, seed=6)
    commits = 0
    while not stop.is_set():
        commits += 1
        with IndexWriter(index) as writer:
            # Now in one chunk, now with others between them.
            writer.add(pair("first", commits))
            for number in range(commits % 4):
                writer.add(others[(commits + number) % len(others)])
            writer.add(pair("second", commits))
    return commits


def pair(name: str, number: int) -> searchkit.Statement:
    return searchkit.Statement(
        id=name, title=str(number), body=f"planted {number} and the harbour besides {name}"
    )


def test_readers_and_a_writer(tmp_path, monkeypatch):
    # Segments of a few statements, so that the pair often is in two.
    monkeypatch.setattr(policy, "SMALL", 0)
    index = tmp_path / "index"
    with IndexWriter(index) as writer:
        writer.add(pair("first", 0))
        writer.add(pair("second", 0))
    command = [sys.executable, "-c", READER, str(index)]
    processes = [
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(READERS)
    ]
    stop = threading.Event()
    with ThreadPoolExecutor(1 + READERS) as threads:
        writing = threads.submit(write_until, index, stop)
        seeing = [threads.submit(process.stdout.readline) for process in processes]
        time.sleep(SECONDS)
        # However busy the machine is, something has to happen, and each reader to see it.
        for _ in range(600):
            with searchkit.open(index) as archive:
                if int(archive.search("planted")[0].title) > 15 and all(
                    one.done() for one in seeing
                ):
                    break
            time.sleep(0.1)
        stop.set()
        commits = writing.result()
        for process in processes:
            process.stdin.close()
            process.stdin = None  # Or `communicate` would flush it.
        said = [one.result() for one in seeing]
        done = [process.communicate(timeout=60) for process in processes]
    assert [err for _, err in done if err] == []
    assert said == ["two\n"] * READERS
    counts = [tuple(map(int, out.split())) for out, _ in done]
    assert commits > 10
    assert all(asked > 3 for asked, _, _ in counts)
    assert all(seen > 1 for _, seen, _ in counts)
    # A reader that goes on does not grow with the generations that it has seen: within a thousand
    # questions its allocator comes to rest at 30 to 40 MB, after 600 generations as after 2,000.
    assert max(grown for _, _, grown in counts) < 60_000


def test_threads_share_one_archive(tmp_path):
    statements = many(150, seed=9)
    searchkit.build(statements, tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        expected = answers(archive)
    with searchkit.open(tmp_path / "index") as archive, ThreadPoolExecutor(6) as threads:
        asked = [threads.submit(answers, archive) for _ in range(6)]
        assert all(one.result() == expected for one in asked)


def test_threads_go_on_while_the_archive_is_refreshed(tmp_path):
    index = tmp_path / "index"
    with IndexWriter(index) as writer:
        writer.add(pair("first", 0))
        writer.add(pair("second", 0))
    stop = threading.Event()

    def read(archive):
        asked = 0
        while not stop.is_set():
            answer = archive.search("planted")
            assert len({hit.title for hit in answer}) == 1
            asked += 1
            time.sleep(0.002)  # Or the writer, who waits for the disk, hardly gets a turn.
        return asked

    with searchkit.open(index) as archive, ThreadPoolExecutor(4) as threads:
        reading = [threads.submit(read, archive) for _ in range(3)]
        for number in range(1, 10):
            with archive.writer() as writer:
                writer.add(pair("first", number))
                writer.add(pair("second", number))
            archive.refresh()
        stop.set()
        assert all(one.result() > 3 for one in reading)
