"""Statements like a given one.

Lives here: the words that say most about a statement, as a query. Does not live here:
ranking by them (`searching`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from searchkit.model.answer import Answer
from searchkit.query.tree import Node, Nothing, Or, Stem
from searchkit.ranking.bm25f import Constants, inverse_document_frequency
from searchkit.schema.analysis import fold, stem_all, tokens
from searchkit.segment.reader import Segment

WORDS = 25
"""Words that are searched for; more change little and cost time."""
CANDIDATES = 400
"""Distinct words of a statement whose frequency in the corpus is looked up."""
TITLE_COUNTS = 3
"""How many times a word of the title counts."""


def typical_words(segments: Sequence[Segment], constants: Constants, title: str, text: str) -> Node:
    """The words of a statement with the highest tf x idf, any of which will do.

    Frequency counts by its square root, so that one word does not outweigh all others.
    """
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for source, weight in ((title, TITLE_COUNTS), (text, 1)):
        written = tokens(source)
        folded = [fold(word) for word in written]
        for stem, word, form in zip(stem_all(folded), written, folded, strict=True):
            if len(form) > 1 and not form.replace(".", "").isdigit():
                counts[stem] += weight
                shown.setdefault(stem, word)
    total = sum(segment.live_count for segment in segments)
    scored = []
    for stem, count in counts.most_common(CANDIDATES):
        found = sum(
            segment.document_frequency(number)
            for segment in segments
            if (number := segment.dictionary.stem_number(stem)) >= 0
        )
        idf = inverse_document_frequency(total, found, constants)
        scored.append((count**0.5 * idf, stem))
    scored.sort(reverse=True)
    found_words = tuple(Stem(stem, written=shown[stem]) for _, stem in scored[:WORDS])
    return Or(found_words) if found_words else Nothing()


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
