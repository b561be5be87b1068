"""Options that several commands have, and those that come from the schema.

Lives here: what they are called and what their help says. Options must exist before an
index is open, so they are those of the default schema. Does not live here: the commands
(`main`, `search`, `update`, `serve`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from searchkit.schema.fields import DEFAULT

Command = TypeVar("Command", bound=Callable[..., object])

INDEX = click.option("--index", metavar="DIR", help="The index [$SEARCHKIT_INDEX or ./index].")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
FIELDS = DEFAULT.names
"""The fields of names: each is an option of `search` and a command of `searchkit`."""
_HELPS = {"person": "Only theirs.", "label": "Only in it."}


def name_filters(command: Command) -> Command:
    """An option for each field of names; given again, either will do."""
    for field in reversed(FIELDS):
        option = click.option(
            f"--{field.query}", multiple=True, metavar="NAME", help=_HELPS[field.kind]
        )
        command = option(command)
    return command
