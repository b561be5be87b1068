"""What was not foreseen tells the client a number, and the log the rest."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.vellmark import many


@pytest.mark.parametrize(
    "path", ["/search?q=harbour", "/api/search?q=harbour", "/statements/vm/0/00000.md"]
)
def test_no_trace_reaches_the_client(
    make_site: Any, monkeypatch: Any, caplog: Any, path: str
) -> None:
    site = make_site(many(3))
    archive = site.app.state.site.generations.current().archive

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("a secret path /srv/secret")

    monkeypatch.setattr(archive, "search", fail)
    monkeypatch.setattr(archive, "statement", fail)
    response = site.get(path)
    assert response.status_code == 500
    assert "secret" not in response.text and "Traceback" not in response.text
    logged = [r for r in caplog.records if r.name == "searchkit.web"]
    number = logged[0].getMessage().split()[-1]
    assert number in response.text and "secret" in str(logged[0].exc_info[1])
    assert response.headers["cache-control"] == "no-store" and "etag" not in response.headers


def test_a_damaged_statement_says_so_without_places(make_site: Any, monkeypatch: Any) -> None:
    from searchkit import CorruptIndex

    site = make_site(many(3))
    archive = site.app.state.site.generations.current().archive

    def fail(*_: Any, **__: Any) -> None:
        raise CorruptIndex("is damaged", where="/srv/secret/segment.sk")

    monkeypatch.setattr(archive, "statement", fail)
    response = site.get("/statements/vm/0/00000.md")
    assert response.status_code == 500 and "secret" not in response.text
