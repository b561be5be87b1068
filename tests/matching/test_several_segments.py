"""An index of several segments answers as one of one segment does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit import Answer, Archive
from tests.support.hypothesis_settings import examples
from tests.support.three_indexes import Collection
from tests.support.vellmark import crowd, many

STATEMENTS = [*many(200, seed=3), *crowd()]


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return Collection(STATEMENTS, tmp_path_factory.mktemp("one"))


@pytest.fixture(scope="module", params=[(40, 1), (7, 3_000)])
def several(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    directory: Path = tmp_path_factory.mktemp("several")
    statements, tokens = request.param
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searchkit.indexing.chunks.CHUNK_STATEMENTS", statements)
        patch.setattr("searchkit.indexing.policy.MAX_WORDS", tokens)
        searchkit.build(STATEMENTS, directory)
    with searchkit.open(directory) as archive:
        assert archive.info().segments > 2
        yield archive


def plain(answer: Answer) -> dict[str, Any]:
    """An answer as plain values, without its scores and its time."""
    values = answer.to_json()
    del values["took_ms"]
    for hit in [*values["hits"], *values["also"]]:  # type: ignore[misc]
        del hit["score"], hit["explain"]
    return values


def check(one: Archive, several: Archive, query: Any, **arguments: Any) -> None:
    expected = one.search(query, facets=True, **arguments)
    found = several.search(query, facets=True, **arguments)
    assert plain(found) == plain(expected)
    for ours, theirs in zip([*found, *found.also], [*expected, *expected.also], strict=True):
        assert ours.score == pytest.approx(theirs.score, abs=1e-9)
        assert ours.title_highlights == theirs.title_highlights
        assert ours.copies == theirs.copies
        assert parts(ours.explain) == pytest.approx(parts(theirs.explain), abs=1e-9)


def parts(explained: Any) -> list[float]:
    return [part["score"] for part in explained["parts"]] if explained else []


TEXTS = [
    "harbour",
    "the",
    "the of and",
    '"the harbour"',
    '"of the" OR fish*',
    "harbour ferry",
    "harbour ferry lake",
    "title:the harbour",
    "title:harb*",
    "kaldby -the",
    "-the",
    "minister:brannigan treaty",
    "date:unknown",
    "since:2000 until:2005 the",
    "harbour nowhere fish",
    "",
    "the OR of OR a OR and OR harbour",
    "nowhere",
]


@pytest.mark.parametrize("text", TEXTS)
def test_same_answer(one: Collection, several: Archive, text: str) -> None:
    for arguments in (
        {"limit": 500, "snippets": False},
        {"limit": 500, "snippets": False, "copies": "all"},
        {"limit": 10, "explain": True},
        {"limit": 10, "offset": 7},
        {"limit": 20, "sort": "newest"},
        {"limit": 20, "sort": "oldest"},
        {"limit": 10, "any_word": True},
        {"limit": 10, "minister": ["okoro", "brannigan"], "since": 2001},
    ):
        check(one.archive, several, text, **arguments)


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("text", TEXTS)
def test_same_stream(one: Collection, several: Archive, text: str, sort: str) -> None:
    found = [hit.id for hit in several.stream(text, sort=sort)]
    assert found == [hit.id for hit in one.archive.stream(text, sort=sort)]
    assert len(found) == several.count(text) == one.archive.count(text)


@examples(40)
@given(data=st.data())
def test_same_answer_to_any_tree(one: Collection, several: Archive, data: st.DataObject) -> None:
    check(one.archive, several, data.draw(one.trees), limit=60)


def test_same_statements_and_texts(one: Collection, several: Archive) -> None:
    for statement in STATEMENTS[::17]:
        assert several.statement(statement.id) == one.archive.statement(statement.id)
        assert several.text(statement.id) == one.archive.text(statement.id)
    mine, theirs = several.info(), one.archive.info()
    assert mine.statements == theirs.statements == len(STATEMENTS)
    assert mine.words == theirs.words
    assert (mine.first_date, mine.last_date) == (theirs.first_date, theirs.last_date)
    assert mine.unknown_dates == theirs.unknown_dates
