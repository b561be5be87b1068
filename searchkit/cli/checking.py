"""`searchkit check`.

Lives here: its option, the list of what a check found, and its last line. Does not live
here: the check (`searchkit.engines.protocol`).
"""

from __future__ import annotations

import click

from searchkit.cli.opening import index_to_read
from searchkit.cli.options import INDEX
from searchkit.cli.progress import Bar
from searchkit.cli.running import QuietPipe, printable
from searchkit.engines.opening import open_index
from searchkit.model.errors import CorruptIndex


@click.command(cls=QuietPipe)
@click.option("--deep", is_flag=True, help="Analyse every stored text again and compare.")
@INDEX
def check(deep: bool, index: str | None) -> None:
    """Verify every byte of the index.

    With --deep words, positions and columns are also made again from the stored
    texts and compared, which takes about as long as indexing them.
    """
    address = index_to_read(index).address
    with open_index(address) as archive, Bar("Comparing") as bar:
        found = archive.check(deep=deep, progress=bar.show)
    for one in found.faults:
        about = f"{one.statement}: " if one.statement else ""
        click.echo(printable(f"{one.file}: {about}{one.section}: {one.what}"))
    if found.total > len(found.faults):
        click.echo(f"and {found.total - len(found.faults):,} more")
    if found.total:
        raise CorruptIndex("is not what its stored texts give", where=address, remedy=found.remedy)
    said = "its texts give what it says" if deep else "every checksum is right"
    click.echo(f"{address}: {found.statements:,} statements, {said}")
