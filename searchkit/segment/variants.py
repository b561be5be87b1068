"""What the texts of statements write in two ways.

Lives here: the format in prose, writing, reading and checking it. Does not live here: which
pairs a text shows (`searchkit.schema.variants`), which of them are offered
(`searchkit.engines`).

`variant` has every pair that a statement shows: its short form, the acronym as written (empty
where the short form is the long one without its space) and the long form, a tab between them.
They are sorted by the CRC-32 of their short form, which is `variant.hash`, then by bytes: nearly
all words of queries have no pair, and a number tells it soonest. `variant.doc` has the
statements of each, ascending, `variant.doc_ends` where those of each end. Statements are
listed, not counted, so that deleted ones can be left out and segments can be merged. An index
of an earlier version lacks these sections.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from zlib import crc32

import numpy as np

from searchkit.kernels.arrays import Docs
from searchkit.schema.variants import TwoWays
from searchkit.segment.arrays import starts_from_ends
from searchkit.segment.checks import ascends, need
from searchkit.segment.section import U4, Section, per_string, strings
from searchkit.storage.container import Array, Container, ContainerWriter
from searchkit.storage.strings import BYTES, ENDS, Strings, write_strings

VARIANT = "variant"
HASH = "variant.hash"
DOC = "variant.doc"
DOC_ENDS = "variant.doc_ends"
SECTIONS = (
    *(one._replace(optional=True) for one in strings(VARIANT)),
    Section(HASH, U4, per_string(VARIANT), optional=True),
    Section(DOC_ENDS, U4, per_string(VARIANT), ends_in=DOC, optional=True),
    Section(DOC, U4, optional=True),
)
_BREAK = b"\n"


def pack_pairs(pairs: Iterable[TwoWays]) -> bytes:
    """The pairs of one statement as one string, for a chunk."""
    return _BREAK.join(sorted(pair.key() for pair in pairs))


def _hash(key: bytes) -> int:
    """The number that a pair is sorted by; `key` may also be the short form alone."""
    return crc32(key.partition(b"\t")[0])


def write_variants(writer: ContainerWriter, packed: Iterable[bytes]) -> None:
    """Add the pairs of all statements; `packed`: of each statement, in order."""
    docs: dict[bytes, list[int]] = {}
    for doc, pairs in enumerate(packed):
        for key in pairs.split(_BREAK) if pairs else ():
            docs.setdefault(key, []).append(doc)
    keys = sorted(docs, key=lambda key: (_hash(key), key))
    write_strings(writer, VARIANT, keys)
    writer.add(HASH, np.fromiter(map(_hash, keys), np.uint32, len(keys)))
    counts = np.fromiter((len(docs[key]) for key in keys), np.int64, len(keys))
    writer.add(DOC_ENDS, np.cumsum(counts).astype(np.uint32))
    listed = [doc for key in keys for doc in docs[key]]
    writer.add(DOC, np.array(listed, np.uint32))


class Variants:
    """The pairs of an open segment. Those of deleted statements are among them.

    Args:
        container: whose structure has been checked.
        count: the statements of the segment.
    """

    def __init__(self, container: Container, count: int) -> None:
        self._container, self._count = container, count

    @property
    def is_known(self) -> bool:
        """Whether the segment has any of it: one of an earlier version has not."""
        return VARIANT + ENDS in self._container

    @cached_property
    def _hashes(self) -> memoryview:
        """Of all pairs. Damage to them would not show, but find nothing."""
        if not self.is_known:
            return memoryview(b"")
        self._container.verify(HASH)
        return self._container.array(HASH).data

    @cached_property
    def _keys(self) -> Strings:
        """All pairs."""
        for name in (VARIANT + BYTES, VARIANT + ENDS, DOC_ENDS):
            self._container.verify(name)
        return Strings(self._container, VARIANT)

    @cached_property
    def _starts(self) -> Array:
        return starts_from_ends(self._container.array(DOC_ENDS))

    def of(self, short: str) -> Iterator[tuple[TwoWays, Docs]]:
        """The pairs with a short form, and the statements of each, ascending.

        Raises:
            CorruptIndex: naming the section that is damaged.
        """
        wanted = short.encode("utf-8", "surrogatepass")
        number, hashes = crc32(wanted), self._hashes
        place = bisect_left(hashes, number)
        while place < len(hashes) and hashes[place] == number:
            key = self._keys[place]
            if key.partition(b"\t")[0] == wanted:
                yield self._pair(key), self._docs(place)
            place += 1

    def _pair(self, key: bytes) -> TwoWays:
        try:
            return TwoWays.of_key(key)
        except ValueError:
            raise self._container.damaged(VARIANT + BYTES, "no pair") from None

    def _docs(self, place: int) -> Docs:
        start, end = self._starts[place : place + 2].tolist()
        docs: Docs = self._container.array(DOC)[start:end].astype(np.intp)
        if docs.size and int(docs.max()) >= self._count:
            raise self._container.damaged(DOC, "a statement that is not there")
        return docs

    @cached_property
    def by_statement(self) -> Sequence[bytes]:
        """The pairs of each statement, as `pack_pairs` gives them."""
        found: list[list[bytes]] = [[] for _ in range(self._count)]
        if self.is_known:
            for place, key in enumerate(self._keys):
                for doc in self._docs(place).tolist():
                    found[doc].append(key)
        return [_BREAK.join(sorted(keys)) for keys in found]

    def check(self) -> None:
        """Verify the order of the pairs, and that each has statements.

        Raises:
            CorruptIndex: naming the file, the section and what is wrong there.
        """
        if not self.is_known:
            return
        container, keys = self._container, list(self._keys)
        for key in keys:
            self._pair(key)
        right = np.array_equal(container.array(HASH), [_hash(key) for key in keys])
        need(container, HASH, right, "not that of the short form")
        ordered = all(one < other for one, other in pairwise((_hash(key), key) for key in keys))
        need(container, VARIANT + BYTES, ordered, "not in order")
        docs = container.array(DOC)
        need(container, DOC_ENDS, (np.diff(self._starts) > 0).all(), "a pair of no statement")
        fits = not docs.size or int(docs.max()) < self._count
        need(container, DOC, fits, "a statement that is not there")
        need(container, DOC, ascends(docs, self._starts[:-1]), "not in order")
