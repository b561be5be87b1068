"""The page where a profile has other fields: of an invented country, dates, and texts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

import searchkit
from searchkit import Profile, ProfileField, Statement, web
from searchkit.profiles.field_checks import CALLED, PAGES, PARAMETERS, RESERVED
from searchkit.profiles.nz import NZ
from searchkit.schema.fields import schema_of
from searchkit.web import offices
from searchkit.web.app import create_app
from searchkit.web.parameters import Parameter
from searchkit.web.settings import Settings
from tests.support.html_pages import Page, invalid
from tests.support.vellmark import ABROAD, abroad


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    index = tmp_path_factory.mktemp("abroad") / "index"
    searchkit.build(abroad(120), index, profile=ABROAD)
    with TestClient(create_app(Settings(address=str(index)))) as client:
        yield client


VIEWS = (
    *("/", "/search", "/search?q=harbour", "/search?q=harbour&member=Orla+Brannigan"),
    *("/search?lodged=2000..2010&house=Trade", "/search?q=gist:harbour", "/houses?q=harbour"),
    *("/search?q=member:brannagin", "/speakers", "/lines?q=gist:the", "/words?q=harbour"),
    *("/trend?q=harbour&house=Trade", "/first?q=harbour", "/help", "/api", "/ministers"),
    *("/search?q=lodged:soon", "/search?q=harbour+zyzzyva", "/statements/vm/1/00001.md?q=the"),
)


@pytest.mark.parametrize("address", VIEWS)
def test_every_view_is_valid_and_speaks_of_its_fields(site: TestClient, address: str) -> None:
    response = site.get(address)
    assert response.status_code < 500
    assert invalid(response.text) == []
    page = Page(response.text)
    assert len(page.all("h1")) == 1
    ids = [one.get("id") for one in page.all() if one.get("id")]
    assert len(ids) == len(set(ids))
    if address == "/ministers":
        assert response.status_code == 404
    else:
        assert "inister:" not in page.text and "ortfolio:" not in page.text


def test_an_export_and_a_feed_have_them(site: TestClient) -> None:
    header = site.get("/export.csv?q=harbour").text.lstrip("\ufeff").split("\r\n")[0]
    assert header == "id,title,date,speakers,houses,lodged_on,url,permalink,attachments"
    assert site.get("/feed.atom?q=harbour").status_code == 200


def parameters_in(value: object) -> Iterator[Parameter]:
    """The parameters that a name of a module stands for."""
    if isinstance(value, Parameter):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from parameters_in(one)


def test_no_field_can_be_called_like_a_parameter_or_a_page(site: TestClient) -> None:
    modules = [import_module(one.name) for one in iter_modules(web.__path__, "searchkit.web.")]
    values = [value for module in modules for value in vars(module).values()]
    named = {one.name for value in values for one in parameters_in(value)}
    asked_alone = {one.name for one in offices.PARAMETERS}
    assert {"width", "variants", "by"} < named - asked_alone <= RESERVED | PARAMETERS
    paths = site.get("/api/openapi.json").json()["paths"]
    listed = [
        [one.get("name") for one in path["get"].get("parameters", ())] for path in paths.values()
    ]
    beside = {name for names in listed if "member" in names for name in names}
    own = {field.query for field in schema_of(ABROAD).filters}
    assert {"facets", "explain"} < beside - own <= RESERVED | PARAMETERS
    app = site.app
    assert isinstance(app, Starlette)
    addresses = {getattr(route, "path", "/").split("/")[1] for route in app.routes}
    own = {field.name for field in schema_of(ABROAD).names}
    assert {"words", "api"} < {one for one in addresses - own if CALLED.fullmatch(one)} <= PAGES


def asked(folder: Path, profile: Profile, statements: Iterable[Statement]) -> TestClient:
    """A client of the page on an index of these."""
    searchkit.build(statements, folder, profile=profile)
    return TestClient(create_app(Settings(address=str(folder))))


def test_days_of_ones_own(tmp_path: Path) -> None:
    own_days = (ProfileField("filed", "date"), ProfileField("due_on", "date", "due", "Reply due"))
    profile = Profile("VM", fields=(*NZ.fields, *own_days))
    days = {
        "a": {"filed": datetime.date(2007, 6, 5), "due_on": datetime.date(2009, 1, 1)},
        "b": {"filed": datetime.date(2008, 2, 29)},
        "c": {"filed": datetime.date(2009, 12, 31), "due_on": datetime.date(2008, 2, 29)},
        "d": {},
    }
    statements = [Statement(id, "Quay", "A quay.", fields=own) for id, own in days.items()]
    with asked(tmp_path / "index", profile, statements) as site:
        listed = site.get("/api/search?q=quay&filed=2007..2008").json()["hits"]
        assert sorted(hit["id"] for hit in listed) == ["a", "b"]
        assert site.get("/api/search?filed=soon").status_code == 400
        page = site.get("/search?filed=2007..2008")
        assert page.status_code == 200 and "2 statements" in page.text and "2007..2008" in page.text
        shown = site.get("/statements/a").text
        assert "<dt>Reply due</dt>" in shown and "1 January 2009" in shown
        own = site.get("/api/openapi.json").json()["components"]["schemas"]["Hit"]["properties"]
        assert list(own["fields"]["properties"]) == ["filed", "due_on"]


def test_texts_of_ones_own(tmp_path: Path) -> None:
    own_texts = (
        ProfileField("summary", "text", searched=True),
        ProfileField("margin_notes", "text", "margin", "In the margin"),
    )
    profile = Profile("VM", fields=(*NZ.fields, *own_texts))
    texts = {
        "a": {"summary": "The tax on boats.", "margin_notes": "Taxing times"},
        "b": {"margin_notes": "boats"},
        "c": {"summary": "Tax, taxes and taxation."},
    }
    statements = [Statement(id, "Quay", "A quay.", fields=own) for id, own in texts.items()]
    with asked(tmp_path / "index", profile, statements) as site:
        page = site.get("/search?q=summary:tax")
        assert page.status_code == 200 and "2 statements" in page.text
        shown = site.get("/statements/a?q=summary:tax").text
        assert "<dt>In the margin</dt>" in shown and "Taxing times" in shown
        hit = site.get("/api/search?q=margin:boats").json()["hits"][0]
        assert hit["fields"]["margin_notes"] == "boats"
