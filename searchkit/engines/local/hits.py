"""Ranked statements become hits, with their copies, snippets and explanations.

Lives here: everything that is done for the few statements of a page. Does not live here:
finding and ranking them (`searching`), which of them are a page (`paging`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import NamedTuple, cast

import numpy as np

from searchkit.engines.local.paging import Group
from searchkit.engines.local.snapshot import Snapshot
from searchkit.hits.occurrences import occurrences_of
from searchkit.hits.snippets import Occurrence, Voice, highlights, snippets
from searchkit.kernels import offsets
from searchkit.matching.evaluate import Matcher
from searchkit.matching.single import BODY
from searchkit.matching.supporting import supporting
from searchkit.model import budget
from searchkit.model.address import Address
from searchkit.model.answer import (
    NO_FIELDS,
    Copy,
    FieldValues,
    FrozenDict,
    Hit,
    Match,
    Snippet,
)
from searchkit.profiles.field_checks import ATTRIBUTES
from searchkit.query.said import SpokenLeaf, whose_quotation
from searchkit.query.tree import Leaf, Node
from searchkit.ranking.order import Ranked
from searchkit.ranking.scoring import Scorer
from searchkit.segment.store.records import Record

AT_ONCE = 200
"""Hits that are made together; the whole texts of all of them are in memory at once."""

Located = Ranked | Address
"""Where a statement is."""
Marks = tuple[tuple[int, int], ...]
OfVoice = Callable[[Sequence[Occurrence]], Voice]


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
        with_snippets, with_explain: what is wanted of each hit.
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
        with_snippets: bool = False,
        with_explain: bool = False,
    ) -> None:
        self._snapshot = snapshot
        self._matchers = matchers
        self._leaves = leaves
        self._tree = tree
        self._scorer = scorer
        self._floor = floor
        self._meaning = meaning
        self._with_snippets = with_snippets
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
        shown = self._shown(places, records) if self._with_snippets else repeat(NOT_SHOWN)
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
        found = self._occurrences(places)
        texts = [texts_of(record) for record in records]
        # All words of the page are looked for in one go, where something is to be marked.
        marked = [
            text if marks else ""
            for own, row in zip(texts, found, strict=True)
            for text, marks in zip(own, row, strict=True)
        ]
        words = offsets.token_offsets(marked)
        idf = self._scorer.idf if self._scorer else {}
        weights = [idf.get(leaf, 0.0) for leaf in self._leaves]
        shown, at = list[Shown](), 0
        voices = self._voices(places)
        asked = [] if self._tree is None else list(whose_quotation(self._tree))
        for own, row, voice in zip(texts, found, voices, strict=True):
            budget.check()
            marks = highlights(words[at], row[0])
            passages: tuple[Snippet, ...] = ()
            for text in range(1, len(own)):
                if text > 1 and not row[text]:
                    continue  # Of the body there is a passage even where nothing is marked.
                passages += snippets(own[text], words[at + text], row[text], weights, voice)
            if asked and not row[BODY]:
                from searchkit.engines.local.voices import first_saying

                place = places[len(shown)]
                matcher = self._matchers[place.segment]
                said = first_saying(matcher, place.statement, asked, own[BODY])
                passages = (*said, *passages[len(said) :])  # In place of the opening lines.
            shown.append(Shown(marks, passages))
            at += len(own)
        return shown

    def _voices(self, places: Sequence[Located]) -> Iterable[OfVoice | None]:
        """For each of some statements, what tells who says something in its body."""
        asked = [number for number, leaf in enumerate(self._leaves) if isinstance(leaf, SpokenLeaf)]
        if not asked:
            return repeat(None, len(places))
        from searchkit.engines.local.voices import voice_in  # Few queries ask.

        segments = self._snapshot.segments
        return [voice_in(segments[one.segment], one.statement, asked) for one in places]

    def _occurrences(self, places: Sequence[Located]) -> list[list[list[Occurrence]]]:
        """For each of some statements, what makes it match in each of its texts, ascending."""
        found: list[list[list[Occurrence]]] = [[]] * len(places)
        for number, matcher in enumerate(self._matchers):
            here = [which for which, one in enumerate(places) if one.segment == number]
            if not here:
                continue
            docs = np.array([places[which].statement for which in here], np.intp)
            if self._tree is None:
                held = [np.ones(docs.size, bool)] * len(self._leaves)
            else:
                counting = supporting(matcher, self._tree, docs)
                held = [counting[leaf] for leaf in self._leaves]
            rows = occurrences_of(matcher, self._leaves, held, docs)
            for which, row in zip(here, rows, strict=True):
                found[which] = row
        return found

    def matches(self, address: Address) -> tuple[Match, ...]:
        """Every run of words that makes a statement match, the first text first."""
        segment = self._snapshot.segments[address.segment]
        texts = texts_of(segment.record(address.statement))
        (found,) = self._occurrences([address])
        rows = zip(segment.schema.texts, offsets.token_offsets(texts), found, strict=True)
        return tuple(
            Match(text.name, start, end)
            for text, words, marks in rows
            for start, end in highlights(words, marks)
        )


def texts_of(record: Record) -> tuple[str, ...]:
    """The texts of a statement, in the order of the schema."""
    return record.texts
