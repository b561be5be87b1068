"""Where the index is.

Lives here: the order in which places are tried, and building the sample where there
is nothing but seeds. Does not live here: opening (`searchkit.engines.local`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from searchkit.model.errors import IndexNotFound
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


class Place(NamedTuple):
    """Where the index is, and whether it was built from the seeds just now."""

    path: Path
    just_built: bool = False


def index_to_search(option: str | None, say: Callable[[str], None]) -> Place:
    """The index to search; the sample is built where there is only our seeds folder.

    Args:
        option: `--index`.
        say: prints a line for the user.

    Raises:
        IndexNotFound: there is none, with what to do.
    """
    named = named_index(option)
    if named:
        return Place(named)
    if (DEFAULT / MANIFEST).exists():
        return Place(DEFAULT)
    for_user = user_index()
    if (for_user / MANIFEST).exists():
        return Place(for_user)
    if _has_seeds():
        from searchkit.indexing.build import build_files

        report = build_files([str(SEEDS)], DEFAULT, processes=1, sample=True)
        say(
            f"No index yet: built ./{DEFAULT} from ./{SEEDS}, a sample of {report.total} "
            "statements.\nFor your own: `searchkit index PATH`."
        )
        return Place(DEFAULT, just_built=True)
    raise IndexNotFound(
        f"there is no index in ./{DEFAULT} nor in {for_user}",
        remedy="Build one with `searchkit index PATH`, where PATH is a folder of statements",
    )


def _has_seeds() -> bool:
    try:
        return (SEEDS / MARKER).read_text(encoding="utf-8").startswith(MARK)
    except (OSError, UnicodeDecodeError):
        return False
