"""The one-way role: chunks become a segment file.

Lives here: merging the chunks' words, and the order of sections in the file. Does
not live here: tokenising (`builder`), the arithmetic (`inversion`), publishing
(`searchkit.indexing`).
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from searchkit.model.errors import InvalidInput
from searchkit.schema.names import is_person, person_key, plain_name, portfolio_key
from searchkit.segment.columns import write_names
from searchkit.segment.frequencies import packed
from searchkit.segment.inversion import invert
from searchkit.segment.layout import GAP, narrow
from searchkit.segment.words import Words, number_words, write_words
from searchkit.storage.container import Array, Container, ContainerWriter
from searchkit.storage.disk import SYSTEM, Disk
from searchkit.storage.strings import Strings, write_joined


def write_segment(path: Path, chunks: Sequence[Container], disk: Disk = SYSTEM) -> None:
    """Write the segment of all statements of `chunks`, in their order.

    Raises:
        IndexTooLarge: more words than a segment can address.
        InvalidInput: two statements have one id.
    """
    words, form_tokens = _merge_words(chunks)
    lengths = np.concatenate([chunk.array("length") for chunk in chunks])
    inverted = invert(form_tokens, lengths, words.stem_of_form)
    del form_tokens
    ids = [statement_id for chunk in chunks for statement_id in Strings(chunk, "id")]
    dates = np.concatenate([chunk.array("date") for chunk in chunks])
    by_id = _by_id(ids)
    with ContainerWriter(path, disk) as writer:
        counts = [len(ids), int(lengths.sum()), GAP]
        writer.add("meta", np.array(counts, np.int64))
        write_words(writer, words)
        writer.add("stem.posting_ends", inverted.posting_ends.astype(np.uint32))
        writer.add("stem.position_ends", inverted.position_ends.astype(np.uint32))
        writer.add("stem.code", inverted.codes)
        writer.add("field.start", inverted.starts.astype(np.uint32))
        writer.add("length.title", narrow(lengths[0::2]))
        writer.add("length.body", narrow(lengths[1::2]))
        writer.add("date", dates)
        names = [both for chunk in chunks for both in json.loads(bytes(chunk.view("names")))]
        write_names(writer, "minister", [n[0] for n in names], _person, plain_name)
        write_names(writer, "portfolio", [n[1] for n in names], portfolio_key, _spaced)
        _write_joined(writer, "id", chunks)
        writer.add("id.order", by_id.astype(np.uint32))
        writer.add("newest", _newest_ranks(dates, by_id))
        copies = np.concatenate([chunk.array("copy") for chunk in chunks])
        writer.add("copy", copies)
        writer.add("copy.order", np.argsort(copies, kind="stable").astype(np.uint32))
        for name in ("digest", "file.size", "file.time"):
            writer.add(name, [chunk.array(name) for chunk in chunks])
        writer.add("posting.doc", inverted.docs)
        for name, values in packed(inverted.in_title, inverted.in_body).items():
            writer.add(name, values)
        writer.add("position", inverted.positions)
        writer.add("position.form", inverted.forms)
        writer.add("forward", inverted.forward)
        _write_joined(writer, "record", chunks)
        _write_joined(writer, "source", chunks)
        _write_joined(writer, "dictionary", chunks)
        writer.add("dictionary.doc_ends", _dictionary_ends(chunks))


def _dictionary_ends(chunks: Sequence[Container]) -> Array:
    sizes = [chunk.array("date").size for chunk in chunks]
    before = np.cumsum([0, *sizes[:-1]])
    ends = [
        chunk.array("dictionary.doc_ends") + first
        for chunk, first in zip(chunks, before, strict=True)
    ]
    return np.concatenate(ends).astype(np.uint32)


def _person(name: str) -> str:
    return person_key(name) if is_person(name) else ""


def _spaced(name: str) -> str:
    return " ".join(name.split())


def _merge_words(chunks: Sequence[Container]) -> tuple[Words, Array]:
    """All words of the chunks, and every token as the number of its form."""
    forms_of_chunk = [list(Strings(chunk, "form")) for chunk in chunks]
    words = number_words({form for forms in forms_of_chunk for form in forms})
    parts: list[Array] = []
    for chunk, forms in zip(chunks, forms_of_chunk, strict=True):
        number = np.fromiter(map(words.number.__getitem__, forms), np.uint32, len(forms))
        parts.append(number[chunk.array("token")])
    return words, np.concatenate(parts)


def _write_joined(writer: ContainerWriter, name: str, chunks: Sequence[Container]) -> None:
    """Add a pair of string sections that each chunk has a part of."""
    ends: list[Array] = []
    offset = 0
    for chunk in chunks:
        ends.append(chunk.array(f"{name}.ends").astype(np.int64) + offset)
        offset += chunk.nbytes(f"{name}.bytes")
    write_joined(
        writer, name, (chunk.view(f"{name}.bytes") for chunk in chunks), np.concatenate(ends)
    )


def _by_id(ids: list[bytes]) -> Array:
    """The numbers of the statements in the order of their ids.

    Raises:
        InvalidInput: two ids are equal.
    """
    order = sorted(range(len(ids)), key=ids.__getitem__)
    for one, other in itertools.pairwise(order):
        if ids[one] == ids[other]:
            raise InvalidInput(
                "two statements have this id",
                where=ids[one].decode(),
                expected="a different id for each statement",
            )
    return np.array(order, np.int64)


def _newest_ranks(dates: Array, by_id: Array) -> Any:
    """(N) each statement's place when sorted newest first, unknown dates last, then by id."""
    rank_of_id = np.empty(by_id.size, np.int64)
    rank_of_id[by_id] = np.arange(by_id.size)
    order = np.lexsort((rank_of_id, -dates.astype(np.int64)))
    ranks = np.empty(order.size, np.uint32)
    ranks[order] = np.arange(order.size)
    return ranks
