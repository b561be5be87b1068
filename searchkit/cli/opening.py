"""Opening the index that a command reads.

Lives here: what a command does where there is none yet: it builds the sample from the
seeds, and says so. Does not live here: where an index is looked for (`places`), opening
one (`searchkit.engines.opening`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from searchkit.cli.places import DEFAULT, find_index, user_index
from searchkit.cli.running import say
from searchkit.model.errors import IndexNotFound

if TYPE_CHECKING:
    from searchkit.engines.protocol import Archive

SEEDS = Path("seeds")
MARKER, MARK = ".searchkit-seeds", "searchkit seeds"


class Place(NamedTuple):
    """The address of an index, and whether it was built from the seeds just now."""

    address: str
    just_built: bool = False


def index_to_read(option: str | None) -> Place:
    """The index to read; the sample is built where there is nothing but our seeds.

    Args:
        option: `--index`.

    Raises:
        IndexNotFound: there is none, with what to do.
    """
    found = find_index(option)
    if found is not None:
        return Place(found)
    if _has_seeds():
        _build_sample()
        return Place(DEFAULT, just_built=True)
    raise IndexNotFound(
        f"there is no index in ./{DEFAULT} nor in {user_index()}",
        remedy="Build one with `searchkit index PATH`, where PATH is a folder of statements",
    )


def open_to_read(option: str | None) -> Archive:
    """The index to read, open.

    Args:
        option: `--index`.

    Raises:
        SearchkitError: as `index_to_read` and `searchkit.open`.
    """
    from searchkit.engines.opening import open_index

    return open_index(index_to_read(option).address)


def _has_seeds() -> bool:
    """Whether there is a folder of seeds that is ours."""
    try:
        return (SEEDS / MARKER).read_text(encoding="utf-8").startswith(MARK)
    except (OSError, UnicodeDecodeError):
        return False


def _build_sample() -> None:
    """Build the sample in the default place, and say so."""
    from searchkit.engines.opening import folder_of
    from searchkit.indexing.build import build_files

    report = build_files([str(SEEDS)], folder_of(DEFAULT), processes=1, sample=True)
    say(
        f"No index yet: built ./{DEFAULT} from ./{SEEDS}, a sample of {report.total} "
        "statements.\nFor your own: `searchkit index PATH`."
    )
