"""The schemas of quotations and of what is said again.

Lives here: what `/api/quotations`, `/api/quote` and `/api/repeats` answer. Does not live here: what
schemas are made of (`describing`), the document (`openapi`).
"""

from __future__ import annotations

from searchkit.web.describing import COUNT, DAY, TEXT, TEXTS, Schema, list_of, object_of, ref

QUOTATIONS: dict[str, Schema] = {
    "Quotation": object_of(
        "Words that a statement quotes; `start` and `end` are offsets into `text`, in code points. "
        "`certain`: the statement itself names who speaks, beside these words.",
        {
            "text": TEXT,
            "start": COUNT,
            "end": COUNT,
            "speakers": TEXTS,
            "certain": {"type": "boolean"},
        },
    ),
    "QuotePart": object_of(
        "A part of a quotation beside what its source has there.",
        {
            "kind": {"enum": ["same", "words", "case", "punctuation", "attribution"]},
            "given": TEXT,
            "source": TEXT,
        },
    ),
    "QuoteMatch": object_of(
        "A place that a quotation, or a piece of it, comes from; `diff` is empty where both are "
        "the same.",
        {
            "id": TEXT,
            "date": DAY,
            "speakers": TEXTS,
            "text": TEXT,
            "diff": list_of(ref("QuotePart")),
        },
    ),
    "QuoteCheck": object_of(
        "What became of a quotation.",
        {
            "verdict": {"enum": ["exact", "altered", "spliced", "not found"]},
            "matches": list_of(ref("QuoteMatch")),
        },
    ),
    "Quotations": object_of(
        "The quotations of a statement, in order.",
        {"id": TEXT, "quotations": list_of(ref("Quotation"))},
    ),
    "Repeat": object_of(
        "A statement that says the same; `score` is how much of the shorter text the passages are.",
        {"id": TEXT, "date": DAY, "score": {"type": "number"}, "passages": TEXTS},
    ),
    "Repeats": object_of(
        "What says the same as a statement, the most alike first.",
        {"id": TEXT, "repeats": list_of(ref("Repeat"))},
    ),
}
