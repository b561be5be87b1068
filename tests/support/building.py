"""Building an index of a folder, and what is in it then.

Lives here: the calls, in this process or in another. Does not live here: the statements
(`vellmark`, `tests.conftest`).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import searchkit
from searchkit.indexing.build import build_files
from searchkit.indexing.report import IndexReport
from searchkit.schema.analysis import versions
from searchkit.storage.manifest import read_manifest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit import Statement

PROGRAM = "import sys, searchkit; searchkit.build(sys.argv[1], sys.argv[2], processes=1)"
"""Builds the index argv[2] of the folder argv[1]: for `run_python`."""


def build(index: Path, *paths: Path | str, **options: Any) -> IndexReport:
    """`build_files` in this process."""
    return build_files([str(path) for path in paths], index, **{"processes": 1} | options)


def build_in_parts(statements: Sequence[Statement], folder: Path) -> None:
    """An index of three segments, the first of half of the statements; every ninth statement
    is deleted.
    """
    half, rest = len(statements) // 2, len(statements) * 3 // 4
    searchkit.build(statements[:half], folder)
    for part in (statements[half:rest], statements[rest:]):
        with searchkit.open(folder) as opened, opened.writer() as writer:
            for one in part:
                writer.add(one)
    with searchkit.open(folder) as opened, opened.writer() as writer:
        for one in statements[::9]:
            writer.remove(one.id)


def run_python(
    program: str, *arguments: object, **options: Any
) -> subprocess.CompletedProcess[str]:
    """A program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        **options,
    )


def ids(index: Path) -> list[str]:
    """The ids of all statements of an index, verified and sorted."""
    with searchkit.open(index, verify=True) as archive:
        return sorted(hit.id for hit in archive.stream(""))


def generation(index: Path) -> int:
    """The generation that an index is at."""
    return read_manifest(index, versions()).generation
