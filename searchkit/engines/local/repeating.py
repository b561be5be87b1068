"""What was announced before, or again.

Lives here: from a statement to its repeats with their scores and passages. Does not live here:
which statements are compared (`repeat_candidates`), what two share (`shared_passages`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.engines.local.own_words import OwnWords
from searchkit.engines.local.repeat_candidates import candidates
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
"""The least score of a repeat."""
LONG = 30
"""Or the shared words of its longest passage."""
_DIGITS = 4


class _Found(NamedTuple):
    score: float
    id: str
    address: Address
    passages: list[SharedPassage]


def repeats(snapshot: Snapshot, address: Address) -> tuple[Repeat, ...]:
    """See `Archive.repeats`."""
    segment = snapshot.segments[address.segment]
    own = OwnWords(snapshot, segment.record(address.statement).text)
    if not own.words.size:
        return ()
    digest = int(segment.copy_digests[address.statement])
    found: list[_Found] = []
    for where in range(len(snapshot.segments)):
        budget.check()
        found += _in_segment(snapshot, own, where, address, digest)
    found.sort(key=lambda one: (-one.score, one.id))
    return tuple(_repeat(snapshot, one) for one in found[:LISTED])


def _in_segment(
    snapshot: Snapshot, own: OwnWords, where: int, address: Address, digest: int
) -> list[_Found]:
    """The repeats of a segment."""
    segment = snapshot.segments[where]
    equal = segment.alive(np.array(segment.copies(digest) if digest else [], np.int64))[:LISTED]
    docs = np.concatenate([equal, candidates(snapshot, own, where)]).astype(np.int64)
    docs = docs[np.sort(np.unique(docs, return_index=True)[1])]
    if where == address.segment:
        docs = docs[docs != address.statement]
    if not docs.size:
        return []
    others = own.of_others(where, docs)
    by_doc: dict[int, list[SharedPassage]] = {}
    for passage in shared_passages(own.words, others, np.isin(others.docs, equal)):
        by_doc.setdefault(passage.doc, []).append(passage)
    lengths = own.lengths(segment, np.array(list(by_doc), np.int64)).tolist()
    found = []
    for (doc, passages), length in zip(by_doc.items(), lengths, strict=True):
        shared = sum(one.shared for one in passages)
        score = min(1.0, shared / min(length, own.words.size))
        if score >= ENOUGH or max(one.shared for one in passages) >= LONG:
            score = round(score, _DIGITS)
            found.append(_Found(score, segment.id(doc), Address(where, doc), passages))
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
    return Repeat(found.id, record.date, record.title, found.score, passages)
