"""A query tree and a segment: which statements match.

Lives here: the algebra of sorted statement numbers and the nodes that filter
(names, dates). Does not live here: occurrences in the text.

Only nodes whose meaning is certain are evaluated; any other is refused by name.
"""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
from whoosh import query

from searchkit.matching.leaves import Leaf, leaf_of
from searchkit.matching.sets import common, contains
from searchkit.matching.single import Postings, count_positions, positions, postings
from searchkit.matching.spans import first_positions
from searchkit.matching.work import Work
from searchkit.model.errors import UnsupportedQuery
from searchkit.query.language import whoosh_schema as names
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

PAGE = 100
"""Of so many statements it is asked whether positions are known in all of them."""

_NOTHING: Array = np.zeros(0, np.intp)


class Matcher:
    """Evaluates trees on one segment; remembers each leaf for as long as it lives."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._postings: dict[Leaf, Postings] = {}
        self._positions: dict[Leaf, Array] = {}
        self._positions_in: dict[Leaf, tuple[Array, Array]] = {}
        self._names: dict[tuple[str, str], Array] = {}
        self._work = Work(segment.token_count)

    def postings(self, leaf: Leaf) -> Postings:
        """The postings of `leaf` in statements that are not deleted."""
        if leaf not in self._postings:
            # Of a wildcard or a typing error the positions are looked at anyway.
            if leaf.is_one_word and leaf.kind not in ("wildcard", "fuzzy"):
                found = postings(self.segment, leaf, self._work)
            else:
                found = count_positions(self.segment, self.positions(leaf))
            live = self.segment.live
            self._postings[leaf] = found if live is None else found.only(live)
        return self._postings[leaf]

    def frequency(self, leaf: Leaf) -> int:
        """In how many statements `leaf` occurs."""
        if leaf.kind == "word" and not leaf.title_only and leaf not in self._postings:
            number = self.segment.dictionary.stem_number(leaf.terms[0])
            return self.segment.document_frequency(number) if number >= 0 else 0
        return int(self.postings(leaf).docs.size)

    def positions(self, leaf: Leaf) -> Array:
        """The first position of each occurrence of `leaf`, ascending, each once; also in
        deleted statements, which `postings` leaves out.
        """
        if leaf not in self._positions:
            if leaf.is_one_word:
                found = positions(self.segment, leaf, self._work)
            else:
                found = first_positions(self.segment, leaf, self.positions_in, self._work)
            self._positions[leaf] = found
        return self._positions[leaf]

    def positions_in(self, leaf: Leaf, docs: Array) -> Array:
        """Those of `positions` that are in some statements (ascending); perhaps more."""
        if leaf in self._positions or leaf.kind not in ("word", "exact", "prefix"):
            return self.positions(leaf)
        known, found = self._positions_in.get(leaf, (_NOTHING, _NOTHING))
        if known is docs:
            return found
        # The few of the page are most often among the best, whose nearness was counted.
        if docs.size > PAGE or not contains(known, docs.astype(known.dtype))[0].all():
            found = positions(self.segment, leaf, self._work, docs)
            self._positions_in[leaf] = docs, found
        return found

    def docs(self, node: Any) -> Array:
        """The statements that match a tree, ascending (intp).

        Raises:
            UnsupportedQuery: the tree holds a node that is not evaluated here.
            QueryTooBroad: it asks for more work than any answer is worth.
        """
        leaf = leaf_of(node)
        if leaf is not None:
            return self.postings(leaf).docs
        kind = type(node)
        if kind is query.And:
            return self._and(list(node.subqueries))
        if kind is query.Or and not node.minmatch:
            return self._or([self.docs(child) for child in node.subqueries])
        if kind is query.Not:
            return self._without(self._all(), self.docs(node.query))
        if kind is query.AndNot:
            return self._without(self.docs(node.a), self.docs(node.b))
        if kind is query.Term and node.fieldname in (names.MINISTER, names.PORTFOLIO):
            return self._named(node.fieldname, str(node.text))
        if kind is query.DateRange and node.fieldname == names.DATE:
            return self.segment.alive(self._dates(node))
        if kind is query.Every:
            return self.segment.alive(self._every(node.fieldname))
        if node is query.NullQuery or kind is type(query.NullQuery):
            return _NOTHING
        raise _unsupported(node)

    def _named(self, field: str, key: str) -> Array:
        if (field, key) not in self._names:
            self._names[field, key] = self.segment.alive(self._column(field).with_key(key))
        return self._names[field, key]

    def _all(self) -> Array:
        return self.segment.alive(np.arange(len(self.segment)))

    def _column(self, fieldname: str) -> Any:
        segment = self.segment
        return segment.ministers if fieldname == names.MINISTER else segment.portfolios

    def _and(self, children: list[Any]) -> Array:
        """All of `children`, the cheap ones first; those in NOT are taken away."""
        taken = [child for child in children if type(child) is not query.Not]
        found = [self.docs(child) for child in taken if not _is_every(child)]
        if found:
            found.sort(key=len)
            docs = found[0]
            for other in found[1:]:
                docs = common(docs, other, len(self.segment))
        else:
            docs = self._all() if children else _NOTHING
        for child in children:
            if type(child) is query.Not:
                docs = self._without(docs, self.docs(child.query))
        return docs

    def _or(self, found: list[Array]) -> Array:
        found = [docs for docs in found if docs.size]
        if len(found) <= 1:
            return found[0] if found else _NOTHING
        mask = np.zeros(len(self.segment), bool)
        for docs in found:
            mask[docs] = True
        return np.flatnonzero(mask)

    def _without(self, docs: Array, unwanted: Array) -> Array:
        return docs[~self._mask(unwanted)[docs]] if unwanted.size and docs.size else docs

    def _mask(self, docs: Array) -> Array:
        mask = np.zeros(len(self.segment), bool)
        mask[docs] = True
        return mask

    def _every(self, fieldname: str | None) -> Array:
        if fieldname is None:
            return self._all()
        if fieldname == names.DATE:
            return np.flatnonzero(self.segment.dates)
        if fieldname in (names.MINISTER, names.PORTFOLIO):
            found: Array = self._column(fieldname).with_any()
            return found
        if fieldname in (names.TEXT, names.FOLDED):
            return np.flatnonzero(
                self.segment.title_lengths.astype(np.int64) + self.segment.body_lengths
            )
        if fieldname in (names.TITLE, names.TITLE_FOLDED):
            return np.flatnonzero(self.segment.title_lengths)
        raise _unsupported(query.Every(fieldname))

    def _dates(self, node: Any) -> Array:
        dates = self.segment.dates
        kept = dates > 0
        start, end = _bound(node, "start"), _bound(node, "end")
        if start is not None:
            day, is_midnight = start
            kept &= dates >= day if is_midnight and not node.startexcl else dates > day
        if end is not None:
            day, is_midnight = end
            kept &= dates < day if is_midnight and node.endexcl else dates <= day
        return np.flatnonzero(kept)


def _is_every(node: Any) -> bool:
    return type(node) is query.Every and node.fieldname is None


def _bound(node: Any, side: str) -> tuple[int, bool] | None:
    """A bound of a date range: (the day as YYYYMMDD, whether it is the day's first
    moment, which is when statements of the day are dated).
    """
    value = getattr(node, f"{side}date")
    if value is None:
        return None
    if not isinstance(value, datetime.datetime):
        raise _unsupported(node)
    day = value.year * 10_000 + value.month * 100 + value.day
    return day, value.time() == datetime.time()


def _unsupported(node: Any) -> UnsupportedQuery:
    field = getattr(node, "fieldname", None)
    where = f" on field {field!r}" if field else ""
    return UnsupportedQuery(
        f"a {type(node).__name__} node{where} is not evaluated",
        expected="And, Or, Not, AndNot, Every, Term, Phrase, Prefix, Wildcard, FuzzyTerm, "
        "Sequence, SpanNear or DateRange on the fields of searchkit.schema",
    )
