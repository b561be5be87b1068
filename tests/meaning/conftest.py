"""What the tests of meaning share: indexes with vectors, of a stand-in for a model."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchkit
from searchkit import Archive, Statement
from searchkit.meaning.building import build_vectors
from tests.support.sentence_models import WordModel, real_model


def statement(number: int, title: str, body: str) -> Statement:
    return Statement(id=f"vm/{number:03d}.md", title=title, body=body)


STATEMENTS = (
    statement(1, "A ferry for the islands", "The harbour will have a new ferry in June."),
    statement(2, "A boat for the islands", "The harbour will have a new boat in June."),
    statement(3, "Wheat prices", "Wheat is dear at the harbour, said nobody of a ferry."),
    statement(4, "The harbour levy", "The levy at the harbour of Oster ends in the new year."),
    statement(5, "Observatory", "The observatory counted its visitors."),
)


@pytest.fixture
def model() -> WordModel:
    return WordModel()


@pytest.fixture
def by_words(monkeypatch: pytest.MonkeyPatch, model: WordModel) -> WordModel:
    """The stand-in in the place of whatever model a search would open."""
    from searchkit.engines.local import by_meaning

    monkeypatch.setattr(by_meaning, "open_model", lambda folder, digest: model)
    return model


@pytest.fixture
def index(tmp_path: Path, model: WordModel) -> Path:
    """An index with vectors."""
    searchkit.build(STATEMENTS, tmp_path / "index")
    build_vectors(tmp_path / "index", model, processes=1)  # type: ignore[arg-type]
    return tmp_path / "index"


@pytest.fixture
def archive(index: Path, by_words: WordModel) -> Archive:
    return searchkit.open(index)


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a real model; skips without it."""
    return real_model(tmp_path_factory.mktemp("model"))
