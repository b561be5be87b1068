"""Statements that are in a file already, once more as a chunk: for merging.

Lives here: taking the live statements out of a segment, or some out of a chunk, without
their sources: the words are read back from the positions, the packed records are copied.
Does not live here: which segments are merged (`searchkit.indexing`), making a segment of
chunks (`segment.writer`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.kernels.arrays import Docs
from searchkit.schema.amounts import amounts as amounts_of
from searchkit.schema.analysis import tokenised
from searchkit.schema.currencies import Amount
from searchkit.schema.fields import DEFAULT, Schema
from searchkit.schema.variants import observed
from searchkit.segment.chunks.file import (
    LENGTH,
    PAIRS,
    TOKEN,
    Chunk,
    NamesOfStatements,
    column_types,
    names_of,
)
from searchkit.segment.columns.amounts import Amounts, columns_of, read_amounts, words_at
from searchkit.segment.columns.ids import ID
from searchkit.segment.columns.sources import FILE_TIME
from searchkit.segment.columns.spoken import BODY, SpokenStretches, read_stretches
from searchkit.segment.reader import Segment
from searchkit.segment.store.records import RECORD, read_dictionaries
from searchkit.segment.store.sources import SOURCE
from searchkit.segment.store.texts import section_of
from searchkit.segment.terms.sections import FORM
from searchkit.segment.variants import pack_pairs
from searchkit.storage.container import Array, Container
from searchkit.storage.strings import Strings


def live_chunk(segment: Segment, quotations: bool = False) -> Chunk:
    """The live statements of a segment, in their order; `quotations`: with who says what."""
    docs = segment.alive(np.arange(len(segment)))
    schema = segment.schema
    by_field = [segment.names[field.query].names_of(docs) for field in schema.names]
    # One row a statement, even where there are no fields of names.
    names = [[of_all[row] for of_all in by_field] for row in range(docs.size)]
    lengths = np.stack(list(segment.lengths.values()), axis=1).astype(np.int64)
    forms, tokens = list(segment.dictionary.forms), segment.occurrences.forms_in_order()
    container, times = segment.container, segment.file_times
    pairs = segment.variants.by_statement if segment.variants.is_known else _pairs(segment, docs)
    amounts = _amounts(segment, docs, lengths)
    stretches = _stretches(segment, docs, lengths) if quotations else None
    return _kept(
        container, schema, docs, forms, tokens, lengths, amounts, names, pairs, times, stretches
    )


def _stretches(segment: Segment, docs: Docs, lengths: Array) -> SpokenStretches:
    """Who says what in a segment, at its words; in one that does not know, what is said in `docs`,
    found in their texts.
    """
    if segment.spoken.known:
        return segment.spoken.stretches(lengths.ravel(), segment.starts)
    from searchkit.segment.chunks.quoting import quoted_of, stretches_in

    begins = np.cumsum(lengths.ravel()) - lengths.ravel()
    bodies = begins[segment.numbering.number(docs, BODY)].tolist()
    statements = [quoted_of(segment.record(doc), segment.schema) for doc in docs.tolist()]
    return stretches_in(statements, bodies)


def _amounts(segment: Segment, docs: Docs, lengths: Array) -> Amounts:
    """The amounts of a segment at their words; of one that does not know, those of `docs`,
    read from their texts.
    """
    if segment.amounts.known:
        known = segment.amounts.all
        return Amounts(words_at(known.places, lengths.ravel(), segment.starts), *known[1:])
    begins = np.cumsum(lengths.ravel()) - lengths.ravel()
    found: list[Amount] = []
    for doc in docs.tolist():
        for place, text in enumerate(segment.record(doc).texts):
            _, numbers, spaced = tokenised(text)
            begin = int(begins[segment.numbering.number(doc, place)])
            found += amounts_of(spaced, numbers, words_before=begin, profile=segment.schema.profile)
    return columns_of(found)


def _pairs(segment: Segment, docs: Docs) -> list[bytes]:
    """What each statement writes in two ways, of a segment that does not know: read from the
    texts of `docs`; nothing of the others.
    """
    found = [b""] * len(segment)
    for doc in docs.tolist():
        found[doc] = pack_pairs(observed(*segment.record(doc).texts))
    return found


def part_of_chunk(chunk: Container, docs: Docs, schema: Schema = DEFAULT) -> Chunk:
    """Some statements of a chunk, ascending."""
    forms, tokens = list(Strings(chunk, FORM)), chunk.array(TOKEN)
    lengths = chunk.array(LENGTH).astype(np.int64).reshape(-1, len(schema.texts))
    names = names_of(chunk)
    kept = [names[doc] for doc in docs.tolist()]
    pairs, times = Strings(chunk, PAIRS), chunk.array(FILE_TIME)
    amounts = read_amounts(chunk)
    stretches = read_stretches(chunk)
    return _kept(
        chunk, schema, docs, forms, tokens, lengths, amounts, kept, pairs, times, stretches
    )


def _kept(
    container: Container,
    schema: Schema,
    docs: Docs,
    forms: Sequence[bytes],
    tokens: Array,
    lengths: Array,
    amounts: Amounts,
    names: NamesOfStatements,
    pairs: Sequence[bytes],
    file_times: Array,
    stretches: SpokenStretches | None,
) -> Chunk:
    """The statements `docs`; `names` are theirs alone, the rest is of all statements.

    `lengths` has one row a statement, one column a text.
    """
    wanted = np.zeros(len(lengths), bool)
    wanted[docs] = True
    staying = np.repeat(wanted, lengths.sum(axis=1))
    tokens = tokens[staying]
    chosen = staying[amounts.places]
    number_of_word = np.cumsum(staying) - 1
    amounts = amounts.only(chosen, number_of_word[amounts.places[chosen]])
    if stretches is not None:
        chosen = staying[stretches.places]
        stretches = stretches.only(chosen, number_of_word[stretches.places[chosen]])
    used = np.zeros(len(forms), bool)
    used[tokens] = True
    number = np.cumsum(used) - 1
    columns = {name: container.array(name)[docs] for name in column_types(schema)}
    columns[FILE_TIME] = file_times[docs]
    ids, records, sources = (Strings(container, name) for name in (ID, RECORD, SOURCE))
    texts = {name: Strings(container, name) for name in map(section_of, schema.own_texts)}
    listed = docs.tolist()
    return Chunk(
        forms=[forms[i] for i in np.flatnonzero(used).tolist()],
        tokens=number[tokens].astype(np.uint32),
        lengths=lengths[docs].ravel(),
        amounts=amounts,
        ids=[ids[doc] for doc in listed],
        columns=columns,
        names=names,
        pairs=[pairs[doc] for doc in listed],
        records=[records[doc] for doc in listed],
        sources=[sources[doc] for doc in listed],
        dictionaries=_dictionaries(container, docs),
        texts={name: [packed[doc] for doc in listed] for name, packed in texts.items()},
        stretches=stretches,
    )


def _dictionaries(container: Container, docs: Docs) -> list[tuple[bytes, int]]:
    """The dictionaries that `docs` are packed with, and up to which of `docs` each serves."""
    found, before = list[tuple[bytes, int]](), 0
    for dictionary, last in read_dictionaries(container):
        end = int(np.searchsorted(docs, last))
        if end > before:
            found.append((dictionary, end))
        before = end
    return found
