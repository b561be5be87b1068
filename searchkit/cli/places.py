"""Where the index is.

Lives here: the places that are tried, in order. Does not live here: opening the index, or
what a command does where there is none (`opening`).
"""

from __future__ import annotations

import os
from pathlib import Path

from searchkit.engines.opening import is_index

VARIABLE = "SEARCHKIT_INDEX"
DEFAULT = "index"


def named_index(option: str | None) -> str | None:
    """The address that the option or the environment names.

    Args:
        option: `--index`.
    """
    return option or os.environ.get(VARIABLE) or None


def user_index() -> str:
    """The folder for an index in the user's data."""
    from platformdirs import user_data_path

    return str(Path(user_data_path("searchkit", appauthor=False)) / "index")


def find_index(option: str | None) -> str | None:
    """The address of the index to read: the one that is named, whether or not it is
    there; else the first that is; None where there is none.

    Args:
        option: `--index`.
    """
    named = named_index(option)
    if named:
        return named
    if is_index(DEFAULT):
        return DEFAULT
    for_user = user_index()
    return for_user if is_index(for_user) else None
