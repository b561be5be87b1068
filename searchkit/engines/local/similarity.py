"""Statements like a given one.

Lives here: the words that say most about a statement, as a query. Does not live here:
ranking by them (`searching`).
"""

from __future__ import annotations

from collections import Counter

from whoosh import query

from searchkit.engines.local.snapshot import Snapshot
from searchkit.model.answer import Answer
from searchkit.query.language.whoosh_schema import TEXT
from searchkit.query.words import marked
from searchkit.ranking.bm25f import inverse_document_frequency
from searchkit.schema.analysis import fold, stem_all, tokens
from searchkit.segment.reader import Segment

WORDS = 25
"""Words that are searched for; more change little and cost time."""
CANDIDATES = 400
"""Distinct words of a statement whose frequency in the corpus is looked up."""


def typical_words(snapshot: Snapshot, segment: Segment, number: int) -> query.Query:
    """The words of a statement with the highest tf x idf, any of which will do.

    Frequency counts by its square root, so that one word does not outweigh all
    others; a word of the title counts as three.
    """
    record = segment.record(number)
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for text, weight in ((record.title, 3), (record.text, 1)):
        written = tokens(text)
        folded = [fold(word) for word in written]
        for stem, word, form in zip(stem_all(folded), written, folded, strict=True):
            if len(form) > 1 and not form.isdigit():
                counts[stem] += weight
                shown.setdefault(stem, word)
    total = len(snapshot)
    scored = []
    for stem, count in counts.most_common(CANDIDATES):
        found = sum(
            s.document_frequency(n) if (n := s.dictionary.stem_number(stem)) >= 0 else 0
            for s in snapshot.segments
        )
        idf = inverse_document_frequency(total, found, snapshot.constants)
        scored.append((count**0.5 * idf, stem))
    scored.sort(reverse=True)
    terms = [marked(query.Term(TEXT, stem), shown[stem]) for _, stem in scored[:WORDS]]
    return query.Or(terms) if terms else query.NullQuery


def without(answer: Answer, statement_id: str, limit: int) -> Answer:
    """`answer` without a statement and what is its copy."""
    kept = tuple(
        hit
        for hit in answer
        if hit.id != statement_id and statement_id not in (copy.id for copy in hit.copies)
    )
    removed = 1 + max((len(hit.copies) for hit in answer if hit not in kept), default=0)
    return Answer(
        kept[:limit],
        query=f"like {statement_id}",
        interpreted=answer.interpreted,
        total=max(0, answer.total - removed),
        took_ms=answer.took_ms,
        notes=answer.notes,
    )
