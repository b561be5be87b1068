"""A reader in a process of its own, so that a hostile file can cost no more than that.

Lives here: asking it and being asked, a line of JSON each, with bounds on time and memory. Does not
live here: what is read (`pdf_pages`).
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import searchkit.importers

START = 120.0
"""Seconds in which a process has to be ready."""
MAX_REPLY = 128 * 1024 * 1024
"""Bytes of an answer."""
_ABOVE = str(Path(searchkit.importers.__file__).parents[2])
_RUN = (
    "import runpy, sys; sys.path.append(sys.argv[1]); "
    "runpy.run_module(sys.argv[2], run_name='__main__')"
)


class GaveUp(Exception):
    """Why a process gave no answer. It never leaves the run."""


class Isolated:
    """A process that answers paths. It is begun when it is first asked, and again after it gave up.

    Args:
        module: that serves.
        seconds: for one answer.
    """

    def __init__(self, module: str, seconds: float) -> None:
        self._module, self._seconds = module, seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._replies: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def ask(self, path: str) -> dict[str, Any]:
        """What the process says of a path.

        Raises:
            GaveUp: it took too long, or ended.
        """
        process = self._process or self._begin()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(path).encode() + b"\n")
            process.stdin.flush()
        except OSError:
            pass  # It has ended, and says so.
        found: dict[str, Any] = json.loads(self._reply(self._seconds))
        return found

    def _reply(self, seconds: float) -> bytes:
        try:
            reply = self._replies.get(timeout=seconds)
        except queue.Empty:
            self.close()
            raise GaveUp(f"reading it takes longer than {seconds:.0f} s") from None
        if not reply.endswith(b"\n"):
            self.close()
            raise GaveUp("it made its reader fail, for want of memory or else")
        return reply

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError, ValueError):
                    stream.close()

    def _begin(self) -> subprocess.Popen[bytes]:
        # `-P`: not from the folder that the command was called in, which may hold any module.
        command = [sys.executable, "-P", "-c", _RUN, _ABOVE, self._module]
        pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=quiet)
        self._process, self._replies = process, queue.SimpleQueue()
        threading.Thread(target=_listen, args=(process, self._replies), daemon=True).start()
        self._reply(START)  # It is ready.
        return process


def _listen(process: subprocess.Popen[bytes], replies: queue.SimpleQueue[bytes]) -> None:
    """Hand on what a process says, and "" once it says no more."""
    assert process.stdout is not None
    while True:
        try:
            line = process.stdout.readline(MAX_REPLY)
        except (OSError, ValueError):
            line = b""
        replies.put(line)
        if not line.endswith(b"\n"):
            return


def serve(answer: Callable[[str], dict[str, Any]], memory: int) -> None:
    """Answer paths that come a line each, until there are no more.

    Args:
        answer: to a path.
        memory: bytes that the process may have, where the system can hold it to that.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()
    for line in sys.stdin.buffer:
        reply = json.dumps(answer(json.loads(line)))
        sys.stdout.buffer.write(reply.encode() + b"\n")
        sys.stdout.buffer.flush()
