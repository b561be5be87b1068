"""The quotations of one statement of an index.

Lives here: what finding them needs of a statement. Does not live here: finding them
(`searchkit.quotations`), checking whether a quotation is real (`checking_quotes`).
"""

from __future__ import annotations

from searchkit.engines.local.snapshot import Snapshot
from searchkit.model.address import Address
from searchkit.model.quotations import Quotation
from searchkit.quotations.finding import quotations
from searchkit.schema.fields import Schema
from searchkit.segment.store.records import Record

PERSON = "person"


def quotations_in(snapshot: Snapshot, address: Address) -> tuple[Quotation, ...]:
    """See `Archive.quotations`."""
    record = snapshot.segments[address.segment].record(address.statement)
    return tuple(quotations(record.text, record.title, people_of(snapshot.schema, record)))


def people_of(schema: Schema, record: Record) -> tuple[str, ...]:
    """The people of a statement's front matter, as written."""
    fields = (field.name for field in schema.names if field.kind == PERSON)
    return tuple(name for field in fields for name in record.names[field])
