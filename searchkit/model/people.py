"""People: under which names, in which offices, how often and when they speak.

Lives here: the values that `Archive.people` gives. Does not live here: reading them off the front
matter (`searchkit.engines`), printing them (`searchkit.cli`).
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from searchkit.model.offices import OfficeTenure
from searchkit.model.showing import shown_by

WORDS = 20
"""Typical words that are listed."""


@shown_by("name", "statements")
class PersonForm(NamedTuple):
    """A name as statements write it, titles and all.

    Attributes:
        name: as written.
        statements: how many have it.
        first, last: the days of the first and the last of them; None: no day is known.
    """

    name: str
    statements: int
    first: datetime.date | None
    last: datetime.date | None

    def to_json(self) -> dict[str, object]:
        """What JSON has of it."""
        return {
            "name": self.name,
            "statements": self.statements,
            "from": _iso(self.first),
            "to": _iso(self.last),
        }


@shown_by("date", "title", "id")
class PersonStatement(NamedTuple):
    """A statement of a person's."""

    id: str
    date: datetime.date
    title: str

    def to_json(self) -> dict[str, object]:
        """What JSON has of it."""
        return {"id": self.id, "date": _iso(self.date), "title": self.title}


@shown_by("name", "statements", "offices", "words")
class Person(NamedTuple):
    """One person, as far as statements show.

    Attributes:
        name: without titles.
        forms: the names that statements have, the most frequent first.
        perhaps: names that may be a slip of the pen for this one, or this one for them: one of
            both has a single statement. They are not counted here.
        offices: the tenures, by first day, office and last day.
        years: (year, statements) of each year with statements.
        words: what the statements say more than all others do, the most typical first; `WORDS` at
            most.
        statements: how many there are, those without a date among them.
        first, last: the first and the last with a date; None: there is none.
    """

    name: str
    forms: tuple[PersonForm, ...]
    perhaps: tuple[PersonForm, ...]
    offices: tuple[OfficeTenure, ...]
    years: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    statements: int
    first: PersonStatement | None
    last: PersonStatement | None

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit people --json` prints for each."""
        return {
            "name": self.name,
            "forms": [one.to_json() for one in self.forms],
            "perhaps": [one.to_json() for one in self.perhaps],
            "offices": [one.to_json() for one in self.offices],
            "years": {str(year): count for year, count in self.years},
            "words": list(self.words),
            "statements": self.statements,
            "first": self.first.to_json() if self.first else None,
            "last": self.last.to_json() if self.last else None,
        }


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
