"""What was announced before, or again.

Lives here: from a statement to its repeats with their scores and passages. Does not live here:
which statements are compared (`repeat_candidates`), what two share (`shared_passages`,
`repeat_sums`).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from searchkit.engines.local.own_words import OwnWords
from searchkit.engines.local.repeat_candidates import candidates
from searchkit.engines.local.repeat_sums import Sum, same_sums, sums_of, without_overlaps
from searchkit.engines.local.shared_passages import SharedPassage, shared_passages
from searchkit.engines.local.snapshot import Snapshot
from searchkit.model import budget
from searchkit.model.address import Address
from searchkit.model.repeats import Repeat
from searchkit.quotations.comparing import quoted_text
from searchkit.segment.positions.forward import FORWARD

LISTED = 100
"""Repeats that are listed: the best."""
ENOUGH = 0.15
"""The least score of a repeat by its wording."""
LONG = 30
"""Or the shared words of its longest passage."""
TELLING = 0.2
"""How much of the shorter text the telling words are, of what is announced again."""
SAME = 0.8
"""The score from which on a statement is the same one, whenever it was made."""
FAR = 345
"""Days; a yearly report may be some weeks early."""
_DIGITS = 4


class _Found(NamedTuple):
    score: float
    id: str
    address: Address
    passages: list[SharedPassage]
    again: bool


def repeats(snapshot: Snapshot, address: Address) -> tuple[Repeat, ...]:
    """See `Archive.repeats`."""
    return _listed(snapshot, _all_of(snapshot, address))


def announced_again(snapshot: Snapshot, address: Address) -> tuple[Repeat, ...]:
    """Those of `repeats` that tell the same thing again, the oldest first; unknown days last."""
    again = [one for one in _all_of(snapshot, address) if one.again]
    listed = _listed(snapshot, again)
    return tuple(sorted(listed, key=lambda one: (one.date or datetime.date.max, one.id)))


def _listed(snapshot: Snapshot, found: list[_Found]) -> tuple[Repeat, ...]:
    """The best with their texts: the same thing again first, then the most alike."""
    found.sort(key=lambda one: (not one.again, -one.score, one.id))
    return tuple(_repeat(snapshot, one) for one in found[:LISTED])


def _all_of(snapshot: Snapshot, address: Address) -> list[_Found]:
    """The repeats of a statement, in no order."""
    segment = snapshot.segments[address.segment]
    own = OwnWords(snapshot, segment.record(address.statement).text)
    if not own.words.size:
        return []
    digest = int(segment.copy_digests[address.statement])
    sums = sums_of(snapshot, own, address)
    day = int(segment.dates[address.statement])
    found: list[_Found] = []
    for where in range(len(snapshot.segments)):
        budget.check()
        found += _in_segment(snapshot, own, sums, where, address, digest, day)
    return found


def _in_segment(
    snapshot: Snapshot,
    own: OwnWords,
    sums: Sequence[Sum],
    where: int,
    address: Address,
    digest: int,
    day: int,
) -> list[_Found]:
    """The repeats of a segment."""
    segment = snapshot.segments[where]
    but = address.statement if where == address.segment else -1
    passages = without_overlaps(
        [
            *_same_words(snapshot, own, where, but, digest),
            *same_sums(snapshot, own, sums, where, but),
        ]
    )
    found = []
    for doc, of_doc in groupby(passages, lambda one: one.doc):
        shared = list(of_doc)
        size = min(own.words.size, int(own.lengths(segment, np.array([doc]))[0]))
        score = _score(size, shared)
        told = sum(one.telling for one in shared) / size >= TELLING
        far = score < SAME and _is_far(day, int(segment.dates[doc]))
        found.append(_Found(score, segment.id(doc), Address(where, doc), shared, told and not far))
    return found


def _is_far(day: int, other: int) -> bool:
    """Whether two days are so far apart that what is announced in similar words is another one of
    its kind: a yearly report, a prize, an appointment, the next round of a fund.
    """
    if day <= 0 or other <= 0:
        return False
    return abs((_date(day) - _date(other)).days) > FAR


def _score(size: int, passages: Sequence[SharedPassage]) -> float:
    """How much of the shorter of two texts, which has `size` words, their shared words are."""
    return round(min(1.0, sum(one.shared for one in passages) / size), _DIGITS)


def _same_words(
    snapshot: Snapshot, own: OwnWords, where: int, but: int, digest: int
) -> list[SharedPassage]:
    """The passages of the same wording, of the statements of a segment that share enough.

    Args:
        but: a statement to leave out.
        digest: of its copies; 0: it has none.
    """
    segment = snapshot.segments[where]
    equal = segment.alive(np.array(segment.copies(digest) if digest else [], np.int64))
    equal = equal[equal != but][:LISTED]
    like = candidates(snapshot, own, where)
    # Copies first, then the most promising: `of_others` takes no more than it may.
    docs = np.concatenate([equal, like[~np.isin(like, equal)]]).astype(np.int64)
    docs = docs[docs != but]
    if not docs.size:
        return []
    others = own.of_others(where, docs)
    found: list[SharedPassage] = []
    passages = shared_passages(own.words, others, np.isin(others.docs, equal))
    for doc, of_doc in groupby(passages, lambda one: one.doc):
        shared = list(of_doc)
        size = min(own.words.size, int(own.lengths(segment, np.array([doc]))[0]))
        score = _score(size, shared)
        if score >= ENOUGH or max(one.shared for one in shared) >= LONG:
            found += shared
    return found


def _repeat(snapshot: Snapshot, found: _Found) -> Repeat:
    """A repeat with its text."""
    budget.check()
    segment = snapshot.segments[found.address.segment]
    record = segment.record(found.address.statement)
    text = quoted_text(record.text)
    if found.passages[-1].last > len(text.spans):
        raise segment.damaged(FORWARD)
    passages = tuple(text.written(one.first, one.last) for one in found.passages)
    return Repeat(found.id, record.date, record.title, found.score, passages, found.again)


def _date(day: int) -> datetime.date:
    return datetime.date(day // 10_000, day // 100 % 100, day % 100)
