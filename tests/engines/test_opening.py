"""Which engine serves which address."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchkit
from searchkit import Archive, IndexNotFound, InvalidArgument
from searchkit.engines.opening import FOLDER, KINDS, absolute, folder_of, is_index, open_index
from tests.support.vellmark import plain

FOREIGN = ["solr://search.vellmark.example/said", "http://localhost:9200/", "S3+x.y-z://a"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with the index `index` in it."""
    monkeypatch.chdir(tmp_path)
    searchkit.build([plain(1, "Harbour")])
    return tmp_path


def test_a_folder_is_local(here: Path) -> None:
    for address in ("index", "./index", here / "index", str(here / "index")):
        assert is_index(address)
        with open_index(address) as archive:
            assert isinstance(archive, Archive)
            assert archive.count("harbour") == 1
    with open_index() as archive:
        assert len(archive) == 1
    assert searchkit.open is open_index


def test_where_there_is_none(here: Path) -> None:
    assert not is_index("elsewhere")
    with pytest.raises(IndexNotFound):
        open_index("elsewhere")


@pytest.mark.parametrize("address", FOREIGN)
def test_an_address_that_no_engine_serves_is_refused(here: Path, address: str) -> None:
    before = sorted(here.iterdir())
    for use in (
        open_index,
        is_index,
        folder_of,
        absolute,
        lambda one: searchkit.build([plain(1, "Harbour")], one),
        lambda one: searchkit.build(str(here), one),
    ):
        with pytest.raises(InvalidArgument) as caught:
            use(address)
        assert caught.value.where == address
        assert caught.value.expected in (KINDS, FOLDER)
    assert sorted(here.iterdir()) == before


def test_a_folder_may_have_such_a_name(here: Path) -> None:
    searchkit.build([plain(1, "Harbour")], "./opensearch://said")
    for address in ("./opensearch://said", Path("opensearch:/said")):
        with open_index(address) as archive:
            assert len(archive) == 1
    assert folder_of("a:b") == Path("a:b")


def test_an_absolute_address_does_not_depend_on_the_working_directory(here: Path) -> None:
    assert absolute("index") == str((here / "index").resolve())
