"""What ranking knows of a whole index.

Lives here: counts over all segments, and the weights that follow from them. Does not live
here: the formulas (`bm25f`, `searchkit.kernels.scores`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from searchkit.kernels import scores
from searchkit.ranking.bm25f import Constants
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array


class Statistics(NamedTuple):
    """Counted over all live statements of an index, in whichever segments they are.

    Attributes:
        statements: how many.
        lengths: the mean length of each text, in words; at least 1.
    """

    statements: int
    lengths: tuple[float, ...]


def count_statistics(segments: Sequence[Segment]) -> Statistics:
    """The statistics of an index of these segments."""
    statements = sum(segment.live_count for segment in segments)
    n = max(1, statements)
    columns = zip(*(segment.lengths.values() for segment in segments), strict=True)
    totals = [
        sum(segment.live_sum(lengths) for segment, lengths in zip(segments, column, strict=True))
        for column in columns
    ]
    return Statistics(statements, tuple(max(1.0, total / n) for total in totals))


def text_weights(
    segment: Segment, statistics: Statistics, constants: Constants
) -> tuple[Array, ...]:
    """For each text, what one occurrence weighs in that text of each statement (float32)."""
    title, body = (constants.b_title, constants.title_weight), constants.b_body
    return tuple(
        scores.occurrence_weights(lengths, mean, *((body, text.weight) if place else title))
        for place, (text, lengths, mean) in enumerate(
            zip(segment.schema.texts, segment.lengths.values(), statistics.lengths, strict=True)
        )
    )
