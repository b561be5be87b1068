"""The index before a run: what it holds, and where.

Lives here: reading it, whatever state it is in. Does not live here: what has changed
since (`changes`), the new one (`commit`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from searchkit.model.errors import CorruptIndex, IncompatibleIndex, IndexNotFound
from searchkit.schema.analysis import versions
from searchkit.segment.opening import open_segments
from searchkit.segment.reader import Segment
from searchkit.storage.manifest import Manifest, read_manifest


class Place(NamedTuple):
    """Where a statement is: its segment's place in the manifest, its number there."""

    segment: int
    doc: int


class Old:
    """The index before a run; an empty one where there is none.

    Attributes:
        directory: where it is.
        manifest: of generation 0 where there is none.
        segments: open.
        was_sample: whether it was a sample, of which nothing is kept.
        unusable: why nothing of it can be kept, or None.
    """

    def __init__(
        self,
        directory: Path,
        manifest: Manifest,
        segments: Sequence[Segment] = (),
        *,
        was_sample: bool = False,
        unusable: str | None = None,
    ) -> None:
        self.directory = directory
        self.manifest = manifest
        self.segments = list(segments)
        self.was_sample = was_sample
        self.unusable = unusable

    def forgotten(self, *, unusable: str | None = None) -> Old:
        """The same with nothing to keep."""
        empty = Manifest(self.manifest.generation, versions(), (), {})
        return Old(
            self.directory,
            empty,
            was_sample=self.was_sample,
            unusable=unusable or self.unusable,
        )

    @cached_property
    def places(self) -> dict[str, Place]:
        """Where each live statement is, by its id."""
        found: dict[str, Place] = {}
        for number, segment in enumerate(self.segments):
            ids = segment.ids()
            for doc in segment.alive(np.arange(len(segment))).tolist():
                found[ids[doc]] = Place(number, doc)
        return found

    def inside(self, prefixes: Sequence[str]) -> dict[str, Place]:
        """The same for the statements whose ids begin with one of `prefixes`."""
        folders = tuple(prefix for prefix in prefixes if prefix.endswith("/"))
        whole = set(prefixes)
        places = self.places.items()
        return {i: place for i, place in places if i.startswith(folders) or i in whole}

    def digest(self, place: Place) -> int:
        """What changes when what a statement was made from does."""
        return int(self.segments[place.segment].source_digests[place.doc])


def previous(directory: Path, *, verify: bool = False) -> Old:
    """The index that is there, if this program can read it.

    Args:
        directory: where it is.
        verify: compare everything in it with its checksum.
    """
    nothing = Manifest(0, versions(), (), {})
    try:
        manifest = read_manifest(directory, versions())
        segments = open_segments(directory, manifest)
        for segment in segments if verify else ():
            segment.container.verify_all()
    except IndexNotFound:
        return Old(directory, nothing)
    except (CorruptIndex, IncompatibleIndex) as error:
        return Old(directory, nothing, unusable=f"{error.where}: {error.what}")
    return Old(directory, manifest, segments, was_sample=manifest.sample)


def inside(statement_id: str, prefixes: Sequence[str]) -> bool:
    """Whether an id begins with one of `prefixes`; one without a slash at its end is a
    whole id.
    """
    return any(
        statement_id.startswith(prefix) if prefix.endswith("/") else statement_id == prefix
        for prefix in prefixes
    )
