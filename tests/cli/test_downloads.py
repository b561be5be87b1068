"""`search --bibtex`, `--ris` and `--csv --columns`: what the page offers for download."""

from __future__ import annotations

import csv
import datetime
import io
import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit import Statement
from tests.support.command_line import call, run_in_terminal
from tests.support.vellmark import many

SITE = "http://testserver"
ODD = [
    Statement(
        id='vm/odd "id" <x>?&#100%.md',
        title="=HYPERLINK(harbour) – Ōhare\nagain {\\x}",
        body="A harbour of another kind.",
        ministers=("Hon Bede Farrow",),
    ),
    Statement(
        id="vm/../dots.md",
        title="A harbour\x1b[2J",
        body="A harbour.",
        date=datetime.date(1999, 1, 1),
        url="javascript:harbour",
        attachments=("https://gov.vellmark.example/a.pdf", "https://gov.vellmark.example/b.pdf"),
    ),
]
FORMS = {"csv": ["--csv", "--columns", "page"], "bib": ["--bibtex"], "ris": ["--ris"]}
ASKED = [
    (["harbour"], {"q": "harbour"}),
    (["harbour OR lake", "--sort", "oldest"], {"q": "harbour OR lake", "sort": "oldest"}),
    (["--minister", "okoro", "--since", "1997"], {"minister": "okoro", "since": "1997"}),
    (["zyzzyva"], {"q": "zyzzyva"}),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of 120 statements and two odd ones."""
    folder = tmp_path_factory.mktemp("downloads")
    searchkit.build([*many(120, seed=5), *ODD], folder / "index")
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[Any]:
    if not (find_spec("starlette") and find_spec("httpx2")):
        pytest.skip("the page is an extra: web, browser")
    from starlette.testclient import TestClient

    from searchkit.web.app import create_app
    from searchkit.web.settings import Settings

    app = create_app(Settings(address=str(folder / "index")))
    with TestClient(app, base_url=SITE) as client:
        yield client


@pytest.mark.parametrize("kind", FORMS)
def test_the_page_sends_the_same_bytes(folder: Path, client: Any, kind: str) -> None:
    for typed, parameters in ASKED:
        sent = client.get(f"/export.{kind}", params=parameters).content
        printed = call(folder, *typed, *FORMS[kind], "--site", f"{SITE}/").out.encode()
        assert printed == sent, typed


def test_without_a_site_there_are_no_permalinks(folder: Path) -> None:
    (row, *_) = csv.DictReader(
        io.StringIO(call(folder, "harbour", *FORMS["csv"]).out.removeprefix("\ufeff"))
    )
    assert row["permalink"] == "" and row["id"]
    assert "statements" not in call(folder, "title:hyperlink", "--bibtex").out
    with_site = call(folder, "title:hyperlink", "--bibtex", "--site", SITE).out
    assert f"{SITE}/statements/vm/odd" in with_site


def test_lists_are_cut_alike(folder: Path) -> None:
    ids = call(folder, "harbour", "--files").out.splitlines()
    assert len(ids) > 8
    cut = call(folder, "harbour", "--csv", "--columns", "id", "-n", "3", "--page", "2").out
    assert cut.splitlines() == ["id", *ids[3:6]]
    assert len(re.findall("(?m)^@", call(folder, "harbour", "--bibtex").out)) == len(ids)
    assert len(re.findall("(?m)^TY  - ", call(folder, "harbour", "--ris", "-n", "5").out)) == 5
    nothing = call(folder, "zyzzyva", "--ris")
    assert (nothing.code, nothing.out) == (1, "")


def test_columns_stand_in_the_order_that_is_asked_for(folder: Path) -> None:
    usual = [*csv.DictReader(io.StringIO(call(folder, "harbour", "--csv", "--passages").out))]
    names = ["passage", "attachments", "date", "ministers", "score", "permalink"]
    out = call(
        folder, "harbour", "--csv", "--columns", ", ".join(names), "--site", f"{SITE}/search"
    ).out
    chosen = [*csv.DictReader(io.StringIO(out))]
    assert [*chosen[0]] == names
    for row, known in zip(chosen, usual, strict=True):
        for name in ("passage", "date", "ministers", "score"):
            assert row[name] == known[name]
        assert row["permalink"].startswith(f"{SITE}/search/statements")
    assert any(row["passage"] for row in chosen)
    assert any(row["attachments"].count("; ") == 1 for row in chosen)
    # Named, the usual columns are what is printed without names.
    named = ",".join(usual[0])
    assert (
        call(folder, "harbour", "--csv", "--columns", named).out
        == call(folder, "harbour", "--csv", "--passages").out
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--csv", "--columns", "id,titel"], "there is no column 'titel'; there are id, date"),
        (["--csv", "--columns", ""], "there is no column ''"),
        (["--csv", "--columns", "page,id"], "there is no column 'page'"),
        (["--csv", "--columns", "id,id"], "id is named twice"),
        (["--csv", "--columns", "id", "--passages"], "--passages goes with --columns that name"),
        (["--csv", "--columns", "id", "--site", SITE], "--site goes with --columns that name"),
        (["--columns", "id"], "--columns goes with --csv"),
        (["--csv", "--site", SITE], "--site goes with --bibtex, --ris or --csv --columns"),
        (["--ris", "--site", "javascript:x"], "--site javascript:x: give an address"),
        (["--ris", "--site", "https://a b"], "--site https://a b: give an address"),
        (["--bibtex", "--ris"], "--bibtex and --ris are two outputs"),
        (["--bibtex", "--passages"], "--bibtex does not go with --passages"),
        (["--ris", "--facets"], "--ris does not go with --facets"),
    ],
)
def test_what_would_do_nothing_is_refused(folder: Path, options: list[str], said: str) -> None:
    done = call(folder, "harbour", *options)
    assert (done.code, done.out) == (2, "")
    assert said in " ".join(done.err.split())


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_citation_does_not_steer_the_terminal(folder: Path) -> None:
    seen = run_in_terminal(folder, "id", "OR", "harbour", "--ris", "--sort", "oldest").out
    assert "TY  - " in seen and "\x1b[2J" not in seen
