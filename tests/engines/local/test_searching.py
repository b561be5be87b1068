"""What a search does, and what it need not do."""

from __future__ import annotations

from typing import Any

import pytest

from searchkit import Archive
from searchkit.engines.local import ordering
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
