"""A model runs the same way each time, or is refused with one clear error."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

import searchkit
from searchkit import ModelError
from searchkit.meaning.building import build_vectors
from searchkit.meaning.model import MODEL, TOKENIZER, SentenceModel, digest_of, rounded
from searchkit.meaning.nearness import added, cosines
from searchkit.meaning.places import model_folder, open_model
from tests.meaning.conftest import STATEMENTS


def cosine(model: SentenceModel, one: str, other: str) -> float:
    return float(cosines(model.vector(one), model.vector(other)[None])[0])


def test_near_texts_are_near(model_folder: Path) -> None:
    model = SentenceModel(model_folder)
    assert model.dimensions == 384
    assert cosine(model, "foreign aid", "overseas aid") > 0.8
    assert cosine(model, "foreign aid", "dairy farming") < 0.4
    assert cosine(model, "harbour", "harbour") == 1.0


def test_a_vector_is_the_same_every_time_and_in_every_thread(model_folder: Path) -> None:
    model, again = SentenceModel(model_folder), SentenceModel(model_folder)
    texts = [f"{one.title}. {one.body}" * 3 for one in STATEMENTS]
    wanted = [model.vector(text).tobytes() for text in texts]
    assert [again.vector(text).tobytes() for text in texts] == wanted
    found: list[list[bytes]] = []

    def run() -> None:
        found.append([model.vector(text).tobytes() for text in texts])

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 4


@pytest.mark.parametrize("text", ["", " ", "\0", "漢字", "x" * 100_000, "\ud800"])
def test_any_text_has_a_vector(model_folder: Path, text: str) -> None:
    assert SentenceModel(model_folder).vector(text).shape == (384,)


def test_searching_by_it(tmp_path: Path, model_folder: Path) -> None:
    index = tmp_path / "index"
    searchkit.build(STATEMENTS, index)
    build_vectors(index, open_model(model_folder))
    with searchkit.open(index) as archive:
        answer = archive.search("harbour vessel", any_word=True, meaning=model_folder)
        assert answer.total == 4
        assert answer[0].id == STATEMENTS[1].id  # A boat.
        again = archive.search("harbour vessel", any_word=True, meaning=str(model_folder))
        assert [(h.id, h.score) for h in again] == [(h.id, h.score) for h in answer]


def test_an_altered_model_is_refused(tmp_path: Path, model_folder: Path) -> None:
    index, altered = tmp_path / "index", tmp_path / "altered"
    searchkit.build(STATEMENTS, index)
    build_vectors(index, open_model(model_folder))
    shutil.copytree(model_folder, altered)
    tokenizer = json.loads((altered / TOKENIZER).read_text("utf-8"))
    tokenizer["normalizer"]["lowercase"] = False
    (altered / TOKENIZER).write_text(json.dumps(tokenizer), "utf-8")
    with searchkit.open(index) as archive, pytest.raises(ModelError) as caught:
        archive.search("harbour", meaning=altered)
    said = str(caught.value)
    assert said.startswith(f"{altered}: is not the model that the vectors of this index")
    assert "`searchkit index --meaning --model DIR PATH`" in said


def test_a_model_that_is_cut_short_is_refused(tmp_path: Path, model_folder: Path) -> None:
    shutil.copytree(model_folder, tmp_path / "model")
    content = (tmp_path / "model" / MODEL).read_bytes()
    (tmp_path / "model" / MODEL).write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError, match="no model that ONNX Runtime can run"):
        SentenceModel(tmp_path / "model")


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b"[" * 100_000])
def test_a_tokenizer_that_is_none_is_refused(
    tmp_path: Path, model_folder: Path, content: bytes
) -> None:
    shutil.copytree(model_folder, tmp_path / "model")
    (tmp_path / "model" / TOKENIZER).write_bytes(content)
    with pytest.raises(ModelError, match="is no tokenizer"):
        SentenceModel(tmp_path / "model")


def test_a_model_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        SentenceModel(tmp_path / "nowhere")
    said = str(caught.value)
    assert str(tmp_path / "nowhere" / MODEL) in said
    assert "`searchkit model fetch`" in said


def test_where_the_model_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEARCHKIT_MODEL", raising=False)
    assert model_folder_of(None).name == "model"
    monkeypatch.setenv("SEARCHKIT_MODEL", str(tmp_path / "one"))
    assert model_folder_of(None) == tmp_path / "one"
    assert model_folder_of(tmp_path / "two") == tmp_path / "two"


model_folder_of = model_folder
del model_folder  # It is a fixture here.


def test_digests_tell_models_apart() -> None:
    digests = {digest_of(*parts) for parts in [(b"a", b"b"), (b"b", b"a"), (b"ab", b"")]}
    assert len(digests) == 3


def test_vectors_are_rounded_directions() -> None:
    found = rounded(np.array([0.5, -1.0, 0.001, 0.0]))
    assert (found.dtype, found.tolist()) == (np.int8, [64, -127, 0, 0])
    for wrong in ([0.0, 0.0], [np.nan, 1.0], [np.inf, 1.0]):
        assert rounded(np.array(wrong)).tolist() == [0, 0]


def test_cosines() -> None:
    rows = np.array([[127, 0], [0, 127], [-127, 0], [127, 127], [0, 0]], np.int8)
    found = cosines(np.array([127, 0], np.int8), rows)
    assert found.tolist() == pytest.approx([1.0, 0.0, -1.0, 0.5**0.5, 0.0])
    gains = added(found, 10.0)
    assert (gains >= 0).all()
    assert gains[0] == gains.max() > gains[3] > gains[1] == 0
