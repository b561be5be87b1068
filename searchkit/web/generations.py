"""The generation of the index that is served, and following it to the next one.

Lives here: noticing that the index has a newer state, opening it beside the one that is
open, warming it up, taking turns. Answers in flight keep the generation they began with.
Does not live here: opening itself (`searchkit.engines.opening`), telling one state from
another (`searchkit.engines.protocol`).
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress
from functools import cached_property

from searchkit.engines.opening import open_index
from searchkit.engines.protocol import Archive
from searchkit.model.errors import SearchkitError
from searchkit.model.facets import Facets
from searchkit.rendering.facets import YEAR
from searchkit.schema.fields import Schema
from searchkit.web.questions import Subjects, subjects

LOG = logging.getLogger("searchkit.web")
WARM = (
    *("a", "aa bb", '"aa bb"', "aa OR bb -cc", "aab*", "aab?b", "aabbccdd~1", "=aa", "aa^2"),
    *("aa NEAR/3 bb", '"aa (bb OR cc)"~2', "title:aa", "date:2007", "aabbccddee"),
)
"""Queries of each kind, which cost next to nothing. What they need is loaded by them: once
other threads are searching, loading takes a hundred times as long."""
INTERVAL = 0.5
"""Seconds between two looks for a newer state."""


class Generation:
    """An open generation, and what pages need of it that a search does not give.

    Attributes:
        archive: open. It is never closed: it goes when the last answer from it is gone.
        schema: the fields of its statements.
        stamp: short text that no other generation has.
        changed: when it was written; None: unknown.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.schema: Schema = archive.schema
        self.stamp = archive.stamp
        self.changed = archive.changed

    @cached_property
    def facets(self) -> Facets:
        """Names and years of all statements."""
        facets = self.archive.facets().facets
        assert facets is not None
        return facets

    @cached_property
    def years(self) -> dict[int, int]:
        """How many statements each year has, for those that have any, in order."""
        return {int(year): count for year, count in self.facets[YEAR]}

    @cached_property
    def subjects(self) -> Subjects:
        """What its front page asks about."""
        return subjects(self.archive, self.facets)

    @cached_property
    def fingerprint(self) -> str:
        """Which statements it holds, and in which versions."""
        from searchkit.alerts.contents import fingerprint

        return fingerprint(self.archive)

    def warm(self) -> None:
        """Do now what the first answers would have to do."""
        _ = self.years
        for query in WARM:
            with suppress(SearchkitError):  # An index may have other fields.
                self.archive.search(query, facets=True, limit=1)
        for _hit in self.archive.stream(f"{WARM[0]} aa"):
            break
        with_words = self.archive.search("a", facets=True, limit=1)
        if len(with_words):
            self.archive.matches(with_words[0].id, "a")
        self.archive.completions("aa")
        with suppress(SearchkitError):  # An index may have no words, and no days.
            self.archive.concordance("a", sort="right1")[:1]
            self.archive.trend("a")
            self.archive.first("aa")
            self.archive.collocates("aa")
            self.archive.keywords("aa")
        _ = self.subjects


class Generations:
    """Follows an index from generation to generation.

    Raises:
        IndexNotFound, CorruptIndex, IncompatibleIndex: it can't be opened now. Later
            failures leave the generation that is open, and are logged once each.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._looked = time.monotonic()
        self._failed: str | None = None
        self._current = self._open(None)

    def current(self) -> Generation:
        """The generation to answer from; a newer one is opened in the background."""
        now = time.monotonic()
        if now - self._looked >= INTERVAL:
            self._looked = now
            if self._latest() not in (self._current.stamp, self._failed):
                threading.Thread(target=self.follow, daemon=True).start()
        return self._current

    def follow(self) -> None:
        """Open the newest generation, unless it is open."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            latest = self._latest()
            if latest != self._current.stamp:
                try:
                    self._current = self._open(self._current.archive)
                    LOG.info("following: %s statements", f"{len(self._current.archive):,}")
                except (SearchkitError, OSError) as error:
                    self._failed = latest
                    LOG.error("the new generation can't be opened, the last one stays: %s", error)
        finally:
            self._lock.release()

    def _latest(self) -> str:
        """The stamp of the newest state, or why it can't be opened: either tells it from the
        state that is open.
        """
        try:
            return self._current.archive.latest()
        except SearchkitError as error:
            return str(error)

    def _open(self, last: Archive | None) -> Generation:
        archive = last.newer() or last if last else open_index(self._address)
        generation = Generation(archive)
        generation.warm()
        return generation
