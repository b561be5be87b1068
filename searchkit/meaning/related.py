"""Other wordings of what a query asks: phrases of the index that mean nearly the same.

Lives here: the file of wordings beside the segments, making it, finding the nearest to some
words. Does not live here: which phrases are frequent (`phrases`), what stands around them
(`contexts`), how many statements have one (`searchkit.engines`).

The direction of a phrase is made of two: what a sentence model says of it, and what stands
around it in this index. The first knows that "overseas" is "foreign"; the second that nurses are
like midwives here, and nothing like nurseries. Both are reduced to their largest components
together, and rounded to eight bits.

A container of these sections. Finding needs no model.

    about       (|u1) JSON: the model's digest, dimensions, the statements there were
    stems       strings: the stems of each phrase, spaces between, sorted
    shown       strings: how it is written
    often       (<u4) how often it occurs; 0: it is not offered
    square      (<u4) the square of the length of its direction
    direction   (|u1) as many bytes each as `about` says: int8
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchkit.model.errors import CorruptIndex
from searchkit.schema.analysis import tokens
from searchkit.storage.container import Array, Container, ContainerWriter
from searchkit.storage.disk import SYSTEM, Disk
from searchkit.storage.manifest import FileEntry
from searchkit.storage.strings import Strings, write_strings

if TYPE_CHECKING:
    from searchkit.meaning.phrases import Wording

ABOUT, STEMS, SHOWN, OFTEN, SQUARE = "about", "stems", "shown", "often", "square"
DIRECTION = "direction"
AROUND = 0.85
"""How much what stands around a phrase counts, against what the model says of it."""
DIMENSIONS = 128
"""Components of a direction. Products of two sum up to less than 2^24 at most, so they are exact
in 32 bits, however they are added."""
LONGEST = 4
"""Words of a query that others are offered for."""
LEAST = 0.55
"""The cosine from which on a phrase is offered."""
FREQUENT = 0.02
"""What ten times as many occurrences count, in cosines: of equals the more frequent is offered."""
BLOCK = 2_048
"""Directions that are multiplied together."""
LOOKED_AT = 60
"""Phrases that are looked at for some to offer: many repeat the words of the query."""
AGAIN = "Make it again: `searchkit index --meaning PATH`"


class Found(NamedTuple):
    """A phrase that means nearly the same: how it is written, and its stems."""

    shown: str
    stems: tuple[str, ...]


def joined_directions(meant: Array, around: Array) -> Array:
    """What two kinds of directions say together: (phrases, up to `DIMENSIONS`) int8.

    Args:
        meant: (phrases, ...) by the model; what all have in common is taken out.
        around: (phrases, ...) by what stands around them, of length 1.
    """
    from searchkit.meaning.contexts import unit

    if not len(meant):
        return np.zeros((0, DIMENSIONS), np.int8)
    own = unit(meant.astype(np.float64))
    both = unit(np.hstack([own - own.mean(axis=0, keepdims=True), AROUND * around]))
    _, vectors = np.linalg.eigh(both.T @ both)
    reduced = both @ vectors[:, -DIMENSIONS:]
    most = np.maximum(np.abs(reduced).max(axis=1, keepdims=True), 1e-9)
    found: Array = np.rint(reduced * (127 / most)).astype(np.int8)
    return found


class Wordings:
    """The wordings of an index, open.

    Args:
        container: whose checksum has been compared with the manifest.

    Attributes:
        model: the digest of the model that made them.
        statements: how many there were.

    Raises:
        CorruptIndex: the sections do not fit one another.
    """

    def __init__(self, container: Container) -> None:
        try:
            about = json.loads(bytes(container.view(ABOUT)))
            self.model, self.statements = str(about["model"]), int(about["statements"])
            dimensions = int(about["dimensions"])
            self._stems, self._shown = Strings(container, STEMS), Strings(container, SHOWN)
            self._often, self._squares = container.array(OFTEN), container.array(SQUARE)
            rows = container.array(DIRECTION).view(np.int8)
            self._directions = rows.reshape(len(self._stems), dimensions)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise container.damaged(ABOUT) from None
        sizes = {len(self._stems), len(self._shown), self._often.size, self._squares.size}
        if len(sizes) != 1 or dimensions > DIMENSIONS:
            raise container.damaged(STEMS, "lengths that do not fit one another")
        self._container = container

    def __len__(self) -> int:
        return len(self._stems)

    def nearest(self, stems: Sequence[str]) -> Iterator[Found]:
        """Phrases that mean nearly the same as a query, the nearest first.

        None of them holds all words of the query or of one before it, nor the other way round.

        Args:
            stems: of the query, in order.
        """
        asked = self._direction(stems)
        if asked is None:
            return
        squares = np.maximum(self._squares, 1) * max(1.0, float(asked @ asked))
        cosines = self._products(asked) / np.sqrt(squares)
        score = cosines + FREQUENT * np.log10(np.maximum(self._often, 1))
        score[self._often == 0] = -np.inf
        most = max(0, score.size - LOOKED_AT)
        kept = np.flatnonzero(score >= np.partition(score, most)[most])
        best = kept[np.argsort(-score[kept], kind="stable")][:LOOKED_AT]
        seen = [frozenset(stems)]
        for number in best.tolist():
            if cosines[number] < LEAST or not self._often[number]:
                continue
            own = tuple(self._stems[number].decode("utf-8", "replace").split(" "))
            held = frozenset(own)
            if any(held <= other or other <= held for other in seen):
                continue
            seen.append(held)
            shown = self._shown[number].decode("utf-8", "replace")
            if shown and " ".join(tokens(shown)) == shown:  # An index may come from a stranger.
                yield Found(shown, own)

    def _products(self, asked: Array) -> Array:
        """The product of each direction with that of a query (float32, exact)."""
        found = np.empty(len(self), np.float32)
        for first in range(0, len(self), BLOCK):
            # Some at a time: on more, NumPy would start threads, which cost more than they gain.
            rows = self._directions[first : first + BLOCK].astype(np.float32)
            found[first : first + BLOCK] = rows @ asked
        return found

    def _direction(self, stems: Sequence[str]) -> Array | None:
        """The direction of some words: that of their phrase, or of the phrases they consist of."""
        parts: list[Array] = []
        place = unknown = 0
        while place < len(stems):
            for end in range(len(stems), place, -1):
                number = self._stems.find(" ".join(stems[place:end]).encode())
                if number >= 0:
                    parts.append(self._directions[number].astype(np.float32))
                    place = end
                    break
            else:
                place, unknown = place + 1, unknown + 1
        if not parts or 2 * unknown >= len(stems):
            return None
        if len(parts) == 1:
            return parts[0]
        joined: Array = np.sum([part / max(1.0, np.sqrt(part @ part)) for part in parts], axis=0)
        most = max(1e-9, float(np.abs(joined).max()))
        rounded: Array = np.rint(joined * (127 / most)).astype(np.float32)
        return rounded

    def check(self) -> None:
        """Verify every byte, and that phrases are sorted.

        Raises:
            CorruptIndex: naming the file and what is wrong there.
        """
        with _remedied():
            self._container.verify_all()
            listed = list(self._stems)
            if any(one >= other for one, other in pairwise(listed)):
                raise self._container.damaged(STEMS, "not each phrase once")
            rows = self._directions.astype(np.int64)
            if not np.array_equal((rows * rows).sum(axis=1), self._squares):
                raise self._container.damaged(SQUARE)


def open_wordings(directory: Path, entry: FileEntry) -> Wordings:
    """The wordings that a manifest names.

    Raises:
        CorruptIndex: the file is missing or damaged, or not the one the manifest names.
    """
    with _remedied():
        container = Container(directory / entry.file)
        if (container.size, container.checksum) != (entry.size, entry.checksum):
            what = "is not the file that the manifest names"
            raise CorruptIndex(what, where=str(container.path))
        return Wordings(container)


@contextmanager
def _remedied() -> Iterator[None]:
    """Say of damage to this file what can be done about it: the index itself is sound."""
    try:
        yield
    except CorruptIndex as error:
        raise CorruptIndex(error.what, where=error.where, remedy=AGAIN) from None


def write_wordings(
    path: Path,
    phrases: Sequence[Wording],
    directions: Array,
    model: str,
    statements: int,
    disk: Disk = SYSTEM,
) -> FileEntry:
    """Write a file of wordings; returns how a manifest names it.

    Args:
        path: of the file, which must not be there yet.
        phrases: in any order, each once.
        directions: of each (int8).
        model: the digest of the model that made them.
        statements: how many there are.
        disk: where it is written.
    """
    named = [" ".join(one.stems).encode() for one in phrases]
    order = sorted(range(len(phrases)), key=named.__getitem__)
    rows = directions[order].astype(np.int64)
    about = {"dimensions": int(rows.shape[1]), "model": model, "statements": statements}
    with ContainerWriter(path, disk) as writer:
        writer.add(ABOUT, json.dumps(about, sort_keys=True).encode(), "|u1")
        write_strings(writer, STEMS, [named[i] for i in order])
        write_strings(writer, SHOWN, [phrases[i].shown.encode() for i in order])
        often = [0 if phrases[i].is_part else phrases[i].often for i in order]
        writer.add(OFTEN, np.array(often, np.uint32))
        writer.add(SQUARE, (rows * rows).sum(axis=1).astype(np.uint32))
        writer.add(DIRECTION, rows.astype(np.int8).reshape(-1).view(np.uint8))
    container = Container(path)
    return FileEntry(path.name, container.size, container.checksum)
