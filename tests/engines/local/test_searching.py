"""What a search does, and what it need not do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit import Archive, Statement
from searchkit.engines.local import ordering
from searchkit.indexing.statements import build_statements
from searchkit.schema.fields import DEFAULT, Day, Names, Schema
from tests.support.three_indexes import Collection

QUERIES = ["harbour", '"the harbour" ferry', "harbour OR lake* -fish", "minister:okoro", ""]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The scorers that are made."""
    found: list[Any] = []

    class Watched(ordering.Scorer):
        def __init__(self, *arguments: Any) -> None:
            found.append(self)
            super().__init__(*arguments)

    monkeypatch.setattr(ordering, "Scorer", Watched)
    return found


@pytest.mark.parametrize("text", QUERIES)
def test_what_is_not_ranked_is_not_scored(
    hundreds: Collection, archive: Archive, text: str, made: list[Any]
) -> None:
    total = archive.count(text, minister="brannigan")
    assert archive.facets(text, minister="brannigan").total == total
    assert archive.facets(text).facets
    archive.search(text, sort="newest", snippets=False, strict=True)
    list(archive.stream(text, sort="oldest"))
    archive.matches(hundreds.statements[0].id, text)
    assert made == []


def test_what_is_ranked_is_scored_once(archive: Archive, made: list[Any]) -> None:
    archive.search("harbour ferry", strict=True)
    assert len(made) == 1
    archive.search("harbour ferry nowhere")
    assert len(made) == 3  # The second search fills its page with what matches most words.
    list(archive.stream("harbour"))
    assert len(made) == 4


def test_two_other_fields_of_names_are_shown(tmp_path: Path) -> None:
    """Their number alone does not make them ministers and portfolios."""
    day = next(field for field in DEFAULT.fields if isinstance(field, Day))
    names = (
        Names("speakers", query="speaker", kind="person"),
        Names("party", query="party", kind="label"),
    )
    schema = Schema((*DEFAULT.texts, *names, day))
    given = {"speakers": "Bede Farrow", "party": "Tide"}
    build_statements(
        [Statement("a", "Harbour", "A harbour.", fields=given)], tmp_path / "index", schema=schema
    )
    with searchkit.open(tmp_path / "index") as archive:
        (hit,) = archive.search("harbour")
        (line, _) = archive.concordance("harbour")
    assert hit.fields == {"speakers": ("Bede Farrow",), "party": ("Tide",)}
    assert (hit.ministers, hit.portfolios, line.ministers) == ((), (), ())
