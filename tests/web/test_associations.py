"""Collocates and keywords by the API: the same numbers as the library's, within a budget."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from searchkit.model import budget
from searchkit.model.associations import Collocate, Keyword
from searchkit.rendering.tables import csv_lines
from searchkit.web.budgets import SLOW, Spending, TooMuch
from tests.web.test_api import schema_of


def archive_of(port: Any) -> Any:
    return port.app.state.site.generations.current().archive


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, {}),
        ({"left": 0, "right": 2, "least": 1}, {"left": 0, "right": 2, "least": 1}),
        ({"sentence": "true", "common": "true"}, {"sentence": True, "common": True}),
        ({"as_written": "true", "minister": "okoro"}, {"as_written": True, "minister": "okoro"}),
    ],
)
def test_collocates(port: Any, given: dict[str, Any], wanted: dict[str, Any]) -> None:
    document = port.get("/api/openapi.json").json()
    asked = {"q": "harbour", **given}
    found = port.get("/api/collocates", params=asked | {"limit": 3, "page": 2}).json()
    jsonschema.validate(found, schema_of(document, "/collocates"))
    expected = archive_of(port).collocates("harbour", **wanted)
    assert found == expected.to_json(slice(3, 6))
    assert len(found["collocates"]) == 3
    table = port.get("/api/collocates", params=asked | {"format": "csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    rows = [[v if isinstance(v, (str, float)) else str(v) for v in row] for row in expected]
    assert table.content.decode() == "".join(csv_lines(Collocate._fields, rows))


@pytest.mark.parametrize("against", ["", "-harbour lake"])
def test_keywords(port: Any, against: str) -> None:
    document = port.get("/api/openapi.json").json()
    asked = {"q": "harbour", "against": against, "limit": 7}
    found = port.get("/api/keywords", params=asked).json()
    jsonschema.validate(found, schema_of(document, "/keywords"))
    expected = archive_of(port).keywords("harbour", against=against or None)
    assert found == expected.to_json(slice(7))
    assert len(found["keywords"]) == 7
    table = port.get("/api/keywords", params=asked | {"format": "csv"}).text.splitlines()
    assert table[0] == ",".join(Keyword._fields)
    assert len(table) == 1 + len(expected)


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("collocates?q=minister:okoro", 400, "no word that others could stand around"),
        ("collocates?q=harbour&left=0&right=0", 400, "no window"),
        ("collocates?q=harbour&left=101", 400, "left"),
        ("collocates?q=harbour&format=xml", 400, "format"),
        ("collocates?q=(harbour", 400, "never closed"),
        ("collocates?q=minister:nobody+harbour", 404, "nobody"),
        ("keywords?q=harbour&against=the", 400, "the two sets share"),
        ("keywords?q=", 400, "no statements to compare with"),
        ("keywords?q=harbour&against=(lake", 400, "never closed"),
    ],
)
def test_what_is_refused(port: Any, address: str, status: int, detail: str) -> None:
    response = port.get(f"/api/{address}")
    assert response.status_code == status, response.text
    assert detail in response.text


def test_the_same_question_has_the_same_tag(port: Any) -> None:
    first = port.get("/api/keywords?q=harbour")
    again = port.get("/api/keywords?q=harbour", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_budgets(port: Any) -> None:
    archive = archive_of(port)
    asked = [
        lambda: archive.collocates("the", left=100, right=100),
        lambda: archive.collocates("the", sentence=True),
        lambda: archive.collocates("the", as_written=True),
        lambda: archive.keywords("harbour"),
        lambda: archive.keywords("harbour", against="-harbour lake"),
    ]
    for ask in asked:
        with (
            pytest.raises(TooMuch, match="places"),
            budget.within(Spending(SLOW._replace(places=900))),
        ):
            ask()
        spending = Spending(SLOW)
        with budget.within(spending):
            assert len(ask())
        assert spending.cost > 900
        with (
            pytest.raises(TooMuch, match="takes too long"),
            budget.within(Spending(SLOW._replace(seconds=0, places=10**12))),
        ):
            ask()
