"""Scores against the same arithmetic in plain Python."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Archive
from searchkit.query.language.parser import parse
from searchkit.ranking.bm25f import DEFAULT, inverse_document_frequency
from tests.support.hypothesis_settings import examples
from tests.support.plain_matcher import Document
from tests.support.plain_scores import Scores, leaves
from tests.support.three_indexes import Collection
from tests.support.vellmark import plain

TINY = [
    plain(1, "harbour", "lake lake fish"),
    plain(2, "harbour lake", "ferry"),
    plain(3, "treaty", "lake the the the the the the the"),
    plain(4, "", "the ferry"),
]


def test_one_word_by_hand(archive_of: Callable[..., Archive]) -> None:
    """Every number written out: 3 of 4 statements hold the word "lake"."""
    found = {hit.id: hit.score for hit in archive_of(*TINY).search("lake")}
    c = DEFAULT
    idf = max(math.log(1 + 1.5 / 3.5) - c.common, c.least)
    mean_title, mean_body = (1 + 2 + 1 + 0) / 4, (3 + 1 + 8 + 2) / 4

    def score(title: int, titles: int, body: int, bodies: int) -> float:
        share = c.title_weight * title / (1 - c.b_title + c.b_title * titles / mean_title)
        weighted = share + body / (1 - c.b_body + c.b_body * bodies / mean_body)
        bonus = c.title_bonus * share / (share + c.title_k)
        whole = c.title * min(1, title / titles) ** 2
        return idf * (weighted / (weighted + c.k1) + bonus + c.lede + whole)

    expected = {
        "vm/001.md": score(0, 1, 2, 3),
        "vm/002.md": score(1, 2, 0, 1),
        "vm/003.md": score(0, 1, 1, 8),
    }
    assert found == pytest.approx(expected, rel=1e-6)


def test_rare_word_by_hand(archive_of: Callable[..., Archive]) -> None:
    (hit,) = archive_of(*TINY).search("fish")
    idf = math.log(1 + 3.5 / 1.5) - DEFAULT.common
    weighted = 1 / (1 - DEFAULT.b_body + DEFAULT.b_body * 3 / 3.5)
    expected = idf * (weighted / (weighted + DEFAULT.k1) + DEFAULT.lede)
    assert hit.score == pytest.approx(expected, rel=1e-6)


def test_a_word_of_the_lede_counts_more(archive_of: Callable[..., Archive]) -> None:
    """The same body twice, but for where the one word stands: the 150th, and the 151st."""
    filler = ["of"] * 200
    first, second = ([*filler[:at], "ferry", *filler[at:]] for at in (149, 150))
    archive = archive_of(plain(1, "treaty", " ".join(second)), plain(2, "treaty", " ".join(first)))
    best, other = archive.search("ferry")
    assert (best.id, other.id) == ("vm/002.md", "vm/001.md")
    idf = max(math.log(1 + 0.5 / 2.5) - DEFAULT.common, DEFAULT.least)
    assert best.score - other.score == pytest.approx(DEFAULT.lede * idf)


def test_a_title_that_says_the_query_comes_first(archive_of: Callable[..., Archive]) -> None:
    """Of two titles with all words, the one that says nothing else."""
    archive = archive_of(
        plain(1, "harbour levy and the ferry", "of"),
        plain(2, "harbour levy", "of"),
        plain(3, "treaty", "of harbour levy levy levy"),
    )
    found = archive.search("harbour levy", explain=True)
    assert found[0].id == "vm/002.md"
    parts = [
        part["score"]
        for hit in found
        for part in hit.explain["parts"]  # type: ignore[index, attr-defined]
        if "title" in part
    ]
    idf = sum(
        max(math.log(1 + (3 - n + 0.5) / (n + 0.5)) - DEFAULT.common, DEFAULT.least) for n in (3, 3)
    )
    assert parts == pytest.approx([DEFAULT.title * idf, DEFAULT.title * idf * (2 / 5) ** 2])


@pytest.mark.parametrize(
    ("statements", "matching"), [(1, 1), (10, 0), (10, 1), (10, 9), (10, 10), (50_000, 25_000)]
)
def test_inverse_document_frequency(statements: int, matching: int) -> None:
    found = inverse_document_frequency(statements, matching, DEFAULT)
    raw = math.log(1 + (statements - matching + 0.5) / (matching + 0.5)) - DEFAULT.common
    assert found == pytest.approx(max(raw, DEFAULT.least))
    assert found > 0


def test_rarer_words_weigh_more() -> None:
    idfs = [inverse_document_frequency(1_000, n, DEFAULT) for n in range(1_001)]
    assert idfs == sorted(idfs, reverse=True)


def check(collection: Collection, archive: Archive, tree: Any) -> int:
    """Compare all scores; returns how many there are."""
    expected = Scores(collection.documents, leaves(tree)).ranking(tree)
    found = archive.search(tree, limit=1_000, copies="all", snippets=False, strict=True)
    scores = {hit.id: hit.score for hit in found}
    assert scores == pytest.approx(expected, rel=1e-5, abs=1e-7)
    return len(scores)


TEXTS = [
    "harbour",
    "the",
    "harbour ferry",
    "the of and",
    "lake OR fish OR treaty",
    '"the harbour"',
    '"of the" lake',
    "harb* fish*",
    "title:lake the",
    'title:the OR title:"the of"',
    "harbour -lake",
    "harbour harbour ferry harbour",
    "minister:okoro the",
    "the since:2000 OR of",
    '"the of" OR "of the"',
    "test* test",
    "the OR of OR a OR and OR in",
    "O'Hara AT&T",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_score(hundreds: Collection, text: str) -> None:
    tree = parse(text, hundreds.snapshot.known).tree
    assert check(hundreds, hundreds.archive, tree)


@pytest.mark.parametrize("text", ["harbour ferry", "harbour OR ferry", '"harbour ferry" other'])
def test_nearness_is_counted_for_the_best_only(crowd: Collection, text: str) -> None:
    """More statements match than the window holds, so that the window matters."""
    tree = parse(text, {}).tree
    found = check(crowd, crowd.archive, tree)
    assert found > DEFAULT.window + 20 or "other" in text


def test_the_others_have_near_words_too(crowd: Collection) -> None:
    """Otherwise the test above would prove nothing."""
    *_, last = crowd.archive.search("harbour ferry", limit=300, explain=True, copies="all")
    document = next(d for d in crowd.documents if d.id == last.id)
    scores = Scores(crowd.documents, leaves(parse("harbour ferry", {}).tree))
    assert scores.near(document) > 0
    assert last.score == pytest.approx(scores.base(document), rel=1e-5)


@examples(60)
@given(data=st.data())
def test_scores_of_any_tree(hundreds: Collection, data: st.DataObject) -> None:
    tree = data.draw(hundreds.trees)
    if leaves(tree):
        check(hundreds, hundreds.archive, tree)


def test_nothing_to_rank_scores_nothing(hundreds: Collection) -> None:
    for text in ("", "-the", "date:2001..2010", "minister:okoro"):
        answer = hundreds.archive.search(text, explain=True)
        assert answer.total
        assert {hit.score for hit in answer} == {0.0}
        assert all(hit.explain == {"score": 0.0, "parts": []} for hit in answer)


def test_plain_arithmetic_knows_distance() -> None:
    """The judge itself, on what can be counted on fingers."""
    document = Document(plain(1, "a b", "a x x b a"))
    scores = Scores([document], leaves(parse("a b", {}).tree))
    one, other = scores.leaves
    assert scores._closeness(document, one, other, "title") == 1
    assert scores._closeness(document, one, other, "body") == pytest.approx(1 / 9 + 1)


def test_another_way_to_write_a_word_is_evidence(archive_of: Callable[..., Archive]) -> None:
    """It counts where it stands, but nothing matches by it, and nothing is near it."""
    archive = archive_of(
        plain(1, "levy", "harbour of the fish and the ferry"),
        plain(2, "levy", "harbour of the harbor and the ferry"),
        plain(3, "levy", "harbor of the fish and the ferry"),
    )
    found = archive.search("harbour levy", explain=True, strict=True)
    assert [hit.id for hit in found] == ["vm/002.md", "vm/001.md"]
    assert archive.count("harbour levy") == found.total == 2
    (part,) = [
        part
        for part in found[0].explain["parts"]  # type: ignore[index, attr-defined]
        if part.get("term") == "harbor"
    ]
    idf = max(math.log(1 + (3 - 2 + 0.5) / (2 + 0.5)) - DEFAULT.common, DEFAULT.least)
    share = 1 / (1 - DEFAULT.b_body + DEFAULT.b_body * 7 / 7)
    assert part["score"] == pytest.approx(DEFAULT.evidence * idf * share / (share + DEFAULT.k1))
    assert all("harbor" not in one.get("near", ()) for one in found[0].explain["parts"])  # type: ignore[index, attr-defined]
    # The list and the page have one order.
    assert [hit.id for hit in archive.stream("harbour levy")] == [hit.id for hit in found]


@pytest.mark.parametrize("any_word", [False, True])
def test_an_acronym_is_evidence_of_its_words(
    archive_of: Callable[..., Archive], any_word: bool
) -> None:
    """Two statements spell it out; of two others alike, the one that has it comes first."""
    spelled = "the Harbour Levy Board (HLB) met of it"
    archive = archive_of(
        plain(1, "levy", f"{spelled} again"),
        plain(2, "levy", f"{spelled} today"),
        plain(3, "talks", "harbour and levy and board of ferry"),
        plain(4, "talks", "harbour and levy and board of hlb"),
    )
    found = [hit.id for hit in archive.search("harbour levy board", any_word=any_word)]
    assert found.index("vm/004.md") < found.index("vm/003.md")
    assert len(found) == archive.count("harbour levy board", any_word=any_word) == 4
