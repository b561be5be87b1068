"""Who says what in statements on their way into a segment.

Lives here: from texts to stretches of words. Does not live here: finding quotations
(`searchkit.quotations`), what becomes of the stretches (`segment.columns.spoken`).
"""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.kernels import offsets
from searchkit.profiles.profile import PERSON
from searchkit.quotations.finding import spoken
from searchkit.schema.fields import Schema
from searchkit.segment.columns.spoken import SpokenStretches, joined, stretches_of
from searchkit.segment.store.records import Record

AT_ONCE = 100
"""Texts whose words are looked for together."""

Quoted = tuple[str, str, Sequence[str]]
"""The clean text of a statement, its title, and the people of its front matter."""


def quoted_of(record: Record, schema: Schema) -> Quoted:
    """What a record has."""
    return record.text, record.title, people_of(record, schema)


def people_of(record: Record, schema: Schema) -> tuple[str, ...]:
    """The people of a statement's front matter, as written."""
    fields = (field.name for field in schema.names if field.kind == PERSON)
    return tuple(name for field in fields for name in record.names[field])


def stretches_in(statements: Sequence[Quoted], begins: Sequence[int]) -> SpokenStretches:
    """All that is said in some statements.

    Args:
        statements: in order.
        begins: the place of the first word of each body.
    """
    found: list[SpokenStretches] = []
    for first in range(0, len(statements), AT_ONCE):
        some = statements[first : first + AT_ONCE]
        said = [spoken(*one) for one in some]
        # Only texts in which somebody speaks need the places of their words.
        words = offsets.joined_offsets(
            [text if of else "" for (text, _, _), of in zip(some, said, strict=True)]
        )
        found.append(stretches_of(said, words, begins[first : first + AT_ONCE]))
    return joined(found)
