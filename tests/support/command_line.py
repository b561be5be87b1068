"""
The commands as a user runs them, in a folder of their own.

Lives here: running them as processes, in pipes or in a terminal, and calling them in
this process, which takes a tenth of the time: from the arguments to the exit code
everything is the same but the start of the interpreter.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from searchkit.kernels.choice import SWITCH

_UNSET = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "COLUMNS", "LINES", "PYTHONIOENCODING")
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


class Result(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


def environment(folder: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Nobody's settings: no index by default, a home of its own. Who computes is kept."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name == SWITCH
        or (name not in _UNSET and not name.startswith(("SEARCHKIT_", "_SEARCH", "LC_")))
    }
    home = str(folder / "home")
    own = {"HOME": home, "XDG_DATA_HOME": home, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    return kept | own | {"PYTHONUTF8": "1"} | dict(extra or {})


_MODULES = {"search": "searchkit.cli.search", "searchkit": "searchkit.cli.main"}


class _Left(BaseException):
    """The command has ended the process."""


def command(name: str) -> list[str]:
    """`search` or `searchkit`, by this interpreter."""
    return [sys.executable, "-c", f"from {_MODULES[name]} import main; main()"]


def call(folder: Path, *arguments: str, name: str = "search", **extra: str) -> Result:
    """As `run`, in this process."""
    main = importlib.import_module(_MODULES[name]).main
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))

    def leave(code: int) -> None:
        raise _Left(code)

    code = None
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.chdir(folder))
        stack.enter_context(mock.patch.dict(os.environ, environment(folder, extra), clear=True))
        stack.enter_context(mock.patch("os._exit", leave))
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(err))
        try:
            main(list(arguments))
        except _Left as left:
            code = left.args[0]
        except SystemExit as left:
            code = left.code
        finally:
            gc.enable()
    texts = [stream.buffer.getvalue().decode() for stream in (out, err)]
    return Result(code, *texts)


def run(folder: Path, *arguments: str | bytes, name: str = "search", **extra: str) -> Result:
    """Run a command in `folder`, its output into pipes; `extra`: its environment."""
    done = subprocess.run(
        [*command(name), *arguments],
        cwd=folder,
        env=environment(folder, extra),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def run_in_terminal(
    folder: Path, *arguments: str, columns: int = 80, name: str = "search", **extra: str
) -> Result:
    """Run a command in a terminal; all that is seen there is in `out`."""
    settings = {"COLUMNS": str(columns)} | extra
    return in_terminal([*command(name), *arguments], folder, environment(folder, settings))


def in_terminal(arguments: list[str], folder: Path, env: Mapping[str, str]) -> Result:
    """Run any program in a terminal; all that is seen there is in `out`."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        arguments, cwd=folder, env=dict(env), stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:  # Linux says so at the end.
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    return Result(process.wait(60), b"".join(parts).decode().replace("\r\n", "\n"), "")


def bare(text: str) -> str:
    """`text` without colours."""
    return ESCAPE.sub("", text)
