"""The one-way role: chunks become a segment file.

Lives here: merging the words of chunks, and the order of sections in the file. Does not live
here: tokenising (`chunks.builder`), the sort (`searchkit.kernels.inversion`), what is in a
section (its structure's room), publishing the file (`searchkit.indexing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from searchkit.kernels import inversion
from searchkit.kernels import words as merging
from searchkit.schema.fields import DEFAULT, Schema
from searchkit.segment.chunks.file import (
    LENGTH,
    PAIRS,
    TOKEN,
    names_of,
    statements_of,
    words_of,
)
from searchkit.segment.columns import sources
from searchkit.segment.columns.amounts import (
    Amounts,
    positions_of_words,
    read_amounts,
    write_amounts,
)
from searchkit.segment.columns.copies import COPY, write_copies
from searchkit.segment.columns.days import column_of
from searchkit.segment.columns.ids import ID, sorted_by_id, write_id_order
from searchkit.segment.columns.lengths import write_lengths
from searchkit.segment.columns.names import write_names
from searchkit.segment.columns.orders import newest_ranks, write_newest
from searchkit.segment.columns.spoken import read_stretches, write_spoken
from searchkit.segment.positions.forward import codes_of, write_codes, write_forward
from searchkit.segment.positions.positions import write_position_ends, write_positions
from searchkit.segment.positions.space import text_starts, write_starts
from searchkit.segment.postings.postings import write_posting_ends, write_postings
from searchkit.segment.section import Extent
from searchkit.segment.store.records import RECORD, read_dictionaries, write_dictionaries
from searchkit.segment.store.sources import SOURCE
from searchkit.segment.store.texts import section_of
from searchkit.segment.structure import supported, write_extent
from searchkit.segment.terms.sections import FORM
from searchkit.segment.terms.words import Words, number_words, write_words
from searchkit.segment.variants import write_variants
from searchkit.storage.container import Array, Container, ContainerWriter
from searchkit.storage.disk import SYSTEM, Disk
from searchkit.storage.strings import BYTES, ENDS, Strings, write_joined


def write_segment(
    path: Path, chunks: Sequence[Container], disk: Disk = SYSTEM, schema: Schema = DEFAULT
) -> None:
    """Write the segment of all statements of `chunks`, in their order.

    Args:
        path: of the new file.
        chunks: at least one.
        disk: where it is written.
        schema: the fields of the statements of all chunks.

    Raises:
        IndexTooLarge: more words than a segment can address.
        InvalidInput: two statements have one id.
        InvalidArgument: a segment can't hold such fields.
    """
    supported(schema)
    words, form_tokens = _merge_words(chunks)
    lengths = _joined(chunks, LENGTH)
    starts = text_starts(lengths)
    stem_of_form = words.stem_of_form
    counts = inversion.stem_counts(form_tokens, stem_of_form)
    codes = codes_of(counts)
    inverted = inversion.invert(
        form_tokens, lengths, starts, stem_of_form, counts, codes, len(schema.texts)
    )
    del form_tokens
    amounts = _amounts_of(chunks, lengths, starts)
    ids = [statement_id for chunk in chunks for statement_id in Strings(chunk, ID)]
    days = _joined(chunks, schema.day.name)
    by_id = sorted_by_id(ids)
    names = [of_all for chunk in chunks for of_all in names_of(chunk)]
    with ContainerWriter(path, disk) as writer:
        write_extent(writer, Extent(len(ids), int(lengths.sum()), len(schema.texts)))
        write_words(writer, words)
        write_posting_ends(writer, inverted.posting_ends)
        write_position_ends(writer, inverted.position_ends)
        write_codes(writer, codes)
        write_starts(writer, starts)
        write_lengths(writer, schema, lengths)
        writer.add(schema.day.name, days)
        for day in schema.own_days:
            writer.add(column_of(day), _joined(chunks, column_of(day)))
        write_amounts(writer, amounts)
        for number, field in enumerate(schema.names):
            write_names(writer, field, [of_all[number] for of_all in names])
        _write_strings_of(writer, ID, chunks)
        write_id_order(writer, by_id)
        write_newest(writer, newest_ranks(days, by_id))
        write_copies(writer, _joined(chunks, COPY))
        write_variants(writer, (pairs for chunk in chunks for pairs in Strings(chunk, PAIRS)))
        for section in sources.SECTIONS:
            writer.add(section.name, [chunk.array(section.name) for chunk in chunks])
        further = dict(zip([one.name for one in schema.own_texts], inverted.further, strict=True))
        write_postings(writer, inverted.docs, inverted.in_title, inverted.in_body, further)
        for text in schema.own_texts:
            _write_strings_of(writer, section_of(text), chunks)
        write_positions(writer, inverted.positions, inverted.forms)
        write_forward(writer, inverted.forward)
        for name in (RECORD, SOURCE):
            _write_strings_of(writer, name, chunks)
        write_dictionaries(writer, _dictionaries(chunks))
        _write_spoken(writer, chunks, lengths, starts, schema)


def _joined(chunks: Sequence[Container], section: str) -> Array:
    return np.concatenate([chunk.array(section) for chunk in chunks])


def _amounts_of(chunks: Sequence[Container], lengths: Array, starts: Array) -> Amounts:
    """The amounts of all chunks, at their positions."""
    parts = [read_amounts(chunk) for chunk in chunks]
    before = np.cumsum([0, *map(words_of, chunks[:-1])])
    words = np.concatenate([part.places + first for part, first in zip(parts, before, strict=True)])
    rest = (np.concatenate(columns) for columns in zip(*(part[1:] for part in parts), strict=True))
    return Amounts(positions_of_words(words, lengths, starts), *rest)


def _write_spoken(
    writer: ContainerWriter,
    chunks: Sequence[Container],
    lengths: Array,
    starts: Array,
    schema: Schema,
) -> None:
    """Add who says what, if all chunks know."""
    parts = [part for chunk in chunks if (part := read_stretches(chunk)) is not None]
    if len(parts) == len(chunks):
        before = np.cumsum([0, *map(words_of, chunks[:-1])]).tolist()
        write_spoken(writer, parts, before, lengths, starts, schema.profile)


def _dictionaries(chunks: Sequence[Container]) -> Iterator[tuple[bytes, int]]:
    """The dictionaries of all chunks, and up to which statement of all each serves."""
    before = 0
    for chunk in chunks:
        for dictionary, end in read_dictionaries(chunk):
            yield dictionary, before + end
        before += statements_of(chunk)


def _merge_words(chunks: Sequence[Container]) -> tuple[Words, Array]:
    """All words of the chunks, and every token as the number of its form."""
    lists = [Strings(chunk, FORM) for chunk in chunks]
    forms, places = merging.merge_forms([(one.joined(), one.ends()) for one in lists])
    words = number_words(forms)
    parts = [
        words.number[place][chunk.array(TOKEN)] for chunk, place in zip(chunks, places, strict=True)
    ]
    return words, np.concatenate(parts)


def _write_strings_of(writer: ContainerWriter, name: str, chunks: Sequence[Container]) -> None:
    """Add a list of strings that each chunk has a part of."""
    ends: list[Array] = []
    offset = 0
    for chunk in chunks:
        ends.append(chunk.array(name + ENDS).astype(np.int64) + offset)
        offset += chunk.nbytes(name + BYTES)
    parts = (chunk.view(name + BYTES) for chunk in chunks)
    write_joined(writer, name, parts, np.concatenate(ends))
