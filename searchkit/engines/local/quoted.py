"""The quotations of one statement of an index.

Lives here: what finding them needs of a statement. Does not live here: finding them
(`searchkit.quotations`).
"""

from __future__ import annotations

from searchkit.engines.local.snapshot import Snapshot
from searchkit.model.address import Address
from searchkit.model.quotations import Quotation
from searchkit.quotations.finding import quotations
from searchkit.schema.values import shown_names

PERSON = "person"


def quotations_in(snapshot: Snapshot, address: Address) -> tuple[Quotation, ...]:
    """See `Archive.quotations`."""
    segment, number = snapshot.segments[address[0]], address[1]
    statement = segment.statement(number)[0]
    people = [
        name
        for field in snapshot.schema.names
        if field.kind == PERSON
        for name in shown_names(statement, field)
    ]
    text = segment.record(number).text
    return tuple(quotations(text, statement.title, people))
