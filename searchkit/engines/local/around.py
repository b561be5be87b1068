"""Counting what stands around occurrences, in one segment.

Lives here: windows, and how often each stem or surface form stands in them. Does not live here:
which occurrences (`occurring`), what is made of the counts (`collocates`).

Windows are counted some hundred thousand words at a time. By surface form, two bytes for each
word of the segment are taken besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchkit.engines.local.sentences import sentence_bounds
from searchkit.engines.local.snapshot import Snapshot
from searchkit.kernels import texts, windows
from searchkit.model import budget
from searchkit.segment.positions import forward
from searchkit.segment.positions.space import GAP
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

if TYPE_CHECKING:
    from searchkit.engines.local.collocates import WantedWords

AT_ONCE = 1 << 18
"""Words of windows that are counted together."""
OF_SENTENCE = 100
"""Words that a sentence costs, whose text must be read."""


class WindowPart(NamedTuple):
    """Some occurrences, whole statements of them, and what stands around them.

    Attributes:
        begins, ends: where each match begins, and where it has ended.
        starts, stops: the same of the stretches of their windows, two for each match.
        docs: the statement of each of these stretches (uint32).
    """

    begins: Array
    ends: Array
    starts: Array
    stops: Array
    docs: Array


class Counts:
    """What has been counted, by number of the vocabulary: stems, or surface forms.

    Attributes:
        inside: how often each stands in windows.
        statements: in how many statements it does.
        matched: how often it stands in a match.
        size: how many words stand in windows, those that were not told apart, too.
    """

    def __init__(self, size: int) -> None:
        self.inside, self.statements, self.matched = np.zeros((3, size), np.int64)
        self.size = 0


def parts_of(
    segment: Segment, begins: Array, ends: Array, wanted: WantedWords
) -> Iterator[WindowPart]:
    """The occurrences of a segment, some statements at a time."""
    starts, numbering = segment.starts, segment.numbering
    around = OF_SENTENCE if wanted.sentence else wanted.left + wanted.right
    budget.expect(begins.size * around)
    step = max(1, AT_ONCE // (around + 1))
    first = 0
    while first < begins.size:
        # To the end of a statement.
        outer = begins[[first, min(first + step, begins.size) - 1]]
        low, high = texts.texts_at(starts, outer)
        after = numbering.number(int(numbering.statement(high)) + 1, 0)
        stop = int(np.searchsorted(begins, int(starts[after])))
        some_begins, some_ends = begins[first:stop], ends[first:stop]
        numbers = low + texts.texts_at(starts[low : after + 1], some_begins)
        left, right = wanted.left, wanted.right
        if wanted.sentence:
            lows, highs = sentence_bounds(segment, numbers, some_begins, some_ends)
            left = right = int(segment.forward.size)
        else:
            lows = starts[numbers].astype(np.int64)
            highs = starts[numbers + 1].astype(np.int64) - GAP
        stretches = windows.around(some_begins, some_ends, lows, highs, left, right)
        docs = np.repeat(numbering.statement(numbers).astype(np.uint32), 2)
        yield WindowPart(some_begins, some_ends, *stretches, docs)
        budget.check()
        first = stop


def count_stems(
    snapshot: Snapshot, number: int, parts: Iterator[WindowPart], counts: Counts, least: int
) -> None:
    segment, vocabulary = snapshot.segments[number], snapshot.vocabulary
    inside, statements, matched = np.zeros((3, windows.CODES), np.int64)
    numbers = vocabulary.stems.numbers[number]
    # Most often no row needs to know which rare stems stand where.
    rare = vocabulary.most_of_rare >= least
    for part in parts:
        counts.size += int((part.stops - part.starts).sum())
        # The stretch of codes that has all of them.
        low, high = int(part.starts[0]), int(part.stops[-1])
        codes = segment.forward[low:high]
        more, more_statements = windows.tally(codes, part.starts - low, part.stops - low, part.docs)
        inside += more
        statements += more_statements
        more = windows.count(codes, part.begins - low, part.ends - low)
        matched += more
        if rare:
            positions = windows.spread(part.starts, part.stops)
            which = np.flatnonzero(segment.forward[positions] == forward.RARE)
            stems = _rare_stems(snapshot, number, positions[which])
            docs = np.repeat(part.docs, part.stops - part.starts)[which]
            size = numbers.size
            counts.inside[numbers] += np.bincount(stems, minlength=size)
            counts.statements[numbers] += windows.distinct_pairs(stems, docs, size)
        if more[forward.RARE]:
            positions = windows.spread(part.begins, part.ends)
            there = positions[segment.forward[positions] == forward.RARE]
            stems = _rare_stems(snapshot, number, there)
            counts.matched[numbers] += np.bincount(stems, minlength=numbers.size)
    codes_of_stems = segment.forward_array.codes
    known = np.flatnonzero(codes_of_stems != forward.RARE)
    for total, by_code in (
        (counts.inside, inside),
        (counts.statements, statements),
        (counts.matched, matched),
    ):
        total[numbers[known]] += by_code[codes_of_stems[known]]


def _rare_stems(snapshot: Snapshot, number: int, positions: Array) -> Array:
    """The stems at some positions that have no code of their own."""
    if not positions.size:
        return np.zeros(0, np.intp)
    known, stems = snapshot.vocabulary.rare[number]
    places = np.searchsorted(known, positions.astype(known.dtype))
    places[places == known.size] = 0
    if not known.size or (known[places] != positions).any():
        raise snapshot.segments[number].damaged(forward.FORWARD)
    return stems[places]


def count_forms(
    snapshot: Snapshot, number: int, parts: Iterator[WindowPart], counts: Counts
) -> None:
    segment = snapshot.segments[number]
    numbers = snapshot.vocabulary.forms.numbers[number]
    budget.expect(segment.forward.size)
    budget.need(2 * segment.forward.size)
    marks, matches = np.zeros((2, segment.forward.size), bool)
    for part in parts:
        marks[windows.spread(part.starts, part.stops)] = True
        matches[windows.spread(part.begins, part.ends)] = True
    size = numbers.size
    inside, statements, matched = np.zeros((3, size), np.int64)
    begins = segment.occurrences.begins
    for positions, forms in segment.occurrences.forms_in_parts():
        matched += np.bincount(forms[matches[positions]], minlength=size)
        kept = marks[positions]
        places, there = positions[kept], forms[kept]
        docs = np.searchsorted(begins, places, side="right") - 1
        inside += np.bincount(there, minlength=size)
        statements += windows.distinct_pairs(there, docs, size)
        budget.check()
    counts.size += int(inside.sum())
    counts.inside[numbers] += inside
    counts.statements[numbers] += statements
    counts.matched[numbers] += matched


def forms_at(segment: Segment, marks: Array) -> Array:
    """How often each surface form stands at the positions of a mask."""
    found = np.zeros(len(segment.dictionary.forms), np.int64)
    for positions, forms in segment.occurrences.forms_in_parts():
        found += np.bincount(forms[marks[positions]], minlength=found.size)
        budget.check()
    return found
