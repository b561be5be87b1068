"""Who speaks in a parliament: the people and the organisations that ParlaMint lists.

Lives here: `listPerson` and `listOrg`, wherever in a file they stand, and what they say of a person
on a day. Does not live here: speeches (`parlamint`).

Sources: the encoding guidelines of ParlaMint (https://clarin-eric.github.io/ParlaMint/), versions
2 to 5: an affiliation has its office as text in the first, as `roleName` since.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

MAX_ENTRIES = 500_000
"""People, organisations, their names and affiliations; those after them are unknown."""
MAX_TEXT, MAX_PARTS, MAX_OFFICES = 500, 20, 10
"""Characters of a name or an office, parts of a name, and offices at a time."""
GROUPS = ("parliamentaryGroup", "politicalGroup", "politicalParty")
"""Roles of organisations that are parties, the one that matters most in a parliament first."""
_BY_ID = "party."
"""What begins the identifier of a party that no list describes."""
_OFFICES = frozenset({"minister", "primeMinister", "deputyPrimeMinister"})
_ENTRIES = frozenset({"person", "org", "persName", "orgName", "affiliation", "roleName"})
_NAME_PARTS = frozenset({"forename", "surname", "nameLink"})


class Tenure(NamedTuple):
    """Days as ISO writes them, or years or months; "" has no end."""

    since: str
    until: str

    def holds(self, day: str) -> bool:
        """Whether a day is in it."""
        return (not self.since or self.since <= day[: len(self.since)]) and (
            not self.until or day[: len(self.until)] <= self.until
        )


class _Name(NamedTuple):
    period: Tenure
    language: str
    text: str


class _Affiliation(NamedTuple):
    period: Tenure
    to: str
    role: str
    offices: dict[str, str]


@dataclass
class _Person:
    names: list[_Name] = field(default_factory=list)
    affiliations: list[_Affiliation] = field(default_factory=list)


@dataclass
class _Organisation:
    role: str
    full: dict[str, str] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)


class Speaker(NamedTuple):
    """What is known of a person on a day.

    Attributes:
        name: forenames first; the identifier of a person whom no list has.
        party: the parliamentary group, else the party; "" where none is known.
        offices: in the government.
    """

    name: str
    party: str
    offices: tuple[str, ...]


class Lists:
    """A reader of elements that remembers people and organisations."""

    def __init__(self) -> None:
        self._people: dict[str, _Person] = {}
        self._organisations: dict[str, _Organisation] = {}
        self._open: list[str] = []
        self._languages: list[str] = []
        self._texts: list[str] = []
        self._length = self._entries = 0
        self._person: _Person | None = None
        self._organisation: _Organisation | None = None
        self._name: list[tuple[str, str]] = []
        self._attributes: dict[str, str] = {}
        self._offices: dict[str, str] = {}

    def speaker(self, who: str, day: str, language: str) -> Speaker:
        """Who an identifier is.

        Args:
            who: as `who` of a speech has it, with or without `#` and a file before it.
            day: of the speech, as ISO writes it.
            language: in which names of parties and offices are preferred.
        """
        identifier = who.rpartition("#")[2]
        person = self._people.get(identifier)
        if person is None:
            return Speaker(identifier, "", ())
        names = [one for one in person.names if one.period.holds(day)] or person.names[:1]
        texts = {one.language: one.text for one in reversed(names)}
        now = [one for one in person.affiliations if one.period.holds(day)]
        offices = (in_language(one.offices, language) for one in now if one.role in _OFFICES)
        return Speaker(
            in_language(texts, language) or identifier,
            self._party([one.to for one in now], language),
            tuple(dict.fromkeys(filter(None, offices)))[:MAX_OFFICES],
        )

    def _party(self, affiliations: list[str], language: str) -> str:
        for group in GROUPS:
            for to in affiliations:
                organisation = self._organisations.get(to)
                if organisation and organisation.role == group:
                    names = organisation.full or organisation.short
                    return in_language(names, language) or to.removeprefix(_BY_ID)
        unlisted = (to for to in affiliations if to not in self._organisations)
        return next((to.removeprefix(_BY_ID) for to in unlisted if to.startswith(_BY_ID)), "")

    # What the parser tells.

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        inherited = self._languages[-1] if self._languages else ""
        self._languages.append(attributes.get("xml:lang", inherited))
        self._open.append(name)
        self._texts.clear()
        self._length = 0
        identifier = attributes.get("xml:id", "")
        if name in _ENTRIES:
            self._entries += 1
        if self._entries > MAX_ENTRIES:
            self._person = self._organisation = None
        elif name == "person":
            self._person = _Person()
            if identifier:  # Nothing leads to one that has none.
                self._person = self._people.setdefault(identifier, self._person)
        elif name == "org":
            self._organisation = _Organisation(attributes.get("role", ""))
            if identifier:
                self._organisation = self._organisations.setdefault(identifier, self._organisation)
        elif name == "persName":
            self._name, self._attributes = [], attributes
        elif name in ("affiliation", "orgName"):
            self._offices, self._attributes = {}, attributes

    def text(self, text: str) -> None:
        """Characters."""
        self._length += len(text)
        if self._length <= MAX_TEXT:
            self._texts.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        self._open.pop()
        language = self._languages.pop()
        within = self._open[-1] if self._open else ""
        if name == "person":
            self._person = None
        elif name == "org":
            self._organisation = None
        elif name in _NAME_PARTS and within == "persName" and len(self._name) < MAX_PARTS:
            self._name.append((name, self._said()))
        elif name == "persName" and within == "person" and self._person is not None:
            # A name that has no parts is one text.
            text = _in_order(self._name) or self._said()
            self._person.names.append(_Name(_period(self._attributes), language, text))
        elif name == "roleName" and within == "affiliation":
            self._offices[language] = self._said()
        elif name == "affiliation" and within == "person" and self._person is not None:
            offices = self._offices or {language: self._said()}
            self._person.affiliations.append(
                _Affiliation(
                    _period(self._attributes),
                    self._attributes.get("ref", "").split(" ")[0].rpartition("#")[2],
                    self._attributes.get("role", ""),
                    offices if any(offices.values()) else {},
                )
            )
        elif name == "orgName" and within == "org" and self._organisation is not None:
            is_short = self._attributes.get("full") in ("abb", "init")
            names = self._organisation.short if is_short else self._organisation.full
            names[language] = self._said()

    def _said(self) -> str:
        said = " ".join("".join(self._texts).split())
        self._texts.clear()
        return said


def in_language(texts: dict[str, str], language: str) -> str:
    """The text in a language, else in English, else the first; "" where there is none."""
    for wanted in (language, language.partition("-")[0], "en"):
        if wanted in texts:
            return texts[wanted]
    return next(iter(texts.values()), "")


def _in_order(parts: list[tuple[str, str]]) -> str:
    """Forenames before surnames, in whichever order a list has them."""
    forenames = [text for name, text in parts if name == "forename"]
    others = [text for name, text in parts if name != "forename"]
    return " ".join(filter(None, (*forenames, *others)))


def _period(attributes: dict[str, str]) -> Tenure:
    when = attributes.get("when", "")
    return Tenure(attributes.get("from", when)[:10], attributes.get("to", when)[:10])
