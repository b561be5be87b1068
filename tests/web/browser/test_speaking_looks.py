"""The pages of offices, people, timelines, quotations and repeats: for everybody, on any screen.

SEARCHKIT_SHOTS=FOLDER keeps a picture of each, to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

import searchkit
from searchkit import Statement
from tests.support.quoted import HARBOUR, LEVY, SPEECH, one
from tests.support.server_process import served

pytestmark = pytest.mark.browser

VIEWS = {
    "who": "/who?office=harbours",
    "who-on": "/who?on=2007",
    "who-empty": "/who",
    "people": "/people?name=vell",
    "people-nobody": "/people?name=velk",
    "timeline": "/timeline?q=harbour",
    "repeats": "/repeats/vm/harbour.md",
    "no-repeats": "/repeats/vm/levy.md",
    "quote": "/quote?q=It+took+nine+years+and+a+dozen+ships+full+of+granite",
    "quote-exact": "/quote?q=I+thank+all+who+built+it",
    "quote-not-found": "/quote?q=Penguins+sing+in+the+morning",
    "quote-empty": "/quote",
    "results-repeats": "/search?q=harbour&repeats=true",
    "said": "/search?q=said:(vell+granite)",
    "statement": "/statements/vm/harbour.md",
}


def _in_office(given: Statement, office: str) -> Statement:
    names = ("id", "title", "body", "date", "ministers", "url")
    return Statement(**{name: getattr(given, name) for name in names}, portfolios=(office,))


def statements() -> list[Statement]:
    """Two ministers who follow one another in an office that was renamed; a harbour announced
    three times.
    """
    told = "“Our harbour is the pride of Oster,” {} said. “It took nine years.”"
    made = [
        _in_office(
            one(f"quay-{n}", told.format(who), f"20{year:02}-{month:02}-01", who, f"Quays {n}"),
            office,
        )
        for n, (year, month, who, office) in enumerate(
            (year, month, *holder)
            for year, holder in (
                (5, ("Hon Jan Vell", "Harbours and Ports")),
                (6, ("Jan Vell", "Harbours")),
                (7, ("Rt Hon Ida Brenn", "Harbours")),
            )
            for month in range(1, 13)
        )
    ]
    again = HARBOUR.replace("Ferries will run", "As was said before, ferries will run")
    made += [
        _in_office(
            one("harbour", HARBOUR, "2006-05-01", "Jan Vell", "The harbour opens"), "Harbours"
        ),
        _in_office(one("again", again, "2006-09-01", "Jan Vell", "Harbour, again"), "Harbours"),
        _in_office(one("early", f"{HARBOUR} Soon.", "2005-12-01", "Jan Vell", "Soon"), "Harbours"),
        _in_office(
            one("speech", SPEECH, "2006-06-01", "Jan Vell", "Speech to sailors"), "Harbours"
        ),
        _in_office(one("levy", LEVY, "2006-07-01", "Odda Brenn", "Grain levy"), "Finance"),
    ]
    return made


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site of these is served."""
    folder = tmp_path_factory.mktemp("speaking")
    searchkit.build(statements(), folder / "index", quotations=True)
    with served(folder / "index") as server:
        yield server.address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [380, 1280])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_and_nothing_sticks_out(
    open_page: Any, view: str, width: int, scheme: str
) -> None:
    page = open_page(VIEWS[view], width=width, color_scheme=scheme)
    for details in page.locator("details:not([name])").all():
        details.evaluate("d => { d.open = true; }")
    if "SEARCHKIT_SHOTS" in os.environ:
        folder = Path(os.environ["SEARCHKIT_SHOTS"])
        page.screenshot(path=folder / f"{view}-{width}-{scheme}.png", full_page=True)
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found] == []
    wide, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= room
