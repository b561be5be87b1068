"""Every occurrence of a query's words, and lines of context for some of them.

Lives here: gathering occurrences of all matches, their order, making lines. Does not live
here: what an occurrence is (`searchkit.hits.occurrences`, `searchkit.matching`), the value
that comes of it (`searchkit.model.words`).

An occurrence takes 17 bytes while a concordance is open. Texts are read for the lines that are
asked for; an order by words reads the text of every match once.
"""

from __future__ import annotations

import random
import re
from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from searchkit.engines.local.searching import Matches, find
from searchkit.engines.local.snapshot import Snapshot
from searchkit.hits.occurrences import occurrences_of
from searchkit.kernels import offsets, sets
from searchkit.kernels.arrays import Offsets
from searchkit.matching.evaluate import Matcher
from searchkit.matching.single import text_of
from searchkit.matching.supporting import supporting
from searchkit.matching.witnesses import is_simple
from searchkit.model.arguments import CONTEXT, LINE_SORTS, NEWEST, OLDEST
from searchkit.model.errors import InvalidArgument
from searchkit.model.words import Concordance, Line
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import Leaf, Node, positive_leaves
from searchkit.ranking.order import by_date
from searchkit.schema.analysis import fold
from searchkit.segment.store.records import Record
from searchkit.storage.container import Array

AT_ONCE = 500
"""Statements whose texts are in memory together."""
_TYPES = {
    "segment": np.uint32,
    "statement": np.uint32,
    "field": np.uint8,
    "first": np.uint32,
    "words": np.uint32,
}
_SPACES = re.compile(r"\s+")


class Lines(NamedTuple):
    """How a concordance is wanted; `Archive.concordance` explains each."""

    sort: str = NEWEST
    sample: int | None = None
    seed: int = 0
    width: int = CONTEXT

    def check(self) -> None:
        """Refuse what can't be meant.

        Raises:
            InvalidArgument: naming the argument.
        """
        if self.sort not in LINE_SORTS:
            raise InvalidArgument(
                f"no order of lines {self.sort!r}", expected=", ".join(LINE_SORTS)
            )
        for name, value in (("sample", self.sample or 0), ("width", self.width)):
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise InvalidArgument(f"{name} can't be {value!r}", expected="0 or more")
        if not isinstance(self.seed, int):
            raise InvalidArgument(f"seed can't be {self.seed!r}", expected="an integer")


def concordance(snapshot: Snapshot, query: Query, wanted: Lines) -> Concordance:
    """See `Archive.concordance`."""
    wanted.check()
    meant, matches = find(snapshot, query)
    leaves = list(dict.fromkeys(positive_leaves(meant.tree)))
    if not leaves:
        raise InvalidArgument(
            "there is no word whose occurrences could be shown",
            where=meant.shown,
            expected="a word or a phrase, besides any filter",
        )
    parts = [
        _in_segment(number, matcher, meant.tree, leaves, docs)
        for number, (matcher, docs) in enumerate(zip(matches.matchers, matches.docs, strict=True))
    ]
    whole = {name: np.concatenate([part[name] for part in parts]) for name in _TYPES}
    total = whole["first"].size
    if wanted.sample is not None and wanted.sample < total:
        chosen = random.Random(wanted.seed).sample(range(total), wanted.sample)
        kept = np.sort(np.array(chosen, np.intp))
        whole = {name: values[kept] for name, values in whole.items()}
    order = _order(snapshot, matches, whole, wanted.sort)
    whole = {name: values[order] for name, values in whole.items()}
    for values in whole.values():
        values.setflags(write=False)
    maker = _LineMaker(snapshot, whole, wanted.width)
    return Concordance(
        whole,
        maker.lines,
        query=meant.shown,
        interpreted=interpreted(meant.tree),
        occurrences=total,
        statements=matches.total,
    )


def _in_segment(
    number: int, matcher: Matcher, tree: Node, leaves: Sequence[Leaf], docs: Array
) -> dict[str, Array]:
    """The occurrences in the matches of a segment, statement by statement."""
    segment = matcher.segment
    begins, ends = _spans(matcher, tree, leaves, docs)
    begins, ends = _merged(begins, ends)
    texts = np.searchsorted(segment.starts, begins.astype(segment.starts.dtype), "right") - 1
    numbering = segment.numbering
    found = {
        "segment": np.full(begins.size, number),
        "statement": numbering.statement(texts),
        "field": numbering.text(texts),
        "first": begins - segment.starts[texts],
        "words": ends - begins,
    }
    return {name: found[name].astype(kind) for name, kind in _TYPES.items()}


def _spans(
    matcher: Matcher, tree: Node, leaves: Sequence[Leaf], docs: Array
) -> tuple[Array, Array]:
    """(first, behind the last) position of every run of words that makes a match match."""
    segment, numbering = matcher.segment, matcher.segment.numbering
    counting = supporting(matcher, tree, docs)
    begins, ends = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    complex_leaves: list[Leaf] = []
    for leaf in leaves:
        if not all(map(is_simple, leaf.choices)):
            complex_leaves.append(leaf)
            continue
        held = docs[counting[leaf]]
        for one in leaf.choices:
            positions = matcher.positions_among(one, held)
            texts = np.searchsorted(segment.starts, positions, "right") - 1
            kept = sets.contains(held, numbering.statement(texts).astype(held.dtype))[0]
            wanted = text_of(segment, one.within)
            if wanted is not None:
                kept &= numbering.text(texts) == wanted
            begins.append(positions[kept].astype(np.int64))
            ends.append(begins[-1] + one.width)
    for first in range(0, docs.size if complex_leaves else 0, AT_ONCE):
        some = slice(first, first + AT_ONCE)
        where = [counting[leaf][some] for leaf in complex_leaves]
        rows = occurrences_of(matcher, complex_leaves, where, docs[some])
        numbers = numbering.all_of(docs[some])
        starts = segment.starts[numbers].tolist()
        at, behind = array("q"), array("q")
        for start, row in zip(starts, (row for texts in rows for row in texts), strict=True):
            for word, width, _ in row:
                at.append(start + word)
                behind.append(start + word + width)
        begins.append(np.array(at, np.int64))
        ends.append(np.array(behind, np.int64))
    return np.concatenate(begins), np.concatenate(ends)


def _merged(begins: Array, ends: Array) -> tuple[Array, Array]:
    """Runs of positions, ascending, those that overlap made one."""
    if not begins.size:
        return begins, ends
    order = np.argsort(begins, kind="stable")
    begins = begins[order]
    reached = np.maximum.accumulate(ends[order])
    new = np.ones(begins.size, bool)
    new[1:] = begins[1:] >= reached[:-1]
    places = new.nonzero()[0]
    last = np.append(places[1:], begins.size) - 1
    return begins[places], reached[last]


def _order(snapshot: Snapshot, matches: Matches, found: dict[str, Array], sort: str) -> Array:
    """The order of occurrences; ties: newest first, then by id, then as they stand."""
    dated = _dated(snapshot, matches, found, sort == OLDEST)
    if sort in (NEWEST, OLDEST):
        return np.argsort(dated, kind="stable")
    return np.lexsort((dated, _word_ranks(snapshot, found, sort)))


def _dated(snapshot: Snapshot, matches: Matches, found: dict[str, Array], oldest: bool) -> Array:
    """For each occurrence, the place of its statement in the order by date."""
    segments = snapshot.segments
    if len(segments) == 1 and not oldest:
        ranks: Array = segments[0].newest_ranks[found["statement"]]
        return ranks
    places = [np.zeros(len(segment), np.uint32) for segment in segments]
    for place, one in enumerate(by_date(segments, matches.docs, matches.total, oldest)):
        places[one.segment][one.statement] = place
    result = np.zeros(found["first"].size, np.uint32)
    for number, known in enumerate(places):
        here = found["segment"] == number
        result[here] = known[found["statement"][here]]
    return result


def _word_ranks(snapshot: Snapshot, found: dict[str, Array], sort: str) -> Array:
    """For each occurrence, the place of the word that it is sorted by among all such words."""
    numbers: dict[str, int] = {}
    keys = np.zeros(found["first"].size, np.int64)
    for which, records, words in _texts(snapshot, found):
        for at in which.tolist():
            text, spans = _text_of(snapshot, found, at, records, words)
            key = _key(text, spans, int(found["first"][at]), int(found["words"][at]), sort)
            keys[at] = numbers.setdefault(key, len(numbers))
    ranks = np.zeros(len(numbers), np.int64)
    for rank, key in enumerate(sorted(numbers)):
        ranks[numbers[key]] = rank
    return ranks[keys]


def _key(text: str, spans: Offsets, first: int, words: int, sort: str) -> str:
    """What an occurrence is sorted by, folded; empty where the text has no such word."""
    if sort == "match":
        return fold(_SPACES.sub(" ", text[spans.starts[first] : spans.ends[first + words - 1]]))
    distance = int(sort[-1])
    word = first - distance if sort.startswith("left") else first + words - 1 + distance
    if not 0 <= word < len(spans.ends):
        return ""
    return fold(text[spans.starts[word] : spans.ends[word]])


_Place = tuple[int, int]
"""(segment, statement)."""


def _texts(
    snapshot: Snapshot, found: dict[str, Array]
) -> Iterator[tuple[Array, dict[_Place, Record], dict[tuple[_Place, int], Offsets]]]:
    """Some occurrences at a time, with the records and the words of their statements."""
    order = np.lexsort((found["statement"], found["segment"]))
    segment, statement = found["segment"][order], found["statement"][order]
    new = np.ones(order.size, bool)
    new[1:] = (segment[1:] != segment[:-1]) | (statement[1:] != statement[:-1])
    begins = new.nonzero()[0]
    for first in range(0, begins.size, AT_ONCE):
        end = begins[first + AT_ONCE] if first + AT_ONCE < begins.size else order.size
        which = order[begins[first] : end]
        yield which, *_read(snapshot, found, which)


def _read(
    snapshot: Snapshot, found: dict[str, Array], which: Array
) -> tuple[dict[_Place, Record], dict[tuple[_Place, int], Offsets]]:
    """The records, and the words of the texts, of some occurrences."""
    places = dict.fromkeys(
        zip(found["segment"][which].tolist(), found["statement"][which].tolist(), strict=True)
    )
    records = {
        (segment, statement): snapshot.segments[segment].record(statement)
        for segment, statement in places
    }
    texts = [text for record in records.values() for text in record.texts]
    words = iter(offsets.token_offsets(texts))
    return records, {
        (place, field): next(words)
        for place, record in records.items()
        for field in range(len(record.texts))
    }


def _text_of(
    snapshot: Snapshot,
    found: dict[str, Array],
    at: int,
    records: dict[_Place, Record],
    words: dict[tuple[_Place, int], Offsets],
) -> tuple[str, Offsets]:
    """The text of an occurrence, and the offsets of its words.

    Raises:
        CorruptIndex: words are promised that are not there.
    """
    place = int(found["segment"][at]), int(found["statement"][at])
    field = int(found["field"][at])
    spans = words[place, field]
    if int(found["first"][at]) + int(found["words"][at]) > len(spans.ends):
        raise snapshot.segments[place[0]].damaged("position")
    return records[place].texts[field], spans


class _LineMaker:
    """Makes lines.

    Args:
        snapshot: the index.
        found: the occurrences.
        width: characters of context on each side at most.
    """

    def __init__(self, snapshot: Snapshot, found: dict[str, Array], width: int) -> None:
        self._snapshot, self._found, self._width = snapshot, found, width

    def lines(self, numbers: Sequence[int]) -> list[Line]:
        """The lines of some occurrences.

        Raises:
            CorruptIndex: words are promised that are not there.
        """
        which = np.array(numbers, np.intp)
        records, words = _read(self._snapshot, self._found, which)
        return [self._line(at, records, words) for at in numbers]

    def _line(
        self,
        at: int,
        records: dict[_Place, Record],
        words: dict[tuple[_Place, int], Offsets],
    ) -> Line:
        found = self._found
        text, spans = _text_of(self._snapshot, found, at, records, words)
        segment = self._snapshot.segments[int(found["segment"][at])]
        statement, first = int(found["statement"][at]), int(found["first"][at])
        last = first + int(found["words"][at]) - 1
        start, end = spans.starts[first], spans.ends[last]
        record = records[int(found["segment"][at]), statement]
        return Line(
            segment.id(statement),
            record.date,
            record.names["ministers"],
            record.title,
            segment.schema.texts[int(found["field"][at])].name,
            start,
            end,
            _before(text, start, self._width),
            _SPACES.sub(" ", text[start:end]),
            _after(text, end, self._width),
            record.url,
        )


def _before(text: str, start: int, width: int) -> str:
    """At most `width` characters before `start`, from the beginning of a word."""
    first = max(0, start - width)
    if first and not text[first - 1].isspace():
        inside = _SPACES.search(text, first, start)
        first = inside.end() if inside else start
    return _SPACES.sub(" ", text[first:start])


def _after(text: str, end: int, width: int) -> str:
    """At most `width` characters after `end`, to the end of a word."""
    last = min(len(text), end + width)
    if last < len(text) and not text[last].isspace():
        cut = max((found.start() for found in _SPACES.finditer(text, end, last)), default=end)
        last = cut
    return _SPACES.sub(" ", text[end:last])
