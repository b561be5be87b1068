"""
A server as a user starts it: a process, on a port of its own.

Lives here: starting `searchkit serve` and stopping it.
"""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.support.command_line import command, environment


class Served(NamedTuple):
    """A server that listens.

    Attributes:
        address: without a slash at its end.
        process: the server's.
    """

    address: str
    process: subprocess.Popen[str]

    def get(self, path: str, timeout: float = 30) -> tuple[int, str]:
        """(status, text) of an address."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=timeout) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def stop(self) -> tuple[int, str]:
        """Ctrl-C; gives (exit code, what is left on standard error)."""
        self.process.send_signal(signal.SIGINT)
        _, rest = self.process.communicate(timeout=30)
        return self.process.returncode, rest


@contextlib.contextmanager
def served(
    index: Path | str, *options: str, folder: Path | None = None, **extra: str
) -> Iterator[Served]:
    """`searchkit serve` on an index, in `folder`, or beside it; `extra`: its environment."""
    folder = folder or Path(index).parent
    process = subprocess.Popen(
        [*command("searchkit"), "serve", "--index", str(index), "--port", "0", *options],
        cwd=folder,
        env=environment(folder, extra),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+(?=/ )", line)
        assert found, line
        yield Served(found[0], process)
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=30)
