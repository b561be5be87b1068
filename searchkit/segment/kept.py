"""Statements that are in a file already, once more as a chunk: for merging.

Lives here: taking the live statements out of a segment, or the wanted ones out of a
chunk, without their sources: the words are read back from the positions, the records
are copied as they are packed. Does not live here: which segments are merged
(`searchkit.indexing`), making a segment of chunks (`writer`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from searchkit.segment.chunk import COLUMNS, Chunk
from searchkit.segment.layout import starts_from_ends
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array, Container
from searchkit.storage.strings import Strings

Names = Sequence[tuple[Sequence[str], Sequence[str]]]


def live_chunk(segment: Segment) -> Chunk:
    """The live statements of a segment, in their order."""
    docs = segment.alive(np.arange(len(segment)))
    lengths = np.empty(2 * len(segment), np.int64)
    lengths[0::2], lengths[1::2] = segment.title_lengths, segment.body_lengths
    ministers, portfolios = segment.ministers.names_of(docs), segment.portfolios.names_of(docs)
    names = list(zip(ministers, portfolios, strict=True))
    forms = list(segment.dictionary.forms)
    chunk = segment.container
    return _kept(chunk, docs, forms, segment.forms_in_order(), lengths, names, segment.file_times)


def part_of_chunk(chunk: Container, docs: Array) -> Chunk:
    """Some statements of a chunk, ascending."""
    forms = list(Strings(chunk, "form"))
    names = json.loads(bytes(chunk.view("names")))
    lengths = chunk.array("length").astype(np.int64)
    kept = [names[doc] for doc in docs.tolist()]
    times = chunk.array("file.time")
    return _kept(chunk, docs, forms, chunk.array("token"), lengths, kept, times)


def _kept(
    container: Container,
    docs: Array,
    forms: Sequence[bytes],
    tokens: Array,
    lengths: Array,
    names: Names,
    file_times: Array,
) -> Chunk:
    """The statements `docs`; `names` are theirs alone, the rest is of all statements."""
    in_doc = lengths.reshape(-1, 2).sum(axis=1)
    wanted = np.zeros(in_doc.size, bool)
    wanted[docs] = True
    tokens = tokens[np.repeat(wanted, in_doc)]
    used = np.zeros(len(forms), bool)
    used[tokens] = True
    number = np.cumsum(used) - 1
    columns = {name: container.array(name)[docs] for name, _ in COLUMNS}
    columns["file.time"] = file_times[docs]
    ids, records, sources = (Strings(container, name) for name in ("id", "record", "source"))
    listed = docs.tolist()
    dictionaries, ends = _dictionaries(container, docs)
    return Chunk(
        forms=[forms[i] for i in np.flatnonzero(used).tolist()],
        tokens=number[tokens].astype(np.uint32),
        lengths=lengths.reshape(-1, 2)[docs].ravel(),
        ids=[ids[doc] for doc in listed],
        columns=columns,
        names=names,
        records=[records[doc] for doc in listed],
        sources=[sources[doc] for doc in listed],
        dictionaries=dictionaries,
        dictionary_ends=ends,
    )


def _dictionaries(container: Container, docs: Array) -> tuple[list[bytes], Array]:
    """(the dictionaries that `docs` are packed with, up to which of `docs` each serves)."""
    starts = starts_from_ends(container.array("dictionary.doc_ends"))
    counts = np.diff(np.searchsorted(docs, starts))
    packing = Strings(container, "dictionary")
    served = np.flatnonzero(counts)
    return [packing[i] for i in served.tolist()], np.cumsum(counts[served])
