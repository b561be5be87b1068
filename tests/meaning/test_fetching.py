"""A fetched model is the one that is pinned, or nothing of it is kept.

The network is not tested: what it would bring is written by the tests.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from searchkit import ModelError
from searchkit.meaning import fetching
from searchkit.meaning.fetching import FILES, Download, Pinned, fetch_model
from searchkit.meaning.model import MODEL, TOKENIZER

CONTENTS = {"onnx/model.onnx": b"a model", "tokenizer.json": b"a tokenizer"}


@pytest.fixture
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other files in the place of the real ones."""
    files = tuple(
        Pinned(one.name, one.remote, hashlib.sha256(CONTENTS[one.remote]).hexdigest())
        for one in FILES
    )
    monkeypatch.setattr(fetching, "FILES", files)


def bringing(contents: dict[str, bytes]) -> Download:
    def download(remote: str, folder: Path) -> Path:
        path = folder / remote
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents[remote])
        return path

    return download


def refusing(remote: str, folder: Path) -> Path:
    raise AssertionError(f"{remote} was asked for")


def test_a_model_is_fetched_once(tmp_path: Path, pinned: None) -> None:
    folder = tmp_path / "deep" / "model"
    assert fetch_model(folder, bringing(CONTENTS))
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert found == {MODEL: b"a model", TOKENIZER: b"a tokenizer"}
    assert not fetch_model(folder, refusing)


@pytest.mark.parametrize("wrong", CONTENTS)
def test_another_file_is_not_kept(tmp_path: Path, pinned: None, wrong: str) -> None:
    (tmp_path / MODEL).write_bytes(b"before")
    with pytest.raises(ModelError) as caught:
        fetch_model(tmp_path, bringing(CONTENTS | {wrong: b"another"}))
    assert wrong in str(caught.value)
    assert "Nothing of it was kept" in str(caught.value)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {MODEL: b"before"}


def test_a_folder_that_cannot_be_written(tmp_path: Path, pinned: None) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ModelError, match="can't be kept here"):
        fetch_model(tmp_path / "file", bringing(CONTENTS))


def test_what_is_pinned_is_whole() -> None:
    assert [one.name for one in FILES] == [MODEL, TOKENIZER]
    assert all(len(one.digest) == 64 and int(one.digest, 16) for one in FILES)
    assert len(fetching.COMMIT) == 40
