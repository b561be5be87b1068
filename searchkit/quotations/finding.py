"""The quotations of a statement, with their speakers.

Lives here: `quotations` and `spoken`, the doors of this room; which runs of quoted words
somebody said, and who says those that nothing beside them attributes. Does not live here: which
mark closes which (`runs`), what attributes (`attribution`), whom a mention means (`cast`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from searchkit.kernels import quoting
from searchkit.kernels.spoken import SpeechWords
from searchkit.model.quotations import Quotation
from searchkit.profiles import speech
from searchkit.quotations.attribution import clauses_within
from searchkit.quotations.cast import Cast
from searchkit.quotations.first_person import is_first_person
from searchkit.quotations.judging import Said, judged
from searchkit.quotations.runs import runs
from searchkit.schema.names import plain_name

_RECENT = 12
_WORD = re.compile(r"[^\W_]")
_Said = tuple[bool, list["Spoken"]]
_SPEECH = SpeechWords(
    saying=speech.SAYING,
    plain_saying=speech.PLAIN_SAYING,
    offices=speech.OFFICES,
    honorifics=speech.HONORIFICS,
    pronouns=speech.PRONOUNS,
    no_names=speech.NO_NAMES,
    bodies=speech.BODIES,
    male=speech.MALE,
    female=speech.FEMALE,
    governing=speech.GOVERNING,
    opponents=speech.OPPONENTS,
    elisions=speech.ELISIONS,
    calling=speech.CALLING,
    addresses=speech.ADDRESSES,
    first_person=speech.I,
)


class Spoken(NamedTuple):
    """A stretch of a text that somebody says.

    Attributes:
        start, end: where it is, in code points, without marks.
        speakers: who says it; none where it can't be told.
        certain: as in `Quotation`.
        goes_on: whether it goes on the quotation before it: another part of one that is split,
            or its next paragraph.
        own: whether it is quoted by nobody: what the minister of a statement in the first person
            says. All such stretches of a statement are one.
    """

    start: int
    end: int
    speakers: tuple[str, ...]
    certain: bool
    goes_on: bool
    own: bool


def quotations(text: str, title: str = "", ministers: Sequence[str] = ()) -> list[Quotation]:
    """The direct quotations of a statement, in order; none overlaps another.

    Takes time linear in the length of the text.

    Args:
        text: the clean text of its body.
        title: its title.
        ministers: the names of its front matter, honorifics and all.
    """
    return [
        Quotation(text[one.start : one.end], one.start, one.end, one.speakers, one.certain)
        for one in spoken(text, title, ministers)
        if not one.own
    ]


def spoken(text: str, title: str = "", ministers: Sequence[str] = ()) -> list[Spoken]:
    """All that is said in a statement, in order; no two stretches overlap: its quotations and,
    where it is in the first person, what stands between them.

    The arguments are those of `quotations`.
    """
    return _said(text, title, _names(ministers))[1]


def narrators(text: str, title: str = "", ministers: Sequence[str] = ()) -> tuple[str, ...]:
    """Who says what a statement does not quote: the ministers of one in the first person, such
    as a speech; else nobody.

    The arguments are those of `quotations`.
    """
    names = _names(ministers)
    return tuple(dict.fromkeys(names)) if _said(text, title, names)[0] else ()


def said_by_rules(text: str, title: str, names: Sequence[str]) -> _Said:
    """Whether a statement is in the first person, and all that is said in it: what a compiled
    kernel says, too.

    Args:
        names: those of the front matter, without honorifics.
    """
    found = runs(text)
    first_person = is_first_person(text, title, found)
    said = judged(text, found, first_person) if found else []
    quoted: list[Spoken] = []
    if said:
        cast = Cast(title, text, names)
        by = _attributed(text, said, cast, first_person)
        quoted = [
            Spoken(one.run.start, one.run.end, *who, _goes_on(one), False)
            for one, who in zip(said, by, strict=True)
        ]
    if not first_person:
        return False, quoted
    own = tuple(dict.fromkeys(names))
    return True, sorted([*quoted, *_between(text, quoted, own)])


def _said(text: str, title: str, names: Sequence[str]) -> _Said:
    found = quoting.spoken(_SPEECH, text, title, names)
    if found is None:
        return said_by_rules(text, title, names)
    first_person, stretches = found
    return first_person, [Spoken(*one) for one in stretches]


def _names(ministers: Sequence[str]) -> list[str]:
    """Names without honorifics; those of nothing else are none."""
    return [name for name in map(_plain, ministers) if name]


@lru_cache(maxsize=4096)  # Most statements are by the same few.
def _plain(name: str) -> str:
    return plain_name(name).strip()


def _between(text: str, quoted: Sequence[Spoken], own: tuple[str, ...]) -> Iterator[Spoken]:
    """What a minister says between the quotations of a speech; marks alone are nothing."""
    at = 0
    for start, end in [*((one.start, one.end) for one in quoted), (len(text), len(text))]:
        if _WORD.search(text, at, start):
            yield Spoken(at, start, own, False, False, True)
        at = end


def _goes_on(one: Said) -> bool:
    return one.run.goes_on or one.splits


def _attributed(
    text: str, said: Sequence[Said], cast: Cast, spoken: bool
) -> list[tuple[tuple[str, ...], bool]]:
    """Who says each, and whether the text says so. What a speech quotes without naming
    anybody is somebody else's.
    """
    recent: list[str] = []
    own: list[tuple[str, ...]] = []
    told: list[tuple[str, ...]] = []
    at = 0
    for one in said:
        narrated = _narrated(text, at, one.run.left, cast, recent)
        told.append(() if spoken and set(narrated) <= set(cast.ministers) else narrated)
        by: tuple[str, ...] = ()
        for clause, nearest in one.clauses:
            by = cast.speakers(clause.subject, recent, nearest=nearest, may_be_new=not clause.bare)
            if by:
                _note(recent, filter(cast.knows, by))
                break
        own.append(by)
        at = one.run.right
    return _spread(said, own, told, () if spoken else cast.ministers)


def _narrated(text: str, start: int, end: int, cast: Cast, recent: list[str]) -> tuple[str, ...]:
    """Who speaks last in the narration between two places, of those that may be quoted
    without being said to speak; `recent` gets all who do.
    """
    last: tuple[str, ...] = ()
    for clause in clauses_within(text, start, end):
        people = cast.speakers(clause.subject, recent, nearest=not clause.bare, may_be_new=False)
        _note(recent, filter(cast.knows, people))
        if people and all(map(cast.governs, people)):
            last = people
        elif people and not clause.bare and all(map(cast.is_quotable, people)):
            begin = text.rfind("\n\n", start, max(start, end - 2))
            if clause.subject[0].start > begin:
                last = people
    return last


def _note(recent: list[str], people: Iterable[str]) -> None:
    recent += people
    del recent[:-_RECENT]


def _spread(
    said: Sequence[Said],
    own: Sequence[tuple[str, ...]],
    told: Sequence[tuple[str, ...]],
    ministers: tuple[str, ...],
) -> list[tuple[tuple[str, ...], bool]]:
    """Give those without an attribution of their own that of the runs they belong to; else
    that of the narration before, of the quotation before, or of the one after.
    """
    groups = _groups(said, own)
    by_group: list[tuple[str, ...]] = []
    for group in groups:
        attributed = [own[number] for number in group if own[number]]
        by_group.append(attributed[0] if attributed else ())
    result: list[tuple[tuple[str, ...], bool]] = []
    following = _following(by_group)
    previous: tuple[str, ...] = ()
    for place, group in enumerate(groups):
        by = by_group[place]
        certain = bool(by)
        if not by:
            only = ministers if len(ministers) == 1 else ()
            by = told[group[0]] or previous or only or following[place] or ministers[:1]
        for number in group:
            by = own[number] or by
            result.append((by, certain))
        previous = by
    return result


def _following(by_group: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Of each group, who says the next one that is attributed."""
    found: list[tuple[str, ...]] = []
    last: tuple[str, ...] = ()
    for by in reversed(by_group):
        found.append(last)
        last = by or last
    return found[::-1]


def _groups(said: Sequence[Said], own: Sequence[tuple[str, ...]]) -> list[list[int]]:
    """Which runs are one quotation: the parts of one that a clause splits, and paragraphs of
    which only the last closes.
    """
    groups: list[list[int]] = []
    for number, one in enumerate(said):
        if number and _goes_on(one):
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups
