"""One generation of an index, open: its segments and what is counted once.

Lives here: what all searches of a generation share. Nothing of it changes, but for
values that are computed when first needed, so threads may share it. Does not live
here: one search (`searching`).
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from pathlib import Path

from searchkit.archive.spelling import spellings
from searchkit.errors import CorruptIndex
from searchkit.query.names import KnownNames
from searchkit.ranking.bm25f import DEFAULT, Constants, FieldWeights, Statistics, count_statistics
from searchkit.schema.fields import MINISTER, PORTFOLIO
from searchkit.segment.reader import Segment
from searchkit.storage.container import REBUILD
from searchkit.storage.manifest import Manifest, SegmentEntry


class Snapshot:
    """The open segments of one generation.

    Raises:
        CorruptIndex: a segment is missing, damaged, or not the one the manifest names.
    """

    def __init__(self, directory: Path, manifest: Manifest, constants: Constants = DEFAULT) -> None:
        self.directory = directory
        self.manifest = manifest
        self.constants = constants
        self.segments: list[Segment] = []
        for entry in manifest.segments:
            segment = Segment(directory / entry.file)
            _check_identity(segment, entry)
            self.segments.append(segment)

    def __len__(self) -> int:
        return sum(len(segment) for segment in self.segments)

    @cached_property
    def statistics(self) -> Statistics:
        """Counts and mean lengths over all segments."""
        return count_statistics(self.segments)

    @cached_property
    def weights(self) -> list[FieldWeights]:
        """The field weights of each segment."""
        return [FieldWeights(s, self.statistics, self.constants) for s in self.segments]

    @cached_property
    def known(self) -> dict[str, KnownNames]:
        """The names of ministers and portfolios."""
        return {
            MINISTER: KnownNames(MINISTER, self._names(MINISTER)),
            PORTFOLIO: KnownNames(PORTFOLIO, self._names(PORTFOLIO)),
        }

    def _names(self, field: str) -> dict[str, str]:
        """Key -> shown name; where segments differ, what most of them show."""
        spellings: dict[str, Counter[str]] = {}
        for segment in self.segments:
            column = segment.ministers if field == MINISTER else segment.portfolios
            for key, name in zip(column.keys, column.names, strict=True):
                spellings.setdefault(key, Counter())[name] += 1
        return {
            key: min(counts, key=lambda name: (-counts[name], name))
            for key, counts in spellings.items()
        }

    def spellings(self, folded: str) -> tuple[str, ...]:
        """The other spellings that the corpus has of a folded word."""
        return spellings(self.segments, folded)

    def find(self, statement_id: str) -> tuple[Segment, int] | None:
        """The segment and number of a statement."""
        for segment in self.segments:
            number = segment.number(statement_id)
            if number >= 0:
                return segment, number
        return None


def _check_identity(segment: Segment, entry: SegmentEntry) -> None:
    """Refuse a segment that is whole, but of another generation or another index.

    Raises:
        CorruptIndex: it is not the one that the manifest names.
    """
    container = segment.container
    is_named = container.size == entry.size and len(segment) == entry.statements
    if entry.checksum is not None:
        is_named &= container.checksum == entry.checksum
    if not is_named:
        raise CorruptIndex(
            "is not the file that the manifest names",
            where=str(container.path),
            remedy=REBUILD,
        )
