"""Lines of context for occurrences.

Lives here: reading the texts that occurrences stand in, and making lines of them. Does not live
here: which occurrences (`occurring`), their order (`concordance`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from searchkit.engines.local.hits import further
from searchkit.engines.local.occurring import Found
from searchkit.engines.local.snapshot import Snapshot
from searchkit.kernels import offsets
from searchkit.kernels.arrays import Offsets
from searchkit.model.words import Line
from searchkit.segment.store.records import Record
from searchkit.storage.container import Array

AT_ONCE = 500
"""Statements whose texts are in memory together."""
SPACES = re.compile(r"\s+")

_Place = tuple[int, int]
"""(segment, statement)."""


def each_text(
    snapshot: Snapshot, found: Found
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
    snapshot: Snapshot, found: Found, which: Array
) -> tuple[dict[_Place, Record], dict[tuple[_Place, int], Offsets]]:
    """The records, and the words of the texts, of some occurrences."""
    places = dict.fromkeys(
        zip(found["segment"][which].tolist(), found["statement"][which].tolist(), strict=True)
    )
    records = {
        (segment, statement): snapshot.segments[segment].record(statement)
        for segment, statement in places
    }
    words = iter(offsets.token_offsets([t for record in records.values() for t in record.texts]))
    return records, {
        (place, field): next(words)
        for place, record in records.items()
        for field in range(len(record.texts))
    }


def text_of(
    snapshot: Snapshot,
    found: Found,
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


class LineMaker:
    """Makes lines.

    Args:
        snapshot: the index.
        found: the occurrences.
        width: characters of context on each side at most.
    """

    def __init__(self, snapshot: Snapshot, found: Found, width: int) -> None:
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
        text, spans = text_of(self._snapshot, found, at, records, words)
        segment = self._snapshot.segments[int(found["segment"][at])]
        statement, first = int(found["statement"][at]), int(found["first"][at])
        last = first + int(found["words"][at]) - 1
        start, end = spans.starts[first], spans.ends[last]
        record = records[int(found["segment"][at]), statement]
        speaker = segment.schema.speaker
        return Line(
            segment.id(statement),
            record.date,
            record.names.get("ministers", ()),
            record.title,
            segment.schema.texts[int(found["field"][at])].name,
            start,
            end,
            _before(text, start, self._width),
            SPACES.sub(" ", text[start:end]),
            _after(text, end, self._width),
            record.url,
            record.names.get(speaker.name, ()) if speaker else (),
            further(record),
        )


def _before(text: str, start: int, width: int) -> str:
    """At most `width` characters before `start`, from the beginning of a word."""
    first = max(0, start - width)
    if first and not text[first - 1].isspace():
        inside = SPACES.search(text, first, start)
        first = inside.end() if inside else start
    return SPACES.sub(" ", text[first:start])


def _after(text: str, end: int, width: int) -> str:
    """At most `width` characters after `end`, to the end of a word."""
    last = min(len(text), end + width)
    if last < len(text) and not text[last].isspace():
        cut = max((found.start() for found in SPACES.finditer(text, end, last)), default=end)
        last = cut
    return SPACES.sub(" ", text[end:last])
