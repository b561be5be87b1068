"""What an engine is tested with: statements whose answers can be told by reading them.

A country called Vellmark; every name in it is invented.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

import searchkit
from searchkit import Statement

Engine = Callable[[Iterable[Statement], Path], str]
"""Makes an index of these statements, anew where it holds others, for which there is a
folder that the test owns; gives its address."""

Served = Callable[[str], AbstractContextManager[None]]
"""`with served("explain"):` around what an engine may refuse by name."""


def local(statements: Iterable[Statement], folder: Path) -> str:
    """An index in a folder."""
    searchkit.build(statements, folder / "index")
    return str(folder / "index")


def opensearch(statements: Iterable[Statement], folder: Path) -> str:
    """An index in a cluster of one node, which is started for the tests that ask for it."""
    from tests.engines.opensearch.nodes import one_node

    name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    address = f"{one_node()}/contract-{name}"
    searchkit.build(statements, address)
    return address


ENGINES: dict[str, Engine] = {"local": local, "opensearch": opensearch}
"""The engines that are tested, by name."""

REFUSED: dict[str, frozenset[str]] = {
    "opensearch": frozenset(
        [
            *("explain", "variants", "meaning", "collocates", "keywords"),
            *("quote", "repeats", "who", "people", "timeline"),
        ]
    )
}
"""What an engine says that it can't do, by what its error names."""

BRANNIGAN, OHARE, FARROW = "Hon Orla Brannigan", "Rt Hon Tamsin Ōhare", "Hon Bede Farrow"
LEVY = "The levy on grain ends in June. No harbour will charge it."


def _one(
    id: str,
    title: str,
    body: str,
    date: str | None,
    ministers: tuple[str, ...],
    portfolios: tuple[str, ...] = ("Trade",),
) -> Statement:
    return Statement(
        id=f"vm/{id}.md",
        title=title,
        body=body,
        date=datetime.date.fromisoformat(date) if date else None,
        url=f"https://gov.vellmark.example/{id}",
        ministers=ministers,
        portfolios=portfolios,
        attachments=(f"https://gov.vellmark.example/{id}.pdf",),
        extra={"series": id},
    )


STATEMENTS = (
    _one(
        "opens",
        "Harbour of Oster opens",
        "The new harbour opened today. It will carry **grain** to the islands.",
        "2006-10-09",
        (BRANNIGAN,),
        ("Transport", "Trade"),
    ),
    _one(
        "talks",
        "Six-harbour talks in Oster",
        "Delegates met for the six harbour talks. Grain prices were discussed.",
        "2007-11-20",
        ("Orla Brannigan", OHARE),
        ("Foreign Affairs",),
    ),
    _one("levy", "Grain levy to end", LEVY, "2008-06-01", (OHARE,)),
    _one("levy-again", "Grain levy to end", LEVY, "2008-06-02", (BRANNIGAN,)),
    _one(
        "ships",
        "Ships for the islands",
        "Twelve ships will carry fish and timber. The harbours are ready for ships.",
        "2009-01-05",
        (FARROW,),
        ("Transport",),
    ),
    _one(
        "note",
        "A note from the archive",
        "Nobody knows when the harbour master wrote this note.",
        None,
        (FARROW,),
        (),
    ),
)
BY_ID = {one.id: one for one in STATEMENTS}


def ids(*names: str) -> list[str]:
    """The ids of statements, by their short names."""
    return [f"vm/{name}.md" for name in names]
