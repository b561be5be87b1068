"""What `searchkit info` says about an index.

Lives here: counting. Does not live here: printing it (`searchkit.cli`).
"""

from __future__ import annotations

import numpy as np

from searchkit.engines.local.listing import iso_day
from searchkit.engines.local.snapshot import Snapshot
from searchkit.model.information import FieldInfo, Info, SegmentInfo
from searchkit.profiles.profile import NAME, PERSON
from searchkit.schema.fields import Day, Field, Names, Schema, Text
from searchkit.schema.speakers import COLUMN
from searchkit.segment.reader import Segment
from searchkit.storage.container import FORMAT_VERSION

_PARTS = {
    "stored text": ("record", "dictionary", "text"),
    "Markdown sources": ("source",),
    "positions": ("position",),
    "forward array": ("forward",),
    "postings": ("posting",),
    "words": ("stem", "folded", "form"),
    "columns": ("newest", "length", "field", "copy", "variant"),
    "ids and files": ("id", "digest", "file"),
}

_QUOTATIONS = "quotations"
"""A part that only an index has that was asked for it."""


def _parts(schema: Schema) -> dict[str, tuple[str, ...]]:
    """What the sections of a segment are for, by the first part of their names."""
    names = tuple(field.query for field in schema.names)
    spoken = ("spoken", COLUMN)
    return {
        **_PARTS,
        _QUOTATIONS: spoken,
        "columns": (schema.day.name, "day", *names, *_PARTS["columns"]),
    }


def information(snapshot: Snapshot) -> Info:
    """See `Archive.info`."""
    segments, manifest = snapshot.segments, snapshot.manifest
    parts = [s.dates[s.alive(np.arange(len(s)))] for s in segments]
    dates = np.concatenate(parts) if parts else np.zeros(0, np.int32)
    known = dates[dates > 0]
    listed = tuple(map(_segment_info, segments))
    tombstones = manifest.tombstones.size if manifest.tombstones else 0
    beside = {"vectors": manifest.vectors, "wordings": manifest.related}
    further = {name: entry.size for name, entry in beside.items() if entry}
    return Info(
        statements=len(snapshot),
        deleted=sum(one.deleted for one in listed),
        terms=len(set().union(*map(_live_stems, segments))),
        words=sum(one.words for one in listed),
        size=sum(one.size for one in listed) + tombstones + sum(further.values()),
        sizes=_sizes(segments, tombstones) | further,
        segments=len(segments),
        files=listed,
        generation=manifest.generation,
        first_date=iso_day(int(known.min())) if known.size else None,
        last_date=iso_day(int(known.max())) if known.size else None,
        unknown_dates=len(snapshot) - int(known.size),
        format=FORMAT_VERSION,
        sample=manifest.sample,
        roots=dict(manifest.roots),
        profile=snapshot.schema.profile.name,
        fields=tuple(_field_info(field, segments) for field in snapshot.schema.fields),
    )


def _field_info(field: Field, segments: list[Segment]) -> FieldInfo:
    match field:
        case Text(name=name, query=query):
            kind = "text"
            holding = [one.lengths[name].astype(bool).nonzero()[0] for one in segments]
        case Names(name=name, query=query):
            kind = PERSON if field.kind == "person" else NAME
            holding = [one.names[query].with_any() for one in segments]
        case Day(name=name, query=query):
            kind = "date"
            holding = [one.dates_of[query].nonzero()[0] for one in segments]
    alive = zip(segments, holding, strict=True)
    return FieldInfo(name, kind, query, sum(int(one.alive(docs).size) for one, docs in alive))


def _segment_info(segment: Segment) -> SegmentInfo:
    words = sum(segment.live_sum(lengths) for lengths in segment.lengths.values())
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
    sizes = dict.fromkeys([*_PARTS, "tombstones", "other"], 0)
    if any(segment.spoken.known for segment in segments):
        sizes[_QUOTATIONS] = 0
    for segment in segments:
        part_of = {
            first: part for part, firsts in _parts(segment.schema).items() for first in firsts
        }
        container = segment.container
        rest = container.size
        for name in container.names():
            part = part_of.get(name.split(".")[0], "other")
            sizes[part] += container.nbytes(name)
            rest -= container.nbytes(name)
        sizes["other"] += rest
    sizes["tombstones"] = tombstones
    return sizes
