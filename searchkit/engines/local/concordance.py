"""Every occurrence of a query's words, in order.

Lives here: from a query to a concordance, and its orders. Does not live here: gathering
occurrences (`occurring`), making lines (`lines`), the value that comes of it
(`searchkit.model.words`).

An occurrence takes 17 bytes while a concordance is open. Texts are read for the lines that are
asked for; an order by words reads the text of every match once.
"""

from __future__ import annotations

import random
from typing import NamedTuple

import numpy as np

from searchkit.engines.local.lines import SPACES, LineMaker, each_text, text_of
from searchkit.engines.local.occurring import Found, gathered
from searchkit.engines.local.ordering import Matches
from searchkit.engines.local.searching import count, find
from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.telling import told
from searchkit.kernels.arrays import Offsets
from searchkit.model.arguments import CONTEXT, LINE_SORTS, NEWEST, OLDEST
from searchkit.model.errors import InvalidArgument
from searchkit.model.words import Concordance
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import positive_leaves
from searchkit.ranking.order import by_date
from searchkit.schema.analysis import fold
from searchkit.storage.container import Array


class WantedLines(NamedTuple):
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


def concordance(snapshot: Snapshot, query: Query, wanted: WantedLines) -> Concordance:
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
    whole = gathered(matches, meant.tree, leaves)
    total = whole["first"].size
    if wanted.sample is not None and wanted.sample < total:
        chosen = random.Random(wanted.seed).sample(range(total), wanted.sample)
        kept = np.sort(np.array(chosen, np.intp))
        whole = {name: values[kept] for name, values in whole.items()}
    order = _order(snapshot, matches, whole, wanted.sort)
    whole = {name: values[order] for name, values in whole.items()}
    for values in whole.values():
        values.setflags(write=False)
    maker = LineMaker(snapshot, whole, wanted.width)
    return Concordance(
        whole,
        maker.lines,
        query=meant.shown,
        interpreted=interpreted(meant.tree),
        occurrences=total,
        statements=matches.total,
        notes=told(query, meant, matches.total, lambda other: count(snapshot, other)),
    )


def _order(snapshot: Snapshot, matches: Matches, found: Found, sort: str) -> Array:
    """The order of occurrences; ties: newest first, then by id, then as they stand."""
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


def _word_ranks(snapshot: Snapshot, found: Found, sort: str) -> Array:
    """For each occurrence, the place of the word that it is sorted by among all such words."""
    numbers: dict[str, int] = {}
    keys = np.zeros(found["first"].size, np.int64)
    for which, records, words in each_text(snapshot, found):
        for at in which.tolist():
            text, spans = text_of(snapshot, found, at, records, words)
            key = _key(text, spans, int(found["first"][at]), int(found["words"][at]), sort)
            keys[at] = numbers.setdefault(key, len(numbers))
    ranks = np.zeros(len(numbers), np.int64)
    for rank, key in enumerate(sorted(numbers)):
        ranks[numbers[key]] = rank
    return ranks[keys]


def _key(text: str, spans: Offsets, first: int, words: int, sort: str) -> str:
    """What an occurrence is sorted by, folded; empty where the text has no such word."""
    if sort == "match":
        return fold(SPACES.sub(" ", text[spans.starts[first] : spans.ends[first + words - 1]]))
    distance = int(sort[-1])
    word = first - distance if sort.startswith("left") else first + words - 1 + distance
    if not 0 <= word < len(spans.ends):
        return ""
    return fold(text[spans.starts[word] : spans.ends[word]])
