"""`searchkit save` and `searchkit saved`: searches with a name.

Lives here: their options, what they print. Does not live here: keeping them
(`searchkit.alerts`), what is new for them (`alerts`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.arguments import taken_for
from searchkit.cli.instruments import narrowed, narrowing, print_json
from searchkit.cli.opening import index_to_read
from searchkit.cli.options import INDEX
from searchkit.cli.pages import say_notes
from searchkit.cli.places import DEFAULT, find_index
from searchkit.cli.running import FOUND, NOTHING, QuietPipe, one_line, say
from searchkit.cli.search import QueryCommand
from searchkit.cli.telling import with_notes
from searchkit.cli.terminal import fitted, width_of
from searchkit.model.errors import InvalidArgument

if TYPE_CHECKING:
    from searchkit.alerts.running import Alerts
    from searchkit.model.alerts import SavedSearch

_HELP = """Save a search, to be told of what is new for it.

The query is one of `search`, with its filters. What matches now is not new; `searchkit alerts`
tells of what comes later.

\b
  searchkit save Korea "North Korea" --mail desk@example.org
  searchkit save harbours harbour levy --minister peters
"""


@click.command(cls=QueryCommand, help=_HELP)
@click.argument("name")
@click.argument("query", nargs=-1)
@narrowing
@click.option("--mail", multiple=True, metavar="ADDRESS", help="Mail alerts to it.")
@click.option("--webhook", multiple=True, metavar="URL", help="Post alerts to it.")
@click.option("--replace", is_flag=True, help="One of this name may be there.")
@INDEX
def save(index: str | None, **options: Any) -> None:
    """Save a search, to be told of what is new for it."""
    from searchkit.alerts.delivering import check_settings
    from searchkit.alerts.running import Alerts
    from searchkit.engines.opening import open_index

    address = index_to_read(index).address
    to = [f"mailto:{one}" for one in options["mail"]] + [*options["webhook"]]
    with open_index(address) as archive:
        taken = taken_for(options["query"], archive.schema)
        common = {"query": taken.text, **narrowed(options)}
        alerts = Alerts(address)
        search = alerts.save(options["name"], **common, to=to, replace=options["replace"])
        # A first page, for what it offers: other spellings, other wordings.
        answer = with_notes(archive.search(**common, limit=1), taken, archive, common)
    now = "1 statement matches" if answer.total == 1 else f"{answer.total:,} statements match"
    click.echo(f"Saved “{one_line(search.name)}”: {now} now, and new ones will be alerts.")
    click.echo(f"Feed: {one_line(alerts.feed(search.name))}")
    say_notes(answer, options)
    for target in search.to:
        try:
            check_settings(target)
        except InvalidArgument as error:
            say(f"Note: {one_line(target)} can't be reached yet: {error}")


@click.command(cls=QuietPipe)
@click.option("--remove", "removed", metavar="NAME", help="Remove this one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@INDEX
def saved(removed: str | None, as_json: bool, index: str | None) -> None:
    """List the saved searches, or remove one.

    Under each stands what waits to be delivered, and why. The exit code is 1 where there is
    none.
    """
    from searchkit.alerts.running import Alerts

    alerts = Alerts(find_index(index) or DEFAULT)
    if removed is not None:
        alerts.remove(removed)
        click.echo(f"Removed “{one_line(removed)}”.")
        return
    found = alerts.saved()
    if as_json:
        print_json([one.to_json() | {"feed": alerts.feed(one.name)} for one in found])
    else:
        _print_saved(alerts, found)
    click.get_current_context().exit(FOUND if found else NOTHING)


def _print_saved(alerts: Alerts, found: tuple[SavedSearch, ...]) -> None:
    waiting = alerts.waiting()
    for one in found:
        click.echo(one_line(one.name))
        click.echo(f"  {one_line(one.shown)}")
        click.echo(f"  feed: {one_line(alerts.feed(one.name))}")
        for to in one.to:
            click.echo(f"  to: {one_line(to)}")
        for late in waiting:
            if late.search == one.name:
                what = f"waiting: {late.waiting:,} for {late.to or ''} ({late.what})"
                click.echo("\n".join(fitted(f"  {one_line(what)}", width_of(), 4)))
    if not found:
        say('No search is saved yet: searchkit save Korea "North Korea"')
