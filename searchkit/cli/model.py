"""`searchkit model`: the sentence model that `--meaning` needs.

Lives here: its commands, and their options. Does not live here: fetching
(`searchkit.meaning.fetching`), using it (`search`, `update`).
"""

from __future__ import annotations

from pathlib import Path

import click

from searchkit.cli.running import QuietPipe


@click.group()
def model() -> None:
    """Get the sentence model that `--meaning` needs."""


@model.command(cls=QuietPipe)
@click.option("--to", metavar="DIR", help="The folder for it [one in your data].")
def fetch(to: str | None) -> None:
    """Fetch all-MiniLM-L6-v2 (90 MB) from huggingface.co.

    Only this command uses the network, and only when it is run. Each file is verified
    before it is kept.
    """
    from searchkit.meaning.fetching import COMMIT, LICENCE, REPOSITORY, fetch_model
    from searchkit.meaning.places import fetched_model

    folder = Path(to) if to else fetched_model()
    if fetch_model(folder):
        click.echo(f"{folder}: {REPOSITORY} at {COMMIT[:12]} ({LICENCE})")
    else:
        click.echo(f"{folder}: it is there already")
