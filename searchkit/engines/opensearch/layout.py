"""What the cluster keeps of a statement: the fields, and how they are indexed.

Lives here: the mapping and the settings of an index, and what its fields are called. Does not live
here: what a statement has in them (`entries`), asking them (`translating`).

Our own analysis runs before anything is sent. A text is kept three times, as the stems, the
folded words and the words as written, separated by spaces: a `whitespace` tokenizer takes them
apart again, so that the place of a word is the same in all three and the terms are ours to the
letter. A space within a term (in `10 000`) is written `_SPACE`, which no term has.
"""

from __future__ import annotations

from typing import Any

from searchkit.engines.opensearch.address import ClusterAddress
from searchkit.ranking.bm25f import DEFAULT
from searchkit.schema.fields import Schema

VERSION = 2
"""Of this layout; an index records it."""
STEM, FOLDED, FORM = LEVELS = ("stem", "folded", "form")
"""The terms that a text is kept as."""
_SPACE = "\u2423"
LONGEST = 1_000
"""Characters of a term. A longer one (a file's bytes, pasted) is no word that anybody looks for,
and Lucene refuses whole documents for terms of 32,766 bytes: it is cut."""
HEAD = "searchkit-head"
"""The id of the document that says what is published."""
MAX_WINDOW = 10_000
"""Hits that one request may ask for."""


def term(word: str) -> str:
    """A term as the cluster has it."""
    return word[:LONGEST].replace(" ", _SPACE)


def field_of(text: str, level: str) -> str:
    """What the cluster calls a text, as terms of one level."""
    return f"texts.{text}.{level}"


def settings(address: ClusterAddress) -> dict[str, Any]:
    """The settings of an index."""
    copies: dict[str, Any] = (
        {"auto_expand_replicas": "0-1"}
        if address.replicas is None
        else {"number_of_replicas": address.replicas}
    )
    return {
        "number_of_shards": address.shards,
        **copies,
        # What is published is refreshed first; nothing else needs to be seen.
        "refresh_interval": "-1",
        "max_result_window": MAX_WINDOW,
        "mapping.total_fields.limit": 1000,
        "unassigned.node_left.delayed_timeout": "10s",
        "similarity": {
            "title": {"type": "BM25", "k1": DEFAULT.k1, "b": DEFAULT.b_title},
            "body": {"type": "BM25", "k1": DEFAULT.k1, "b": DEFAULT.b_body},
        },
        "analysis": {
            "tokenizer": {"terms": {"type": "whitespace", "max_token_length": 1_048_576}},
            "analyzer": {"terms": {"type": "custom", "tokenizer": "terms"}},
        },
    }


def mapping(schema: Schema) -> dict[str, Any]:
    """The fields of an index of statements of these fields."""
    texts = {
        text.name: {
            "properties": {
                level: {
                    "type": "text",
                    "analyzer": "terms",
                    "similarity": "body" if place else "title",
                }
                for level in LEVELS
            }
        }
        for place, text in enumerate(schema.texts)
    }
    keyword = {"type": "keyword"}
    names = {field.query: keyword for field in schema.names}
    return {
        "dynamic": "false",
        # They are made of the statement, which is kept: three times a text would be large.
        "_source": {"excludes": ["texts", "vocabulary", "accented"]},
        "properties": {
            "id": keyword,
            "digest": keyword,
            "copy": keyword,
            "born": {"type": "long"},
            "died": {"type": "long"},
            "buried": {"type": "long"},
            "day": {"type": "integer"},
            "month": {"type": "integer"},
            "year": {"type": "integer"},
            "days": {"properties": {day.query: {"type": "integer"} for day in schema.own_days}},
            "names": {"properties": names},
            "spelled": {"properties": names},
            "has": keyword,
            "words": {"type": "integer"},
            "page": keyword,
            "vocabulary": keyword,
            "accented": keyword,
            "amounts": {"dynamic": True, "type": "object"},
            "texts": {"properties": texts},
            "statement": {"type": "object", "enabled": False},
            "head": {"type": "object", "enabled": False},
        },
        "dynamic_templates": [
            {"amounts": {"path_match": "amounts.*", "mapping": {"type": "double"}}}
        ],
    }
