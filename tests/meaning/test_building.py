"""Vectors are those of the statements that are there, whatever happened before."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import searchkit
from searchkit import CorruptIndex, Statement
from searchkit.meaning import building
from searchkit.meaning.building import Meant, build_vectors, content_number, meant_text
from searchkit.meaning.vectors import Content, open_vectors
from searchkit.schema.analysis import versions
from searchkit.storage.manifest import read_manifest
from tests.meaning.conftest import STATEMENTS, statement
from tests.support.building import build, generation, ids
from tests.support.failing_disks import FailingDisk, Stopped
from tests.support.sentence_models import WordModel

NEW = statement(6, "Fees", "The fee for wheat.")


def vectors(index: Path) -> Content:
    return open_vectors(index, read_manifest(index, versions()))


def make(index: Path, model: Any, **options: Any) -> Meant:
    return build_vectors(index, model, **{"processes": 1} | options)


def write(index: Path, *add: Statement, remove: tuple[str, ...] = ()) -> None:
    with searchkit.open(index) as archive, archive.writer() as writer:
        for one in add:
            writer.add(one)
        for name in remove:
            writer.remove(name)


def test_each_statement_has_its_vector(index: Path, model: WordModel) -> None:
    found = vectors(index)
    assert (found.model, len(found)) == ("words", len(STATEMENTS))
    for one in STATEMENTS:
        text = meant_text(one.title, one.body)
        (row,) = np.flatnonzero(found.texts == np.uint64(content_number(text)))
        assert np.array_equal(found.vectors[row], model.vector(text))


def test_nothing_is_done_twice(index: Path, model: WordModel) -> None:
    before, given = generation(index), len(model.given)
    assert make(index, model)[:3] == (0, 5, 0)
    assert generation(index) == before
    assert len(model.given) == given


def test_an_update_makes_what_is_new_and_forgets_what_is_gone(
    index: Path, model: WordModel
) -> None:
    changed = replace(STATEMENTS[0], body="Nothing about ferries any more.")
    write(index, changed, NEW, remove=(STATEMENTS[4].id,))
    assert len(vectors(index)) == 5  # Those of contents that were there.
    model.given.clear()
    assert make(index, model)[:3] == (2, 3, 2)
    assert sorted(model.given) == sorted(meant_text(o.title, o.body) for o in (changed, NEW))
    fresh = index.parent / "fresh"
    searchkit.build([changed, *STATEMENTS[1:4], NEW], fresh)
    make(fresh, WordModel())
    (one,), (two,) = index.glob("vectors-*"), fresh.glob("vectors-*")
    assert one.read_bytes() == two.read_bytes()


def test_removing_is_published_by_itself(index: Path, model: WordModel) -> None:
    write(index, remove=(STATEMENTS[0].id,))
    assert make(index, model)[:3] == (0, 4, 1)
    assert len(vectors(index)) == 4


def test_a_rebuilt_index_has_none(index: Path, tmp_path: Path) -> None:
    searchkit.build(STATEMENTS, index)  # The whole content, but of the same index.
    assert read_manifest(index, versions()).vectors is not None
    file = tmp_path / "releases" / "a.md"
    file.parent.mkdir()
    file.write_text("A\n\nBody.\n")
    build(index, file.parent, rebuild=True)
    assert read_manifest(index, versions()).vectors is None
    assert not list(index.glob("vectors-*"))


def test_equal_texts_are_read_once(tmp_path: Path, model: WordModel) -> None:
    twins = [replace(STATEMENTS[0], id=f"vm/{name}.md", extra={"n": name}) for name in "ab"]
    searchkit.build(twins, tmp_path / "index")
    assert make(tmp_path / "index", model).made == 2
    assert model.given.count(meant_text(twins[0].title, twins[0].body)) == 1


def test_another_model_makes_all_anew(index: Path) -> None:
    assert make(index, WordModel("other"))[:3] == (5, 0, 0)
    assert vectors(index).model == "other"


def test_a_run_that_was_cut_short_is_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "AT_ONCE", 2)
    index = tmp_path / "index"
    searchkit.build(STATEMENTS, index)

    class Breaking(WordModel):
        def vector(self, text: str) -> Any:
            if len(self.given) == 4:
                raise KeyboardInterrupt
            return super().vector(text)

    broken = Breaking()
    with pytest.raises(KeyboardInterrupt):
        make(index, broken)
    assert 2 <= len(vectors(index)) < 5
    had = len(vectors(index))
    model = WordModel()
    assert make(index, model).made == 5 - had
    texts = {meant_text(one.title, one.body) for one in STATEMENTS}
    assert len([text for text in model.given if text in texts]) == 5 - had
    assert len(vectors(index)) == 5


@pytest.mark.parametrize("processes", [2, 5])
def test_the_number_of_processes_changes_no_byte(
    tmp_path: Path, index: Path, processes: int
) -> None:
    other = tmp_path / "other"
    searchkit.build(STATEMENTS, other)
    make(other, WordModel(), processes=processes)
    (one,), (two,) = index.glob("vectors-*"), other.glob("vectors-*")
    assert one.read_bytes() == two.read_bytes()


def test_segments_change_no_byte(tmp_path: Path, index: Path) -> None:
    other = tmp_path / "other"
    searchkit.build(STATEMENTS[:2], other)
    for one in STATEMENTS[2:]:
        write(other, one)
    make(other, WordModel())
    (one_file,), (two_file,) = index.glob("vectors-*"), other.glob("vectors-*")
    assert one_file.read_bytes() == two_file.read_bytes()


def test_the_statements_stay_as_they_were(tmp_path: Path, index: Path) -> None:
    plain = tmp_path / "plain"
    searchkit.build(STATEMENTS, plain)
    name = "segment-00000001-0000.sk"
    assert (plain / name).read_bytes() == (index / name).read_bytes()
    assert "vectors" not in (plain / "manifest.json").read_text()


@pytest.mark.parametrize("error", [Stopped, lambda: OSError(errno.EIO, "broken")])
@pytest.mark.parametrize("after", [False, True])
def test_whatever_fails_the_index_is_there(
    index: Path, model: WordModel, error: Callable[[], BaseException], after: bool
) -> None:
    """Each operation of the disk fails once: the vectors are the old ones or the new."""
    write(index, NEW)
    everything = [one.id for one in (*STATEMENTS, NEW)]
    for number in range(100):
        disk = FailingDisk(number, error, after=after)
        try:
            make(index, model, disk=disk)
        except (searchkit.SearchkitError, Stopped):
            assert ids(index) == everything
            assert len(vectors(index)) in (5, 6)
        else:
            break
    else:
        raise AssertionError("it never succeeded")
    assert number > 10
    assert len(vectors(index)) == 6


def test_damaged_vectors_are_found_and_made_anew(index: Path, model: WordModel) -> None:
    (file,) = index.glob("vectors-*")
    content = bytearray(file.read_bytes())
    content[-400] ^= 1
    file.write_bytes(content)
    with searchkit.open(index) as archive, pytest.raises(CorruptIndex) as caught:
        archive.check()
    assert str(file) in str(caught.value)
    assert "searchkit index --meaning" in str(caught.value)
    assert make(index, model).made == 5
    with searchkit.open(index) as archive:
        archive.check(deep=True)


def test_vectors_that_are_gone_concern_only_who_asks(index: Path, model: WordModel) -> None:
    (file,) = index.glob("vectors-*")
    file.unlink()
    with searchkit.open(index) as archive:
        assert archive.count("harbour") == 4
        with pytest.raises(CorruptIndex):
            archive.check()
        with pytest.raises(CorruptIndex):
            archive.search("harbour", meaning=True)
    assert make(index, model).made == 5


def test_the_size_is_said(index: Path) -> None:
    (file,) = index.glob("vectors-*")
    with searchkit.open(index) as archive:
        assert archive.info().sizes["vectors"] == file.stat().st_size
