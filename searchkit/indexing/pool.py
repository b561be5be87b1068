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
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import searchkit
from searchkit.indexing.worker import ChunkReport, ToRead, read_chunk, report_of
from searchkit.model.errors import SearchkitError


class Job(NamedTuple):
    """A share of the reading: the files, and the chunk file to make of them."""

    files: Sequence[ToRead]
    output: Path


Progress = Callable[[int], None]


def read_chunks(
    jobs: Sequence[Job], processes: int, progress: Progress
) -> Iterator[tuple[Job, ChunkReport]]:
    """Read all chunks; each comes with its report when it is done, in the order of `jobs`.

    Args:
        jobs: the shares.
        processes: how many at once; 1 reads in this process.
        progress: called with the number of files done since the last call, from
            one thread at a time.

    Raises:
        SearchkitError: a worker process died, or could not write.
    """
    processes = min(processes, len(jobs))
    if processes <= 1 or not sys.executable:
        for job in jobs:
            yield job, read_chunk(job.files, job.output, progress)
        return
    lock = threading.Lock()

    def say(count: int) -> None:
        with lock:
            progress(count)

    def read(job: Job) -> ChunkReport:
        worker = idle.get()
        try:
            return _ask(worker, job, say)
        finally:
            idle.put(worker)

    workers = [_start() for _ in range(processes)]
    idle: queue.SimpleQueue[subprocess.Popen[str]] = queue.SimpleQueue()
    for worker in workers:
        idle.put(worker)
    threads = ThreadPoolExecutor(processes)
    try:
        for job, reading in [(job, threads.submit(read, job)) for job in jobs]:
            yield job, reading.result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            _stop(worker)
        threads.shutdown()


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
    assert worker.stdin is not None and worker.stdout is not None
    request = json.dumps({"files": job.files, "output": str(job.output)})
    try:
        worker.stdin.write(request + "\n")
        worker.stdin.flush()
    except (BrokenPipeError, ValueError):
        pass  # Said below, when no reply comes.
    for line in worker.stdout:
        reply = json.loads(line)
        if "done" in reply:
            progress(reply["done"])
            continue
        if "what" in reply:
            raise SearchkitError(**reply)
        return report_of(reply)
    raise SearchkitError(
        f"a reading process ended with code {worker.wait()}",
        remedy="Try again with one process: `searchkit index --processes 1 PATH`",
    )
