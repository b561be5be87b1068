"""One generation of an index, open: its segments and what is counted once.

Lives here: what all searches of a generation share. Nothing of it changes, but for
values that are computed when first needed, so threads may share it. Does not live
here: one search (`searching`).
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from searchkit.counting.facets import FacetNames
from searchkit.engines.local.spelling import spellings
from searchkit.query.language.whoosh_schema import MINISTER, PORTFOLIO
from searchkit.query.names import KnownNames
from searchkit.ranking.bm25f import DEFAULT, Constants, FieldWeights, Statistics, count_statistics
from searchkit.segment.opening import open_segments
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array
from searchkit.storage.manifest import Manifest


class Snapshot:
    """The open segments of one generation.

    Args:
        directory: of the index.
        manifest: which files it is.
        constants: of ranking.
        before: a snapshot whose files need not be opened again where they still serve.

    Raises:
        CorruptIndex: a segment is missing, damaged, or not the one the manifest names.
    """

    def __init__(
        self,
        directory: Path,
        manifest: Manifest,
        constants: Constants = DEFAULT,
        before: Snapshot | None = None,
    ) -> None:
        self.directory = directory
        self.manifest = manifest
        self.constants = constants
        known: list[Segment] = before.segments if before else []
        self.segments: list[Segment] = open_segments(directory, manifest, known)

    def __len__(self) -> int:
        return sum(segment.live_count for segment in self.segments)

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
        """Key -> shown name: the commonest spelling, the first of equals."""
        counted: dict[tuple[str, str], float] = {}
        for segment in self.segments:
            column = segment.ministers if field == MINISTER else segment.portfolios
            live: Array | slice = slice(None) if segment.live is None else segment.live
            keys = map(column.keys.__getitem__, column.key_of_spelling.tolist())
            counts = column.count_spellings(live).tolist()
            for key, name, count in zip(keys, column.spellings, counts, strict=True):
                if count:
                    counted[key, name] = counted.get((key, name), 0) + count
        rows = sorted((-count, name, key) for (key, name), count in counted.items())
        # The best comes last here, and stays.
        return {key: name for _, name, key in reversed(rows)}

    @cached_property
    def facet_names(self) -> dict[str, FacetNames]:
        """The names of ministers and portfolios, as facets count them."""
        return {
            field: FacetNames(
                [s.ministers if field == MINISTER else s.portfolios for s in self.segments],
                self.known[field].shown,
            )
            for field in (MINISTER, PORTFOLIO)
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
