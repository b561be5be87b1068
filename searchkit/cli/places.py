"""Where the index is.

Lives here: the order in which places are tried, and building the sample where there
is nothing but seeds. Does not live here: opening (`searchkit.archive`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from searchkit.errors import IndexNotFound
from searchkit.storage.manifest import MANIFEST

VARIABLE = "SEARCHKIT_INDEX"
DEFAULT = Path("index")
SEEDS = Path("seeds")
MARKER, MARK = ".searchkit-seeds", "searchkit seeds"


def named_index(option: str | None) -> Path | None:
    """The index that the option or the environment names."""
    named = option or os.environ.get(VARIABLE)
    return Path(named) if named else None


def user_index() -> Path:
    """The index in the user's data folder."""
    from platformdirs import user_data_path

    return Path(user_data_path("searchkit", appauthor=False)) / "index"


def index_to_search(option: str | None, say: Callable[[str], None]) -> Path:
    """The index to search; the sample is built where there is only our seeds folder.

    Args:
        option: `--index`.
        say: prints a line for the user.

    Raises:
        IndexNotFound: there is none, with what to do.
    """
    named = named_index(option)
    if named:
        return named
    if (DEFAULT / MANIFEST).exists():
        return DEFAULT
    for_user = user_index()
    if (for_user / MANIFEST).exists():
        return for_user
    if _has_seeds():
        from searchkit.indexing.build import build_files

        say(f"No index yet: building a sample from ./{SEEDS} in ./{DEFAULT}.")
        build_files([str(SEEDS)], DEFAULT, processes=1, sample=True)
        return DEFAULT
    raise IndexNotFound(
        f"there is no index in ./{DEFAULT} nor in {for_user}",
        remedy="Build one with `searchkit index PATH`, where PATH is a folder of statements",
    )


def _has_seeds() -> bool:
    try:
        return (SEEDS / MARKER).read_text(encoding="utf-8").startswith(MARK)
    except (OSError, UnicodeDecodeError):
        return False
