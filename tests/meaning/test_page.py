"""The page offers other wordings, as links."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit import Statement
from searchkit.meaning.relating import build_related
from tests.support.sentence_models import WordModel

for _needed in ("starlette", "httpx2", "jinja2"):
    pytest.importorskip(_needed, reason="the page is an extra")


@pytest.fixture
def site(tmp_path: Path) -> Any:
    from starlette.testclient import TestClient

    from searchkit.web.app import create_app
    from searchkit.web.settings import Settings

    phrases = ("island ferry", "island boat", "town hall", "market square", "lake shore")
    statements = [
        Statement(id=f"vm/{n}-{k}.md", title=f"Number {n}", body=f"We saw the {phrase} {n}.")
        for n in range(12)
        for k, phrase in enumerate(phrases)
    ]
    searchkit.build(statements, tmp_path / "index")
    model: Any = WordModel()
    assert build_related(tmp_path / "index", model, least=5, processes=1)
    with TestClient(create_app(Settings(address=str(tmp_path / "index")))) as client:
        yield client


def test_other_wordings_are_links(site: Any) -> None:
    page = site.get("/search?q=ferry&any=true").text
    assert "Also try: " in page
    assert "q=boat" in page.split("Also try: ")[1]
    assert "boat</a> (12)" in page
    assert "Also try" not in site.get("/search?q=ferry&page=2").text


def test_the_api_has_them(site: Any) -> None:
    found = site.get("/api/search?q=ferry").json()
    assert {"text": "boat", "query": "boat", "count": 12} in found["related"]
