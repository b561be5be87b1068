"""What matching a tree will cost in a segment, told by dictionary and postings alone.

Lives here: the estimate, which looks at no posting and no position. Does not live here:
counting what is really done, and the bound on it (`work`).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from searchkit.kernels import joins
from searchkit.matching.patterns import beginning_of, letters_of
from searchkit.matching.single import looked_at, surface_form
from searchkit.matching.spans import is_row
from searchkit.matching.work import CALL, SCAN
from searchkit.query.said import SpokenLeaf
from searchkit.query.tree import (
    Choice,
    Exact,
    Fuzzy,
    Leaf,
    Near,
    Node,
    Phrase,
    Prefix,
    Stem,
    Wildcard,
    Word,
)
from searchkit.segment.reader import Segment
from searchkit.storage.container import Array

SORTED = 3
"""A frequent word's positions cost this share of a place each: they are read in order."""
FAST = 4
"""Places that it really takes to compare a word of the dictionary with a typing error, or with
letters of which there are two or more; `SCAN` is what a query is charged."""


class Cost(NamedTuple):
    """In places (`searchkit.matching.work`).

    Attributes:
        certain: what `Work` will count at least, whatever is found.
        likely: what it comes to, give or take a factor of two.
    """

    certain: int
    likely: int

    def __add__(self, other: object) -> Cost:
        assert isinstance(other, Cost)
        return Cost(self.certain + other.certain, self.likely + other.likely)


NO_COST = Cost(0, 0)


def cost_of(segment: Segment, tree: Node) -> Cost:
    """The cost of matching `tree`."""
    return _Estimate(segment).of(tree)


def total(costs: Iterable[Cost]) -> Cost:
    """The sum of some costs."""
    return sum(costs, NO_COST)


class _Estimate:
    """Adds up what a tree costs; what matching remembers is counted once."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._seen: set[tuple[Leaf, bool]] = set()
        self._prefixes: dict[str, Array] = {}

    def of(self, node: Node) -> Cost:
        if isinstance(node, Leaf):
            return self._of_leaf(node, alone=True)
        return total(map(self.of, node.children)) + Cost(0, CALL)

    def _of_leaf(self, leaf: Leaf, alone: bool) -> Cost:
        """`alone`: it is looked up in all statements, and not as a part of near words."""
        # Wildcards and typing errors are looked up once, wherever they stand.
        key = leaf, alone and not isinstance(leaf, (Wildcard, Fuzzy))
        first = key not in self._seen
        self._seen.add(key)
        match leaf:
            case SpokenLeaf(inner):
                return self._of_leaf(inner, alone=False) if first else NO_COST
            case Near() | Choice():
                return self._of_several(leaf) if first or not alone else NO_COST
            case Word() if first:
                return self._of_word(leaf, alone)
            case Prefix():
                # As a part of near words it is looked up again, if they have many statements.
                return Cost(0, self._of_word(leaf, alone).likely)
            case Phrase() if first:
                return Cost(0, self._of_phrase(leaf))
        return NO_COST

    def _of_word(self, leaf: Word, alone: bool) -> Cost:
        segment = self._segment
        dictionary = segment.dictionary
        match leaf:
            case Stem(stem):
                number = dictionary.stem_number(stem)
                if number < 0:
                    return NO_COST
                if alone:
                    return Cost(0, segment.posting_count(number, number))
                return Cost(0, segment.position_count(number, number) // SORTED)
            case Exact(form):
                found = surface_form(segment, form)
                return Cost(0, segment.position_count(found.stem, found.stem) if found else 0)
            case Fuzzy():
                words = len(dictionary.folded)
                return Cost(SCAN * words + CALL, FAST * words)
            case Wildcard(pattern):
                return self._of_pattern(pattern)
            case Prefix(beginning):
                folded = self._beginning_with(beginning)
                every = alone and leaf.within is not None
                places = looked_at(segment, folded, positions=every)
                return Cost(places + CALL, places + CALL)
        raise AssertionError(f"{type(leaf).__name__} is no known word")

    def _of_pattern(self, pattern: str) -> Cost:
        """Which words a pattern means is known only after the work: its letters tell how
        many that will be.
        """
        segment = self._segment
        dictionary = segment.dictionary
        beginning = beginning_of(pattern)
        letters = letters_of(pattern)
        ends = not pattern.endswith("*")
        # Of all words, half have a frequent letter, one in sixteen ends with it, and each
        # further letter leaves a quarter of them.
        part = segment.token_count >> min(20, 2 * letters - 1 + 3 * ends)
        if not beginning:
            words = len(dictionary.folded)
            scanned = (FAST if letters + ends > 1 else SCAN) * words
            return Cost(SCAN * words + CALL, scanned + part)
        folded = self._beginning_with(beginning)
        scanned = SCAN * int(folded.size) + CALL
        return Cost(scanned, scanned + min(part, looked_at(segment, folded, positions=True)))

    def _of_phrase(self, phrase: Phrase) -> int:
        segment = self._segment
        numbers = [segment.dictionary.stem_number(stem) for stem in phrase.stems]
        if not numbers or min(numbers) < 0:
            return 0
        rarest = min(segment.position_count(number, number) for number in numbers)
        # The others are checked around the rarest, of which ever fewer are left.
        return rarest * min(2, len(set(numbers)))

    def _of_several(self, leaf: Leaf) -> Cost:
        if isinstance(leaf, Choice):
            return total(self._of_leaf(one, alone=False) for one in leaf.leaves)
        assert isinstance(leaf, Near)
        parts = [self._of_leaf(one, alone=False) for one in leaf.operands]
        likely = sum(part.likely for part in parts)
        either_way = 1 if leaf.ordered else 2 ** min(8, len(leaf.operands) - 1)
        likely += either_way * self._joining(leaf.operands, is_row(leaf))
        # Where the last operand is nowhere, those before it are not looked for.
        evaluated = parts[-1:] if leaf.ordered and not is_row(leaf) else parts
        return Cost(sum(part.certain for part in evaluated), likely)

    def _joining(self, operands: tuple[Leaf, ...], row: bool) -> int:
        """Comparing each operand with what follows it."""
        counts = [self._spans(one) for one in operands]
        pairs = (min(pair) for pair in pairwise(counts))
        if row:
            return sum(pairs)
        by_marks = self._segment.forward.size // 4
        return sum(min(4 * count, by_marks) for count in pairs)

    def _spans(self, leaf: Leaf) -> int:
        """How often a leaf occurs, at most; a guess where that is not in the dictionary."""
        segment = self._segment
        match leaf:
            case Choice(leaves):
                return sum(map(self._spans, leaves))
            case Near(operands):
                return min(map(self._spans, operands))
            case Stem(stem):
                number = segment.dictionary.stem_number(stem)
                return segment.position_count(number, number) if number >= 0 else 0
            case Phrase(stems):
                return min((self._spans(Stem(stem)) for stem in stems), default=0)
            case Prefix(beginning):
                return looked_at(segment, self._beginning_with(beginning), positions=True)
        return segment.token_count // joins.MANY

    def _beginning_with(self, letters: str) -> Array:
        """The numbers of the folded forms that begin with some letters, ascending."""
        found = self._prefixes.get(letters)
        if found is None:
            found = self._prefixes[letters] = self._segment.dictionary.with_prefix(letters)
        return found
