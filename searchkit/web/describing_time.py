"""The schemas of trends, first uses and offices.

Lives here: what `/api/trend`, `/api/first` and `/api/who` answer. Does not live here: what
schemas are made of (`describing`), the document (`openapi`).
"""

from __future__ import annotations

from searchkit.web.describing import COUNT, DAY, TEXT, TEXTS, Schema, list_of, object_of, ref

_MAYBE_COUNT: Schema = {"type": ["integer", "null"], "minimum": 0}
_MAYBE_NUMBER: Schema = {"type": ["number", "null"]}
_FLAG: Schema = {"type": "boolean"}

OVER_TIME: dict[str, Schema] = {
    "TrendQuery": object_of(
        "A query of a trend, and what its rows add up to, with those without a date.",
        {
            "query": TEXT,
            "interpreted": TEXT,
            "statements": COUNT,
            "occurrences": _MAYBE_COUNT,
            "undated_statements": COUNT,
            "undated_occurrences": _MAYBE_COUNT,
            "notes": list_of(ref("Note")),
        },
    ),
    "Period": object_of(
        "A period: its days that are counted, whether these are not all, whether it has few "
        "statements.",
        {"period": TEXT, "since": DAY, "until": DAY, "partial": _FLAG, "few": _FLAG},
    ),
    "Government": object_of(
        "A term of government, as statements tell of it; `query` finds them.",
        {"name": TEXT, "since": DAY, "until": DAY, "query": TEXT},
    ),
    "TrendRow": object_of(
        "A query in a period. Of a query without words, what counts words is null.",
        {
            "query": TEXT,
            "period": TEXT,
            "statements": COUNT,
            "occurrences": _MAYBE_COUNT,
            "all_statements": COUNT,
            "all_words": COUNT,
            "per_1000_statements": _MAYBE_NUMBER,
            "per_million_words": _MAYBE_NUMBER,
        },
    ),
    "Trend": object_of(
        "What `searchkit trend --json` prints.",
        {
            "by": TEXT,
            "queries": list_of(ref("TrendQuery")),
            "periods": list_of(ref("Period")),
            "undated": COUNT,
            "governments": list_of(ref("Government")),
            "told_by": TEXT,
            "rows": list_of(ref("TrendRow")),
        },
    ),
    "FirstUse": object_of(
        "A first or last use; `kind` is first, last, or the field of the name that it is the "
        "first use by.",
        {"who": TEXT, "kind": TEXT, "date": DAY, "id": TEXT, "context": TEXT},
    ),
    "FirstUses": object_of(
        "What `searchkit first --json` prints.",
        {
            "query": TEXT,
            "interpreted": TEXT,
            "statements": COUNT,
            "undated": COUNT,
            "begins": DAY,
            "ends": DAY,
            "limits": TEXTS,
            "notes": list_of(ref("Note")),
            "uses": list_of(ref("FirstUse")),
        },
    ),
    "OfficeTenure": object_of(
        "A time in which statements show one person in one office; `evidence` is the ids of the "
        "first and of the last of them.",
        {
            "office": TEXT,
            "person": TEXT,
            "from": DAY,
            "to": DAY,
            "statements": COUNT,
            "evidence": TEXTS,
        },
    ),
    "OfficeTenures": list_of(ref("OfficeTenure")),
    "PersonForm": object_of(
        "A name as statements write it; `from` and `to` are null where no day is known.",
        {"name": TEXT, "statements": COUNT, "from": DAY, "to": DAY},
    ),
    "PersonStatement": object_of("A statement.", {"id": TEXT, "date": DAY, "title": TEXT}),
    "Person": object_of(
        "One person; `perhaps` has names that may be a slip of the pen, `years` the statements of "
        "each year.",
        {
            "name": TEXT,
            "forms": list_of(ref("PersonForm")),
            "perhaps": list_of(ref("PersonForm")),
            "offices": list_of(ref("OfficeTenure")),
            "years": {"type": "object", "additionalProperties": COUNT},
            "words": TEXTS,
            "statements": COUNT,
            "first": {"anyOf": [ref("PersonStatement"), {"type": "null"}]},
            "last": {"anyOf": [ref("PersonStatement"), {"type": "null"}]},
        },
    ),
    "People": list_of(ref("Person")),
    "TimelineRow": object_of(
        "Something that was said; `quoted` is false of a sentence of a speech. `began` and `ended` "
        "tell how the offices of the first speaker changed since the row before.",
        {
            "date": DAY,
            "id": TEXT,
            "title": TEXT,
            "text": TEXT,
            "start": COUNT,
            "end": COUNT,
            "speakers": TEXTS,
            "certain": {"type": "boolean"},
            "quoted": {"type": "boolean"},
            "offices": TEXTS,
            "began": TEXTS,
            "ended": TEXTS,
        },
    ),
    "Timeline": object_of(
        "What `searchkit timeline --json` prints.",
        {
            "query": TEXT,
            "interpreted": TEXT,
            "statements": COUNT,
            "undated": COUNT,
            "notes": list_of(ref("Note")),
            "rows": list_of(ref("TimelineRow")),
        },
    ),
}
