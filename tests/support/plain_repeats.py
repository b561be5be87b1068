"""What statements share, found in the plainest way.

Lives here: the definition of docs/quotations.md in sets and loops, over all statements, without
an index. Does not live here: formulas, which more than 30 statements share; the texts of tests
have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from searchkit import Statement
from searchkit.corpus.markdown import clean_text
from searchkit.quotations.comparing import QuotedText, quoted_text
from searchkit.schema.analysis import stem_all

Shared = dict[str, tuple[float, tuple[str, ...]]]


def shared_by(own: Statement, others: Iterable[Statement]) -> Shared:
    """Id -> (score, passages) of the statements that repeat one."""
    stems = stem_all(list(quoted_text(clean_text(own.body)).folded))
    shingles = {tuple(stems[at : at + 4]) for at in range(len(stems) - 3)}
    found: Shared = {}
    for other in others:
        text = quoted_text(clean_text(other.body))
        passages = list(_passages(shingles, text, len(stems)))
        if other.id == own.id or not passages:
            continue
        counts = [count for _, count in passages]
        score = min(1.0, sum(counts) / min(len(stems), len(text.spans)))
        if score >= 0.15 or max(counts) >= 30:
            found[other.id] = round(score, 4), tuple(written for written, _ in passages)
    return found


def _passages(
    shingles: set[tuple[str, ...]], text: QuotedText, size: int
) -> Iterator[tuple[str, int]]:
    """(what is written, how many of its words are shared) of each passage."""
    stems = stem_all(list(text.folded))
    covered: set[int] = set()
    for at in range(len(stems) - 3):
        if tuple(stems[at : at + 4]) in shingles:
            covered |= {at, at + 1, at + 2, at + 3}
    shorter = min(len(stems), size)
    least = max(6, min(16, 0.8 * shorter))
    run: list[int] = []
    for at in [*sorted(covered), len(stems) + 100]:
        if run and at - run[-1] > 7:
            if len(run) >= least:
                yield text.written(run[0], run[-1] + 1), len(run)
            run = []
        run.append(at)
