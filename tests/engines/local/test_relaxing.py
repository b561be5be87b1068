"""`also`: what matches most words where fewer than a page match all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Archive
from tests.support.hypothesis_settings import examples
from tests.support.plain_matcher import Document
from tests.support.plain_scores import Scores
from tests.support.short_trees import A, M, P, T, X
from tests.support.three_indexes import Collection
from tests.support.vellmark import plain
from tests.support.whoosh_trees import to_whoosh

Make = Callable[..., Archive]


@pytest.fixture(scope="module")
def sheep(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """One statement for each set of the words live, sheep, exports, oster."""
    import searchkit

    terms = ("live", "sheep", "exports", "oster")
    statements = []
    for number in range(16):
        body = ". ".join(word for bit, word in enumerate(terms) if number >> bit & 1)
        statements.append(
            plain(
                number,
                f"Number {number}",
                body,
                date=f"{2000 + number}-01-01",
                ministers=("Hon Orla Brannigan",) if number % 2 else ("Hon Tamsin Okoro",),
            )
        )
    directory = tmp_path_factory.mktemp("sheep")
    searchkit.build(statements, directory)
    return searchkit.open(directory)


def numbers(hits: Any) -> set[int]:
    return {int(hit.id[3:6]) for hit in hits}


def test_most_words(sheep: Archive) -> None:
    answer = sheep.search("live sheep exports oster", limit=20)
    assert numbers(answer) == {15}
    assert answer.total == 1
    # Three of four words: more than half.
    assert numbers(answer.also) == {7, 11, 13, 14}
    assert {int(h.id[3:6]): h.missing for h in answer.also} == {
        7: ("oster",),
        11: ("exports",),
        13: ("sheep",),
        14: ("live",),
    }
    assert all(hit.missing == () for hit in answer)


@pytest.mark.parametrize(
    ("text", "found", "also"),
    [
        ("live sheep", {3, 7, 11, 15}, set()),
        ("live sheep nowhere", set(), {3, 7, 11, 15}),
        ("live nowhere", set(), set()),
        ("live live sheep nowhere", set(), {3, 7, 11, 15}),
        ("live", set(range(1, 16, 2)), set()),
        ("nowhere", set(), set()),
        ("live sheep exports", {7, 15}, {3, 5, 6, 11, 13, 14}),
        ('"live sheep" exports', {7, 15}, {3, 5, 6, 11, 13, 14}),
        ('"sheep live"', set(), {3, 7, 11, 15}),
        ('"sheep live" exports', set(), {3, 5, 6, 7, 11, 13, 14, 15}),
        ("liv* shee* exports", {7, 15}, {3, 5, 6, 11, 13, 14}),
        ("number title:7 sheep", {7}, {2, 3, 6, 10, 11, 14, 15}),
        ("live AND sheep AND exports", {7, 15}, {3, 5, 6, 11, 13, 14}),
        ('"live exports"~1', {5, 13}, {7, 15}),
        ('"live exports"~2', {5, 7, 13, 15}, set()),
        ('"oster live"~9', set(), {9, 11, 13, 15}),
        ('"live (sheep OR exports)" nowhere', set(), {3, 5, 7, 11, 13, 15}),
        ('"nowhere (sheep OR live exports)"~3 live', set(), {3, 5, 7, 11, 13, 15}),
        ("=live sheep~1 e?ports", {7, 15}, {3, 5, 6, 11, 13, 14}),
        # Filters and NOT stay in force.
        ("live sheep exports -oster", {7}, {3, 5, 6}),
        ("live sheep exports minister:okoro", set(), {6, 14}),
        ("live sheep exports since:2010", {15}, {11, 13, 14}),
        ("live sheep exports -date:2011", {7, 15}, {3, 5, 6, 13, 14}),
        ("live sheep exports -(live oster)", {7}, {3, 5, 6, 14}),
        # Only what is made of positive words and phrases is relaxed.
        ("live (sheep OR exports) nowhere", set(), set()),
        ("(live sheep) OR nowhere", {3, 7, 11, 15}, set()),
        ("(live NEAR/3 sheep) nowhere", set(), set()),
        ("(live ADJ/3 sheep) exports", {7, 15}, set()),
        ("-nowhere -live", {0, 2, 4, 6, 8, 10, 12, 14}, set()),
        ("", set(range(16)), set()),
        ("minister:okoro", set(range(0, 16, 2)), set()),
    ],
)
def test_rules(sheep: Archive, text: str, found: set[int], also: set[int]) -> None:
    answer = sheep.search(text, limit=20)
    assert numbers(answer) == found
    assert numbers(answer.also) == also
    assert answer.total == len(found) == sheep.count(text)
    strict = sheep.search(text, limit=20, strict=True)
    assert numbers(strict) == found
    assert strict.also == ()
    assert numbers(sheep.stream(text)) == found


def test_filters_of_the_call_stay_in_force(sheep: Archive) -> None:
    answer = sheep.search("live sheep exports", minister="brannigan", since=2005, until=2014)
    assert numbers(answer) == {7}
    assert numbers(answer.also) == {5, 11, 13}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ('"sheep live"', {('"sheep live"',)}),
        ("Live SHEEP Nowhere", {("Nowhere",)}),
        (
            '"sheep live" Exports',
            {("Exports", '"sheep live"'), ("live",), ("sheep",), ('"sheep live"',)},
        ),
        ("live sheep nowh*", {("nowh*",)}),
        ('"oster live"~9', {('"oster live"~9',)}),
        ('"nowhere (sheep OR exports)" live', {("nowhere",)}),
        ("live sheep title:nowhere", {("title:nowhere",)}),
        ('live sheep title:"number 99"', {("title:99",)}),
    ],
)
def test_what_is_missing(sheep: Archive, text: str, missing: set[tuple[str, ...]]) -> None:
    answer = sheep.search(text, limit=20)
    assert {hit.missing for hit in answer.also} == missing


def test_a_page_is_filled_and_no_more(sheep: Archive) -> None:
    for limit in range(1, 8):
        answer = sheep.search("live sheep exports", limit=limit)
        assert len(answer) + len(answer.also) == min(limit, 8)
        assert bool(answer.also) == (limit > 2)
    assert sheep.search("live sheep exports", limit=5, offset=2).also == ()
    assert sheep.search("live sheep exports", limit=2, offset=2).also == ()


def test_in_the_order_of_relevance(sheep: Archive) -> None:
    also = sheep.search("live sheep exports oster", limit=20).also
    scores = [hit.score for hit in also]
    assert scores == sorted(scores, reverse=True)
    assert numbers(also[:1]) == {14}  # The newest of those whose words stand together.


def test_any_word_mode_needs_no_relaxing(sheep: Archive) -> None:
    answer = sheep.search("live nowhere sheep", any_word=True, limit=20)
    assert numbers(answer) == {n for n in range(16) if n & 3}
    assert answer.also == ()


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_pages_by_date_are_filled_too(sheep: Archive, sort: str) -> None:
    answer = sheep.search("live sheep exports oster", sort=sort, limit=20)
    assert numbers(answer.also) == {7, 11, 13, 14}


@pytest.mark.parametrize(
    "text", ["(live sheep) nowhere", "live AND sheep nowhere", "title:(number 99) live"]
)
def test_brackets_that_mean_nothing_do_not_hinder(sheep: Archive, text: str) -> None:
    assert sheep.search(text, limit=20).also


def test_trees_relax_too(sheep: Archive) -> None:
    tree = to_whoosh(A(T("live"), T("sheep"), T("nowher"), M("orla brannigan")))
    answer = sheep.search(tree, limit=20)
    assert numbers(answer.also) == {3, 7, 11, 15}
    assert {hit.missing for hit in answer.also} == {("nowher",)}


def test_copies_are_grouped_there_too(archive_of: Make) -> None:
    body = "Live sheep and many other words, enough of them to be known as a copy."
    archive = archive_of(
        plain(1, "Same", body, date="2001-01-01"), plain(2, "Same", body, date="2002-01-01")
    )
    (hit,) = archive.search("live sheep nowhere").also
    assert (hit.id, [copy.id for copy in hit.copies]) == ("vm/002.md", ["vm/001.md"])
    assert len(archive.search("live sheep nowhere", copies="all").also) == 2


WORDS = ["harbour", "lake", "ferry", "treaty", "nowhere", "fish*", '"of the"', '"lake of a"', "the"]


@examples(40)
@given(data=st.data())
def test_against_plain_counting(hundreds: Collection, data: st.DataObject) -> None:
    """Which statements, their scores and what they lack, counted anew."""
    asked = data.draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=5, unique=True))
    minister = data.draw(st.sampled_from([(), "okoro"]))
    answer = hundreds.archive.search(" ".join(asked), minister=minister, limit=300, copies="all")
    leaves = dict(zip(WORDS, map(_tree, WORDS), strict=True))
    wanted: dict[str, Any] = {}
    for text in asked:
        for part in text.strip('"').split():
            wanted.setdefault(part, X(part[:-1]) if part.endswith("*") else _tree(part))
    expected = {}
    for document in hundreds.documents:
        lacking = [text for text, leaf in wanted.items() if not document.matches(leaf)]
        whole = all(document.matches(leaves[text]) for text in asked)
        allowed = not minister or document.matches(M("tamsin okoro"))
        if allowed and not whole and len(wanted) - len(lacking) > len(wanted) / 2:
            expected[document.id] = (*lacking, *_phrases_lacking(document, asked, lacking))
    if len(wanted) < 2:
        expected = {}
    assert {hit.id: hit.missing for hit in answer.also} == expected
    scores = Scores(hundreds.documents, list(wanted.values()))
    for hit in answer.also[:2]:
        document = next(d for d in hundreds.documents if d.id == hit.id)
        floor = len(answer.also) <= scores.constants.window
        if floor:
            total = scores.base(document) + scores.further(document)
            assert hit.score == pytest.approx(total, rel=1e-5)


def _tree(text: str) -> Any:
    from searchkit.schema.analysis import stems

    if text.endswith("*"):
        return X(text[:-1])
    words = stems(text)
    return T(words[0]) if len(words) == 1 else P(" ".join(words))


def _phrases_lacking(document: Document, asked: list[str], lacking: list[str]) -> list[str]:
    """Phrases whose words are all there, but not in a row."""
    return [
        text
        for text in asked
        if text.startswith('"')
        and not set(text.strip('"').split()) & set(lacking)
        and not document.matches(_tree(text))
    ]
