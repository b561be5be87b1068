"""Which words attribute a quotation.

Lives here: clauses that say that somebody said it, after a quotation ("..., said the
Minister"), or leading up to one ("Mr Vell says: ..."). They tell where the subject stands.
Does not live here: who that is (`cast`).

Only so many words are looked at, so that long texts take linear time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from searchkit.profiles.speech import NO_NAMES, OFFICES, PLAIN_SAYING, PRONOUNS, SAYING
from searchkit.quotations.words import SpokenWord, ends_sentence, sentences, words

_REACH = 260
_SUBJECT = 20
_ACTING = 10
_LEADING = frozenset(",;–—-)]'’\"”.")
_WITHIN_NAMES = "of the and for & , de van der du la le von te o ki nga ngā"
_JOINING = frozenset(_WITHIN_NAMES.split())
_WHEN = "also today then later further yesterday earlier again now additionally meanwhile"
_ADVERBS = frozenset(_WHEN.split())
_AUXILIARIES = frozenset(["has", "have", "had", "was", "were", "is", "are", "would"])


class Clause(NamedTuple):
    """A clause that attributes.

    Attributes:
        subject: the words that name who speaks.
        rest: how many words of its sentence come after it (or, of one that leads up to a
            quotation, between its verb and the quotation).
        bare: whether it has no verb of saying.
    """

    subject: tuple[SpokenWord, ...]
    rest: int
    bare: bool = False


def attributes(text: str, start: int, end: int) -> bool:
    """Whether what begins at `start` attributes what was quoted before it."""
    clause = clause_after(text, start, end)
    return clause is not None and clause.rest <= _SUBJECT


def clause_after(text: str, start: int, end: int) -> Clause | None:
    """The clause that begins at `start`, after a quotation, and attributes it."""
    sentence = _first_sentence(words(text, start, _line_end(text, start, end)))
    while sentence and sentence[0].text in _LEADING:
        sentence.pop(0)
    if not sentence:
        return None
    if sentence[0].folded in PLAIN_SAYING:
        subject = _name_like(sentence[1:])
        return Clause(tuple(subject), len(sentence) - len(subject) - 1) if subject else None
    if not _may_begin(sentence):
        return None
    for at, word in enumerate(sentence[: _SUBJECT + 1]):
        if word.folded in SAYING and at and _is_verb(sentence, at):
            return Clause(tuple(sentence[:at]), len(sentence) - at - 1)
    return None


def clause_before(text: str, start: int, end: int) -> Clause | None:
    """The clause that leads up to a quotation at `end` and attributes it."""
    begin = max(start, end - _REACH)
    begin = max(begin, text.rfind("\n\n", begin, end) + 2)
    if text[end - 1 : end] == "\n":
        return None
    sentence = _last_sentence(words(text, begin, end))
    if not sentence:
        return None
    for at in range(len(sentence) - 1, -1, -1):
        word = sentence[at]
        rest = len(sentence) - at - 1
        if word.folded == "according" and at + 1 < len(sentence):
            return Clause(tuple(sentence[at + 2 :]), 0)
        if word.folded in SAYING and _is_verb(sentence, at):
            before = sentence[:at]
            if any(map(_can_speak, before)):
                return Clause(tuple(before), rest)
            after = _name_like(sentence[at + 1 :])
            return Clause(tuple(after), rest - len(after)) if after else None
    if sentence[-1].text == ":" and len(sentence) <= _SUBJECT and sentence[0].is_capital:
        return Clause(tuple(sentence[:-1]), 0, True)
    return None


def clauses_within(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of a narration that say that somebody speaks or does something: the
    subject of each sentence, where it can be one.
    """
    return [_speaking(sentence) for sentence in sentences(words(text, start, end))]


def _speaking(sentence: Sequence[SpokenWord]) -> Clause:
    for at, word in enumerate(sentence):
        if word.folded in SAYING and _is_verb(sentence, at):
            before = sentence[max(0, at - _SUBJECT) : at]
            after = _name_like(sentence[at + 1 :]) if word.folded in PLAIN_SAYING else []
            subject = after if after and not _ends_with_name(before) else before
            if any(map(_can_speak, subject)):
                return Clause(tuple(subject), len(sentence) - at - 1)
    return Clause(tuple(sentence[:_ACTING]), len(sentence), True)


def _ends_with_name(before: Sequence[SpokenWord]) -> bool:
    """Whether the last word but adverbs may be a speaker's."""
    for word in reversed(before):
        if word.folded not in _ADVERBS and word.folded not in _AUXILIARIES:
            return _can_speak(word)
    return False


def _can_speak(word: SpokenWord) -> bool:
    folded = word.folded
    if folded in PRONOUNS or folded in OFFICES:
        return True
    return word.is_capital and folded not in NO_NAMES


def _may_begin(sentence: Sequence[SpokenWord]) -> bool:
    """Whether a sentence may begin with who speaks."""
    first = sentence[0]
    if first.is_capital or first.folded in PRONOUNS:
        return True
    return first.folded in ("the", "associate", "acting") and len(sentence) > 1


def _is_verb(sentence: Sequence[SpokenWord], at: int) -> bool:
    """Whether a word that may be a verb is one ("a report", "the claims" are none)."""
    word = sentence[at]
    if word.is_capital and at:
        return False
    before = sentence[at - 1].folded if at else ""
    nouns = ("a", "an", "the", "this", "to", "its", "these", "that", "latest", "new", "their")
    return before not in nouns and not (before == "to" or word.owns)


def _name_like(following: Sequence[SpokenWord]) -> list[SpokenWord]:
    """The words at the beginning that may name a speaker."""
    found: list[SpokenWord] = []
    for word in following[:_SUBJECT]:
        is_name = word.is_capital or word.folded in OFFICES or word.folded in PRONOUNS
        if not is_name and word.folded not in _JOINING and word.text != ".":
            break
        found.append(word)
    while found and not _can_speak(found[-1]):
        found.pop()
    return found


def _line_end(text: str, start: int, end: int) -> int:
    """Where what can attribute ends: with the paragraph, or with a line that has ended."""
    stop = min(end, start + _REACH)
    line = text.find("\n", start, stop)
    if line >= 0 and not text[start:line].strip(" .,”\"'’"):
        return line
    paragraph = text.find("\n\n", start, stop)
    return paragraph if paragraph >= 0 else stop


def _first_sentence(found: Sequence[SpokenWord]) -> list[SpokenWord]:
    for at in range(len(found)):
        if at and ends_sentence(found, at):
            return list(found[:at])
    return list(found)


def _last_sentence(found: Sequence[SpokenWord]) -> list[SpokenWord]:
    """The sentence that `found` ends within; empty where a sentence ends with it."""
    if found and ends_sentence(found, len(found) - 1):
        return []
    for at in range(len(found) - 2, -1, -1):
        if ends_sentence(found, at):
            return list(found[at + 1 :])
    return list(found)
