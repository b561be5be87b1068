"""What somebody who is typing a query perhaps wants to type.

Lives here: words and names of the corpus that begin with what was typed, the most frequent
first. Does not live here: correcting words that are typed in full (`spelling`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from heapq import nsmallest

import numpy as np

from searchkit.engines.local.snapshot import Snapshot
from searchkit.model.answer import Completion
from searchkit.query.language.fields import EXACT
from searchkit.schema.analysis import fold, normalise, tokens
from searchkit.schema.speakers import SAID
from searchkit.segment.reader import Segment

MIN_LENGTH = 2
"""Letters that must be typed before anything is offered; fewer begin too many words."""
NAMES = 3
"""Names of a kind that are offered beside words."""
REMEMBERED = 10_000
"""Words whose commonest form is remembered."""


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

        After a field of names these are its names; else words, and names of which a word
        begins so. Words of one stem are one entry.
        """
        last = self._last.search(typed)
        if last is None or limit <= 0:
            return ()
        before = typed[: last.start()]
        if last["field"]:
            part = last["quoted"] if last["quoted"] is not None else last["bare"]
            kind = last["field"].lower()
            return self._names(kind, part, before, last["bracket"] or "")[:limit]
        word = last["word"].lstrip("-=")
        if not _is_word(word) or self._other_field.search(typed[: last.start()]):
            return ()
        # A name is no part of a phrase that is still open, nor what -word or =word mean.
        names: list[Completion] = []
        if word == last["word"] and typed.count('"') % 2 == 0:
            for kind in self.snapshot.known:
                names += self._names(kind, word, before)[:NAMES]
        names.sort(key=lambda one: -one.statements)
        before = typed[: len(typed) - len(word)]
        words = self._words(word, before, limit - min(len(names), limit // 2))
        return (*words, *names[: limit - len(words)])

    def _words(self, word: str, before: str, limit: int) -> tuple[Completion, ...]:
        prefix = _folded(word)
        counts: dict[str, int] = {}
        for segment in self.snapshot.segments:
            for stem, count in _stems(segment, prefix, 2 * limit):
                counts[stem] = counts.get(stem, 0) + count
        best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]
        found = ((self._written(stem, prefix), count) for stem, count in best)
        return tuple(Completion("word", form, before + form, count) for form, count in found)

    def _written(self, stem: str, prefix: str) -> str:
        """How a stem is written most often, of the forms that begin with `prefix`."""
        if (stem, prefix) not in self._shown:
            if len(self._shown) >= REMEMBERED:
                self._shown.clear()
            self._shown[stem, prefix] = _commonest_form(self.snapshot.segments, stem, prefix)
        return self._shown[stem, prefix]

    def _names(
        self, kind: str, typed: str, before: str, bracket: str = ""
    ) -> tuple[Completion, ...]:
        """Names in which each word that was typed begins a word; `bracket`: what stands before
        them.
        """
        wanted = [_folded(word) for word in tokens(normalise(typed))]
        # The counts of who is quoted are made when they are asked for.
        counts = self._speaking if kind == SAID else self._bearers[kind]
        found = [
            (-counts.get(key, 0), name)
            for key, name in self.snapshot.asked_names[kind].shown.items()
            if all(any(word.startswith(part) for word in key.split()) for part in wanted)
        ]
        found.sort()
        return tuple(
            Completion(kind, name, f'{before}{kind}:{bracket}"{name}"', -count)
            for count, name in found
        )

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


def _folded(word: str) -> str:
    return fold(normalise(word))


def _stems(segment: Segment, prefix: str, limit: int) -> list[tuple[str, int]]:
    """The stems that most statements hold, of folded forms that begin with `prefix`."""
    dictionary = segment.dictionary
    stems = np.unique(dictionary.stems_of_folded(dictionary.with_prefix(prefix))).tolist()
    counted = [(-segment.document_frequency(stem), stem) for stem in stems]
    best = nsmallest(limit, [one for one in counted if one[0]])
    return [(dictionary.stems[stem].decode(), -count) for count, stem in best]


def _commonest_form(segments: Sequence[Segment], stem: str, prefix: str) -> str:
    """How a stem is written most often, of the forms whose folded form begins with
    `prefix`; small letters win unless they are a fifth or less of all, for many words
    begin a sentence or a title.
    """
    counts: Counter[str] = Counter()
    for segment in segments:
        dictionary = segment.dictionary
        number = dictionary.stem_number(stem)
        for folded in dictionary.folded_of_stem(number) if number >= 0 else ():
            shown = dictionary.folded[folded].decode()
            if shown.startswith(prefix):
                alive = set(segment.live_forms(shown))
                for form in dictionary.forms_of_folded(folded):
                    written = dictionary.forms[form].decode()
                    if written in alive:
                        counts[written] += int(segment.positions_of_form(number, form).size)
    small = Counter({form: count for form, count in counts.items() if form == form.lower()})
    if small.total() * 5 >= counts.total():
        counts = small
    return min(counts, key=lambda form: (-counts[form], form))
