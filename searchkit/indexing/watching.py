"""`searchkit index --watch`: bringing the index up to date whenever files change.

Lives here: waiting for changes. Does not live here: what a run does (`build`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from searchkit.corpus.files import PROFILE_FILE, SUFFIXES, parse_root
from searchkit.model.errors import SearchkitError

GATHER = 300
"""Milliseconds to wait for more changes after the first, so that a copied folder is one run."""


def watch(paths: Sequence[str], run: Callable[[], None], *, stop: Event | None = None) -> None:
    """Call `run` whenever something has changed under `paths`, until `stop` is set.

    Args:
        paths: `PATH` or `NAME=PATH` each.
        run: brings the index up to date with them.
        stop: ends the waiting.

    Raises:
        SearchkitError: the package `watchfiles` is not installed.
    """
    try:
        from watchfiles import watch as changes
    except ImportError:
        raise SearchkitError(
            "watching needs the package watchfiles",
            remedy='Install it: pip install "searchkit[watch]"',
        ) from None
    folders = [parse_root(path).path for path in paths]
    for _ in changes(
        *folders,
        watch_filter=_concerns_us,
        debounce=GATHER,
        step=50,
        stop_event=stop,
        raise_interrupt=False,
    ):
        run()


def _concerns_us(_: object, path: str) -> bool:
    """Whether a change concerns a statement, a folder or the profile beside the statements."""
    name = Path(path).name
    if name.startswith("."):
        return False
    if name == PROFILE_FILE or name.lower().endswith(SUFFIXES):
        return True
    return not Path(path).is_file()
