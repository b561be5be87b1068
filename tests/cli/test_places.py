"""Where the commands look for an index; nothing is built by looking."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchkit
from searchkit.cli import places
from searchkit.cli.opening import Place, index_to_read
from searchkit.cli.places import find_index, named_index
from searchkit.model.errors import IndexNotFound, InvalidArgument
from tests.support.vellmark import plain


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory; the user's data is in `user`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(places.VARIABLE, raising=False)
    monkeypatch.setattr(places, "user_index", lambda: str(tmp_path / "user"))
    monkeypatch.setattr("searchkit.cli.opening.user_index", lambda: str(tmp_path / "user"))
    return tmp_path


def test_the_order(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_index(None) is None
    searchkit.build([plain(1, "Harbour")], "user")
    assert find_index(None) == str(here / "user")
    searchkit.build([plain(1, "Harbour")])
    assert find_index(None) == "index"
    monkeypatch.setenv(places.VARIABLE, "named")
    assert find_index(None) == named_index(None) == "named"
    assert find_index("option") == named_index("option") == "option"


def test_an_empty_name_is_none(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(places.VARIABLE, "")
    assert named_index("") is None


def test_looking_builds_nothing(here: Path) -> None:
    (here / "seeds").mkdir()
    (here / "seeds" / ".searchkit-seeds").write_text("searchkit seeds")
    (here / "seeds" / "a.txt").write_text("Harbour")
    assert find_index(None) is None
    assert not (here / "index").exists()


def test_a_command_builds_the_sample_and_says_so(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "seeds").mkdir()
    (here / "seeds" / "a.txt").write_text("Harbour")
    with pytest.raises(IndexNotFound, match="searchkit index PATH"):
        index_to_read(None)  # These seeds are not ours.
    (here / "seeds" / ".searchkit-seeds").write_text("searchkit seeds")
    assert index_to_read(None) == Place("index", just_built=True)
    assert "a sample of 1 statements" in capsys.readouterr().err
    assert index_to_read(None) == Place("index")
    assert capsys.readouterr().err == ""


def test_a_name_of_no_kind_is_refused_where_it_is_opened(here: Path) -> None:
    place = index_to_read("opensearch://vellmark")
    with pytest.raises(InvalidArgument):
        searchkit.open(place.address)
