"""Receipts: `search --receipt`, and `searchkit rerun`.

Lives here: writing one beside an answer, what a comparison looks like. Does not live here: what
is on a receipt (`searchkit.alerts.receipts`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.instruments import print_json
from searchkit.cli.opening import open_to_read
from searchkit.cli.options import INDEX
from searchkit.cli.running import FOUND, NOTHING, QuietPipe, one_line, say
from searchkit.cli.terminal import fitted, width_of

if TYPE_CHECKING:
    from searchkit.engines.protocol import Archive
    from searchkit.model.receipts import Receipt, Rerun


def check_receipt(file: str) -> None:
    """Refuse a file that is there, and standard output, before anything is printed.

    Raises:
        InvalidInput: the file is there.
        UsageError: it is `-`, which means standard output elsewhere.
    """
    from searchkit.alerts.receipts import check_new

    if file == "-":
        raise click.UsageError("--receipt -: the results go to standard output; name a file")
    check_new(file)


def give_receipt(archive: Archive, asked: Mapping[str, Any], file: str) -> None:
    """Write a receipt of what was asked, and say its citation."""
    from searchkit.alerts.receipts import make_receipt, write_receipt

    receipt = make_receipt(archive, **asked)
    write_receipt(receipt, file)
    say(f"Receipt: {file}\nTo cite it: {receipt.citation}")


@click.command(cls=QuietPipe)
@click.argument("receipt", metavar="RECEIPT")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@INDEX
def rerun(receipt: str, as_json: bool, index: str | None) -> None:
    """Say whether a receipt still holds, and what is different.

    RECEIPT is a file that `search --receipt FILE` has written. Its search is made again: it
    holds where the same statements match and say the same; what came, went or changed since is
    listed otherwise. The exit code is 0 where it holds, 1
    where it does not, 2 for an error.
    """
    from searchkit.alerts.receipts import compare, read_receipt

    then = read_receipt(receipt)
    with open_to_read(index) as archive:
        found = compare(archive, then)
        if as_json:
            print_json(found.to_json())
        else:
            for line in text_lines(then, found, _titles(archive, found)):
                for part in fitted(line, width_of()):
                    click.echo(part)
    if found.interpreted != then.interpreted:
        say(f"Note: the query is understood as {found.interpreted} now, not {then.interpreted}.")
    click.get_current_context().exit(FOUND if found.holds else NOTHING)


def _titles(archive: Archive, found: Rerun) -> dict[str, str]:
    return {id: archive.statement(id).title for id in (*found.came, *found.changed)}


def text_lines(then: Receipt, found: Rerun, titles: Mapping[str, str]) -> Iterator[str]:
    """A comparison for people.

    Args:
        then: the receipt.
        found: the comparison.
        titles: of what came and what changed, by id.
    """
    yield one_line(then.citation)
    counts = [
        f"{len(ids):,} {what}"
        for ids, what in ((found.came, "came"), (found.went, "went"), (found.changed, "changed"))
        if ids
    ]
    if found.holds:
        many = f"the same {then.total:,} statements match, and say the same"
        if then.total < 2:
            many = ("still nothing matches", "the same statement matches, and says the same")[
                then.total
            ]
        of_index = "The index is the very same." if found.same_index else "The index has changed."
        yield f"It holds: {many}. {of_index}"
    else:
        yield f"It no longer holds: {', '.join(counts)}."
    before = {hit.id: hit.title for hit in then.hits}
    for sign, ids, called in (
        ("came", found.came, titles),
        ("went", found.went, before),
        ("changed", found.changed, titles),
    ):
        for id in ids:
            yield one_line(f"{sign}  {id}  {called[id]}")
