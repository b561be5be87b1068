"""Ranked statements become hits, with their copies, snippets and explanations.

Lives here: everything that is done for the few statements of a page. Does not live here:
finding and ranking them (`searching`), which of them are a page (`paging`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple, cast

import numpy as np

from searchkit.engines.local.paging import Group
from searchkit.engines.local.snapshot import Snapshot
from searchkit.hits.occurrences import marked_in, occurrences_of
from searchkit.kernels import fragments, marked, offsets, passages
from searchkit.kernels.arrays import OutOfOrder
from searchkit.kernels.marked import FRAGMENTS, FRAGMENTS_OF_MATCHES, HIGHLIGHTS, Marks, Occurrence
from searchkit.matching.evaluate import Matcher
from searchkit.matching.single import BODY
from searchkit.matching.supporting import supporting
from searchkit.model import budget
from searchkit.model.address import Address
from searchkit.model.answer import NO_FIELDS, Copy, FieldValues, Hit, Match, Snippet
from searchkit.model.frozen import FrozenDict
from searchkit.profiles.field_checks import ATTRIBUTES
from searchkit.query.said import QuotedBy, SpokenLeaf, whose_quotation
from searchkit.query.tree import Leaf, Node
from searchkit.ranking.order import Ranked
from searchkit.ranking.scoring import Scorer
from searchkit.segment.store.records import Record
from searchkit.storage.container import Array

AT_ONCE = 200
"""Hits that are made together; the whole texts of all of them are in memory at once."""

Located = Ranked | Address
"""Where a statement is."""


TOGETHER = 20
"""Statements of which the passages are found together, before the time is looked at."""


class Shown(NamedTuple):
    """What is shown of the texts of a statement: highlights of the first, passages of the rest."""

    marks: Marks = ()
    passages: tuple[Snippet, ...] = ()


NOT_SHOWN = Shown()


def further(record: Record) -> FieldValues:
    """What it has in the fields that are no attributes of a hit."""
    if record.names.keys() == ATTRIBUTES and not record.own:
        return NO_FIELDS
    names = {name: given for name, given in record.names.items() if name not in ATTRIBUTES}
    return cast(FieldValues, FrozenDict({**names, **record.own}))


class HitMaker:
    """Makes the hits of one answer.

    Args:
        snapshot: the index.
        matchers: of its segments.
        leaves: of the query.
        tree: that all statements match; None: whatever leaves they hold are shown.
        scorer: of the leaves; None: nothing was ranked.
        floor: of the `Scored` matches.
        meaning: gives what of a score meaning added; None: nothing.
        weights: what showing each leaf is worth; None: what the scorer says.
        snippets: how many are wanted of each hit, at most.
        with_explain: whether it is wanted where its score comes from.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        matchers: Sequence[Matcher],
        leaves: Sequence[Leaf],
        tree: Node | None,
        *,
        scorer: Scorer | None = None,
        floor: float = np.inf,
        meaning: Callable[[Ranked], float] | None = None,
        weights: Mapping[Leaf, float] | None = None,
        snippets: int = 0,
        with_explain: bool = False,
    ) -> None:
        self._snapshot = snapshot
        self._matchers = matchers
        self._leaves = leaves
        self._tree = tree
        self._scorer = scorer
        self._floor = floor
        self._meaning = meaning
        self._weights = weights
        self._snippets = snippets
        self._with_explain = with_explain

    def hits(
        self, groups: Sequence[Group], missing: Sequence[tuple[str, ...]] = ()
    ) -> tuple[Hit, ...]:
        """The hits of the entries of a page; `missing`: what each of them lacks."""
        lacking = iter(missing) if missing else repeat(())
        found: list[Hit] = []
        for first in range(0, len(groups), AT_ONCE):
            found += self._hits_at_once(groups[first : first + AT_ONCE], lacking)
        return tuple(found)

    def _hits_at_once(
        self, groups: Sequence[Group], missing: Iterator[tuple[str, ...]]
    ) -> list[Hit]:
        places = [group.first for group in groups]
        segments = self._snapshot.segments
        records = [segments[one.segment].record(one.statement) for one in places]
        shown = self._shown(places, records) if self._snippets else repeat(NOT_SHOWN)
        return [
            self._hit(group, record, texts, next(missing))
            for group, record, texts in zip(groups, records, shown, strict=False)
        ]

    def _hit(self, group: Group, record: Record, shown: Shown, missing: tuple[str, ...]) -> Hit:
        budget.check()
        ranked = group.first
        explain = None
        if self._with_explain and self._scorer:
            from searchkit.engines.local.explaining import explained

            matcher = self._matchers[ranked.segment]
            meaning = self._meaning(ranked) if self._meaning else 0.0
            explain = explained(self._scorer, matcher, ranked, self._floor, meaning)
        return Hit(
            self._snapshot.segments[ranked.segment].id(ranked.statement),
            record.title,
            record.date,
            record.names.get("ministers", ()),
            record.names.get("portfolios", ()),
            record.url,
            record.attachments,
            ranked.score,
            shown.marks,
            shown.passages,
            tuple([self._copy(other) for other in group.others]),
            missing,
            explain,
            further(record),
        )

    def _copy(self, address: Address) -> Copy:
        segment = self._snapshot.segments[address.segment]
        record = segment.record(address.statement)
        return Copy(
            segment.id(address.statement),
            record.date,
            record.names.get("ministers", ()),
            record.names.get("portfolios", ()),
            record.url,
            further(record),
        )

    def _shown(self, places: Sequence[Located], records: Sequence[Record]) -> list[Shown]:
        """What is shown of each of some statements."""
        shown: list[Shown] = [NOT_SHOWN] * len(places)
        idf = self._weights or (self._scorer.idf if self._scorer else {})
        weights = [idf.get(leaf, 0.0) for leaf in self._leaves]
        asked = [] if self._tree is None else list(whose_quotation(self._tree))
        if asked or any(isinstance(leaf, SpokenLeaf) for leaf in self._leaves):
            return [
                self._saying(place, record, asked, weights)
                for place, record in zip(places, records, strict=True)
            ]
        for number, matcher in enumerate(self._matchers):
            here = [which for which, one in enumerate(places) if one.segment == number]
            for first in range(0, len(here), TOGETHER):
                budget.check()
                some = here[first : first + TOGETHER]
                docs = np.array([places[which].statement for which in some], np.intp)
                texts = [text for which in some for text in texts_of(records[which])]
                parts = self._passages(matcher, docs, texts, weights)
                size = matcher.segment.numbering.texts
                for at, which in zip(range(0, len(parts), size), some, strict=True):
                    shown[which] = _together(parts[at : at + size])
        return shown

    def _saying(
        self,
        place: Located,
        record: Record,
        asked: Sequence[QuotedBy],
        weights: Sequence[float],
    ) -> Shown:
        """What is shown of a statement where the query asks who says something."""
        from searchkit.engines.local.voices import first_saying, voice_in  # Few queries ask.

        budget.check()
        matcher = self._matchers[place.segment]
        docs = np.array([place.statement], np.intp)
        (rows,) = occurrences_of(matcher, self._leaves, self._counting(matcher, docs), docs)
        texts = texts_of(record)
        words = offsets.token_offsets(texts)
        spoken = [
            number for number, leaf in enumerate(self._leaves) if isinstance(leaf, SpokenLeaf)
        ]
        voice = voice_in(matcher.segment, place.statement, spoken) if spoken else None
        found: list[Snippet] = []
        for text, row in enumerate(rows):
            if not text or (text > 1 and not row):
                continue  # Of the body there is a passage even where nothing is marked.
            inside: list[list[Occurrence]] = []
            pieces = fragments.snippets(
                texts[text], words[text], row, weights, inside, self._snippets
            )
            for number, piece in enumerate(pieces):
                snippet = Snippet(*piece)
                if voice is not None and number < len(inside) and inside[number]:
                    said_by, own_words = voice(inside[number])
                    snippet = snippet._replace(said_by=said_by, own_words=own_words)
                found.append(snippet)
        if asked and not rows[BODY]:
            said = first_saying(matcher, place.statement, asked, texts[BODY])
            found = [*said, *found[len(said) :]]  # In place of the opening lines.
        return Shown(fragments.highlights(words[0], rows[0]), tuple(found))

    def _passages(
        self, matcher: Matcher, docs: Array, texts: list[str], weights: Sequence[float]
    ) -> list[marked.Shown]:
        """What is shown of each text of some statements of one segment."""
        in_texts = marked_in(matcher, self._leaves, self._counting(matcher, docs), docs)
        further = matcher.segment.numbering.texts - 2
        # Of the body there is a passage even where nothing is marked.
        wanted = bytes((HIGHLIGHTS, FRAGMENTS, *[FRAGMENTS_OF_MATCHES] * further)) * docs.size
        try:
            return passages.passages(texts, wanted, in_texts, weights, self._snippets)
        except OutOfOrder:
            raise matcher.segment.damaged("position") from None

    def _counting(self, matcher: Matcher, docs: Array) -> list[Array]:
        """For each leaf, in which of some statements it is shown."""
        if self._tree is None:
            return [np.ones(docs.size, bool)] * len(self._leaves)
        counting = supporting(matcher, self._tree, docs)
        return [counting[leaf] for leaf in self._leaves]

    def matches(self, address: Address) -> tuple[Match, ...]:
        """Every run of words that makes a statement match, the first text first."""
        matcher = self._matchers[address.segment]
        segment = matcher.segment
        texts = texts_of(segment.record(address.statement))
        docs = np.array([address.statement], np.intp)
        (found,) = occurrences_of(matcher, self._leaves, self._counting(matcher, docs), docs)
        rows = zip(segment.schema.texts, offsets.token_offsets(texts), found, strict=True)
        return tuple(
            Match(text.name, start, end)
            for text, words, marks in rows
            for start, end in fragments.highlights(words, marks)
        )


def _together(parts: Sequence[marked.Shown]) -> Shown:
    """What is shown of a statement, of what is shown of its texts."""
    (marks, _), *bodies = parts
    return Shown(marks, tuple([Snippet(*one) for _, found in bodies for one in found]))


def texts_of(record: Record) -> tuple[str, ...]:
    """The texts of a statement, in the order of the schema."""
    return record.texts
