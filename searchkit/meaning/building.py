"""Bringing the vectors of an index up to date with its statements.

Lives here: which text of a statement the model is given, which vectors can be kept, one run.
Does not live here: the model (`model`), the file (`vectors`).

What was made is published every few thousand statements, each time as a generation of its
own: a run that is cut short is gone on with by the next, and readers use what is there. The
writer's lock is held for publishing alone.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from searchkit.meaning.model import SentenceModel
from searchkit.meaning.publishing import publish_beside
from searchkit.meaning.vectors import (
    NO_VECTORS,
    Content,
    check_vectors,
    open_vectors,
    write_vectors,
)
from searchkit.model.address import Address
from searchkit.model.errors import CorruptIndex, ModelError
from searchkit.schema.analysis import versions
from searchkit.segment.blame import blaming
from searchkit.segment.opening import open_segments
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array
from searchkit.storage.disk import SYSTEM, Disk
from searchkit.storage.manifest import FileEntry, Manifest, read_manifest

LEDE = 1_200
"""Characters of title and text that the model is given; more than it reads of them."""
AT_ONCE = 2_000
"""Vectors that are made before what there is is published."""
LEAST_WAIT = 60.0
"""Seconds to wait for another writer where work is done already."""

log = logging.getLogger(__name__)
OnProgress = Callable[[int, int], None]


class Meant(NamedTuple):
    """What a run did.

    Attributes:
        made, kept, removed: how many vectors.
        seconds: how long it took.
    """

    made: int
    kept: int
    removed: int
    seconds: float


class _Wanted(NamedTuple):
    """The vectors that an index should have.

    Attributes:
        sources, texts: as in `Content`.
        addresses: of a statement of each.
    """

    sources: Array
    texts: Array
    addresses: list[Address]


def build_vectors(
    directory: Path,
    model: SentenceModel,
    *,
    processes: int | None = None,
    progress: OnProgress | None = None,
    wait: float = 0.0,
    disk: Disk = SYSTEM,
) -> Meant:
    """Make the vectors that an index lacks, and forget those of no statement.

    Args:
        directory: the index.
        model: that makes them. Vectors of another are not kept.
        processes: how many texts are read at once; None: one for each core. The vectors are
            the same, byte for byte, whatever their number.
        progress: called with (vectors made, vectors to make).
        wait: seconds to wait for another writer.
        disk: where they are written.

    Raises:
        ModelError: the model can't be run.
        IndexLocked: another process is writing to the index.
        SearchkitError: it can't be read or written.
    """
    began = time.perf_counter()
    manifest = read_manifest(directory, versions())
    segments = open_segments(directory, manifest)
    before = _vectors_before(directory, manifest, model)
    with blaming(segments):
        wanted = _wanted(segments)
    known = dict(zip(before.texts.tolist(), before.vectors, strict=True))
    to_make = {
        text: address
        for text, address in zip(wanted.texts.tolist(), wanted.addresses, strict=True)
        if text not in known
    }
    log.info("%d vectors to make, %d texts known", len(to_make), len(known))

    def vector(address: Address) -> Array:
        return model.vector(_text(segments[address.segment], address.statement))

    done = 0
    with ThreadPoolExecutor(processes or os.cpu_count() or 1) as pool:
        for part in _parts(list(to_make.items())):
            found = pool.map(vector, [address for _, address in part])
            for (text, _), one in zip(part, found, strict=True):
                known[text] = one
                done += 1
                if progress:
                    progress(done, len(to_make))
            _publish(directory, _content(model, wanted, known), max(wait, LEAST_WAIT), disk)
    after = _content(model, wanted, known)
    if not done and not _equal(before, after):
        _publish(directory, after, wait, disk)
    kept = int(np.isin(before.sources, after.sources).sum())
    seconds = time.perf_counter() - began
    return Meant(len(after) - kept, kept, len(before) - kept, seconds)


def _vectors_before(directory: Path, manifest: Manifest, model: SentenceModel) -> Content:
    """Those that can be kept: none where there are none, or none that can be read, or where
    another model made them.
    """
    try:
        content = open_vectors(directory, manifest)
        check_vectors(directory, manifest)
    except (ModelError, CorruptIndex) as error:
        log.info("no vectors are kept: %s", error)
        return NO_VECTORS
    return content if content.model == model.digest else NO_VECTORS


def _wanted(segments: Sequence[Segment]) -> _Wanted:
    found: dict[int, tuple[int, Address]] = {}
    for number, segment in enumerate(segments):
        sources = segment.source_digests
        for doc in segment.alive(np.arange(len(segment))).tolist():
            source = int(sources[doc])
            if source not in found:
                text = _text(segment, doc)
                found[source] = content_number(text), Address(number, doc)
    order = sorted(found)
    return _Wanted(
        np.array(order, np.uint64),
        np.array([found[source][0] for source in order], np.uint64),
        [found[source][1] for source in order],
    )


def _text(segment: Segment, doc: int) -> str:
    record = segment.record(doc)
    return meant_text(record.title, record.text)


def meant_text(title: str, text: str) -> str:
    """What the model is given of a statement: the title, and how the text begins."""
    return f"{title}. {text[:LEDE]}"[:LEDE]


def content_number(text: str) -> int:
    """The digest of a text as a file of vectors holds it."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little")


def _content(model: SentenceModel, wanted: _Wanted, known: Mapping[int, Array]) -> Content:
    """The vectors that are wanted and known."""
    there = np.array([text in known for text in wanted.texts.tolist()], bool)
    rows = [known[text] for text in wanted.texts[there].tolist()]
    vectors = np.array(rows, np.int8).reshape(len(rows), model.dimensions)
    return Content(model.digest, wanted.sources[there], wanted.texts[there], vectors)


def _equal(one: Content, other: Content) -> bool:
    alike = one.model == other.model and np.array_equal(one.sources, other.sources)
    return alike and np.array_equal(one.texts, other.texts)


def _parts(listed: Sequence[tuple[int, Address]]) -> Iterator[Sequence[tuple[int, Address]]]:
    for first in range(0, len(listed), AT_ONCE):
        yield listed[first : first + AT_ONCE]


def _publish(directory: Path, content: Content, wait: float, disk: Disk) -> None:
    def write(path: Path) -> FileEntry:
        return write_vectors(path, content, disk)

    publish_beside(directory, "vectors", write, wait, disk)
