"""Who is named in a sentence: names, offices and pronouns, as they stand there.

Lives here: from words to mentions. Does not live here: which person a mention means
(`cast`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from searchkit.profiles.speech import (
    BODIES,
    FEMALE,
    GOVERNING,
    HONORIFICS,
    MALE,
    NO_NAMES,
    OFFICES,
    PRONOUNS,
)
from searchkit.quotations.names import fold
from searchkit.quotations.words import SpokenWord

_PARTICLES = frozenset(
    ["al", "bin", "da", "de", "den", "der", "di", "du", "la", "le", "te", "van", "von"]
)
_WITHIN_OFFICE = frozenset(
    ["of", "for", "the", "and", "&", ",", "in", "charge", "responsible", "to", "-"]
)
_NO_OFFICE = HONORIFICS | frozenset(["minister", "ministers", "associate", "acting", "."])
_TOGETHER = frozenset([",", "and", "&", "the", "with"])
_BEFORE_COMPLEMENTS = frozenset(["responsible", "assisting"])
_LONGEST = 4
_SMALL = PRONOUNS | frozenset(["minister", "ministers"])
"""Words written small with which a mention may begin."""


class Mention(NamedTuple):
    """Somebody, as a sentence names them.

    Attributes:
        first, last: its words: from `first` up to before `last`.
        name: the words of the name; empty where there is none.
        office: the folded words of the office, without "minister"; None where no office is
            named.
        pronoun: "he", "she", "they", or empty.
        sex: "m" or "f" where an honorific tells.
        titled: whether an honorific or an office says that it is a person.
        governs: whether the office is one of the government's.
        many: whether it is several at once ("the Ministers").
        guessed: whether the name is what stands at the end of an office, which may go on
            to there ("Minister of Health Jan Vell", "Minister for Inner City Renewal").
    """

    first: int
    last: int
    name: tuple[str, ...] = ()
    office: frozenset[str] | None = None
    pronoun: str = ""
    sex: str = ""
    titled: bool = False
    governs: bool = False
    many: bool = False
    guessed: bool = False


def mentions(sentence: Sequence[SpokenWord]) -> list[Mention]:
    """All mentions in a sentence, in order; an office and the name beside it are one."""
    found: list[Mention] = []
    at = 0
    while at < len(sentence):
        if not sentence[at].is_capital and sentence[at].folded not in _SMALL:
            at += 1
            continue
        mention = _mention(sentence, at)
        if mention is None:
            at += 1
            continue
        if found and _is_one(sentence, found[-1], mention):
            mention = _joined(found.pop(), mention)
        found.append(mention)
        at = mention.last
    return found


def are_joined(sentence: Sequence[SpokenWord], one: Mention, other: Mention) -> bool:
    """Whether two mentions that follow one another are named together ("A and B")."""
    between = [word.folded for word in sentence[one.last : other.first]]
    return bool(between) and _TOGETHER.issuperset(between)


def _mention(sentence: Sequence[SpokenWord], at: int) -> Mention | None:
    word = sentence[at]
    if word.folded in PRONOUNS:
        return Mention(at, at + 1, pronoun=word.folded, many=word.folded == "they")
    if word.folded in ("minister", "ministers"):
        return _titled(sentence, at, at)
    if not word.is_capital or not word.text[0].isalpha():
        return None
    if word.folded in NO_NAMES and word.folded not in HONORIFICS:
        return None
    end = _capitals_end(sentence, at)
    for place in range(end - 1, at - 1, -1):
        folded = sentence[place].folded
        if folded in OFFICES or folded in HONORIFICS:
            return _titled(sentence, at, place)
    return Mention(at, end, tuple(one.text for one in sentence[at:end]))


def _capitals_end(sentence: Sequence[SpokenWord], at: int) -> int:
    """Where the run of capitalised words ends that begins at `at`."""
    end = at + 1
    while end < len(sentence):
        word = sentence[end]
        if sentence[end - 1].owns:
            break
        if (word.is_capital and word.text[0].isalpha()) or _is_dot(sentence, end):
            end += 1
        elif word.folded in _PARTICLES and end + 1 < len(sentence) and sentence[end + 1].is_capital:
            end += 2
        elif word.folded in OFFICES:
            end += 1
        else:
            break
    return end


def _is_dot(sentence: Sequence[SpokenWord], at: int) -> bool:
    """Whether a word is the full stop of an honorific or an initial."""
    before = sentence[at - 1]
    return sentence[at].text == "." and (before.folded in HONORIFICS or len(before.text) == 1)


def _titled(sentence: Sequence[SpokenWord], at: int, title: int) -> Mention:
    """The mention that begins at `at` and whose last honorific or office is at `title`."""
    word = sentence[title].folded
    sexes = [one.folded for one in sentence[at : title + 1]]
    sex = "m" if MALE.intersection(sexes) else "f" if FEMALE.intersection(sexes) else ""
    office = None
    if any(one in OFFICES for one in sexes):
        office = frozenset(one for one in sexes if one not in _NO_OFFICE)
    governs = bool(GOVERNING.intersection(sexes))
    end = _name_end(sentence, title + 1)
    name = _name(sentence[title + 1 : end])
    if len(name) == 1 and word not in HONORIFICS and fold(name[0]) in BODIES:
        name, end = (), title + 1  # "Minister Government", of a headline.
    if name or word in HONORIFICS:
        return Mention(at, max(end, title + 1), name, office, "", sex, True, governs)
    begin, end = title + 1, title + 1
    if end < len(sentence) and sentence[end].folded in (
        "of",
        "for",
        "responsible",
        "assisting",
        "in",
    ):
        end = _complement_end(sentence, end)
    inside = sentence[begin:end]
    name = _trailing_name(inside) if governs or not inside else ()
    kept = inside[: len(inside) - len(name)]
    office = (office or frozenset()) | {one.folded for one in kept if one.text[0].isalpha()}
    office -= _WITHIN_OFFICE | _NO_OFFICE
    many = word == "ministers"
    return Mention(at, end, name, office, "", sex, True, governs, many, bool(name))


def _name_end(sentence: Sequence[SpokenWord], at: int) -> int:
    """Where the name ends that begins at `at`; `at` where there is none."""
    end = at
    while end < len(sentence) and end - at < _LONGEST + 1:
        word = sentence[end]
        if word.folded in _BEFORE_COMPLEMENTS:
            break
        is_name = word.is_capital and word.text[0].isalpha() and word.folded not in NO_NAMES
        if not (is_name or _is_dot(sentence, end)):
            follows = end + 1 < len(sentence) and sentence[end + 1].is_capital
            if not (word.folded in _PARTICLES and follows):
                break
        end += 1
        if word.owns:
            break
    return end


def _name(found: Sequence[SpokenWord]) -> tuple[str, ...]:
    return tuple(word.text for word in found if word.text != ".")


def _complement_end(sentence: Sequence[SpokenWord], at: int) -> int:
    """Where "of Economic Development Jim Vell" ends, which goes on an office."""
    end = at
    while end < len(sentence):
        word = sentence[end]
        if word.folded in ("and", ",", "&"):
            after = sentence[end + 1] if end + 1 < len(sentence) else None
            if after is None or not after.is_capital or _is_title(sentence, end + 1):
                break
            if word.text == "," and _is_set_off(sentence, end + 1):
                break
        elif word.folded in HONORIFICS if word.is_capital else word.folded not in _WITHIN_OFFICE:
            break
        end += 1
    while end > at and not sentence[end - 1].is_capital:
        end -= 1
    return end


def _is_set_off(sentence: Sequence[SpokenWord], at: int) -> bool:
    """Whether a name begins at `at`, not another part of an office: two words or more, after
    which no list goes on ("Minister of Harbours, Jan Vell, said").
    """
    end = _capitals_end(sentence, at)
    follows = sentence[end].folded if end < len(sentence) else ""
    return end - at > 1 and follows not in ("and", "&")


def _is_title(sentence: Sequence[SpokenWord], at: int) -> bool:
    """Whether what begins at `at` names another office or person."""
    end = _capitals_end(sentence, at)
    return any(one.folded in OFFICES or one.folded in HONORIFICS for one in sentence[at:end])


def _trailing_name(inside: Sequence[SpokenWord]) -> tuple[str, ...]:
    """The name at the end of "of Economic Development Jim Vell": the last two words of a run
    of at least three.
    """
    run = 0
    while run < len(inside) and inside[-1 - run].is_capital:
        run += 1
    if run < 3 or inside[-1].folded in BODIES:
        return ()
    return tuple(word.text for word in inside[-2:])


def _is_one(sentence: Sequence[SpokenWord], one: Mention, other: Mention) -> bool:
    """Whether an office and a name beside it are one person's."""
    between = [word.folded for word in sentence[one.last : other.first]]
    if one.pronoun or other.pronoun or one.many or other.many:
        return False
    if one.office is not None and not one.name and other.name and other.titled:
        return between in ([], [","], ["the"], [",", "the"])
    if one.office is not None and not one.name and other.name:
        return between in ([], [","])
    return bool(one.name and other.office is not None and not other.name) and between in (
        [",", "the"],
        [","] if one.titled else [",", "the"],
    )


def _joined(one: Mention, other: Mention) -> Mention:
    office = (one.office or frozenset()) | (other.office or frozenset())
    return Mention(
        one.first,
        other.last,
        one.name or other.name,
        office,
        "",
        one.sex or other.sex,
        True,
        one.governs or other.governs,
        guessed=(one if one.name else other).guessed,
    )
