"""One rule for every output: docs/outputs.md, held against all of them at once.

Text and `--json` are pages of entries, `--jsonl`, `--csv`, `--files`, `Archive.stream` and the
page's downloads are lists of statements. The same query, cut alike, names the same statements
in the same order in all of them.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit import Archive
from tests.support.command_line import call
from tests.support.vellmark import many

SORTS = ["relevance", "newest", "oldest"]
QUERIES: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    (("harbour",), {"query": "harbour"}),
    (("harbour", "OR", "lake", "OR", "fish*"), {"query": "harbour OR lake OR fish*"}),
    (("the", "--minister", "okoro"), {"query": "the", "minister": "okoro"}),
    (("--since", "1997"), {"since": "1997"}),
    (("zyzzyva",), {"query": "zyzzyva"}),
    (("harbour", "ferry", "zyzzyva"), {"query": "harbour ferry zyzzyva"}),
    (("harbour", "ferry", "--any"), {"query": "harbour ferry", "any_word": True}),
]
CUTS: list[tuple[tuple[str, ...], int | None, int]] = [
    (("-n", "0"), None, 0),
    (("-n", "7"), 7, 0),
    (("-n", "7", "--page", "2"), 7, 7),
    (("--page", "1"), 10, 0),
    (("--page", "3"), 10, 20),
    (("-n", "400"), 400, 0),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of 300 statements, a tenth of them copies."""
    folder = tmp_path_factory.mktemp("outputs")
    searchkit.build(many(300, seed=5), folder / "index")
    return folder


@pytest.fixture(scope="module")
def archive(folder: Path) -> Iterator[Archive]:
    with searchkit.open(folder / "index") as opened:
        yield opened


# Each output's ids, in order; an entry's own first, then those of its copies.


def text(folder: Path, *arguments: str) -> list[str]:
    """The entries of the text, by their last lines: addresses, or ids."""
    # Nothing but matches: with any of the words there is nothing else.
    only = () if "--any" in arguments else ("--strict",)
    lines = call(folder, *arguments, *only).out.split("\n")
    return [before.strip() for before, line in itertools.pairwise(lines) if not line][
        : sum(bool(re.match(r"\d+\. ", line)) for line in lines)
    ]


def entries(folder: Path, *arguments: str) -> list[list[str]]:
    said = json.loads(call(folder, *arguments, "--json").out)
    return [[hit["id"], *hit["copies"]] for hit in said["hits"]]


def jsonl(folder: Path, *arguments: str) -> list[str]:
    lines = call(folder, *arguments, "--jsonl").out.splitlines()
    return [json.loads(line)["id"] for line in lines]


def comma_separated(folder: Path, *arguments: str) -> list[str]:
    out = call(folder, *arguments, "--csv").out
    return [row["id"] for row in csv.DictReader(io.StringIO(out, newline=""))]


def files(folder: Path, *arguments: str) -> list[str]:
    return call(folder, *arguments, "--files").out.splitlines()


def null(folder: Path, *arguments: str) -> list[str]:
    return call(folder, *arguments, "--files", "--null").out.split("\0")[:-1]


LISTS: list[Callable[..., list[str]]] = [jsonl, comma_separated, files, null]


@pytest.mark.parametrize(("typed", "asked"), QUERIES)
@pytest.mark.parametrize(("cut", "limit", "offset"), CUTS)
def test_every_output_is_cut_alike(
    folder: Path,
    archive: Archive,
    typed: tuple[str, ...],
    asked: dict[str, Any],
    cut: tuple[str, ...],
    limit: int | None,
    offset: int,
) -> None:
    shown = {id: archive.statement(id).url or id for id in _every(archive)}
    for sort in SORTS if limit else SORTS[:1]:
        same: dict[str, Any] = {"limit": limit, "offset": offset, "sort": sort}
        how = (*typed, *cut, "--sort", sort)
        # Lists: each copy on its own.
        each = [hit.id for hit in archive.stream(**asked, **same)]
        for output in LISTS:
            assert output(folder, *how) == each, output.__name__
        # Pages, where copies are shown each.
        assert entries(folder, *how, "--all-copies") == [[id] for id in each]
        assert text(folder, *how, "--all-copies") == [shown[id] for id in each]
        page = archive.search(**asked, **same, copies="all", strict=True)
        assert [hit.id for hit in page] == each
        # Pages, where copies are grouped.
        grouped = list(archive.search(**asked, **same, strict=True))
        assert list(archive.stream(**asked, **same, copies="group", snippets=True)) == grouped
        wanted = [[hit.id, *(copy.id for copy in hit.copies)] for hit in grouped]
        assert entries(folder, *how) == wanted
        assert text(folder, *how) == [shown[ids[0]] for ids in wanted]


def _every(archive: Archive) -> list[str]:
    return [hit.id for hit in archive.stream()]


@pytest.mark.parametrize(("typed", "asked"), QUERIES)
def test_lengths_totals_and_counts_agree(
    folder: Path, archive: Archive, typed: tuple[str, ...], asked: dict[str, Any]
) -> None:
    total = archive.count(**asked)
    assert call(folder, *typed, "--count").out == f"{total}\n"
    assert call(folder, *typed, "--count", "--facets").out.split("\n")[0] == str(total)
    # A list is whole, a page has ten entries; "-n 0" is everything in both.
    for output in LISTS:
        assert len(output(folder, *typed)) == len(output(folder, *typed, "-n0")) == total
    assert len(entries(folder, *typed)) == len(text(folder, *typed)) <= 10
    assert len(entries(folder, *typed, "--all-copies", "-n0")) == total
    assert sum(map(len, entries(folder, *typed, "-n0"))) == total
    everything = archive.search(**asked, limit=None, copies="all")
    assert len(everything) == everything.total == total == len(list(archive.stream(**asked)))
    nothing = archive.search(**asked, limit=0, facets=True)
    assert (len(nothing), nothing.also, nothing.total) == (0, (), total)
    assert archive.facets(**asked).total == total
    # The exit code is that of the total, whatever is printed and however it is cut.
    for form in ((), ("--json",), ("--jsonl",), ("--csv",), ("--files",), ("--count",)):
        for cut in ((), ("--page", "99"), ("-n", "0")):
            assert call(folder, *typed, *form, *cut).code == (0 if total else 1)


@pytest.mark.parametrize(("typed", "asked"), QUERIES)
def test_passages(
    folder: Path, archive: Archive, typed: tuple[str, ...], asked: dict[str, Any]
) -> None:
    """Pages have passages, lists have them with `--passages`: the same."""
    hits = list(archive.stream(**asked, snippets=True))
    texts = [[snippet.text for snippet in hit.snippets] for hit in hits]
    page = json.loads(call(folder, *typed, "--json", "-n0", "--all-copies").out)["hits"]
    assert [[snippet["text"] for snippet in hit["snippets"]] for hit in page] == texts
    assert [hit.title_highlights for hit in hits] == [
        hit.title_highlights for hit in archive.search(**asked, limit=None, copies="all")
    ]
    lines = call(folder, *typed, "--jsonl", "--passages").out.splitlines()
    assert [json.loads(line) for line in lines] == page
    out = call(folder, *typed, "--csv", "--passages").out
    cells = [row["passage"] for row in csv.DictReader(io.StringIO(out, newline=""))]
    for cell, passages in zip(cells, texts, strict=True):
        for passage in passages:
            assert " ".join(passage.strip("…").split()) in cell
        assert bool(cell) == bool(passages)
    for form, name in (("--jsonl", "snippets"), ("--csv", "passage")):
        assert name in call(folder, *typed, form).out or not hits
    assert all(hit.snippets == () for hit in archive.stream(**asked))
    plain = call(folder, *typed, "--csv").out
    assert all(not row["passage"] for row in csv.DictReader(io.StringIO(plain, newline="")))


def test_likeness_is_printed_by_the_same_rule(folder: Path, archive: Archive) -> None:
    for id in _every(archive)[::120]:
        whole = archive.similar(id, limit=None, copies="all")
        each = [hit.id for hit in whole]
        assert len(each) == whole.total
        assert call(folder, "--like", id, "--count").out == f"{whole.total}\n"
        for output in LISTS:
            assert output(folder, "--like", id) == output(folder, "--like", id, "-n0") == each
            assert output(folder, "--like", id, "-n3", "--page", "2") == each[3:6]
        assert entries(folder, "--like", id, "-n0", "--all-copies") == [[one] for one in each]
        assert sum(map(len, entries(folder, "--like", id, "-n0"))) == len(each)
        assert len(entries(folder, "--like", id)) == min(10, len(each)) or not each


def test_the_page_and_the_api_follow_it(folder: Path, archive: Archive) -> None:
    """The API keeps its own limits: at most 100 hits a page, and no page of everything."""
    if not (find_spec("starlette") and find_spec("httpx2")):
        pytest.skip("needs the extras web and browser")
    from starlette.testclient import TestClient

    from searchkit.web.app import create_app
    from searchkit.web.settings import Settings

    with TestClient(create_app(Settings(address=str(folder / "index")))) as client:
        for typed, asked in QUERIES[:5]:
            given = {"q" if name == "query" else name: value for name, value in asked.items()}

            def api(**parameters: Any) -> Any:
                return client.get("/api/search", params={**given, **parameters}).json()  # noqa: B023

            for copies, flag in (("group", ()), ("all", ("--all-copies",))):
                for n, page in ((10, 1), (7, 2), (100, 1)):
                    said = api(limit=n, page=page, copies=copies)
                    ids = [[hit["id"], *hit["copies"]] for hit in said["hits"]]
                    cut = ("-n", str(n), "--page", str(page))
                    assert ids == entries(folder, *typed, *cut, *flag)
                    assert said["total"] == archive.count(**asked)
            assert api(limit=0)["hits"] == []
            assert client.get("/api/search", params={**given, "limit": 101}).status_code == 400
            counted = client.get("/api/facets", params=given).json()
            command = json.loads(call(folder, *typed, "--count", "--facets", "--json").out)
            assert (counted["total"], counted["facets"]) == (command["total"], command["facets"])
            # Downloads are lists: whole, each copy on its own.
            each = files(folder, *typed)
            lines = client.get("/export.jsonl", params=given).text.splitlines()
            assert [json.loads(line)["id"] for line in lines] == each
            table = client.get(
                "/export.csv", params={**given, "copies": "group", "n": 5, "page": 2}
            )
            rows = csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"), newline=""))
            assert [row["id"] for row in rows] == each
