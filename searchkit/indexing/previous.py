"""The index before a run: what it holds, what of it is kept.

Lives here: reading it, whatever state it is in. Does not live here: the new one
(`build`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from searchkit.errors import CorruptIndex, IncompatibleIndex, IndexNotFound
from searchkit.schema.analysis import versions
from searchkit.segment.reader import Segment
from searchkit.statement import Statement
from searchkit.storage.manifest import Manifest, read_manifest

Digests = dict[str, int]
"""By id: a number that changes when what the statement was made from does."""


class Old(NamedTuple):
    """The index before a run; an empty one where there is none.

    Attributes:
        directory: where it is.
        manifest: of generation 0 where there is none.
        segments: open.
        was_sample: whether it was a sample, of which nothing is kept.
        unusable: why nothing of it can be kept, or None.
    """

    directory: Path
    manifest: Manifest
    segments: tuple[Segment, ...] = ()
    was_sample: bool = False
    unusable: str | None = None

    def forgotten(self, *, sample: bool = False, unusable: str | None = None) -> Old:
        """The same with nothing to keep."""
        empty = Manifest(self.manifest.generation, versions(), (), {})
        return Old(self.directory, empty, (), sample, unusable)

    def digests(self) -> Digests:
        """What each statement was made from."""
        return {
            segment.id(doc): int(segment.source_digests[doc])
            for segment in self.segments
            for doc in range(len(segment))
        }


def previous(directory: Path) -> Old:
    """The index that is there, if this program can read it."""
    nothing = Old(directory, Manifest(0, versions(), (), {}))
    try:
        manifest = read_manifest(directory, versions())
        segments = tuple(Segment(directory / entry.file) for entry in manifest.segments)
    except IndexNotFound:
        return nothing
    except (CorruptIndex, IncompatibleIndex) as error:
        return nothing._replace(unusable=f"{error.where}: {error.what}")
    return Old(directory, manifest, segments, manifest.sample)


def others(old: Old, touched: Sequence[str]) -> Iterator[tuple[Statement, str, bytes]]:
    """The statements of the index before that lie outside the folders given."""
    for segment in old.segments:
        for doc in range(len(segment)):
            statement_id = segment.id(doc)
            if inside(statement_id, touched):
                continue
            statement, text = segment.statement(doc)
            yield statement, text, segment.source_digests[doc].tobytes()


def inside(statement_id: str, prefixes: Sequence[str]) -> bool:
    return any(
        statement_id.startswith(prefix) if prefix.endswith("/") else statement_id == prefix
        for prefix in prefixes
    )
