"""The file of vectors, beside the segments of an index.

Lives here: its format in prose, writing, reading and checking it. Does not live here: making
vectors (`building`), which generation has which file (`searchkit.storage.manifest`).

A container of four sections. A vector belongs to what a statement was made from, not to its
place, so merging segments leaves the file alone and a changed statement never has an old one.

    about   (|u1) JSON: the model's digest and the tokens it reads
    source  (<u8) the digests of what statements were made from, ascending
    text    (<u8) for each, the digest of the text that the model was given
    vector  (|u1) for each, its vector, as many bytes as `about` says: int8
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

from searchkit.meaning.model import TOKENS
from searchkit.model.errors import CorruptIndex, ModelError
from searchkit.storage.container import Array, Container, ContainerWriter
from searchkit.storage.disk import SYSTEM, Disk
from searchkit.storage.manifest import FileEntry, Manifest

ABOUT, SOURCE, TEXT, VECTOR = "about", "source", "text", "vector"
MAKE = "Make the vectors: `searchkit index --meaning PATH`"
AGAIN = "Make the vectors again: `searchkit index --meaning PATH`"


class Content(NamedTuple):
    """What a file of vectors holds.

    Attributes:
        model: the digest of the model that made them.
        sources: digests of what statements were made from, ascending, each once (uint64).
        texts: of the texts that the model was given (uint64).
        vectors: (statements, dimensions) int8.
    """

    model: str
    sources: Array
    texts: Array
    vectors: Array

    def __len__(self) -> int:
        return self.sources.size

    def of(self, sources: Array) -> tuple[Array, Array]:
        """(the vector of each of some statements, zeros where there is none; whether there is).

        Args:
            sources: digests of what they were made from (uint64).
        """
        if not len(self):
            return np.zeros((sources.size, 0), np.int8), np.zeros(sources.size, bool)
        places = np.minimum(np.searchsorted(self.sources, sources), len(self) - 1)
        there = self.sources[places] == sources
        return np.where(there[:, None], self.vectors[places], np.int8(0)), there


NO_VECTORS = Content("", np.zeros(0, np.uint64), np.zeros(0, np.uint64), np.zeros((0, 0), np.int8))


def write_vectors(path: Path, content: Content, disk: Disk = SYSTEM) -> FileEntry:
    """Write a file of vectors; returns how a manifest names it."""
    about = {
        "model": content.model,
        "dimensions": int(content.vectors.shape[1]),
        "tokens": TOKENS,
    }
    with ContainerWriter(path, disk) as writer:
        writer.add(ABOUT, json.dumps(about, sort_keys=True).encode(), "|u1")
        writer.add(SOURCE, content.sources.astype("<u8"))
        writer.add(TEXT, content.texts.astype("<u8"))
        writer.add(VECTOR, np.ascontiguousarray(content.vectors).reshape(-1).view(np.uint8))
    container = Container(path)
    return FileEntry(path.name, container.size, container.checksum)


def open_vectors(directory: Path, manifest: Manifest) -> Content:
    """The vectors of a generation.

    Raises:
        ModelError: it has none.
        CorruptIndex: the file is missing or damaged, or not the one the manifest names.
    """
    entry = manifest.vectors
    if entry is None:
        raise ModelError("this index has no vectors", where=str(directory), remedy=MAKE)
    return _read(_opened(directory, entry))


def check_vectors(directory: Path, manifest: Manifest) -> None:
    """Verify every byte of the vectors of a generation, if it has any, and what must hold.

    Raises:
        CorruptIndex: naming the file and what is wrong there.
    """
    if manifest.vectors is None:
        return
    container = _opened(directory, manifest.vectors)
    try:
        container.verify_all()
    except CorruptIndex as error:
        raise CorruptIndex(error.what, where=error.where, remedy=AGAIN) from None
    content = _read(container)
    ascending = bool((content.sources[1:] > content.sources[:-1]).all())
    if not ascending:
        raise _damaged(container, SOURCE, "not each statement once")
    if len(content) and not content.vectors.any(axis=1).all():
        raise _damaged(container, VECTOR, "a vector without a direction")


def _opened(directory: Path, entry: FileEntry) -> Container:
    try:
        container = Container(directory / entry.file)
    except CorruptIndex as error:
        raise CorruptIndex(error.what, where=error.where, remedy=AGAIN) from None
    if (container.size, container.checksum) != (entry.size, entry.checksum):
        what = "is not the file that the manifest names"
        raise CorruptIndex(what, where=str(container.path), remedy=AGAIN)
    return container


def _read(container: Container) -> Content:
    try:
        about = json.loads(bytes(container.view(ABOUT)))
        model, dimensions, tokens = about["model"], about["dimensions"], about["tokens"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _damaged(container, ABOUT) from None
    fits = isinstance(model, str) and type(dimensions) is int and dimensions >= 0
    if not fits or tokens != TOKENS:
        raise _damaged(container, ABOUT)
    types = [container.dtype(name) for name in (SOURCE, TEXT, VECTOR)]
    sizes = [container.length(name) for name in (SOURCE, TEXT, VECTOR)]
    if types != ["<u8", "<u8", "|u1"] or sizes != [sizes[0], sizes[0], sizes[0] * dimensions]:
        raise _damaged(container, VECTOR, "lengths that do not fit one another")
    vectors = container.array(VECTOR).view(np.int8).reshape(sizes[0], dimensions)
    return Content(model, container.array(SOURCE), container.array(TEXT), vectors)


def _damaged(container: Container, section: str, what: str = "") -> CorruptIndex:
    error = container.damaged(section, what)
    return CorruptIndex(error.what, where=error.where, remedy=AGAIN)
