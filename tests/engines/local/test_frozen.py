"""Every index that a released format wrote is answered as it was, for ever (tests/frozen)."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import searchkit
from searchkit.model.errors import IncompatibleIndex
from searchkit.segment.reader import Segment
from searchkit.storage.container import FORMAT_VERSION
from searchkit.storage.manifest import MANIFEST

FROZEN = Path(__file__).resolve().parents[2] / "frozen"
OURS = FROZEN / str(FORMAT_VERSION)
OTHERS = sorted(path for path in FROZEN.iterdir() if path.name.isdecimal() and path != OURS)


@pytest.fixture(scope="module")
def make() -> ModuleType:
    """The script that made them."""
    spec = importlib.util.spec_from_file_location("frozen_make", FROZEN / "make.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The frozen index of our format, as if it were of our tokeniser, Unicode and stemmer:
    its words are the same in all of them.
    """
    manifest = json.loads((OURS / "index" / MANIFEST).read_text(encoding="utf-8"))
    recorded = manifest["content"]["versions"]
    monkeypatch.setattr("searchkit.engines.local.opening.versions", lambda: recorded)
    return OURS / "index"


def test_our_format_is_frozen() -> None:
    assert (OURS / "answers.json").is_file(), (
        f"format {FORMAT_VERSION} has no frozen index: `python tests/frozen/make.py` makes it, "
        "once, before the release"
    )
    names = sorted(path.name for path in (OURS / "index").iterdir())
    assert MANIFEST in names
    # Several segments and deleted statements: all that a folder can hold.
    assert sum(name.startswith("segment-") for name in names) == 2
    assert sum(name.startswith("tombstones-") for name in names) == 1


def test_it_is_whole_and_gives_what_its_texts_give(index: Path) -> None:
    with searchkit.open(index, verify=True) as archive:
        found = archive.check(deep=True)
    assert (found.statements, found.total) == (42, 0)


def test_it_answers_as_it_did(index: Path, make: ModuleType) -> None:
    golden: dict[str, Any] = json.loads((OURS / "answers.json").read_text(encoding="utf-8"))
    with searchkit.open(index) as archive:
        found = json.loads(json.dumps(make.answers(archive)))
    assert list(found["queries"]) == list(make.QUERIES)
    for part in ("statements", "ministers", "portfolios"):
        assert found[part] == golden[part]
    assert found["queries"].keys() == golden["queries"].keys()
    for text, answer in golden["queries"].items():
        assert found["queries"][text] == answer, text


def test_one_with_fields_of_its_own_answers_as_it_did(
    make: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = OURS / make.ABROAD
    manifest = json.loads((folder / "index" / MANIFEST).read_text(encoding="utf-8"))
    recorded = manifest["content"]["versions"]
    monkeypatch.setattr("searchkit.engines.local.opening.versions", lambda: recorded)
    golden = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    with searchkit.open(folder / "index", verify=True) as archive:
        found = json.loads(json.dumps(make.answers_abroad(archive)))
        assert archive.check(deep=True).total == 0
    assert found == golden
    totals = {text: answer["total"] for text, answer in golden["queries"].items()}
    assert sum(map(bool, totals.values())) > len(totals) * 0.7, totals


def test_its_records_are_packed_with_a_dictionary() -> None:
    for path in (OURS / "index").glob("segment-*.sk"):
        [dictionary] = Segment(path).records.dictionaries
        assert len(dictionary) > 1_000


def test_the_answers_say_something() -> None:
    golden = json.loads((OURS / "answers.json").read_text(encoding="utf-8"))
    found = [answer["total"] for answer in golden["queries"].values()]
    assert sum(map(bool, found)) > len(found) * 0.8
    assert any(answer["matches"] for answer in golden["queries"].values())


def test_an_index_of_another_tokeniser_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = json.loads((OURS / "index" / MANIFEST).read_text(encoding="utf-8"))
    recorded = manifest["content"]["versions"]
    later = recorded | {"tokeniser": "searchkit-99"}
    monkeypatch.setattr("searchkit.engines.local.opening.versions", lambda: later)
    with pytest.raises(IncompatibleIndex, match=recorded["tokeniser"]) as caught:
        searchkit.open(OURS / "index")
    assert "searchkit-99" in str(caught.value)
    assert "searchkit index" in str(caught.value)


def test_a_writer_goes_on_with_it(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(index, tmp_path / "index")
    recorded = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))["content"]["versions"]
    for module in ("previous", "commit"):
        monkeypatch.setattr(f"searchkit.indexing.{module}.versions", lambda: recorded)
    new = searchkit.Statement(id="vm/new.md", title="Zebra", body="A zebra at the harbour.")
    with searchkit.open(copy) as archive:
        before = archive.count("harbour")
        with archive.writer() as writer:
            writer.add(new)
        assert archive.refresh()
        assert (archive.count("zebra"), archive.count("harbour")) == (1, before + 1)
        assert archive.check(deep=True).total == 0


@pytest.mark.parametrize("folder", OTHERS, ids=lambda path: path.name)
def test_another_format_is_refused_by_its_number(folder: Path) -> None:
    with pytest.raises(IncompatibleIndex, match=f"was written in format {folder.name}") as caught:
        searchkit.open(folder / "index")
    assert "searchkit index" in str(caught.value)


def test_a_frozen_index_is_never_made_again(make: ModuleType) -> None:
    before = {path: path.read_bytes() for path in OURS.rglob("*") if path.is_file()}
    assert before  # Or the script would make it here.
    with pytest.raises(SystemExit, match="never made again"):
        make.main()
    assert {path: path.read_bytes() for path in OURS.rglob("*") if path.is_file()} == before
