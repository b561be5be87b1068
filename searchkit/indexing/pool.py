"""Sharing chunks among worker processes.

Lives here: starting workers, feeding them, collecting their replies in order. Does
not live here: what a worker does (`worker`).

Workers are started as `python -m searchkit.indexing.worker`, never by importing
the caller's program again, so building works in a script, a notebook and on systems
that can't fork. The chunks are the same whatever the number of processes.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import searchkit
from searchkit.corpus.problems import Skipped, Warned
from searchkit.errors import SearchkitError
from searchkit.indexing.worker import ChunkReport, read_chunk

Job = tuple[Sequence[tuple[str, str]], Path]
Progress = Callable[[int], None]


def read_chunks(jobs: Sequence[Job], processes: int, progress: Progress) -> list[ChunkReport]:
    """Read all chunks; the reports are in the order of `jobs`.

    Args:
        jobs: ((id, path) of each file, output file) of each chunk.
        processes: how many at once; 1 reads in this process.
        progress: called with the number of files done since the last call, from
            one thread at a time.

    Raises:
        SearchkitError: a worker process died.
    """
    processes = min(processes, len(jobs))
    if processes <= 1 or not sys.executable:
        return [read_chunk(files, output, progress) for files, output in jobs]
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(len(jobs)):
        waiting.put(number)
    reports: list[ChunkReport | None] = [None] * len(jobs)
    failures: list[BaseException] = []
    lock = threading.Lock()

    def say(count: int) -> None:
        with lock:
            progress(count)

    def serve(worker: subprocess.Popen[str]) -> None:
        try:
            while not failures:
                number = waiting.get_nowait()
                reports[number] = _ask(worker, jobs[number], say)
        except queue.Empty:
            pass
        except Exception as error:  # Handed to the caller's thread below.
            failures.append(error)

    workers = [_start() for _ in range(processes)]
    threads = [threading.Thread(target=serve, args=(worker,), daemon=True) for worker in workers]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        for worker in workers:
            _stop(worker)
    if failures:
        raise failures[0]
    return [report for report in reports if report is not None]


def _start() -> subprocess.Popen[str]:
    environment = dict(os.environ)
    parent = Path(searchkit.__file__).resolve().parent.parent
    if parent.name not in ("site-packages", "dist-packages"):
        known = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = f"{parent}{os.pathsep}{known}" if known else str(parent)
    return subprocess.Popen(
        # -P: a folder that happens to be the current one is no place to import from.
        [sys.executable, "-P", "-m", "searchkit.indexing.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment | {"PYTHONIOENCODING": "utf-8"},
    )


def _stop(worker: subprocess.Popen[str]) -> None:
    if worker.stdin:
        try:
            worker.stdin.close()
        except BrokenPipeError:
            pass
    try:
        worker.wait(timeout=0.5)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
    if worker.stdout:
        worker.stdout.close()


def _ask(worker: subprocess.Popen[str], job: Job, progress: Progress) -> ChunkReport:
    files, output = job
    assert worker.stdin is not None and worker.stdout is not None
    request = json.dumps({"files": list(files), "output": str(output)})
    try:
        worker.stdin.write(request + "\n")
        worker.stdin.flush()
    except BrokenPipeError:
        pass  # Said below, when no reply comes.
    for line in worker.stdout:
        reply = json.loads(line)
        if "done" in reply:
            progress(reply["done"])
            continue
        return ChunkReport(
            count=reply["count"],
            skipped=[Skipped(path, reason) for path, reason in reply["skipped"]],
            warnings=[Warned(path, line, message) for path, line, message in reply["warnings"]],
        )
    raise SearchkitError(
        f"a reading process ended with code {worker.wait()}",
        remedy="Try again with one process: `searchkit index --processes 1 PATH`",
    )
