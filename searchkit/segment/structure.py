"""What must hold for the sections of a segment before anything is read from them.

Lives here: which structures a segment has and which schemas it can hold; its extent (the
section `meta`); the order in which opening verifies what the structures declare, in time that
grows with the number of words in the dictionary, not with the texts. After that no look-up
in a dictionary can leave its section, and no size that memory is taken by is larger than the
file. Does not live here: what each section must be (its structure's room), whether what the
sections say is true (`invariants`, `rederiving`).

`meta` has three numbers: statements, words, and the positions that stay free after a text.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from searchkit.model.errors import InvalidArgument
from searchkit.schema.fields import Schema
from searchkit.segment import variants
from searchkit.segment.columns import amounts, copies, days, ids, lengths, names, orders, spoken
from searchkit.segment.columns import sources as source_columns
from searchkit.segment.positions import forward, positions, space
from searchkit.segment.positions.space import GAP
from searchkit.segment.postings import frequencies, postings
from searchkit.segment.section import I8, Extent, Section, check_sections
from searchkit.segment.store import records
from searchkit.segment.store import sources as stored_sources
from searchkit.segment.store import texts as stored_texts
from searchkit.segment.terms import sections as terms
from searchkit.storage.container import Array, Container, ContainerWriter

META = "meta"
STORED = ("title", "body", "date")
"""The first texts and the first day that a schema must have: their frequencies are packed
together, and records hold these."""


def _is_extent(meta: Array) -> bool:
    if meta.size != 3:
        return False
    statements, words, gap = meta.tolist()
    return bool(statements >= 0 and words >= 0 and gap == GAP)


_META = Section(META, I8, holds=_is_extent, verified=True)


@lru_cache(maxsize=8)
def sections(schema: Schema) -> tuple[Section, ...]:
    """The sections of a segment: those of all structures.

    Raises:
        InvalidArgument: a segment can't hold fields as those of `schema`.
    """
    stored = [*(text.name for text in schema.texts[:2]), schema.day.name]
    if stored != list(STORED):
        raise InvalidArgument(
            f"a segment can't hold the fields {', '.join(stored)}",
            expected=f"{', '.join(STORED)}, and any further fields",
        )
    return (
        _META,
        *terms.SECTIONS,
        *space.SECTIONS,
        *postings.SECTIONS,
        *frequencies.sections_of([text.name for text in schema.own_texts]),
        *positions.SECTIONS,
        *forward.SECTIONS,
        *lengths.sections(schema),
        *(section for day in schema.days for section in days.sections(day)),
        *amounts.SECTIONS,
        *(section for field in schema.names for section in names.sections(field)),
        *spoken.spoken_sections(schema.profile),
        *ids.SECTIONS,
        *orders.SECTIONS,
        *copies.SECTIONS,
        *variants.SECTIONS,
        *source_columns.SECTIONS,
        *records.SECTIONS,
        *stored_sources.SECTIONS,
        *stored_texts.sections(schema),
    )


def supported(schema: Schema) -> Schema:
    """`schema`, if a segment can hold its fields.

    Raises:
        InvalidArgument: it can't.
    """
    sections(schema)
    return schema


def write_extent(writer: ContainerWriter, extent: Extent) -> None:
    """Add what `meta` has."""
    writer.add(META, np.array([extent.statements, extent.words, GAP], np.int64))


def check_structure(container: Container, schema: Schema) -> Extent:
    """Verify what the header of this module says.

    Returns:
        how large the segment is.

    Raises:
        CorruptIndex: naming the file and the section.
    """
    declared = sections(schema)
    texts = len(schema.texts)
    check_sections(container, (_META,), Extent(0, 0, texts))
    statements, words, _ = container.array(META).tolist()
    extent = Extent(statements, words, texts)
    check_sections(container, declared, extent)
    return extent
