"""The generation of the index that is served, and following it to the next one.

Lives here: noticing that another manifest was published, opening what it names beside
what is open, warming it up, taking turns. Answers in flight keep the generation they
began with. Does not live here: opening itself (`searchkit.engines.local`).
"""

from __future__ import annotations

import logging
import threading
import time
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from searchkit.engines.local.archive import Archive, open_archive
from searchkit.model.answer import Facets
from searchkit.model.errors import SearchkitError
from searchkit.storage.manifest import MANIFEST

LOG = logging.getLogger("searchkit.web")
INTERVAL = 0.5
"""Seconds between two looks at the manifest."""

Stamp = tuple[int, int, int]


class Generation:
    """An open generation, and what pages need of it that a search does not give.

    Attributes:
        archive: open; nobody closes it: it goes when the last answer from it is gone.
        tag: short text that no other generation has.
    """

    def __init__(self, archive: Archive, stamp: Stamp) -> None:
        self.archive = archive
        self.stamp = stamp
        self.tag = blake2b(repr(stamp).encode(), digest_size=6).hexdigest()

    @cached_property
    def facets(self) -> Facets:
        """Ministers, portfolios and years of all statements."""
        facets = self.archive.facets().facets
        assert facets is not None
        return facets

    @cached_property
    def years(self) -> dict[int, int]:
        """How many statements each year has, for those that have any, in order."""
        return {int(year): count for year, count in self.facets["year"]}

    def warm(self) -> None:
        """Do once what the first answers would have to do."""
        _ = self.years
        with_words = self.archive.search("a", facets=True, limit=1)
        if len(with_words):
            self.archive.matches(with_words[0].id, "a")
        self.archive.completions("aa")


class Generations:
    """Follows an index from generation to generation.

    Raises:
        IndexNotFound, CorruptIndex, IncompatibleIndex: it can't be opened now. Later
            failures leave the generation that is open, and are logged once each.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._looked = time.monotonic()
        self._failed: Stamp | None = None
        self._current = self._open(None)

    def current(self) -> Generation:
        """The generation to answer from; a newer one is opened in the background."""
        now = time.monotonic()
        if now - self._looked >= INTERVAL:
            self._looked = now
            stamp = self._stamp()
            if stamp not in (None, self._current.stamp, self._failed):
                threading.Thread(target=self.follow, daemon=True).start()
        return self._current

    def follow(self) -> None:
        """Open the newest generation, unless it is open."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            stamp = self._stamp()
            if stamp is not None and stamp != self._current.stamp:
                try:
                    self._current = self._open(self._current.archive)
                    LOG.info("following: %s statements", f"{len(self._current.archive):,}")
                except (SearchkitError, OSError) as error:
                    self._failed = stamp
                    LOG.error("the new generation can't be opened, the last one stays: %s", error)
        finally:
            self._lock.release()

    def _stamp(self) -> Stamp | None:
        """What tells one published manifest from another; None where there is none."""
        try:
            found = (self._directory / MANIFEST).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def _open(self, last: Archive | None) -> Generation:
        while True:
            before = self._stamp()
            archive = last.newer() or last if last else open_archive(self._directory)
            if before == self._stamp() and before is not None:
                break
        generation = Generation(archive, before)
        generation.warm()
        return generation
