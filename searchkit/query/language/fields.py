"""The fields that a query can name, and what may stand before one.

Lives here: those of the schema, and those that only the language has; the dashes. Does not
live here: reading their values (`syntax`), what a `whoosh.query` tree calls them (`foreign`).
"""

from __future__ import annotations

from searchkit.schema.fields import Day, Names, Schema

DASHES = "‐‑‒–—―−﹣－"
"""What pasting makes of a minus. It means the same right before a word, a quote or a field."""
EXACT, SINCE, UNTIL = "exact", "since", "until"
"""Words of exactly these letters, in any text; from a day on; up to a day."""


def field_names(schema: Schema) -> tuple[str, ...]:
    """What can stand before a colon, texts first."""
    texts = [text.query for text in schema.texts if text.query is not None]
    names = [names.query for names in schema.names]
    return (*texts, EXACT, *names, schema.day.query, SINCE, UNTIL)


def example(schema: Schema, name: str) -> str:
    """A field with a value, for a message."""
    match schema.by_query.get(name):
        case Names():
            return f"{name}:name"
        case Day():
            return f"{name}:2007"
    return f"{name}:2007" if name in (SINCE, UNTIL) else f"{name}:korea"
