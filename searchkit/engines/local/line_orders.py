"""The order of occurrences: by date, by a word beside them, by what matched.

Lives here: sorting what was found. Does not live here: finding it (`occurring`), which word
stands where (`searchkit.segment.positions.lookup`).

Words are compared as they are folded for searching. The index knows the word at every
position, so no text is read but for matches of several words, in which signs count, too.
"""

from __future__ import annotations

import numpy as np

from searchkit.engines.local.lines import SPACES, each_text, text_of
from searchkit.engines.local.occurring import BYTES, Found
from searchkit.engines.local.ordering import Matches
from searchkit.engines.local.snapshot import Snapshot
from searchkit.model import budget
from searchkit.model.arguments import NEWEST, OLDEST
from searchkit.ranking.order import by_date
from searchkit.schema.analysis import fold, normalise, visible
from searchkit.segment.positions.space import GAP
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

MATCH = "match"
NO_WORD = b""
"""The key of an occurrence that has no such word: it comes first."""


def order_of(snapshot: Snapshot, matches: Matches, found: Found, sort: str) -> Array:
    """The order of occurrences; ties: newest first, then by id, then as they stand.

    Args:
        found: by segment, statement and place.
        sort: one of `LINE_SORTS`.
    """
    dated = _dated(snapshot, matches, found, sort == OLDEST)
    if sort in (NEWEST, OLDEST):
        return np.argsort(dated, kind="stable")
    return np.lexsort((dated, _word_ranks(snapshot, found, sort)))


def _dated(snapshot: Snapshot, matches: Matches, found: Found, oldest: bool) -> Array:
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


class _Keys:
    """What occurrences are sorted by: byte strings, each once, and the number of each
    occurrence's own.
    """

    def __init__(self, count: int) -> None:
        self.of_each = np.zeros(count, np.int64)
        self._numbers: dict[bytes, int] = {NO_WORD: 0}

    def number(self, key: bytes) -> int:
        """The number of a key."""
        return self._numbers.setdefault(key, len(self._numbers))

    def ranks(self) -> Array:
        """For each occurrence, the place of its key among all keys in order."""
        ranks = np.zeros(len(self._numbers), np.int64)
        # Sorting by UTF-8 bytes is sorting by code points.
        for rank, key in enumerate(sorted(self._numbers)):
            ranks[self._numbers[key]] = rank
        return ranks[self.of_each]


def _word_ranks(snapshot: Snapshot, found: Found, sort: str) -> Array:
    """For each occurrence, the place of what it is sorted by among all that they are."""
    keys = _Keys(found["first"].size)
    by_word = found["words"] == 1 if sort == MATCH else np.ones(found["first"].size, bool)
    for number, segment in enumerate(snapshot.segments):
        which = np.flatnonzero((found["segment"] == number) & by_word)
        _add_words(keys, segment, {name: found[name][which] for name in found}, which, sort)
    if not by_word.all():
        _add_texts(keys, snapshot, found, np.flatnonzero(~by_word))
    return keys.ranks()


def _add_words(keys: _Keys, segment: Segment, found: Found, which: Array, sort: str) -> None:
    """The keys of occurrences of a segment that are words; `which` are their numbers."""
    budget.need(BYTES * which.size)
    texts = segment.numbering.number(found["statement"].astype(np.int64), found["field"])
    begins, ends = segment.starts[texts].astype(np.int64), segment.starts[texts + 1] - GAP
    words = begins + found["first"]
    if (words + found["words"] > ends).any():
        raise segment.damaged("position")
    if sort != MATCH:
        distance = int(sort[-1])
        words += -distance if sort.startswith("left") else found["words"] - 1 + distance
    inside = np.flatnonzero((words >= begins) & (words < ends))
    # Of two occurrences with one word between them, it stands beside both.
    positions, places = np.unique(words[inside], return_inverse=True)
    folded, again = np.unique(segment.folded_at(positions), return_inverse=True)
    numbers = [keys.number(word) for word in segment.dictionary.folded.several(folded)]
    keys.of_each[which[inside]] = np.array(numbers, np.int64)[again][places]


def _add_texts(keys: _Keys, snapshot: Snapshot, found: Found, which: Array) -> None:
    """The keys of occurrences of several words; `which` are their numbers."""
    for some, records, spans in each_text(snapshot, {n: found[n][which] for n in found}):
        budget.check()
        for at in which[some].tolist():
            text, words = text_of(snapshot, found, at, records, spans)
            first, count = int(found["first"][at]), int(found["words"][at])
            match = text[words.starts[first] : words.ends[first + count - 1]]
            key = fold(SPACES.sub(" ", normalise(visible(match)))).encode("utf-8", "surrogatepass")
            keys.of_each[at] = keys.number(key)
