"""What all measurements share: machine, memory, percentiles, tables, files of runs.

Does not live here: the data (`data`), what is measured (`speed`, `ranking`).
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import subprocess
import threading
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from types import TracebackType

import numpy as np
import psutil  # type: ignore[import-untyped]

RUNS = Path(__file__).resolve().parent / "runs"
_LIBRARIES = ("searchkit", "numpy", "PyStemmer", "whoosh3", "tantivy", "psutil")
_SAMPLING_SECONDS = 0.02


# Machine


def machine() -> dict[str, object]:
    """What a reader of a run needs to know about where it was made."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "commit": _commit(),
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _commit() -> str | None:
    """The commit that was measured; `+` where files differ from it."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty=+"],
            cwd=RUNS.parent,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def load() -> list[float]:
    """Processes that wanted a core, over 1, 5 and 15 minutes; empty where unknown."""
    return [round(value, 2) for value in os.getloadavg()] if hasattr(os, "getloadavg") else []


# Memory


class MemoryWatch:
    """
    Watches the memory of a process and all below it, while used as a context manager.

    Attributes:
        resident: most bytes in memory at once, summed over the processes, so that
            what two of them share counts twice, and so do mapped files.
        private: the same without mapped files and shared libraries; 0 where the
            system does not tell.
    """

    def __init__(self, pid: int) -> None:
        self.resident = self.private = 0
        self._pid = pid
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while True:
            self._look()
            if self._stop.wait(_SAMPLING_SECONDS):
                return

    def _look(self) -> None:
        try:
            top = psutil.Process(self._pid)
            processes = [top, *top.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        resident = private = 0
        for process in processes:
            try:
                resident += process.memory_info().rss
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
            private += _private(process.pid)
        self.resident = max(self.resident, resident)
        self.private = max(self.private, private)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()


def _private(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            for line in file:
                if line.startswith("RssAnon:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


# Figures and tables


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 100) of `values` lie; NaN of none."""
    return float(np.percentile(values, share)) if len(values) else float("nan")


def bootstrap_interval(
    differences: Sequence[float], resamples: int, seed: int, confidence: float = 95.0
) -> tuple[float, float]:
    """The interval of the mean of paired differences, by the percentile bootstrap."""
    values = np.asarray(differences)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, values.size, (resamples, values.size))
    means = values[drawn].mean(axis=1)
    outside = (100 - confidence) / 2
    return percentile(means, outside), percentile(means, 100 - outside)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table that reads well as it is and is Markdown too; numbers to the right."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(3, *(len(line[column]) for line in lines)) for column in range(len(head))]

    def row(cells: Sequence[str]) -> str:
        first = cells[0].ljust(widths[0])
        rest = [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
        return "| " + " | ".join([first, *rest]) + " |"

    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([row(lines[0]), row(rule), *map(row, lines[1:])])


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f}"


def megabytes(size: float) -> str:
    return f"{size / 1e6:.1f}"


class Report:
    """What is printed while measuring, kept to be written beside the raw run."""

    def __init__(self, title: str, say: Callable[[str], None] = print) -> None:
        self.parts = [f"# {title}"]
        self._say = say
        say(self.parts[0])

    def add(self, *parts: str) -> None:
        """Print paragraphs or tables and keep them."""
        for part in parts:
            self.parts.append(part)
            self._say("\n" + part)

    def save(self, folder: Path, name: str, raw: dict[str, object]) -> Path:
        """
        Write NAME-TIME.json and NAME-TIME.md.

        Args:
            folder: made where there is none.
            name: of the measurement.
            raw: everything that was measured; machine and time are added.

        Returns:
            the path of the table.
        """
        now = datetime.datetime.now(datetime.UTC)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}-{now:%Y-%m-%d-%H%M%S}"
        content = {"made": now.isoformat(timespec="seconds"), "machine": machine(), **raw}
        text = json.dumps(content, indent=1, ensure_ascii=False, default=str)
        path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
        table_path = path.with_suffix(".md")
        table_path.write_text("\n\n".join(self.parts) + "\n", encoding="utf-8")
        return table_path


def machine_line() -> str:
    """The machine in one line of a report."""
    about = machine()
    libraries = about["libraries"]
    assert isinstance(libraries, dict)
    versions = ", ".join(f"{name} {version}" for name, version in libraries.items() if version)
    return (
        f"{about['processor']}, {about['cores']} cores, {about['memory_gib']} GiB; "
        f"{about['system']}; Python {about['python']}; {versions}; commit {about['commit']}"
    )
