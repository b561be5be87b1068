"""Offices over time: who held which, from when to when, as far as statements show.

Lives here: the value that `Archive.who` gives. Does not live here: reading it off the front
matter (`searchkit.engines`), printing it (`searchkit.cli`).
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from searchkit.model.showing import shown_by

EVIDENCE = 10
"""Statements that are named of a tenure at most: the first five and the last five."""


@shown_by("office", "person", "first", "last", "statements")
class OfficeTenure(NamedTuple):
    """A time in which statements show one person in one office.

    Attributes:
        office: a portfolio; of one that was renamed, the name in its latest statement.
        person: a minister.
        first, last: the days of the first and the last statement that shows it. The office
            itself may have begun earlier and ended later.
        statements: how many show it.
        evidence: the ids of the first and of the last of them, oldest first; `EVIDENCE` at most.
        beside: whose long tenure this lies inside with few statements of its own, so that it
            is acting or associate; empty: nobody's.
        names: what its statements call the office, in the order of their first use.
    """

    office: str
    person: str
    first: datetime.date
    last: datetime.date
    statements: int
    evidence: tuple[str, ...]
    beside: str = ""
    names: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit who --json` prints for it."""
        return {
            "office": self.office,
            "person": self.person,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "statements": self.statements,
            "evidence": list(self.evidence),
        }
