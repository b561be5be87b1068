"""Meaning changes the order of what matches, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit import Answer, Archive, InvalidArgument, ModelError
from searchkit.engines.local import by_meaning
from searchkit.engines.local.by_meaning import asked_text
from searchkit.meaning.building import build_vectors
from searchkit.meaning.nearness import WINDOW
from searchkit.query.language.parser import parse
from tests.meaning.conftest import STATEMENTS, statement
from tests.support.hypothesis_settings import examples
from tests.support.sentence_models import WordModel
from tests.support.vellmark import many

COMMON = "the of and in a harbour lake grain ferry"


def ids(answer: Answer) -> list[str]:
    return [hit.id for hit in answer]


def notes(answer: Answer) -> list[str]:
    return [note.message for note in answer.notes if note.code == "meaning"]


def test_what_means_the_same_comes_first(tmp_path: Path, by_words: WordModel) -> None:
    ships = statement(10, "Harbour news", "A harbour of boats and a ship.")
    grain = statement(11, "Harbour news", "A harbour of stones and a wall.")
    searchkit.build([ships, grain], tmp_path / "index")
    build_vectors(tmp_path / "index", by_words)  # type: ignore[arg-type]
    with searchkit.open(tmp_path / "index") as archive:
        plain = archive.search("harbour OR ferry", explain=True)
        meant = archive.search("harbour OR ferry", meaning=True, explain=True)
    assert plain[0].score == plain[1].score
    assert meant[0].id == ships.id
    assert meant[0].score > meant[1].score
    assert notes(meant) == [f"the best {WINDOW} are ordered by words and by meaning"]
    assert notes(plain) == []


def parts_of(hit: Any) -> list[dict[str, Any]]:
    return list(hit.explain["parts"])


def test_the_parts_add_up(archive: Archive) -> None:
    for query in ("harbour ferry", "levy harbour nowhere", "the OR boat", '"new ferry" harbour'):
        for any_word in (False, True):
            answer = archive.search(query, any_word=any_word, meaning=True, explain=True)
            for hit in [*answer, *answer.also]:
                total = sum(part["score"] for part in parts_of(hit))
                assert total == pytest.approx(hit.score, abs=1e-9)
    (answer, *_) = archive.search("ferry", meaning=True, explain=True)
    assert [part["meaning"] for part in parts_of(answer) if "meaning" in part] == ["near the query"]


@pytest.fixture(scope="module")
def many_statements(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """400 statements, more than the window; with vectors."""
    folder = tmp_path_factory.mktemp("many")
    searchkit.build(many(400, seed=5), folder)
    model = WordModel()
    build_vectors(folder, model)  # type: ignore[arg-type]
    patch = pytest.MonkeyPatch()
    patch.setattr(by_meaning, "open_model", lambda folder, digest: model)
    with searchkit.open(folder) as archive:
        yield archive
    patch.undo()


WORDS = st.lists(
    st.sampled_from(["harbour", "ferry", "lake", "the", "of", "grain", "-levy", '"the harbour"']),
    min_size=1,
    max_size=4,
).map(" ".join)


@examples(60)
@given(query=WORDS, any_word=st.booleans())
def test_nothing_but_the_order_changes(many_statements: Any, query: str, any_word: bool) -> None:
    plain = many_statements.search(query, any_word=any_word, limit=None, facets=True)
    meant = many_statements.search(query, any_word=any_word, limit=None, facets=True, meaning=True)
    assert (plain.total, plain.facets, plain.interpreted) == (
        meant.total,
        meant.facets,
        meant.interpreted,
    )
    assert sorted(ids(plain)) == sorted(ids(meant))
    assert len(plain.also) == len(meant.also)  # The best of those that match most words.
    shown = {hit.id: hit._replace(score=0.0) for hit in plain}
    assert all(hit._replace(score=0.0) == shown[hit.id] for hit in meant)


@examples(30)
@given(query=WORDS)
def test_pages_and_lists_are_of_one_order(many_statements: Any, query: str) -> None:
    options: dict[str, Any] = {"any_word": True, "meaning": True, "copies": "all"}
    whole = ids(many_statements.search(query, limit=None, **options))
    assert [hit.id for hit in many_statements.stream(query, **options)] == whole
    assert ids(many_statements.search(query, limit=7, offset=5, **options)) == whole[5:12]
    assert whole == ids(many_statements.search(query, limit=None, **options))


def test_what_is_not_among_the_best_stays_behind_them(many_statements: Any) -> None:
    options: dict[str, Any] = {"limit": None, "copies": "all", "any_word": True}
    plain = many_statements.search(COMMON, **options)
    meant = many_statements.search(COMMON, **options, meaning=True)
    assert len(plain) > WINDOW + 20
    last = plain[WINDOW - 1].score
    window = {hit.id for hit in plain if hit.score >= last}
    assert {hit.id for hit in meant[: len(window)]} == window
    assert ids(meant)[len(window) :] == ids(plain)[len(window) :]
    assert ids(meant) != ids(plain)


def test_what_has_no_vector_is_said(index: Path, by_words: WordModel) -> None:
    with searchkit.open(index) as archive:
        with archive.writer() as writer:
            writer.add(statement(9, "Another harbour", "A harbour without a vector."))
        archive.refresh()
        answer = archive.search("harbour", meaning=True)
    assert answer.total == 5
    assert "1 of them have no vector yet" in notes(answer)[0]


@pytest.mark.parametrize("query", ["", "-harbour", "date:2007", "since:2007 -ferry"])
def test_without_words_there_is_nothing_to_go_by(archive: Archive, query: str) -> None:
    answer = archive.search(query, meaning=True)
    assert ids(answer) == ids(archive.search(query))
    assert notes(answer) == []


def test_an_index_without_vectors_says_so(tmp_path: Path, by_words: WordModel) -> None:
    searchkit.build(STATEMENTS, tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive, pytest.raises(ModelError) as caught:
        archive.search("harbour", meaning=True)
    assert "this index has no vectors" in str(caught.value)
    assert "`searchkit index --meaning PATH`" in str(caught.value)


def test_meaning_is_an_order(archive: Archive) -> None:
    for sort in ("newest", "oldest"):
        with pytest.raises(InvalidArgument, match="meaning does not go with sort"):
            archive.search("harbour", meaning=True, sort=sort)
        with pytest.raises(InvalidArgument, match="meaning does not go with sort"):
            archive.stream("harbour", meaning=True, sort=sort)


def test_vectors_of_another_length_are_refused(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    longer = WordModel()
    longer.dimensions = 65
    monkeypatch.setattr(by_meaning, "open_model", lambda folder, digest: longer)
    with searchkit.open(index) as archive, pytest.raises(ModelError, match="have 65 numbers"):
        archive.search("harbour", meaning=True)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("harbour ferry", "harbour ferry"),
        ('"Harbour of Oster" -levy', "Harbour of Oster"),
        ("title:harb* =ACT korae~1 date:2007", "harb ACT korae"),
        ("harbour OR (ferry NEAR/5 boat)", "harbour ferry boat"),
        ('"new (ferry OR boat)" ferry', "new ferry boat"),
        ("-harbour", ""),
    ],
)
def test_the_text_of_a_query(query: str, text: str) -> None:
    assert asked_text(parse(query, {}).tree) == text
