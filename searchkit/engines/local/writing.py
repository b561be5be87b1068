"""The ways in which the corpus writes one thing.

Lives here: which pairs that its statements show are worth offering, together with those of
a small list. Does not live here: which pairs a statement shows (`searchkit.schema.variants`),
putting them into a query (`searchkit.query.variants`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from zlib import crc32

from searchkit.engines.local.spelling import frequency
from searchkit.profiles.english import AMERICAN_ENDINGS, EITHER_WAY, ONE_WAY, OTHER_WORDS
from searchkit.query.tree import Node
from searchkit.query.variants import MAX_WORDS, Rewritten, rewritten, rows
from searchkit.schema.analysis import fold, stem_all
from searchkit.schema.variants import SMALL
from searchkit.segment.reader import Segment
from searchkit.segment.variants import MARKS

FREQUENT = 3
"""Statements in which both forms of a compound must stand: fewer may be slips."""
SHARE = 100
"""The rarer form must be at least one in this many."""
SEEN = 2
"""Statements that must spell an acronym out."""
CLEAR = 0.8
"""The part of all that spell an acronym out which must spell it out in one way."""
WORD = 40
"""An acronym in small letters is a word of its own where this many times as many statements
hold it as spell it out."""
_ARTICLE = "a "
"""As a half of a compound it would find the article."""
REMEMBERED = 1_000
MAX_REWRITTEN = 5
"""Ways to write words of one query that are looked at: each may be counted."""


_ONE_WAY = dict(ONE_WAY)
_AMERICAN = dict(AMERICAN_ENDINGS)


@lru_cache(maxsize=1)
def _by_stems() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """The list, both ways, by the stems of words."""
    both = [*EITHER_WAY, *((other, one) for one, other in EITHER_WAY)]
    words = [one.replace("-", " ").split() for one, _ in both]
    stems = iter(stem_all([word for row in words for word in row]))
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row, (_, other) in zip(words, both, strict=True):
        key = tuple(islice(stems, len(row)))
        found[key] = (*found.get(key, ()), other)
    return found


# Stemming the list takes a millisecond, which a command that asks one query need not pay: an
# ending changes nothing of a word's beginning.
_BEGINNINGS = frozenset(one.replace("-", " ").split()[0][:3] for pair in EITHER_WAY for one in pair)


def _is_listed(first: str, stems: tuple[str, ...]) -> bool:
    """Whether the list has some words, or the first of them, which is given folded, too."""
    return first[:3] in _BEGINNINGS and (stems[:1] in _by_stems() or stems in _by_stems())


def _initials(folded: tuple[str, ...]) -> list[str]:
    """The acronyms that some words may have."""
    found = ["".join([word[0] for word in folded])]
    if not SMALL.isdisjoint(folded):
        found.append("".join([word[0] for word in folded if word not in SMALL]))
    if folded[-1][-1] == "s":
        found += [f"{short}s" for short in found]
    return [short for short in found if len(short) > 1]


def _of_itself(long: str) -> str:
    """What an acronym stands for, without the ’s of "the Harbour Board’s (HB) plan"."""
    return long.removesuffix("’s").removesuffix("'s")


class Writing:
    """The ways of one generation of an index; it remembers those it was asked for.

    Args:
        segments: of the generation.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._found: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._last: tuple[Node | None, tuple[Rewritten, ...]] = None, ()

    def ways(self, words: tuple[str, ...], stems: tuple[str, ...]) -> tuple[str, ...]:
        """The other ways to write some words in a row, each once.

        Args:
            words: as they were written.
            stems: of each.
        """
        known = self._found.get(words)
        if known is None:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            known = self._found[words] = tuple(self._ways(words, stems))
        return known

    def rewritten(self, tree: Node) -> tuple[Rewritten, ...]:
        """A query once for each of the first other ways to write words of it."""
        # An answer asks twice: for what counts as evidence, and for what is offered.
        asked, found = self._last
        if asked is not tree:
            found = ()
            if self.may_have(rows(tree)):
                found = tuple(islice(rewritten(tree, self.ways), MAX_REWRITTEN))
            self._last = tree, found
        return found

    def may_have(self, rows: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> bool:
        """Whether some words of a query may be written in another way. Nearly always none is,
        and this tells it in microseconds.

        Args:
            rows: words that stand together, as written, and their stems.
        """
        every = [(one.variants.marks, one.variants.hashes) for one in self._segments]
        for words, stems in rows:
            folded = list(map(fold, words))
            for start, first in enumerate(folded):
                if first in _ONE_WAY or "iz" in first:
                    return True
                shorts = [first]
                if _is_listed(first, stems[start : start + 2]):
                    return True
                letters = large = first[0] if first not in SMALL else ""
                for place in range(start + 1, min(len(folded), start + MAX_WORDS)):
                    word = folded[place]
                    letters += word[0]
                    large += word[0] if word not in SMALL else ""
                    shorts += (letters, letters + "s") if word[-1] == "s" else (letters,)
                    if large != letters:
                        shorts += (large, large + "s")
                    if place == start + 1:
                        shorts.append(first + word)
                for short in shorts:
                    number = crc32(short.encode("utf-8", "surrogatepass"))
                    for marks, hashes in every:
                        if marks[number % MARKS]:
                            at = bisect_left(hashes, number)
                            if at < len(hashes) and hashes[at] == number:
                                return True
        return False

    def _ways(self, words: tuple[str, ...], stems: tuple[str, ...]) -> Iterator[str]:
        folded = tuple(map(fold, words))
        seen = {" ".join(folded)}
        compounds, acronyms = self._compounds(folded), self._acronyms(words, folded)
        for text in (*compounds, *self._listed(folded, stems), *acronyms):
            key = fold(text.replace("-", " "))
            if key not in seen:
                seen.add(key)
                yield text

    def _listed(self, folded: tuple[str, ...], stems: tuple[str, ...]) -> Iterator[str]:
        yield from _by_stems().get(stems, ())
        if len(folded) > 1:
            return
        (word,) = folded
        if word in _ONE_WAY:
            yield _ONE_WAY[word]
        ending = word.rfind("iz")
        if ending > 0 and word[ending:] in _AMERICAN:
            spelled = word[:ending] + _AMERICAN[word[ending:]]
            if any(one.dictionary.folded_number(spelled) >= 0 for one in self._segments):
                yield spelled

    def _shown(self, short: str) -> dict[tuple[str, str], int]:
        """(acronym or nothing, long form) -> the statements that show it."""
        found: dict[tuple[str, str], int] = {}
        mark = crc32(short.encode("utf-8", "surrogatepass")) % MARKS
        for segment in self._segments:
            if not segment.variants.marks[mark]:
                continue
            for pair, docs in segment.variants.of(short):
                key = pair.acronym, pair.long
                found[key] = found.get(key, 0) + int(segment.alive(docs).size)
        return found

    def _compounds(self, folded: tuple[str, ...]) -> Iterator[str]:
        """Two halves with a hyphen for one word, and the other way round."""
        if len(folded) > 2:
            return
        short = "".join(folded)
        if short in OTHER_WORDS:
            return
        shown = self._shown(short)
        if not shown:
            return
        halves = {
            long: seen
            for (acronym, long), seen in shown.items()
            if not acronym and not long.startswith(_ARTICLE)
        }
        joined = frequency(self._segments, short) if halves else 0
        for long, seen in sorted(halves.items(), key=lambda item: (-item[1], item[0])):
            few, many = sorted((seen, joined))
            if few >= FREQUENT and few * SHARE >= many:
                if len(folded) == 1:
                    yield long.replace(" ", "-")
                elif long == " ".join(folded):
                    yield short

    def _acronyms(self, words: tuple[str, ...], folded: tuple[str, ...]) -> Iterator[str]:
        """What an acronym stands for, and the acronym of some words."""
        if len(folded) == 1:
            found = self._expansion(folded[0])
            if found is None:
                return
            acronym, long, seen = found
            is_word = frequency(self._segments, folded[0]) > WORD * seen
            if words[0] == acronym or not is_word:
                yield long
            return
        for short in _initials(folded):
            found = self._expansion(short)
            if found is not None and fold(found[1]) == " ".join(folded):
                yield found[0]

    def _expansion(self, short: str) -> tuple[str, str, int] | None:
        """(an acronym as it is written most often, what it stands for, the statements that spell
        it out so), if that is clear.
        """
        shown = self._shown(short)
        if not shown:
            return None
        spelled = {key: seen for key, seen in shown.items() if key[0]}
        by_long: dict[str, int] = {}
        for (_, long), seen in spelled.items():
            key = fold(_of_itself(long))
            by_long[key] = by_long.get(key, 0) + seen
        if not by_long:
            return None
        best = min(by_long, key=lambda long: (-by_long[long], long))
        if by_long[best] < SEEN or by_long[best] < CLEAR * sum(by_long.values()):
            return None
        # As it is written most often.
        acronym, long = min(
            (key for key in spelled if fold(_of_itself(key[1])) == best),
            key=lambda key: (-spelled[key], key),
        )
        return acronym, _of_itself(long), by_long[best]
