"""The fields that a query can name, and what may stand before one.

Lives here: those of the schema, and those that only the language has; the dashes. Does not
live here: reading their values (`syntax`), what a `whoosh.query` tree calls them (`foreign`).
"""

from __future__ import annotations

from searchkit.schema.fields import Day, Names, Schema
from searchkit.schema.speakers import SAID

DASHES = "‐‑‒–—―−﹣－"
"""What pasting makes of a minus. It means the same right before a word, a quote or a field."""
EXACT, SINCE, UNTIL = "exact", "since", "until"
"""Words of exactly these letters, in any text; from a day on; up to a day."""
MONEY, NUMBER = "money", "number"
"""Sums of money, and any numbers, by what they count, in any text."""
HELP = (
    ("money:1m..5m", "sums from one million to five; money:5m.. from five on; money:USD5m"),
    ("number:100..200", "numbers in a range"),
)


def field_names(schema: Schema) -> tuple[str, ...]:
    """What can stand before a colon, texts first."""
    texts = [text.query for text in schema.texts if text.query is not None]
    names = [names.query for names in schema.names]
    days = [day.query for day in schema.days]
    found = (*texts, EXACT, *names, *days, SINCE, UNTIL, MONEY, NUMBER, SAID)
    return tuple(dict.fromkeys(found))


def example(schema: Schema, name: str) -> str:
    """A field with a value, for a message."""
    match schema.by_query.get(name):
        case Names():
            return f"{name}:name"
        case Day():
            return f"{name}:2007"
    if name == SAID:
        return f"{name}:(peters korea)"
    if name in (MONEY, NUMBER):
        return f"{name}:1m..5m"
    return f"{name}:2007" if name in (SINCE, UNTIL) else f"{name}:korea"
