"""
Statements of Vellmark, an invented country, that quote people.

Lives here: texts with quotations, and making a statement of one. Does not live here: other
statements (`vellmark`).
"""

from __future__ import annotations

import datetime

from searchkit import Statement

HARBOUR = (
    "The new harbour of Oster opens in May, Harbour Minister Jan Vell said today.\n\n"
    "“It took nine long years and twelve ships full of granite,” says Mr Vell, “and every one of "
    "these stones was carried by hand.\n\n"
    "“I thank all who built it, and I will never forget the winter of the great flood.”\n\n"
    "Ferries will run twice a day between the new harbour and the northern islands.\n\n"
    "“Our council never wanted a harbour where the seals sleep,” said Mayor Mika Storr."
)
LEVY = (
    "“The grain levy ends on the last day of June, and no farmer will pay it twice,” "
    "Finance Minister Odda Brenn said."
)
SPEECH = (
    "I am glad to be among sailors again. My mother sold rope on this very quay, and I learned "
    "to count by counting her knots. I thank you for having me."
)


def one(id: str, body: str, day: str | None, minister: str, title: str = "Oster") -> Statement:
    """A statement with this body."""
    date = datetime.date.fromisoformat(day) if day else None
    return Statement(id=f"vm/{id}.md", title=title, body=body, date=date, ministers=(minister,))
