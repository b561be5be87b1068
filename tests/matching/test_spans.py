"""Near words and phrases over a segment: what a plain look at every pair finds.

`searchkit.matching.spans` takes one of three ways by how many spans there are; that these
find the same places is tested in tests/kernels/plain/test_joins.py. That the whole finds the
right statements: test_words_together.py.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit.kernels.plain import joins
from searchkit.matching import spans, work
from searchkit.matching.evaluate import Matcher
from searchkit.model.errors import QueryTooBroad
from searchkit.query.tree import Choice, Leaf, Near, Phrase, Prefix, Stem
from searchkit.schema.analysis import fold, stem, tokens
from searchkit.segment.reader import Segment
from tests.support import plain_spans as together
from tests.support.hypothesis_settings import examples
from tests.support.three_indexes import Collection


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
