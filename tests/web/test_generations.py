"""The site follows its index, and keeps what it has where it can't."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import searchkit
from searchkit.web import generations
from searchkit.web.app import create_app
from searchkit.web.settings import Settings
from tests.support.vellmark import plain


@pytest.fixture
def followed(tmp_path: Path, monkeypatch: Any) -> Any:
    monkeypatch.setattr(generations, "INTERVAL", 0.0)
    searchkit.build([plain(1, "Ferry", "A ferry.")], tmp_path)
    with TestClient(create_app(Settings(address=str(tmp_path)))) as client:
        yield client


def total(client: Any) -> int:
    return int(client.get("/api/search?q=ferry").json()["total"])


def becomes(client: Any, wanted: int) -> bool:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if total(client) == wanted:
            return True
        time.sleep(0.02)
    return False


def test_a_new_generation_is_followed(followed: Any, tmp_path: Path) -> None:
    assert total(followed) == 1
    first = followed.get("/api/search?q=ferry")
    searchkit.build([plain(n, "Ferry", f"Ferry {n}.") for n in range(3)], tmp_path)
    assert becomes(followed, 3)
    tag = {"If-None-Match": first.headers["etag"]}
    again = followed.get("/api/search?q=ferry", headers=tag)
    assert again.status_code == 200 and again.headers["etag"] != first.headers["etag"]
    assert "3 statements" in followed.get("/").text


@pytest.mark.parametrize("damage", [b"", b"{}", None])
def test_a_damaged_generation_leaves_the_last_one(
    followed: Any, tmp_path: Path, damage: bytes | None, caplog: Any
) -> None:
    manifest = tmp_path / "manifest.json"
    good = manifest.read_bytes()
    if damage is None:
        manifest.unlink()
    else:
        manifest.write_bytes(damage)
    for _ in range(5):
        assert total(followed) == 1
        time.sleep(0.05)
    assert len([r for r in caplog.records if "can't be opened" in r.message]) <= 1
    manifest.write_bytes(good)
    searchkit.build([plain(n, "Ferry", f"Ferry {n}.") for n in range(2)], tmp_path)
    assert becomes(followed, 2)


def test_a_download_keeps_its_generation(followed: Any, tmp_path: Path) -> None:
    generation = followed.app.state.site.generations.current()
    hits = generation.archive.stream("ferry")
    searchkit.build([plain(9, "Bridge", "A bridge.")], tmp_path)
    assert becomes(followed, 0)
    assert [hit.title for hit in hits] == ["Ferry"]


def test_no_index_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(searchkit.IndexNotFound):
        create_app(Settings(address=str(tmp_path / "none")))
