"""The words around the occurrences of a query.

Lives here: from a query to its collocates, and their order. Does not live here: gathering
occurrences (`occurring`), counting what stands around them (`around`), formulas
(`searchkit.counting.measures`), the value that comes of it (`searchkit.model.associations`).

An occurrence takes 16 bytes while what stands around it is counted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searchkit.counting import measures
from searchkit.engines.local.around import Counts, count_forms, count_stems, forms_at, parts_of
from searchkit.engines.local.leading import beside, together, word_leaf
from searchkit.engines.local.occurring import runs, words_of
from searchkit.engines.local.ordering import match
from searchkit.engines.local.searching import count, find
from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.telling import told
from searchkit.engines.local.vocabulary import counts_in
from searchkit.model import budget
from searchkit.model.arguments import LEAST, MOST_AROUND, WINDOW
from searchkit.model.associations import Collocates
from searchkit.model.errors import InvalidArgument
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import And, Node
from searchkit.storage.container import Array


class WantedWords(NamedTuple):
    """Which words are wanted; `Archive.collocates` explains each."""

    left: int = WINDOW
    right: int = WINDOW
    sentence: bool = False
    as_written: bool = False
    common: bool = False
    least: int = LEAST

    def check(self) -> None:
        """Refuse what can't be meant.

        Raises:
            InvalidArgument: naming the argument.
        """
        for name, value, low in (
            ("left", self.left, 0),
            ("right", self.right, 0),
            ("least", self.least, 1),
        ):
            if not isinstance(value, int) or isinstance(value, bool) or value < low:
                raise InvalidArgument(f"{name} can't be {value!r}", expected=f"{low} or more")
        if not self.sentence and not 0 < max(self.left, self.right) <= MOST_AROUND:
            raise InvalidArgument(
                f"{self.left} words before and {self.right} after are no window",
                expected=f"1 to {MOST_AROUND} words on one side at least",
            )


def collocates(snapshot: Snapshot, query: Query, wanted: WantedWords) -> Collocates:
    """See `Archive.collocates`."""
    wanted.check()
    meant, matches = find(snapshot, query)
    leaves = words_of(meant, "that others could stand around")
    vocabulary = snapshot.vocabulary
    units = vocabulary.forms if wanted.as_written else vocabulary.stems
    counts = Counts(units.size)
    occurrences = 0
    for number, (matcher, docs) in enumerate(zip(matches.matchers, matches.docs, strict=True)):
        begins, ends = runs(matcher, meant.tree, leaves, docs)
        occurrences += begins.size
        parts = parts_of(matcher.segment, begins, ends, wanted)
        if wanted.as_written:
            count_forms(snapshot, number, parts, counts)
        else:
            count_stems(snapshot, number, parts, counts, wanted.least)
    # All words that the filters let through, but for those that match.
    every = _all_counts(snapshot, meant.tree, wanted.as_written) - counts.matched
    size, whole = counts.size, int(every.sum())
    chosen = np.flatnonzero(counts.inside >= wanted.least)
    stems = vocabulary.stem_of_form[chosen] if wanted.as_written else chosen
    kept = chosen if wanted.common else chosen[~vocabulary.common[stems]]
    shown = kept if wanted.as_written else vocabulary.shown[kept]
    words = vocabulary.forms.several(shown)

    def lines(word: str) -> str:
        leaf = word_leaf(word, wanted.as_written)
        if wanted.sentence:
            return together(meant.tree, leaf)
        return beside(meant.tree, leaves, leaf, wanted.left, wanted.right)

    return Collocates(
        _columns(words, counts, kept, every, size, whole),
        query=meant.shown,
        interpreted=interpreted(meant.tree),
        occurrences=occurrences,
        statements=matches.total,
        window_words=size,
        all_words=whole,
        left_out=chosen.size - kept.size,
        exact=len(leaves) == 1 and not wanted.sentence,
        lines=lines,
        notes=told(query, meant, matches.total, lambda other: count(snapshot, other)),
    )


def _columns(
    words: list[str], counts: Counts, kept: Array, every: Array, size: int, whole: int
) -> dict[str, Array]:
    inside = counts.inside[kept]
    table = (inside, size, every[kept] - inside, whole - size)
    wanted = measures.expected(*table)
    likely = measures.log_likelihood(*table)
    order = by_preference(words, likely, inside - wanted)
    columns = {
        "word": np.array([*words, None], object)[:-1],
        "observed": inside,
        "expected": wanted,
        "log_likelihood": likely,
        "log_ratio": measures.log_ratio(*table),
        "mi": measures.mutual_information(inside, wanted),
        "t": measures.t_score(inside, wanted),
        "statements": counts.statements[kept],
    }
    return {name: values[order] for name, values in columns.items()}


def by_preference(words: list[str], likely: Array, difference: Array) -> Array:
    """The order of words: those more frequent than expected, the surest first, then those less
    frequent, the surest last; ties by word.
    """
    places = np.empty(len(words), np.intp)
    places[sorted(range(len(words)), key=words.__getitem__)] = np.arange(len(words))
    return np.lexsort((places, -np.where(difference < 0, -likely, likely)))


def filters_of(tree: Node) -> tuple[Node, ...]:
    """What narrows the statements of a tree, whatever words are looked for."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    return tuple(part for part in parts if part.is_filter)


def _all_counts(snapshot: Snapshot, tree: Node, as_written: bool) -> Array:
    """How often each word occurs in the statements that the filters of a tree let through."""
    vocabulary = snapshot.vocabulary
    filters = filters_of(tree)
    if not filters:
        return vocabulary.form_counts if as_written else vocabulary.stem_counts
    units = vocabulary.forms if as_written else vocabulary.stems
    result = np.zeros(units.size, np.int64)
    every = zip(snapshot.segments, units.numbers, match(snapshot, And(filters)).docs, strict=True)
    for segment, numbers, docs in every:
        wanted = np.zeros(len(segment), bool)
        wanted[docs] = True
        if as_written:
            budget.need(segment.forward.size)
            marks = np.repeat(np.repeat(wanted, segment.numbering.texts), np.diff(segment.starts))
            result[numbers] += forms_at(segment, marks)
        else:
            result[numbers] += counts_in(segment, wanted)
    return result
