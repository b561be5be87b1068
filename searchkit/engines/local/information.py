"""What `searchkit info` says about an index.

Lives here: counting. Does not live here: printing it (`searchkit.cli`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.engines.local.listing import iso_day
from searchkit.engines.local.snapshot import Snapshot
from searchkit.segment.reader import Segment
from searchkit.storage.container import FORMAT_VERSION

PARTS = {
    "stored text": ("record", "dictionary"),
    "Markdown sources": ("source",),
    "positions": ("position",),
    "forward array": ("forward",),
    "postings": ("posting",),
    "words": ("stem", "folded", "form"),
    "columns": ("date", "minister", "portfolio", "newest", "length", "field", "copy"),
    "ids and files": ("id", "digest", "file"),
}
"""What the sections of a segment are for, by the first part of their names."""


class SegmentInfo(NamedTuple):
    """A segment: its file, statements (deleted ones too), how many of them are deleted,
    words, bytes on disk.
    """

    file: str
    statements: int
    deleted: int
    words: int
    size: int


class Info(NamedTuple):
    """What an index holds.

    Attributes:
        statements: how many; deleted ones are not counted.
        deleted: deleted statements that still take room.
        terms: distinct stems.
        words: all of them.
        size: bytes on disk.
        sizes: the same by part.
        segments: how many.
        files: each segment.
        generation: how often something was published.
        first_date, last_date: "YYYY-MM-DD", or None where no date is known.
        unknown_dates: statements without a date.
        format: version of the format on disk.
        sample: whether it was built from the seeds.
        roots: where the statements came from: name -> path.
    """

    statements: int
    deleted: int
    terms: int
    words: int
    size: int
    sizes: dict[str, int]
    segments: int
    files: tuple[SegmentInfo, ...]
    generation: int
    first_date: str | None
    last_date: str | None
    unknown_dates: int
    format: int
    sample: bool
    roots: dict[str, str]


def information(snapshot: Snapshot) -> Info:
    """See `Archive.info`."""
    segments, manifest = snapshot.segments, snapshot.manifest
    parts = [s.dates[s.alive(np.arange(len(s)))] for s in segments]
    dates = np.concatenate(parts) if parts else np.zeros(0, np.int32)
    known = dates[dates > 0]
    listed = tuple(map(_segment_info, segments))
    tombstones = manifest.tombstones.size if manifest.tombstones else 0
    return Info(
        statements=len(snapshot),
        deleted=sum(one.deleted for one in listed),
        terms=len(set().union(*map(_live_stems, segments))),
        words=sum(one.words for one in listed),
        size=sum(one.size for one in listed) + tombstones,
        sizes=_sizes(segments, tombstones),
        segments=len(segments),
        files=listed,
        generation=manifest.generation,
        first_date=iso_day(int(known.min())) if known.size else None,
        last_date=iso_day(int(known.max())) if known.size else None,
        unknown_dates=len(snapshot) - int(known.size),
        format=FORMAT_VERSION,
        sample=manifest.sample,
        roots=dict(manifest.roots),
    )


def _segment_info(segment: Segment) -> SegmentInfo:
    words = segment.live_sum(segment.title_lengths) + segment.live_sum(segment.body_lengths)
    return SegmentInfo(
        file=segment.container.path.name,
        statements=len(segment),
        deleted=len(segment) - segment.live_count,
        words=words,
        size=segment.container.size,
    )


def _live_stems(segment: Segment) -> set[bytes]:
    stems = list(segment.dictionary.stems)
    if segment.live is None:
        return set(stems)
    return {stem for i, stem in enumerate(stems) if segment.document_frequency(i)}


def _sizes(segments: list[Segment], tombstones: int) -> dict[str, int]:
    sizes = dict.fromkeys([*PARTS, "tombstones", "other"], 0)
    part_of = {first: part for part, names in PARTS.items() for first in names}
    for segment in segments:
        container = segment.container
        rest = container.size
        for name in container.names():
            part = part_of.get(name.split(".")[0], "other")
            sizes[part] += container.nbytes(name)
            rest -= container.nbytes(name)
        sizes["other"] += rest
    sizes["tombstones"] = tombstones
    return sizes
