"""Trends and first uses of the API: what the commands print."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from searchkit.model.first_uses import FIRST_COLUMNS
from searchkit.model.trends import TREND_COLUMNS
from tests.web.test_api import document, schema_of  # noqa: F401  # a fixture


def archive_of(port: Any) -> Any:
    return port.app.state.site.generations.current().archive


def test_a_trend_is_what_the_command_prints(port: Any, document: dict[str, Any]) -> None:  # noqa: F811
    asked = {"q": ["harbour", "minister:okoro"], "by": "quarter", "minister": "Orla Brannigan"}
    found = port.get("/api/trend", params=asked).json()
    jsonschema.validate(found, schema_of(document, "/trend"))
    wanted = archive_of(port).trend(*asked["q"], by="quarter", minister="Orla Brannigan")
    assert found == json.loads(json.dumps(wanted.to_json()))
    assert len(found["rows"]) == 2 * len(found["periods"]) > 0
    table = port.get("/api/trend", params={**asked, "format": "csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(table.text, newline="")))
    assert tuple(rows[0]) == TREND_COLUMNS
    assert [row[2] for row in rows[1:]] == [str(row["statements"]) for row in found["rows"]]
    assert rows[-1][3] == "" and found["rows"][-1]["occurrences"] is None


def test_a_trend_of_everything(port: Any) -> None:
    found = port.get("/api/trend").json()
    assert [one["query"] for one in found["queries"]] == [""]
    assert all(row["statements"] == row["all_statements"] for row in found["rows"])


def test_a_trend_as_a_chart(port: Any) -> None:
    asked = {"q": ['"</svg><script>"', "harbour"], "format": "svg", "measure": "statements"}
    chart = port.get("/api/trend", params=asked)
    assert chart.headers["content-type"].startswith("image/svg+xml")
    tags = {one.tag.rpartition("}")[2] for one in ElementTree.fromstring(chart.text).iter()}
    assert "script" not in tags and {"title", "desc", "polyline"} <= tags


def test_first_uses(port: Any, document: dict[str, Any]) -> None:  # noqa: F811
    asked = {"q": "harbour", "width": 20, "since": "1999"}
    found = port.get("/api/first", params=asked).json()
    jsonschema.validate(found, schema_of(document, "/first"))
    wanted = archive_of(port).first("harbour", width=20, since="1999")
    assert found == json.loads(json.dumps(wanted.to_json()))
    table = port.get("/api/first", params={**asked, "format": "csv"}).text
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert tuple(rows[0]) == FIRST_COLUMNS
    assert [row[3] for row in rows[1:]] == [use["id"] for use in found["uses"]]


def test_offices(port: Any, document: dict[str, Any]) -> None:  # noqa: F811
    archive = archive_of(port)
    office = archive.names("portfolio")[0].name
    found = port.get("/api/who", params={"office": office}).json()
    jsonschema.validate(found, schema_of(document, "/who"))
    assert found == [one.to_json() for one in archive.who(office)] != []
    on = found[0]["from"]
    cabinet = port.get("/api/who", params={"on": on}).json()
    assert cabinet == [one.to_json() for one in archive.who(on=on)]
    assert found[0] in cabinet


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("who", 400, "neither an office nor a day"),
        ("who?office=zyzzyva", 404, "zyzzyva"),
        ("who?on=soon", 400, "can't be 'soon'"),
        ("who?on=2007-13", 400, "no month 13"),
        ("trend?q=" + "&q=".join("abcdefg"), 400, "a trend of 7 queries"),
        ("trend?q=harbour&by=week", 400, "can't be 'week'"),
        ("trend?q=harbour&q=(harbour", 400, "never closed"),
        ("trend?q=harbour&format=png", 400, "can't be 'png'"),
        ("trend?q=harbour&since=1890&until=1891&format=svg", 400, "nothing to draw"),
        ("first", 400, "no word"),
        ("first?q=minister:okoro", 400, "no word"),
        ("first?q=harbour&q=lake", 400, "more than once"),
        ("first?q=harbour&minister=nobody", 404, "nobody"),
    ],
)
def test_problems(port: Any, address: str, status: int, said: str) -> None:
    response = port.get(f"/api/{address}")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert said in response.text


def test_statements_that_would_run_a_script(hostile: Any) -> None:
    for address in ("trend?q=harbour", "first?q=harbour"):
        for form in ("json", "csv"):
            answer = hostile.get(f"/api/{address}&format={form}")
            assert answer.status_code == 200
            assert not answer.headers["content-type"].startswith("text/html")
            assert answer.headers["x-content-type-options"] == "nosniff"
