"""Statements like a given one.

Lives here: the words that say most about a statement, as a query; its answer without the
statement itself. Does not live here: ranking by them (`searching`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from searchkit.engines.local.searching import search
from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.wanted import Wanted
from searchkit.model.address import Address
from searchkit.model.answer import Answer
from searchkit.query.request import Query
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


def typical_words(
    title: str,
    text: str,
    total: int,
    frequencies: Callable[[list[str]], Sequence[int]],
    constants: Constants,
) -> Node:
    """The words of a statement with the highest tf x idf, any of which will do.

    Frequency counts by its square root, so that one word does not outweigh all others.

    Args:
        title, text: of the statement.
        total: how many statements there are.
        frequencies: gives in how many of them each of some stems stands.
        constants: of ranking.
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
    common = counts.most_common(CANDIDATES)
    scored = []
    for (stem, count), found in zip(common, frequencies([one for one, _ in common]), strict=True):
        idf = inverse_document_frequency(total, found, constants)
        scored.append((count**0.5 * idf, stem))
    scored.sort(reverse=True)
    found_words = tuple(Stem(stem, written=shown[stem]) for _, stem in scored[:WORDS])
    return Or(found_words) if found_words else Nothing()


def _frequency(segments: Sequence[Segment], stem: str) -> int:
    return sum(
        segment.document_frequency(number)
        for segment in segments
        if (number := segment.dictionary.stem_number(stem)) >= 0
    )


def of_equal_text(segments: Sequence[Segment], address: Address) -> frozenset[str]:
    """The ids of a statement and of its copies."""
    segment = segments[address.segment]
    digest = int(segment.copy_digests[address.statement])
    own = frozenset([segment.id(address.statement)])
    if not digest:
        return own
    alive = ((one, one.alive(np.array(one.copies(digest), np.intp))) for one in segments)
    return own.union(one.id(doc) for one, docs in alive for doc in docs.tolist())


def without(
    answer: Answer, statement_id: str, own: frozenset[str], offset: int, limit: int | None
) -> Answer:
    """`answer` without a statement and its copies.

    Args:
        answer: to `typical_words`, from its first hit on.
        statement_id: of the statement.
        own: `of_equal_text`.
        offset, limit: which part of the rest; None: to its end.
    """
    kept = tuple(hit for hit in answer if hit.id not in own)
    return Answer(
        kept[offset:][:limit],
        query=f"like {statement_id}",
        interpreted=answer.interpreted,
        total=max(0, answer.total - len(own)),
        took_ms=answer.took_ms,
        notes=answer.notes,
    )


def like(snapshot: Snapshot, statement_id: str, address: Address, wanted: Wanted) -> Answer:
    """See `Archive.similar`."""
    wanted.check()
    record = snapshot.segments[address.segment].record(address.statement)
    segments = snapshot.segments
    words = typical_words(
        record.title,
        record.text,
        len(snapshot),
        lambda stems: [_frequency(segments, stem) for stem in stems],
        snapshot.constants,
    )
    own = of_equal_text(segments, address)
    limit = None if wanted.limit is None else wanted.offset + wanted.limit + len(own)
    answer = search(snapshot, Query(words), wanted._replace(limit=limit, offset=0))
    return without(answer, statement_id, own, wanted.offset, wanted.limit)
