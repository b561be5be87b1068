"""The ways to near words over a segment find what a plain look at every pair finds.

`searchkit.matching.spans` takes one of three ways by how many spans there are; `sets`
and `texts` take others for many positions than for few. Whoever is asked, the answer is
the same. That the whole finds the right statements: test_words_together.py.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit.matching import joins, spans, texts, work
from searchkit.matching.evaluate import Matcher
from searchkit.matching.joins import Following, by_marks, by_search, from_followers
from searchkit.matching.sets import ascending, union
from searchkit.model.errors import QueryTooBroad
from searchkit.query.tree import Choice, Leaf, Near, Phrase, Prefix, Stem
from searchkit.schema.analysis import fold, stem, tokens
from searchkit.segment.reader import Segment
from tests.support import plain_spans as together
from tests.support.hypothesis_settings import examples
from tests.support.three_indexes import Collection

WAYS = [by_search, from_followers, by_marks]


@pytest.fixture(scope="module")
def segment(small: Collection) -> Segment:
    (one,) = small.snapshot.segments
    return one


@pytest.fixture(scope="module")
def rows(segment: Segment) -> list[tuple[int, list[str], bool]]:
    """(where it starts, its words, whether it is a title) of every field."""
    starts, found = segment.starts.tolist(), []
    for number in range(len(segment)):
        record = segment.record(number)
        found.append((starts[2 * number], tokens(record.title), True))
        found.append((starts[2 * number + 1], tokens(record.text), False))
    return found


def some_positions(segment: Segment, data: st.DataObject) -> np.ndarray[Any, Any]:
    """Where words stand, few or nearly all of them; none in the gaps between fields."""
    everything = np.concatenate(
        [np.arange(a, a + n) for a, n in zip(*_fields(segment), strict=True)]
    ).astype(np.uint32)
    share = data.draw(st.sampled_from([0.0, 0.001, 0.02, 0.3, 1.0]))
    seed = data.draw(st.integers(0, 1_000))
    return everything[np.random.default_rng(seed).random(everything.size) < share]


def _fields(segment: Segment) -> tuple[Any, Any]:
    lengths = np.stack([segment.lengths["title"], segment.lengths["body"]], axis=1).ravel()
    return segment.starts[:-1].tolist(), lengths.tolist()


@examples(150)
@given(data=st.data())
def test_three_ways_to_the_same_places(segment: Segment, data: st.DataObject) -> None:
    lasts, firsts = some_positions(segment, data), some_positions(segment, data)
    slop = data.draw(st.sampled_from([1, 2, 3, 7, 20, 64, 1_000]))
    ends = {p: texts.text_ends(segment.starts, np.array([p]))[0] for p in lasts.tolist()[:500]}
    expected = [
        place
        for place, last in enumerate(lasts.tolist()[:500])
        if any(last < p <= last + slop and p < ends[last] for p in _near(firsts, last, slop))
    ]
    if firsts.size and lasts.size:
        for way in WAYS:
            found = way(segment.starts, lasts, Following(firsts, slop))
            assert found[found < 500].tolist() == expected, way.__name__
            searched = by_search(segment.starts, lasts, Following(firsts, slop))
            assert found.tolist() == searched.tolist()


def _near(firsts: Any, last: int, slop: int) -> list[int]:
    """Those of `firsts` that may be near enough, so that not all are looked at."""
    found: list[int] = firsts[np.searchsorted(firsts, last) :][: slop + 1].tolist()
    return found


@examples(100)
@given(data=st.data())
def test_many_positions_and_few_are_counted_the_same(segment: Segment, data: st.DataObject) -> None:
    found = some_positions(segment, data)
    fields = [int(np.searchsorted(segment.starts, p, side="right")) - 1 for p in found.tolist()]
    assert texts.texts_at(segment.starts, found).tolist() == fields
    assert texts.text_ends(segment.starts, found).tolist() == [
        int(segment.starts[field + 1]) for field in fields
    ]
    counted = texts.count_by_statement(segment.starts, segment.numbering, found)
    rows = zip(counted.docs.tolist(), *counted.counts, strict=True)
    for doc, in_title, in_body in rows:
        assert (fields.count(2 * doc), fields.count(2 * doc + 1)) == (in_title, in_body)
    assert counted.docs.tolist() == sorted({field // 2 for field in fields})


@examples(100)
@given(
    st.lists(st.lists(st.integers(0, 300)).map(set), min_size=1, max_size=4),
    st.sampled_from([301, 100_000]),
)
def test_union_and_order(sets: list[set[int]], end: int) -> None:
    parts = [np.array(sorted(one), np.uint32) for one in sets]
    assert union(parts).tolist() == sorted(set().union(*sets))
    mixed = np.array([*reversed(union(parts).tolist())], np.uint32)
    assert ascending(mixed, end).tolist() == sorted(mixed.tolist())
    assert ascending(mixed, end).dtype == np.uint32


WORDS = ["the", "of", "harbour", "ferri", "lake", "and"]


def chains() -> st.SearchStrategy[Leaf]:
    """Near words within near words, of words that stand everywhere."""
    word: st.SearchStrategy[Leaf] = st.one_of(
        st.sampled_from(WORDS).map(Stem), st.sampled_from(["h", "t", "f"]).map(Prefix)
    )
    either = st.lists(word, min_size=2, max_size=3).map(lambda leaves: Choice(tuple(leaves)))
    slop = st.integers(1, 6)

    def near(inner: st.SearchStrategy[Leaf]) -> st.SearchStrategy[Leaf]:
        pair = st.builds(Near, st.tuples(inner, inner), slop, st.booleans())
        several = st.lists(inner, min_size=2, max_size=4).map(tuple)
        return st.one_of(pair, st.builds(Near, several, slop, st.just(True), st.just(True)))

    one = st.one_of(word, either)
    return near(st.one_of(one, one, near(one)))


@examples(120)
@given(tree=chains(), dense=st.booleans())
def test_first_positions_are_those_of_all_spans(
    segment: Segment, rows: list[tuple[int, list[str], bool]], tree: Leaf, dense: bool
) -> None:
    """`dense`: as if every operand stood nearly everywhere."""
    with pytest.MonkeyPatch.context() as patch:
        if dense:
            patch.setattr(spans, "MANY", 10**9)
            patch.setattr(joins, "MANY", 10**9)
        found = Matcher(segment).positions(tree)
    expected: set[int] = set()
    for start, words, in_title in rows:
        expected |= {start + first for first, _, _ in together.witnesses(tree, words, in_title)}
    assert found.tolist() == sorted(expected)


def test_only_fields_with_the_rarest_word_are_looked_at(tmp_path: Path) -> None:
    """A word of a chain that stands hardly anywhere narrows the others."""
    common = "grain of the harbour and the levy of the island "
    statements = [
        searchkit.Statement(id=f"s{n:03d}", title="", body=common * 20) for n in range(200)
    ]
    statements[70] = searchkit.Statement(id="s070", title="", body=common + "pilot of the levy")
    searchkit.build(statements, tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        for text, found in (
            ("the ADJ/9 of ADJ/9 pilot", ["s070"]),
            ("pilot ADJ/9 of ADJ/9 the", ["s070"]),
            ("the NEAR/3 pilot NEAR/3 of", ["s070"]),
            ('"pilot of (the OR a) levy"', ["s070"]),
            ("(pilot OR grain) ADJ/1 of ADJ/1 the", [s.id for s in statements]),
            ("levy ADJ/2 pilot ADJ/2 the", []),
        ):
            assert sorted(hit.id for hit in archive.stream(text)) == found, text


def test_more_work_than_a_query_may_make_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "grain harbour " * 200 + "levy"
    searchkit.build([searchkit.Statement(id="a", title="", body=body)], tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        assert archive.count("grain NEAR/500 harbour NEAR/2 levy") == 1
        assert archive.count("g* NEAR/500 *r") == 1
        monkeypatch.setattr(work, "LEAST", 10_000)
        for text in ("grain NEAR/500 harbour NEAR/2 levy NEAR/3 grain", "g* OR *r OR h~2 OR ?evy"):
            with pytest.raises(QueryTooBroad, match="rarer words"):
                archive.search(text)
        assert archive.count("grain ADJ/1 harbour") == 1


def test_so_many_orders_are_refused(small: Collection) -> None:
    assert small.archive.count(" NEAR/9 ".join("abcdefgh")) == 0
    with pytest.raises(QueryTooBroad, match="ADJ"):
        small.archive.count(" NEAR/9 ".join("abcdefghi"))
    assert small.archive.count(" ADJ/9 ".join("abcdefghi")) == 0


@pytest.mark.parametrize("look", [0, 1, 10**6])
def test_a_phrase_is_the_same_however_its_words_are_looked_at(
    segment: Segment,
    rows: list[tuple[int, list[str], bool]],
    look: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By the forward array alone, by one or the other, by the words' positions alone."""
    monkeypatch.setattr(spans, "LOOK", look)
    monkeypatch.setattr(spans, "WORTH", 0 if look else spans.WORTH)
    chance = np.random.default_rng(3)
    stemmed = [(start, [stem(fold(word)) for word in words]) for start, words, _ in rows]
    asked = set()
    for _ in range(300):
        _, words = stemmed[chance.integers(len(stemmed))]
        width = int(chance.integers(2, 5))
        if len(words) >= width:
            first = int(chance.integers(len(words) - width + 1))
            asked.add(tuple(words[first : first + width]))
    assert len(asked) > 100
    for phrase in asked:
        expected = [
            start + i
            for start, words in stemmed
            for i in range(len(words) - len(phrase) + 1)
            if tuple(words[i : i + len(phrase)]) == phrase
        ]
        matcher = Matcher(segment)
        assert matcher.positions(Phrase(phrase)).tolist() == expected
