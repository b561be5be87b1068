"""The schemas of all answers; tests check every answer against its schema.

Lives here: those of searches, lines and statements, and all of them together, for the fields of an
index. Does not live here: what schemas are made of, and those of words in numbers (`describing`),
those of trends and offices (`describing_time`) and of quotations (`describing_quotations`), the
document (`openapi`).
"""

from __future__ import annotations

from searchkit.rendering.facets import YEAR
from searchkit.schema.fields import Schema as Fields
from searchkit.web.describing import (
    ASSOCIATIONS,
    COUNT,
    DAY,
    MAYBE,
    SPAN,
    TEXT,
    TEXTS,
    Schema,
    list_of,
    object_of,
    ref,
)
from searchkit.web.describing_quotations import QUOTATIONS
from searchkit.web.describing_time import OVER_TIME

_HIT: dict[str, Schema] = {
    "id": TEXT,
    "title": TEXT,
    "date": DAY,
    "ministers": TEXTS,
    "portfolios": TEXTS,
    "url": MAYBE,
    "attachments": TEXTS,
    "score": {"type": "number"},
    "copies": TEXTS,
    "snippets": list_of(ref("Snippet")),
    "explain": {"type": ["object", "null"]},
}


_LINE: dict[str, Schema] = {
    "id": TEXT,
    "date": DAY,
    "ministers": TEXTS,
    "title": TEXT,
    "field": TEXT,
    "start": COUNT,
    "end": COUNT,
    "left": TEXT,
    "match": TEXT,
    "right": TEXT,
}


def _own(fields: Fields) -> Schema:
    """What a hit and a statement have in the fields that the profile adds."""
    properties: dict[str, Schema] = {
        **{field.name: TEXTS for field in fields.own_names},
        **{day.name: DAY for day in fields.own_days},
        **{text.name: TEXT for text in fields.own_texts},
    }
    return object_of("The fields of this index's profile.", properties, optional=[*properties])


_SCHEMAS: dict[str, Schema] = {
    "Snippet": object_of(
        "A piece of a statement; highlights are offsets into it, in code points. Who says them, "
        "where the query asks (`said:`), and whether in their own words, as in a speech.",
        {
            "text": TEXT,
            "highlights": list_of(SPAN),
            "said_by": TEXTS,
            "own_words": {"type": "boolean"},
        },
        optional=["said_by", "own_words"],
    ),
    "Note": object_of("What a user should know.", {"code": TEXT, "message": TEXT}),
    "Variant": object_of(
        "Another way to write words of the query, or another wording, and what it finds.",
        {"text": TEXT, "query": TEXT, "count": COUNT},
    ),
    "Concordance": object_of(
        "What `searchkit concordance --json` prints.",
        {
            "query": TEXT,
            "interpreted": TEXT,
            "occurrences": COUNT,
            "statements": COUNT,
            "notes": list_of(ref("Note")),
            "lines": list_of(ref("Line")),
        },
    ),
    "Value": object_of("A value of a facet.", {"value": TEXT, "count": COUNT}),
    "Answer": object_of(
        "What `search --json` prints.",
        {
            "query": TEXT,
            "interpreted": TEXT,
            "total": COUNT,
            "took_ms": {"type": "number"},
            "suggestion": MAYBE,
            "notes": list_of(ref("Note")),
            "variants": list_of(ref("Variant")),
            "related": list_of(ref("Variant")),
            "hits": list_of(ref("Hit")),
            "also": list_of(ref("Also")),
            "also_total": COUNT,
            "facets": ref("Facets"),
        },
        optional=["facets"],
    ),
    "Counted": object_of(
        "How many match, and how many statements each year has at all.",
        {
            "query": TEXT,
            "interpreted": TEXT,
            "total": COUNT,
            "took_ms": {"type": "number"},
            "facets": ref("Facets"),
            "years": list_of(ref("Value")),
        },
    ),
    "Suggestions": object_of(
        "What somebody who is typing may want to type.",
        {"query": TEXT, "suggestions": list_of(ref("Suggestion"))},
    ),
    "Statement": object_of(
        "All that is known of a statement; `body` is its Markdown, `text` what is searched.",
        {
            "id": TEXT,
            "title": TEXT,
            "date": DAY,
            "url": MAYBE,
            "ministers": TEXTS,
            "portfolios": TEXTS,
            "attachments": TEXTS,
            "extra": {"type": "object"},
            "text": TEXT,
            "body": TEXT,
            "matches": list_of(ref("Match")),
        },
    ),
    "Problem": {
        "type": "object",
        "description": "What is wrong (RFC 9457).",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "query": TEXT,
            "column": {
                **COUNT,
                "description": "0-based offset of the first wrong character, in code points.",
            },
            "suggestion": MAYBE,
            "name": TEXT,
            "nearest": TEXTS,
            "parameter": TEXT,
        },
        "required": ["type", "title", "status", "detail"],
    },
}


def schemas(fields: Fields) -> dict[str, Schema]:
    """The schemas of all answers, by name."""
    names = [field.query for field in fields.names]
    texts = [text.name for text in fields.texts]
    own = (
        {"fields": _own(fields)} if fields.own_names or fields.own_days or fields.own_texts else {}
    )
    statement = _SCHEMAS["Statement"]
    return {
        **_SCHEMAS,
        "Hit": object_of("A statement that matches.", _HIT | own),
        "Also": object_of(
            "A statement that matches most words; `missing` are those it lacks.",
            {**_HIT, **own, "missing": TEXTS},
        ),
        "Line": object_of(
            "An occurrence in context; `start` and `end` are offsets into the title, or into the "
            "clean text of the body, in code points.",
            _LINE | own,
        ),
        "Statement": statement | {"properties": statement["properties"] | own},
        **ASSOCIATIONS,
        **OVER_TIME,
        **QUOTATIONS,
        "Facets": object_of(
            f"How many matches each {', '.join(names)} and year has.",
            {name: list_of(ref("Value")) for name in (*names, YEAR)},
        ),
        "Suggestion": object_of(
            "Something to go on with: `query` is what was typed, with its last word completed.",
            {
                "kind": {"type": "string", "enum": ["word", "phrase", *names]},
                "value": TEXT,
                "query": TEXT,
                "statements": COUNT,
            },
        ),
        "Match": object_of(
            "A run of words that makes a statement match: offsets in code points into `title`, "
            "or, for the body, into `text`.",
            {"field": {"type": "string", "enum": texts}, "start": COUNT, "end": COUNT},
        ),
    }
