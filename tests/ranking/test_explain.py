"""The parts of an explanation add up to the score, for every hit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Answer, Hit
from tests.support.hypothesis_settings import examples
from tests.support.three_indexes import Collection

QUERIES = [
    "harbour",
    "the",
    "the of and in a",
    "the OR of OR a OR and OR in OR harbour",
    '"the harbour"',
    '"of the" lake OR "the of"',
    "harbour ferry nowhere lake",
    "title:harbour title:the lake",
    "harb* the*",
    "the the the",
    "harbour -lake minister:okoro",
    "",
    "-the",
]


def check(hit: Hit) -> None:
    explained: Any = hit.explain
    assert explained["score"] == hit.score
    parts = explained["parts"]
    assert sum(part["score"] for part in parts) == pytest.approx(hit.score, abs=1e-9)
    for part in parts:
        if "term" in part:
            assert set(part) == {"term", "in_title", "in_body", "idf", "score"}
            assert (part["score"] > 0) == (part["in_title"] + part["in_body"] > 0)
        elif "lede" in part or "title" in part:
            assert set(part) in ({"lede", "score"}, {"title", "score"})
            assert part["score"] > 0
        else:
            assert set(part) == {"near", "score"}
            assert part["score"] > 0
            assert len(part["near"]) == 2


def check_all(answer: Answer) -> None:
    for hit in [*answer, *answer.also]:
        check(hit)


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("any_word", [False, True])
def test_parts_add_up(hundreds: Collection, text: str, any_word: bool) -> None:
    answer = hundreds.archive.search(text, limit=400, explain=True, any_word=any_word)
    check_all(answer)
    # Exactly the same ranking, whether explained or not.
    unexplained = hundreds.archive.search(text, limit=400, any_word=any_word)
    assert [(h.id, h.score) for h in answer] == [(h.id, h.score) for h in unexplained]
    assert all(hit.explain is None for hit in unexplained)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_nothing_to_explain_without_ranking(hundreds: Collection, sort: str) -> None:
    for hit in hundreds.archive.search("harbour ferry", sort=sort, explain=True):
        assert hit.score == 0
        assert hit.explain == {"score": 0.0, "parts": []}


@examples(80)
@given(data=st.data())
def test_parts_add_up_for_any_tree(hundreds: Collection, data: st.DataObject) -> None:
    check_all(hundreds.archive.search(data.draw(hundreds.trees), limit=40, explain=True))


@pytest.mark.parametrize("text", ["harbour ferry", "harbour OR ferry"])
def test_parts_add_up_behind_the_window_of_nearness(crowd: Collection, text: str) -> None:
    answer = crowd.archive.search(text, limit=300, explain=True, copies="all")
    assert len(answer) == 255
    check_all(answer)
    parts: list[Any] = [hit.explain["parts"] for hit in answer if hit.explain]
    assert "near" in parts[0][-1]
    assert "near" not in parts[-1][-1]


def test_parts_say_what_was_written(hundreds: Collection) -> None:
    answer = hundreds.archive.search(
        "HARBOUR “of the” Fish* title:the", explain=True, any_word=True
    )
    explained: Any = answer[0].explain
    terms = [part["term"] for part in explained["parts"] if "term" in part]
    assert terms == ["HARBOUR", '"of the"', "Fish*", "title:the"]


def test_counts_are_those_of_the_statement(hundreds: Collection) -> None:
    documents = {document.id: document for document in hundreds.documents}
    for hit in hundreds.archive.search("harbour", explain=True, limit=30):
        explained: Any = hit.explain
        part, *_ = explained["parts"]
        stems = documents[hit.id].stems
        assert part["in_title"] == stems["title"].count("harbour")
        assert part["in_body"] == stems["body"].count("harbour")
