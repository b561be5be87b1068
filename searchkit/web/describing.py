"""What the schemas of answers are made of, and those of words in numbers.

Lives here: JSON Schema in a few words, the schemas of collocates and keywords. Does not live here:
the other schemas (`describing_answers`), the document (`openapi`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "number"}
TEXTS: Schema = {"type": "array", "items": TEXT}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
SPAN: Schema = {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2}


def object_of(about: str, properties: dict[str, Schema], optional: Sequence[str] = ()) -> Schema:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "description": about,
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def list_of(schema: Schema) -> Schema:
    """A list of such values."""
    return {"type": "array", "items": schema}


def ref(name: str) -> Schema:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


ASSOCIATIONS: dict[str, Schema] = {
    "Collocates": object_of(
        "What `searchkit collocates --json` prints.",
        {
            "query": TEXT,
            "interpreted": TEXT,
            **dict.fromkeys(
                (
                    *("occurrences", "statements", "window_words", "all_words"),
                    *("words", "left_out"),
                ),
                COUNT,
            ),
            "exact": {"type": "boolean"},
            "notes": list_of(ref("Note")),
            "collocates": list_of(ref("Collocate")),
        },
    ),
    "Collocate": object_of(
        "A word around the matches; `query` leads to the lines that it stands in.",
        {
            "word": TEXT,
            "observed": COUNT,
            **dict.fromkeys(("expected", "log_likelihood", "log_ratio", "mi", "t"), NUMBER),
            "statements": COUNT,
            "query": TEXT,
        },
    ),
    "Keywords": object_of(
        "What `searchkit keywords --json` prints.",
        {
            "query": TEXT,
            "against": MAYBE,
            "interpreted": TEXT,
            "interpreted_against": MAYBE,
            **dict.fromkeys(
                (
                    *("statements", "statements_against", "all_words", "all_words_against"),
                    *("words", "left_out"),
                ),
                COUNT,
            ),
            "notes": list_of(ref("Note")),
            "keywords": list_of(ref("Keyword")),
        },
    ),
    "Keyword": object_of(
        "A word of the statements; `query` leads to the lines that it stands in.",
        {
            "word": TEXT,
            "count": COUNT,
            "rate": NUMBER,
            "count_against": COUNT,
            "rate_against": NUMBER,
            **dict.fromkeys(("log_likelihood", "log_ratio", "dispersion"), NUMBER),
            "query": TEXT,
        },
    ),
}
