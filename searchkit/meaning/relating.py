"""Making the file of wordings.

Lives here: one run, and when one is due. Does not live here: its steps (`phrases`, `contexts`,
`model`), the file (`related`).

Wordings change slowly, and what is offered is counted when it is offered: so they are made again
only once the index has grown or shrunk by a tenth, or another model is used.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from searchkit.meaning.contexts import directions
from searchkit.meaning.lexicon import Lexicon
from searchkit.meaning.model import SentenceModel
from searchkit.meaning.phrases import LEAST, frequent_phrases
from searchkit.meaning.publishing import publish_beside
from searchkit.meaning.related import joined_directions, open_wordings, write_wordings
from searchkit.model.errors import CorruptIndex
from searchkit.schema.analysis import versions
from searchkit.segment.blame import blaming
from searchkit.segment.opening import open_segments
from searchkit.storage.disk import SYSTEM, Disk
from searchkit.storage.manifest import FileEntry, Manifest, read_manifest

CHANGED = 0.1
"""The part by which an index has to have grown or shrunk."""
LEAST_WAIT = 60.0
"""Seconds to wait for another writer where work is done already."""

log = logging.getLogger(__name__)


def build_related(
    directory: Path,
    model: SentenceModel,
    *,
    least: int = LEAST,
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    wait: float = 0.0,
    disk: Disk = SYSTEM,
) -> int | None:
    """Make the wordings of an index where that is due.

    Args:
        directory: the index.
        model: that says what phrases mean.
        least: occurrences of a phrase.
        processes: how many phrases are read at once; None: one for each core.
        progress: called with (phrases read, phrases in all).
        wait: seconds to wait for another writer.
        disk: where they are written.

    Returns:
        how many there are now; None where those that were there will do.

    Raises:
        ModelError: the model can't be run.
        IndexLocked: another process is writing to the index.
        SearchkitError: it can't be read or written.
    """
    manifest = read_manifest(directory, versions())
    segments = open_segments(directory, manifest)
    statements = sum(segment.live_count for segment in segments)
    if _will_do(directory, manifest, model.digest, statements):
        return None
    with blaming(segments):
        words = Lexicon(segments)
        phrases = frequent_phrases(words, least)
        log.info("%d phrases", len(phrases))
        around = directions(words, phrases)
    meant = np.zeros((len(phrases), model.dimensions), np.int8)
    with ThreadPoolExecutor(processes or os.cpu_count() or 1) as pool:
        for number, vector in enumerate(pool.map(model.vector, [one.shown for one in phrases])):
            meant[number] = vector
            if progress:
                progress(number + 1, len(phrases))
    found = joined_directions(meant, around)

    def write(path: Path) -> FileEntry:
        return write_wordings(path, phrases, found, model.digest, statements, disk)

    publish_beside(directory, "related", write, max(wait, LEAST_WAIT), disk)
    return len(phrases)


def _will_do(directory: Path, manifest: Manifest, model: str, statements: int) -> bool:
    """Whether the wordings that are there need not be made again."""
    if manifest.related is None:
        return False
    try:
        before = open_wordings(directory, manifest.related)
        before.check()
    except CorruptIndex as error:
        log.info("the wordings are made again: %s", error)
        return False
    return before.model == model and abs(statements - before.statements) <= CHANGED * max(
        1, before.statements
    )
