"""A tree and a segment: which statements match.

Lives here: the algebra of sorted statement numbers and the nodes that filter (names, days),
and where leaves stand, remembered while a query is answered. Does not live here: looking
words up (`single`, `spans`), which leaves make a statement match (`supporting`).
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import numpy as np

from searchkit.kernels import sets, texts
from searchkit.kernels.arrays import PostingList
from searchkit.matching.single import texts_meant, word_positions, word_postings
from searchkit.matching.spans import first_positions
from searchkit.matching.work import Work
from searchkit.model import budget
from searchkit.model.errors import UnsupportedQuery
from searchkit.query.said import InQuotation, QuotedBy, Speakers, SpokenLeaf
from searchkit.query.tree import (
    AmountRange,
    And,
    Days,
    Everything,
    Fuzzy,
    Has,
    Leaf,
    Named,
    Node,
    Not,
    Nothing,
    Or,
    Stem,
    Wildcard,
    Word,
)
from searchkit.segment.columns.names import NameColumn
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

if TYPE_CHECKING:
    from searchkit.matching.costs import Cost
    from searchkit.matching.spoken import Sayings

PAGE = 100
"""For at most this many statements it is checked whether their positions are known already. The
check costs a search for each, which pays for the few of a page."""

REMEMBERED = 200_000
"""Positions in some statements that are remembered at most, for each leaf. The best statements
have fewer; of more, those of a page are looked up again faster than the rest is worth keeping."""

_NOWHERE: Array = np.zeros(0, np.intp)


class Matcher:
    """Evaluates trees on one segment; remembers each leaf it has looked up."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._postings: dict[Leaf, PostingList] = {}
        self._positions: dict[Leaf, Array] = {}
        self._among: dict[Leaf, tuple[Array, Array]] = {}
        self._named: dict[Named, Array] = {}
        self._sayings: dict[Speakers, Sayings] = {}
        self._work = Work(segment.token_count)

    def cost(self, tree: Node) -> Cost:
        """What matching a tree will cost, without doing any of it.

        Raises:
            QueryTooBroad: surely more than any query may.
        """
        from searchkit.matching.costs import cost_of  # Most searches do without.

        cost = cost_of(self.segment, tree)
        self._work.foresee(cost.certain)
        return cost

    def postings(self, leaf: Leaf) -> PostingList:
        """The postings of `leaf` in statements that are not deleted."""
        found = self._postings.get(leaf)
        if found is None:
            segment = self.segment
            # Wildcards and typing errors need their positions anyway.
            if isinstance(leaf, Word) and not isinstance(leaf, (Wildcard, Fuzzy)):
                found = word_postings(segment, leaf, self._work)
            else:
                positions = self.positions(leaf)
                found = texts.count_by_statement(segment.starts, segment.numbering, positions)
            if segment.live is not None:
                found = found.only(segment.live)
            budget.hold(found.docs.nbytes + sum(one.nbytes for one in found.counts))
            self._postings[leaf] = found
        return found

    def frequency(self, leaf: Leaf) -> int:
        """In how many statements `leaf` occurs."""
        anywhere = leaf.within is None and self.segment.schema.plain_texts is None
        if isinstance(leaf, Stem) and anywhere and leaf not in self._postings:
            number = self.segment.dictionary.stem_number(leaf.stem)
            return self.segment.document_frequency(number) if number >= 0 else 0
        return int(self.postings(leaf).docs.size)

    def positions(self, leaf: Leaf) -> Array:
        """The first position of each occurrence of `leaf`, ascending, each once; also in
        deleted statements, which `postings` leaves out.
        """
        found = self._positions.get(leaf)
        if found is None:
            if isinstance(leaf, Word):
                found = word_positions(self.segment, leaf, self._work)
            elif isinstance(leaf, AmountRange):
                from searchkit.matching.amounts import amount_positions  # Few queries ask.

                found = amount_positions(self.segment, leaf, self._work)
            elif isinstance(leaf, SpokenLeaf):
                from searchkit.matching.spoken import spoken_positions

                sayings = self.sayings(leaf.speakers)
                found = spoken_positions(
                    sayings, self.segment, leaf, self.positions_among, self._work
                )
            else:
                found = first_positions(self.segment, leaf, self.positions_among, self._work)
            budget.hold(found.nbytes)
            self._positions[leaf] = found
        return found

    def positions_among(self, leaf: Leaf, docs: Array) -> Array:
        """Those of `positions` that are in some statements (ascending); perhaps more."""
        if (
            not isinstance(leaf, Word)
            or isinstance(leaf, (Wildcard, Fuzzy))
            or leaf in self._positions
        ):
            return self.positions(leaf)
        # The few of a page are mostly among the best, whose proximity has been scored.
        if docs.size <= PAGE and leaf in self._among:
            known, found = self._among[leaf]
            if sets.contains(known, docs.astype(known.dtype))[0].all():
                return found
        found = word_positions(self.segment, leaf, self._work, docs)
        if found.size <= REMEMBERED:
            self._among[leaf] = docs, found
        return found

    def sayings(self, speakers: Speakers) -> Sayings:
        """What some people say in the segment.

        Raises:
            UnsupportedQuery: it knows no quotations.
        """
        found = self._sayings.get(speakers)
        if found is None:
            from searchkit.matching.spoken import sayings_of  # Few queries ask.

            found = self._sayings[speakers] = sayings_of(self.segment, speakers)
        return found

    def docs(self, node: Node) -> Array:
        """The statements that match a tree, ascending (intp).

        Raises:
            QueryTooBroad: it asks for more work than any answer is worth.
            UnsupportedQuery: it names a field that is not in the index.
        """
        segment = self.segment
        match node:
            case Leaf():
                return self.postings(node).docs
            case And(parts):
                return self._all_of(parts)
            case Or(parts):
                return sets.either([self.docs(part) for part in parts], len(segment))
            case Not(part):
                return sets.without(self._everything(), self.docs(part), len(segment))
            case Named(field, key):
                if node not in self._named:
                    self._named[node] = segment.alive(self._column(field).with_key(key))
                return self._named[node]
            case Days():
                return segment.alive(self._dated(node))
            case Has(field):
                return segment.alive(self._having(field))
            case QuotedBy(speakers):
                return segment.alive(self.sayings(speakers).docs)
            case InQuotation(part, speakers):
                if isinstance(part, SpokenLeaf):
                    return self.postings(part).docs
                from searchkit.matching.spoken import said_docs

                return segment.alive(said_docs(self.sayings(speakers), node, self.positions))
            case Everything():
                return self._everything()
            case Nothing():
                return _NOWHERE
        raise AssertionError(f"{type(node).__name__} is no known node")

    def _all_of(self, parts: tuple[Node, ...]) -> Array:
        """Statements that match all of `parts`, the rarest first, and none of those in NOT."""
        size = len(self.segment)
        wanted = [one for one in parts if not isinstance(one, (Not, Everything))]
        if wanted:
            found = sorted(map(self.docs, wanted), key=len)
            docs = found[0]
            for other in found[1:]:
                docs = sets.common(docs, other, size)
        else:
            docs = self._everything() if parts else _NOWHERE
        for one in parts:
            if isinstance(one, Not):
                docs = sets.without(docs, self.docs(one.part), size)
        return docs

    def _everything(self) -> Array:
        return self.segment.alive(np.arange(len(self.segment)))

    def _column(self, field: str) -> NameColumn:
        try:
            return self.segment.names[field]
        except KeyError:
            raise UnsupportedQuery(f"no names are called {field!r}") from None

    def _having(self, field: str | None) -> Array:
        segment = self.segment
        if field is not None and field in segment.names:
            return segment.names[field].with_any()
        meant, all_texts = texts_meant(segment, field), segment.schema.texts
        chosen = all_texts if meant is None else [all_texts[text] for text in meant]
        lengths = [segment.lengths[one.name].astype(np.int64) for one in chosen]
        return sum(lengths[1:], lengths[0]).nonzero()[0]

    def _dated(self, days: Days) -> Array:
        dates = self.segment.dates_of[days.field]
        kept = dates > 0
        if days.first is not None:
            kept &= dates >= _day_number(days.first)
        if days.last is not None:
            kept &= dates <= _day_number(days.last)
        return kept.nonzero()[0]


def _day_number(day: datetime.date) -> int:
    """A day as the index holds it: YYYYMMDD."""
    return day.year * 10_000 + day.month * 100 + day.day
