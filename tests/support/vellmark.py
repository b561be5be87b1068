"""
Invented statements of invented ministers of Vellmark, an invented country.

Lives here: statements that every folder of tests may use. Everything is fixed: the
same call gives the same statements.
"""

from __future__ import annotations

import dataclasses
import datetime
import random

from searchkit import Profile, ProfileField, Statement

PEOPLE = (
    "Hon Orla Brannigan",
    "Orla Brannigan",
    "Rt Hon Tamsin Okoro",
    "Tamsin Okoro",
    "Hon Dr Édouard Määttä",
    "Édouard Määttä",
    "Sir Wendell Fairchild",
    "Hon Piet van der Sloot",
    "Dame Inés Valdivia",
    "Hon Rory Brannigan",
)
PORTFOLIOS = (
    "Harbours",
    "Foreign Affairs",
    "Foreign Trade",
    "Trade",
    "Lakes and Rivers",
    "Schools: Early Years",
    "Pêcheries",
)

# Few words in many forms, so that phrases meet and stems, cases and accents differ.
WORDS = (
    *("harbour", "Harbour", "HARBOURS", "harbours", "ferry", "ferries", "Ferry", "bridge"),
    *("bridges", "bridging", "test", "tests", "tested", "testing", "treaty", "treaties"),
    *("nation", "national", "nations", "Käldby", "Kaldby", "KÄLDBY", "Ka\u0308ldby", "café"),
    *("cafe", "cafés", "naïve", "Ōrva", "orva", "Ångström", "Straße", "strasse", "fishing"),
    *("fish", "fisheries", "the", "the", "the", "of", "of", "and", "in", "a", "19", "2050"),
    *("O’Hara", "O'Hara", "AT&T", "covid-19", "lake's", "lake", "Lakes", "sanction"),
    *("sanctions", "Владa", "שלום", "سلام", "東京", "ﬁne", "fine", "e.g.", "½", "x²"),
    *("ski🙂lift", "co-operate", "cooperate", "minister", "ministers", "budget", "Budget"),
)
_ENDS = (" ", " ", " ", " ", " ", ", ", ". ", " – ", "\n\n", "; ", "? ", "\u00a0")


def day(number: int) -> datetime.date:
    """A day of the years 1996 to 2023."""
    return datetime.date(1996, 1, 1) + datetime.timedelta(days=number * 37 % 10_000)


def sentence(draw: random.Random, count: int) -> str:
    """`count` words and what stands between them."""
    parts = []
    for _ in range(count):
        parts += [draw.choice(WORDS), draw.choice(_ENDS)]
    return "".join(parts).strip()


def many(count: int, seed: int = 1) -> list[Statement]:
    """
    `count` statements: empty bodies and titles, unknown dates, several ministers,
    copies, same days.
    """
    draw = random.Random(seed)
    made: list[Statement] = []
    for number in range(count):
        title = sentence(draw, draw.randint(1, 6)) if draw.random() > 0.03 else ""
        body = sentence(draw, draw.choice((0, 1, 3, 8, 20, 40, 80)))
        title = " ".join(title.split())
        if made and draw.random() < 0.08:
            other = draw.choice(made)
            title, body = other.title, other.body
        made.append(
            Statement(
                id=f"vm/{number % 7}/{number:05d}.md",
                title=title,
                body=body,
                date=None if draw.random() < 0.08 else day(draw.randint(0, 60)),
                url=f"https://vellmark.example/{number}" if number % 3 else None,
                ministers=tuple(draw.sample(PEOPLE, draw.choice((0, 1, 1, 1, 2, 3)))),
                portfolios=tuple(draw.sample(PORTFOLIOS, draw.choice((0, 1, 1, 2)))),
                attachments=(f"https://vellmark.example/{number}.pdf",) if number % 11 == 0 else (),
                extra={"press-office": number} if number % 5 == 0 else {},
            )
        )
    return made


ABROAD = Profile(
    "OS",
    fields=(
        ProfileField("speakers", "person", query="member"),
        ProfileField("houses", "name", query="house", title="Houses of parliament"),
        ProfileField("summary", "text", query="gist", searched=True, weight=1.5),
        ProfileField("margin", "text"),
        ProfileField("lodged_on", "date", query="lodged"),
    ),
    words=(("statement", "speech"), ("statements", "speeches")),
    currency="EUR",
)
"""Another invented country: other fields for all but title, body and date."""


def abroad(count: int, seed: int = 1) -> list[Statement]:
    """`many`, as they are said in `ABROAD`."""
    draw = random.Random(seed)
    return [
        dataclasses.replace(
            one,
            ministers=(),
            portfolios=(),
            fields={
                "speakers": one.ministers,
                "houses": one.portfolios,
                "summary": sentence(draw, draw.choice((0, 2, 5, 12))),
                "margin": sentence(draw, draw.choice((0, 0, 1, 3))),
                "lodged_on": None if draw.random() < 0.3 else day(draw.randint(0, 60)),
            },
        )
        for one in many(count, seed)
    ]


def plain(
    number: int,
    title: str,
    body: str = "",
    *,
    date: str | None = "2010-01-01",
    ministers: tuple[str, ...] = (),
    portfolios: tuple[str, ...] = (),
) -> Statement:
    """One statement, said shortly."""
    return Statement(
        id=f"vm/{number:03d}.md",
        title=title,
        body=body,
        date=datetime.date.fromisoformat(date) if date else None,
        ministers=ministers,
        portfolios=portfolios,
    )


def crowd() -> list[Statement]:
    """
    215 statements that tie for the query `harbour ferry`, more than get their nearness
    counted, and 40 with a lower score whose words stand as near.
    """
    filler = "alpha beta gamma delta epsilon zeta eta theta iota kappa"
    first = [plain(1_000 + i, "harbour ferry", "harbour ferry") for i in range(215)]
    second = [
        plain(2_000 + i, "other", f"{filler} harbour ferry {filler} {filler} " + "x " * i)
        for i in range(40)
    ]
    return first + second
