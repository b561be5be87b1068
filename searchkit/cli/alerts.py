"""`searchkit alerts`: what is new for the saved searches.

Lives here: its options, alerts as text and JSON, going on with `--watch`. Does not live here:
what is new and who is told (`searchkit.alerts`).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from searchkit.cli.instruments import print_json
from searchkit.cli.opening import index_to_read
from searchkit.cli.options import COLOR, INDEX
from searchkit.cli.running import ERROR, FOUND, NOTHING, QuietPipe, one_line, say
from searchkit.model.errors import SearchkitError

if TYPE_CHECKING:
    from searchkit.alerts.running import Alerts
    from searchkit.cli.look import Look
    from searchkit.model.alerts import Alert, AlertRun
    from searchkit.schema.fields import Schema

LOOK = 1.0
"""Seconds between two looks at whether the index has changed."""
RETRY = 300.0
"""Seconds after which what waits is tried again."""


@click.command(cls=QuietPipe)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@click.option("--watch", is_flag=True, help="Go on, and tell whenever the index has changed.")
@click.option("--no-send", is_flag=True, help="Mail and webhooks wait for another run.")
@COLOR
@INDEX
def alerts(as_json: bool, watch: bool, no_send: bool, color: str, index: str | None) -> None:
    """Tell what is new for the saved searches, and send it.

    Run it after `searchkit index`. Each statement is told once for each search, and once more
    when it has changed. Feeds are written too; mail and webhooks are set up in the environment
    (docs/alerts.md). The exit code is 0 where something is new, 1 where nothing is, 2 where a
    search could not be made or a message was not taken; that one is tried again by the next
    run.
    """
    from searchkit.alerts.running import Alerts
    from searchkit.engines.opening import open_index

    address = index_to_read(index).address
    with open_index(address) as archive:
        schema = archive.schema
    saved = Alerts(address)
    if not saved.saved():
        say('No search is saved yet: searchkit save Korea "North Korea"')
    if watch:
        _watch(saved, address, as_json, not no_send, color, schema)
    run = _told(saved, as_json, not no_send, color, schema)
    if not run.alerts:
        if as_json:
            click.echo("[]")
        elif not run.failures:
            say("Nothing new")
    code = ERROR if run.failures else FOUND if run.alerts else NOTHING
    click.get_current_context().exit(code)


def _told(saved: Alerts, as_json: bool, deliver: bool, color: str, schema: Schema) -> AlertRun:
    def tell(found: Sequence[Alert]) -> None:
        if as_json:
            print_json([one.to_json() for one in found])
        else:
            from searchkit.cli.look import look_of

            look = look_of(color, schema)
            click.echo("\n".join(text_lines(found, look)), color=look.colour)
        # What could not be written was not told.
        sys.stdout.flush()

    run = saved.run(tell, deliver=deliver)
    for one in run.failures:
        if one.to is None:
            say(f"searchkit: {one_line(one.search)}: {one.what}")
        elif deliver:
            waiting = f"{one.waiting:,} alert{'s wait' if one.waiting != 1 else ' waits'}"
            say(f"searchkit: {one_line(one.search)}: {waiting} for {one.to}: {one.what}")
    if not deliver:
        return run._replace(failures=tuple(one for one in run.failures if one.to is None))
    return run


def _watch(
    saved: Alerts, address: str, as_json: bool, deliver: bool, color: str, schema: Schema
) -> None:
    """Tell whenever the index has changed, until the process is stopped."""
    from searchkit.engines.opening import open_index

    say("Watching the index; Ctrl-C ends it.")
    seen, again = "", 0.0
    while True:
        try:
            with open_index(address) as archive:
                stamp = archive.stamp
            if stamp != seen or (again and time.monotonic() > again):
                run = _told(saved, as_json, deliver, color, schema)
                seen = stamp
                again = time.monotonic() + RETRY if run.failures else 0.0
        except SearchkitError as error:
            # The index may be being rebuilt, or another run be under way.
            say(f"searchkit: {error}")
        time.sleep(LOOK)


def text_lines(found: Sequence[Alert], look: Look) -> Iterator[str]:
    """Alerts for people: by search, each as an entry of `search`, and what of it matched."""
    from searchkit.cli.look import hit_lines
    from searchkit.model.answer import Hit

    for number, (search, group) in enumerate(groupby(found, key=lambda one: one.search)):
        alerts = list(group)
        if number:
            yield ""
        yield look.paint("1", f"{one_line(search)}: {_counted(alerts)}")
        for one in alerts:
            yield ""
            hit = Hit(
                id=one.id,
                title=one.title,
                date=one.date,
                ministers=one.ministers,
                portfolios=one.portfolios,
                url=one.url,
                attachments=(),
                score=0.0,
                snippets=one.passages,
                fields=one.fields,
            )
            lines = list(hit_lines(hit, look, "~" if one.changed else "+"))
            yield from lines[:-1]
            if one.matched:
                told = one_line("matched: " + ", ".join(one.matched))
                yield from (f"    {line}" for line in look.lines(told, (), 0))
            yield lines[-1]


def _counted(alerts: Sequence[Alert]) -> str:
    changed = sum(one.changed for one in alerts)
    new = len(alerts) - changed
    counts = ((new, "new"), (changed, "changed"))
    return ", ".join(f"{count:,} {word}" for count, word in counts if count)
