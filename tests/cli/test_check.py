"""`searchkit check`: what it prints about a sound index and about damaged ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from searchkit.engines.local import checking
from searchkit.segment.postings.frequencies import BODY_BITS
from searchkit.storage.container import Container
from tests.support import damaged_index as damaged
from tests.support.command_line import Result, call, run_in_terminal


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with the tiny index as `index`."""
    damaged.build(tmp_path / "index")
    return tmp_path


def check(folder: Path, *arguments: str) -> Result:
    return call(folder, "check", *arguments, name="searchkit")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((), "every checksum is right"), (("--deep",), "its texts give what it says")],
)
def test_a_sound_index(own: Path, arguments: tuple[str, ...], said: str) -> None:
    result = check(own, *arguments)
    assert (result.code, result.err) == (0, "")
    assert result.out == f"index: 3 statements, {said}\n"


@pytest.mark.parametrize("arguments", [(), ("--deep",)])
def test_a_flipped_bit(own: Path, arguments: tuple[str, ...]) -> None:
    path = damaged.segment_of(own / "index")
    start = Container(path)._sections["position"][1]
    with path.open("r+b") as file:
        file.seek(start)
        (byte,) = file.read(1)
        os.pwrite(file.fileno(), bytes([byte ^ 1]), start)
    result = check(own, *arguments)
    assert (result.code, result.out) == (2, "")
    assert f"index/{path.name}: is damaged in section 'position'" in result.err
    assert "Build the index again with `searchkit index --rebuild PATH`" in result.err


def wrong_frequencies(index: Path) -> Path:
    """Right checksums, every invariant holds, and the postings are wrong."""
    values = Container(damaged.segment_of(index)).array("posting.frequency").copy()
    values[values == 1] = 1 << BODY_BITS  # Not once in the body, but in the title.
    return damaged.tamper(index, {"posting.frequency": values})


def test_only_deep_finds_what_its_texts_do_not_give(own: Path) -> None:
    path = wrong_frequencies(own / "index")
    assert check(own).code == 0
    result = check(own, "--deep")
    assert result.code == 2
    first, *_ = rows = result.out.splitlines()
    assert len(rows) == 3
    assert first.startswith(f"{path.name}: v/a.md: posting.frequency: has a word another number")
    assert "index: is not what its stored texts give. Build the index again" in result.err
    assert "Traceback" not in result.err


def test_a_long_list_is_cut_and_says_so(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong_frequencies(own / "index")
    monkeypatch.setattr(checking, "MAX_LISTED", 2)
    rows = check(own, "--deep").out.splitlines()
    assert len(rows) == 3
    assert rows[-1] == "and 1 more"


def test_a_bar_in_a_terminal(own: Path) -> None:
    result = run_in_terminal(own, "check", "--deep", name="searchkit")
    assert result.code == 0
    assert "Comparing" in result.out
    assert "3/3" in result.out
