"""Options that several commands have.

Lives here: what they are called and what their help says. Does not live here: the
commands (`main`, `update`, `serve`).
"""

from __future__ import annotations

import click

INDEX = click.option("--index", metavar="DIR", help="The index [$SEARCHKIT_INDEX or ./index].")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
COLOR = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Mark words [auto: in a terminal].",
)
