"""What all commands about words share: `concordance`, `associations`, `trend` and `first`.

Lives here: the options that narrow a query, what they ask of an archive, the page that is
wanted, notes and JSON. Does not live here: options and output of one command alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.running import escaped, is_utf8, say
from searchkit.cli.search import name_filters, named

if TYPE_CHECKING:
    from searchkit.model.answer import Note

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    name_filters,
    click.option("--since", metavar="DATE", help="From then on."),
    click.option("--until", metavar="DATE", help="Up to then."),
    click.option("--any", "any_word", is_flag=True, help="Any word is enough."),
    click.option("--variants", is_flag=True, help="Other ways to write the words will do."),
)


def narrowing(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that narrow a query, or widen it."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def narrowed(options: Mapping[str, Any]) -> dict[str, Any]:
    """What those options ask, as arguments of an archive."""
    return {
        "any_word": options["any_word"],
        "variants": options["variants"],
        "where": named(options),
        "since": options["since"],
        "until": options["until"],
    }


def only_one(options: Mapping[str, Any], outputs: Mapping[str, str]) -> None:
    """Refuse several outputs.

    Args:
        options: as they were given.
        outputs: the name of each, by its option.

    Raises:
        click.UsageError: naming them.
    """
    given = [name for option, name in outputs.items() if options[option]]
    if len(given) > 1:
        count = "two" if len(given) == 2 else str(len(given))
        raise click.UsageError(f"{' and '.join(given)} are {count} outputs: choose one")


LISTS = {"csv": "--csv", "as_json": "--json"}
"""The outputs of a list of rows."""


def part_of(options: Mapping[str, Any], count: int, page_size: int) -> range:
    """The numbers of the rows that `-n` and `--page` ask for: without them a page, of CSV all."""
    limit, page = options["limit"], options["page"] or 1
    if limit is None:
        limit = 0 if options["csv"] and options["page"] is None else page_size
    if not limit:
        return range(count if page == 1 else 0)
    return range(count)[(page - 1) * limit : page * limit]


def say_notes(notes: Iterable[Note]) -> None:
    """Say what the user should know."""
    for note in notes:
        say(f"Note: {note.message}.")


def print_json(values: object) -> None:
    """Print one JSON object."""
    click.echo(escaped(json.dumps(values, ensure_ascii=not is_utf8())))
