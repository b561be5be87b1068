"""What somebody who is typing a query perhaps wants to type.

Lives here: names, words and phrases of the corpus that begin with what was typed, those first that
most statements of the earlier words have. Does not live here: which words follow one another
(`following`), correcting words that are typed in full (`spelling`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter

import numpy as np

from searchkit.engines.local.beginnings import begun_by, commonest_form, together
from searchkit.engines.local.following import directly_after, phrase_from
from searchkit.engines.local.ordering import match
from searchkit.engines.local.snapshot import Snapshot
from searchkit.model.answer import Completion
from searchkit.model.errors import SearchkitError
from searchkit.query.language.fields import EXACT
from searchkit.query.request import Query
from searchkit.query.understanding import understood
from searchkit.schema.analysis import fold, normalise, stem_all, tokens
from searchkit.schema.speakers import SAID
from searchkit.storage.container import Array

MIN_LENGTH = 2
"""Letters that must be typed before anything is offered; fewer begin too many words."""
NAMES = 3
"""Names of a kind that are offered beside words."""
CANDIDATES = 60
"""Words, the most frequent, of which it is counted with how many statements of the earlier words
they stand."""
FEW = 20
"""In an archive of more statements, what stands in a single one is not offered."""
AT_HOME = 3
"""A name that only the last word begins is offered where so many times as large a share of its
statements has the earlier words as of all statements; or all of its statements have them.
"""
BESIDE_WORDS = 10
"""Such a name, which stands before words, has a tenth of the statements of the most frequent."""
PHRASED = 3
"""Words, the first that are offered, of which it is looked whether they begin a phrase."""
OFTEN = 10
"""A word that follows the one before it in a tenth of the statements that have both, or more, comes
before words that only stand in the same statements."""
PHRASE = "phrase"
"""The kind of a completion of several words."""
REMEMBERED = 10_000
"""Words whose commonest form is remembered."""

Found = Sequence[Array] | None
"""Statements that have what was typed before, by segment; None: all of them."""
_BARE = re.compile(r'[^\s"():*~^]+')
_BARE_WORDS = re.compile(r'(?:[^\s"():*~^=-][^\s"():*~^]*\s+)+')


class Completer:
    """Completes queries from one generation, and remembers what it has counted."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._shown: dict[tuple[str, str], str] = {}
        schema = snapshot.schema
        kinds = [field.query for field in schema.names]
        if snapshot.knows_speakers:
            # Who is quoted may stand in a bracket, before the words.
            kinds.append(rf"{SAID}(?=:)")
        names = "|".join(kinds) or "(?!)"
        self._last = re.compile(
            rf"""(?P<field>{names}):(?P<bracket>(?<={SAID}:)\()?(?:"(?P<quoted>[^"]*)|(?P<bare>[^\s"()]*))$
            | (?P<word>[^\s"():]*)$""",
            re.VERBOSE | re.IGNORECASE,
        )
        texts = [*(text.query for text in schema.texts if text.query), EXACT]
        not_those = "".join(rf"(?<!{re.escape(text)})" for text in texts)
        self._other_field = re.compile(rf"{not_those}:\Z", re.IGNORECASE)

    def completions(self, typed: str, limit: int) -> tuple[Completion, ...]:
        """What the last word of `typed` perhaps becomes, at most `limit`.

        After a field of names these are its names; else names in which the last words begin
        words, and words that stand with the earlier ones, those first that follow them directly.
        Words of one stem are one entry. After a word comes the phrase that it often begins.
        """
        last = self._last.search(typed)
        if last is None or limit <= 0:
            return ()
        before = typed[: last.start()]
        if last["field"]:
            part = last["quoted"] if last["quoted"] is not None else last["bare"]
            kind = last["field"].lower()
            docs = None if kind == SAID else self._with(before)
            return self._names(kind, part, before, last["bracket"] or "", docs)[:limit]
        word = last["word"].lstrip("-=")
        if not _is_word(word) or self._other_field.search(before):
            return ()
        docs = self._with(before)
        words = self._words(word, typed[: len(typed) - len(word)], limit, docs)
        # A name is no part of a phrase that is still open, nor what -word or =word mean.
        names: list[Completion] = []
        if word == last["word"] and typed.count('"') % 2 == 0:
            most = max((one.statements for one in words), default=0)
            names = self._named(word, before, docs, most)
        words = words[: limit - min(len(names), limit // 2)]
        return (*names[: limit - len(words)], *words)

    def _named(self, word: str, before: str, docs: Found, most: int) -> list[Completion]:
        """Names that the last words of what was typed begin, the most words first; `most`: in how
        many statements the most frequent word stands that the last one begins.
        """
        found: dict[tuple[str, str], Completion] = {}
        earlier = _BARE.findall(before)
        for count in (2, 1, 0):
            if count > len(earlier) or (count and not before.endswith(" ")):
                continue
            start = _start(before, count)
            if count and not _BARE_WORDS.fullmatch(before[start:]):
                continue
            within = self._with(before[:start]) if count else docs
            best: list[Completion] = []
            for kind in self.snapshot.known:
                found_of = self._names(kind, before[start:] + word, before[:start], docs=within)
                if not count and within is not None:
                    found_of = self._at_home(found_of, within, most / BESIDE_WORDS)
                best += found_of[:NAMES]
            best.sort(key=attrgetter("statements"), reverse=True)
            if within is not None:  # One statement is chance.
                best = [one for one in best if one.statements > 1]
            for one in best:
                found.setdefault((one.kind, one.value), one)
        return list(found.values())

    def _at_home(
        self, names: Sequence[Completion], docs: Sequence[Array], least: float
    ) -> tuple[Completion, ...]:
        """Those whose statements are often among some statements, and are at least so many: who
        speaks of everything has little to do with what was typed.
        """
        share = min(1.0, AT_HOME * sum(some.size for some in docs) / max(1, len(self.snapshot)))
        keys = {
            kind: {name: key for key, name in self.snapshot.asked_names[kind].shown.items()}
            for kind in {one.kind for one in names}
        }
        return tuple(
            one
            for one in names
            if one.statements >= least
            and one.statements >= share * self._bearers[one.kind].get(keys[one.kind][one.value], 0)
        )

    def _with(self, before: str) -> Found:
        """The statements that have what was typed before, by segment; None where that is
        nothing, is not a query yet, or finds nothing.
        """
        asked = before.rstrip(" -=")
        if asked.count('"') % 2:
            opened = asked.rindex('"')
            asked = asked[:opened] + asked[opened + 1 :]
        if not asked.strip():
            return None
        try:
            tree = understood(
                Query(asked), self.snapshot.schema, self.snapshot.known, self.snapshot.spellings
            ).tree
            found = match(self.snapshot, tree)
        except SearchkitError:
            return None
        return found.docs if found.total else None

    def _words(self, word: str, before: str, limit: int, docs: Found) -> tuple[Completion, ...]:
        prefix = _folded(word)
        small = sum(segment.live_count for segment in self.snapshot.segments) <= FEW
        after = self._after(before, prefix, docs)
        held: dict[str, int] = {}
        counts: dict[str, int] = {}
        for number, segment in enumerate(self.snapshot.segments):
            most = CANDIDATES if docs is not None else 2 * limit
            for stem, count in begun_by(segment, prefix, most, after):
                held[stem] = held.get(stem, 0) + count
                both = count if docs is None else together(segment, stem, docs[number])
                counts[stem] = counts.get(stem, 0) + both
        kept = {
            stem: count for stem, count in counts.items() if count and (small or held[stem] > 1)
        }

        def order(stem: str) -> tuple[int, int, str]:
            follows = after[stem] if OFTEN * after[stem] >= kept[stem] else 0
            return -follows, -kept[stem], stem

        found: list[Completion] = []
        for place, stem in enumerate(sorted(kept, key=order)[:limit]):
            form = self._written(stem, prefix)
            found.append(Completion("word", form, before + form, kept[stem]))
            if place < PHRASED and not small and before.count('"') % 2 == 0:
                found += self._phrase(stem, prefix, before, kept[stem], docs)
        return tuple(found[:limit])

    def _after(self, before: str, prefix: str, docs: Found) -> Counter[str]:
        """Stem -> in how many statements it follows the last word that was typed before."""
        last = _BARE.findall(before)[-1:]
        if docs is None or not last or not before.endswith(" ") or not _is_word(last[0]):
            return Counter()
        stem = stem_all([_folded(last[0])], self.snapshot.schema.profile)[0]
        return directly_after(self.snapshot.segments, stem, prefix, docs)

    def _phrase(
        self, stem: str, prefix: str, before: str, held: int, docs: Found
    ) -> list[Completion]:
        """The phrase that a word often begins, if there is one that not all of its statements
        have: then the word will do.
        """
        stems = phrase_from(self.snapshot.segments, stem, docs)
        if len(stems) < 2:
            return []
        words = [self._written(stem, prefix), *(self._written(one, "") for one in stems[1:])]
        value = " ".join(words)
        query = f'{before}"{value}"'
        both = self._with(query)
        count = sum(some.size for some in both) if both is not None else 0
        return [Completion(PHRASE, value, query, count)] if 1 < count < held else []

    def _written(self, stem: str, prefix: str) -> str:
        """How a stem is written most often, of the forms that begin with `prefix`."""
        if (stem, prefix) not in self._shown:
            if len(self._shown) >= REMEMBERED:
                self._shown.clear()
            self._shown[stem, prefix] = commonest_form(self.snapshot.segments, stem, prefix)
        return self._shown[stem, prefix]

    def _names(
        self, kind: str, typed: str, before: str, bracket: str = "", docs: Found = None
    ) -> tuple[Completion, ...]:
        """Names in which each word that was typed begins a word; `bracket`: what stands before
        them.
        """
        wanted = [_folded(word) for word in tokens(normalise(typed))]
        if docs is not None:
            counts = self._bearers_of(kind, docs)
        else:
            # The counts of who is quoted are made when they are asked for.
            counts = self._speaking if kind == SAID else self._bearers[kind]
        found = [
            (-counts.get(key, 0), name)
            for key, name in self.snapshot.asked_names[kind].shown.items()
            if all(any(word.startswith(part) for word in key.split()) for part in wanted)
            and (docs is None or counts.get(key, 0))
        ]
        found.sort()
        return tuple(
            Completion(kind, name, f'{before}{kind}:{bracket}"{name}"', -count)
            for count, name in found
        )

    def _bearers_of(self, kind: str, docs: Sequence[Array]) -> dict[str, int]:
        """Key of a name -> how many of some statements bear it."""
        counted: dict[str, int] = {}
        for segment, some in zip(self.snapshot.segments, docs, strict=True):
            column = segment.names[kind]
            for key, number in zip(column.keys, column.count(some).tolist(), strict=True):
                if number:
                    counted[key] = counted.get(key, 0) + number
        return counted

    @cached_property
    def _bearers(self) -> dict[str, dict[str, int]]:
        """Kind -> key of a name -> how many statements bear it."""
        counted: dict[str, dict[str, int]] = {kind: {} for kind in self.snapshot.known}
        for segment in self.snapshot.segments:
            for kind, bearers in counted.items():
                column = segment.names[kind]
                numbers = column.count(segment.alive(column.with_any())).tolist()
                for key, number in zip(column.keys, numbers, strict=True):
                    bearers[key] = bearers.get(key, 0) + number
        return counted

    @cached_property
    def _speaking(self) -> dict[str, int]:
        """Key of the name of somebody who is quoted -> in how many statements."""
        counted: Counter[str] = Counter()
        for segment in self.snapshot.segments:
            spoken = segment.spoken
            alive = np.isin(spoken.docs, segment.alive(np.arange(len(segment))))
            for key in spoken.speakers.keys:
                rows = spoken.speakers.with_key(key)
                counted[key] += int(np.unique(spoken.docs[rows[alive[rows]]]).size)
        return counted


def _is_word(text: str) -> bool:
    """Whether `text` is one word, long enough to be completed."""
    return tokens(normalise(text)) == [normalise(text)] and len(_folded(text)) >= MIN_LENGTH


def _start(text: str, count: int) -> int:
    """Where the last `count` words of a text begin."""
    starts = [match.start() for match in _BARE.finditer(text)]
    return starts[-count] if count else len(text)


def _folded(word: str) -> str:
    return fold(normalise(word))
