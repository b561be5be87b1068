"""What the facets of an answer are called.

Lives here: their titles, in the order in which they are shown. Does not live here:
counting (`searchkit.counting`), drawing (`searchkit.cli.look`, `searchkit.web.facets`).
"""

from __future__ import annotations

from searchkit.schema.fields import Schema

YEAR = "year"


def name_titles(schema: Schema) -> dict[str, str]:
    """Facet -> title, of the fields of names: {"minister": "Ministers", ...}."""
    return {field.query: field.title for field in schema.names}


def facet_titles(schema: Schema) -> dict[str, str]:
    """Facet -> title, of all facets."""
    return {**name_titles(schema), YEAR: "Years"}
