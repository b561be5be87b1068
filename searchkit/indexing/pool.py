"""Sharing the reading among worker processes.

Lives here: starting workers, feeding them, collecting their replies in order. Does not live
here: what a worker does (`worker`).

Workers are started as `python -m searchkit.indexing.worker` and never import the caller's
program again, so building works in a script, in a notebook, and on systems that can't fork.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import searchkit
from searchkit.indexing.worker import (
    ChunkReport,
    Job,
    OnFilesRead,
    WorkerRequest,
    read_chunk,
    report_from,
)
from searchkit.model.errors import SearchkitError
from searchkit.schema.fields import Schema
from searchkit.storage.disk import SYSTEM, Disk


class FinishedJob(NamedTuple):
    """A job, and what came of it."""

    job: Job
    report: ChunkReport


def read_chunks(
    jobs: Sequence[Job],
    schema: Schema,
    processes: int,
    on_read: OnFilesRead,
    disk: Disk = SYSTEM,
) -> Iterator[FinishedJob]:
    """Do all jobs; each is given when it is done, in the order of `jobs`.

    Args:
        jobs: the shares.
        schema: the fields of the statements.
        processes: how many at once; 1 reads in this process.
        on_read: called from one thread at a time.
        disk: where this process writes chunk files; others write to the system's.

    Raises:
        SearchkitError: a worker process died, or could not write.
    """
    processes = min(processes, len(jobs))
    if processes <= 1 or not sys.executable:
        for job in jobs:
            yield FinishedJob(job, read_chunk(job, schema, on_read, disk))
        return
    lock = threading.Lock()

    def count_read(count: int) -> None:
        with lock:
            on_read(count)

    def read(job: Job) -> ChunkReport:
        worker = idle.get()
        try:
            return _ask(worker, WorkerRequest(job, schema), count_read)
        finally:
            idle.put(worker)

    workers = [_start() for _ in range(processes)]
    idle: queue.SimpleQueue[subprocess.Popen[str]] = queue.SimpleQueue()
    for worker in workers:
        idle.put(worker)
    threads = ThreadPoolExecutor(processes)
    try:
        for job, reading in [(job, threads.submit(read, job)) for job in jobs]:
            yield FinishedJob(job, reading.result())
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
        # -P: nothing may be imported from whatever folder is the current one.
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


def _ask(
    worker: subprocess.Popen[str], request: WorkerRequest, on_read: OnFilesRead
) -> ChunkReport:
    assert worker.stdin is not None and worker.stdout is not None
    try:
        worker.stdin.write(request.to_line())
        worker.stdin.flush()
    except (BrokenPipeError, ValueError):
        pass  # Reported below: no reply comes.
    for line in worker.stdout:
        reply = json.loads(line)
        if "done" in reply:
            on_read(reply["done"])
            continue
        if "what" in reply:
            raise SearchkitError(**reply)
        return report_from(reply)
    raise SearchkitError(
        f"a reading process ended with code {worker.wait()}",
        remedy="Try again with one process: `searchkit index --processes 1 PATH`",
    )
