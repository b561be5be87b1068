"""The index before a run: what it holds, and where.

Lives here: reading it, whatever state it is in. Does not live here: what has changed since
(`changes`), the index after (`commit`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from searchkit.corpus.reader import READER_VERSION
from searchkit.indexing.file_notes import OLD, Notes, Recorded, decoded, encoded, root_of
from searchkit.model.address import Address
from searchkit.model.errors import CorruptIndex, IncompatibleIndex, IndexNotFound
from searchkit.schema.analysis import versions
from searchkit.segment.opening import open_segments
from searchkit.segment.reader import Segment
from searchkit.storage.manifest import Manifest, read_manifest


class PreviousIndex:
    """The index before a run; an empty one if there is none.

    Attributes:
        directory: the folder it is in.
        manifest: of generation 0 if there is no index.
        segments: open, in the order of the manifest.
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

    def forgotten(self, *, unusable: str | None = None) -> PreviousIndex:
        """The same index with nothing to keep."""
        return PreviousIndex(
            self.directory,
            _empty(self.manifest.generation),
            was_sample=self.was_sample,
            unusable=unusable or self.unusable,
        )

    def without_statements(self) -> PreviousIndex:
        """The same index with no statements to keep; the orders of dates that were asked for
        stay in force.
        """
        kept = _empty(self.manifest.generation)._replace(date_orders=self.manifest.date_orders)
        return PreviousIndex(self.directory, kept, was_sample=self.was_sample)

    @cached_property
    def addresses(self) -> dict[str, Address]:
        """The address of each live statement, by its id."""
        found: dict[str, Address] = {}
        for number, segment in enumerate(self.segments):
            ids = segment.ids()
            for doc in segment.alive(np.arange(len(segment))).tolist():
                found[ids[doc]] = Address(number, doc)
        return found

    @property
    def live_count(self) -> int:
        """How many statements it has."""
        return sum(segment.live_count for segment in self.segments)

    @cached_property
    def dictionary(self) -> bytes:
        """The last dictionary of the largest segment; empty: none.

        Raises:
            CorruptIndex: it is damaged.
        """
        largest = max(self.segments, key=lambda segment: segment.live_count, default=None)
        return largest.records.last_dictionary() if largest else b""

    @cached_property
    def notes(self) -> Notes:
        """What is noted of the files of the statements, by their ids."""
        manifest = self.manifest
        if manifest.reader != READER_VERSION:
            return {i: OLD for i in self.addresses if root_of(i) in manifest.roots}
        return decoded(manifest.notes, self.addresses) if manifest.notes else {}

    def recorded(
        self,
        ids: Iterable[str],
        roots: Collection[str],
        notes: Notes | None = None,
        date_orders: Mapping[str, str] | None = None,
    ) -> Recorded:
        """What the next manifest records of files.

        Args:
            ids: of all its statements.
            roots: its folders, by name.
            notes: of the files; None: those of the index before.
            date_orders: that were asked for; None: those of the index before.
        """
        orders = self.manifest.date_orders if date_orders is None else date_orders
        return Recorded(
            encoded(self.notes if notes is None else notes, ids, roots),
            {root: order for root, order in orders.items() if root in roots},
        )

    def inside(self, prefixes: Sequence[str]) -> dict[str, Address]:
        """The addresses of the statements whose ids begin with one of `prefixes`, by id; a
        prefix without a final slash is a whole id.
        """
        folders = tuple(prefix for prefix in prefixes if prefix.endswith("/"))
        whole = set(prefixes)
        addresses = self.addresses.items()
        return {i: address for i, address in addresses if i.startswith(folders) or i in whole}

    def digest(self, address: Address) -> int:
        """The digest of what a statement was made from, as a number."""
        return int(self.segments[address.segment].source_digests[address.statement])

    def file_time(self, address: Address) -> int:
        """When the file of a statement was modified, as in `FileState.time`."""
        return int(self.segments[address.segment].file_times[address.statement])

    def roots_of(self, ids: Iterable[str]) -> dict[str, str]:
        """Of the folders that the index knows (name -> path), those that have one of `ids`."""
        names = {one.split("/", 1)[0] for one in ids}
        return {name: path for name, path in self.manifest.roots.items() if name in names}


def read_previous(directory: Path, *, verify: bool = False) -> PreviousIndex:
    """The index that is there, if this program can read it.

    Args:
        directory: the folder it is in.
        verify: compare all of it with its checksums.
    """
    try:
        manifest = read_manifest(directory, versions())
        segments = open_segments(directory, manifest)
        for segment in segments if verify else ():
            segment.container.verify_all()
    except IndexNotFound:
        return PreviousIndex(directory, _empty(0))
    except (CorruptIndex, IncompatibleIndex) as error:
        return PreviousIndex(directory, _empty(0), unusable=f"{error.where}: {error.what}")
    return PreviousIndex(directory, manifest, segments, was_sample=manifest.sample)


def _empty(generation: int) -> Manifest:
    return Manifest(generation, versions(), (), {})
