"""The indexes that ranking is judged on: each engine's, of each collection, built once.

Lives here: building them when first asked for, and opening them. Does not live here:
the engines (`peers`), the documents (`data`).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from benchmarks.data import TOPICS_NAME, classic_documents, corpus_folder
from benchmarks.peers import OpenIndex, peer

DONE = ".done"


class Indexes:
    """
    A folder of indexes.

    What an earlier run left there is used again, which is right only while the
    engines are the same: take a new folder after changing how searchkit indexes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[tuple[str, str], OpenIndex] = {}

    def path(self, engine: str, collection: str) -> Path:
        """The index of a collection (or of the corpus, for the topics), built by now."""
        path = self._folder / collection / engine
        done = path.with_name(engine + DONE)
        if not done.exists():
            shutil.rmtree(path, ignore_errors=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            builder = peer(engine)
            if collection == TOPICS_NAME:
                builder.build(corpus_folder(), path, os.cpu_count() or 1)
            else:
                builder.build_documents(classic_documents(collection), path)
            done.touch()
        return path

    def opened(self, engine: str, collection: str) -> OpenIndex:
        """The same, open; stays so."""
        key = (engine, collection)
        if key not in self._open:
            self._open[key] = peer(engine).open(self.path(engine, collection))
        return self._open[key]

    def close(self) -> None:
        for opened in self._open.values():
            opened.close()
        self._open.clear()
