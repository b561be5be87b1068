"""What `searchkit check` prints.

Lives here: the list of what a check found, and its last line. Does not live here: the
check (`searchkit.engines.local.checking`), its options (`main`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from searchkit.cli.running import printable
from searchkit.engines.local.checking import check_index
from searchkit.model.errors import CorruptIndex
from searchkit.storage.container import REBUILD


def print_check(place: Path, deep: bool, progress: Callable[[int, int], None]) -> None:
    """Check an index and say what was found.

    Raises:
        CorruptIndex: something is wrong with it.
    """
    found = check_index(place, deep=deep, progress=progress)
    for path, one in found.listed:
        about = f"{one.statement}: " if one.statement else ""
        click.echo(printable(f"{path.name}: {about}{one.section}: {one.what}"))
    if found.differences > len(found.listed):
        click.echo(f"and {found.differences - len(found.listed):,} more")
    if found.differences:
        raise CorruptIndex("is not what its stored texts give", where=str(place), remedy=REBUILD)
    said = "its texts give what it says" if deep else "every checksum is right"
    click.echo(f"{place}: {found.statements:,} statements, {said}")
