"""Options that there are not.

Lives here: the errors for them, each with what to write instead. Does not live here: telling
options from the query (`arguments`), which options go together (`asking`), what they do
(`search`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import click

_MEANT = {
    "c": "--count prints how many match",
    "f": "--files prints the ids of all that match",
    "i": "capitals make no difference; =ACT, in quotes, is just so",
    "l": "--files prints the ids of all that match",
    "m": "-n 5 shows five",
    "o": "--json has what matched",
    "q": "the exit code says whether anything matches",
    "r": "--sort oldest begins with the oldest",
    "s": "--sort newest begins with the newest",
    "v": "-word leaves a word out",
    "w": "words are always whole",
}
"""What the flags of similar commands may have been meant for."""
_DASHES = "‐‑‒–—−"


def refuse_flags(query: Sequence[str], options: Collection[str]) -> None:
    """Refuse what looks like an option among the arguments that are the query.

    Args:
        query: what stands before `--`, if that is there, and is no option.
        options: the long options there are.

    Raises:
        click.UsageError: one does.
    """
    for argument in query:
        if argument == "-n" or re.fullmatch(r"-n[=\d-].*", argument):
            raise click.UsageError(f"{argument} has no number: how many are shown is -n 5")
        if re.fullmatch(r"-[A-Za-z]", argument):
            meant = _MEANT.get(argument[1])
            hint = f" ({meant})" if meant else ""
            raise click.UsageError(
                f"there is no option {argument}{hint}; "
                f"without the word {argument[1]!r} is NOT {argument[1]}"
            )
        bare = argument.lstrip(_DASHES)
        if bare != argument and f"--{bare.partition('=')[0]}" in options:
            raise click.UsageError(f"{argument} begins with another dash: write --{bare}")
