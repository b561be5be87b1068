"""Running what is measured in processes of its own.

Lives here: starting them, their time and memory. Does not live here: what they do
(`child`), what is made of it (`bench`, `updates`).
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.common import MemoryWatch


class Ran(NamedTuple):
    """A run of `benchmarks.child`: memory it took if watched, seconds, what it said."""

    resident: int
    private: int
    seconds: float
    said: Any


def run_child(*arguments: str, watch: bool) -> Ran:
    began = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.child", *arguments],
        cwd=Path(__file__).resolve().parents[1],
        stdout=subprocess.PIPE,
    )
    watcher = MemoryWatch(child.pid)
    with watcher if watch else nullcontext():
        said, _ = child.communicate()
    seconds = time.perf_counter() - began
    if child.returncode:
        raise RuntimeError(f"{' '.join(arguments[:2])} ended with code {child.returncode}")
    return Ran(watcher.resident, watcher.private, seconds, json.loads(said))


def search_command() -> list[str]:
    """What starts `search`."""
    return _installed("search", "search")


def searchkit_command() -> list[str]:
    """What starts `searchkit`."""
    return _installed("searchkit", "main")


def _installed(name: str, module: str) -> list[str]:
    beside = Path(sys.executable).with_name(name)
    if beside.exists():
        return [str(beside)]
    return [sys.executable, "-c", f"from searchkit.cli.{module} import main; main()"]
