"""What must hold between queries, whatever the statements."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from whoosh.query import AndNot

from searchkit.query.tree import Days, Phrase, Prefix, Stem
from tests.support.hypothesis_settings import examples
from tests.support.query_trees import days
from tests.support.short_trees import A, E, N, O
from tests.support.three_indexes import Collection
from tests.support.whoosh_trees import to_whoosh


def draw_two(collection: Collection, data: st.DataObject) -> tuple[Any, Any]:
    strategy = collection.trees
    return data.draw(strategy), data.draw(strategy)


@examples(60)
@given(data=st.data())
def test_phrase_within_and_within_or(collection: Collection, data: st.DataObject) -> None:
    stems = st.sampled_from(range(len(collection.vocabulary.rows)))
    row = collection.vocabulary.rows[data.draw(stems)]
    start = data.draw(st.integers(0, len(row) - 1))
    words = list(row[start : start + data.draw(st.integers(1, 4))])
    within = data.draw(st.sampled_from([None, "title"]))
    terms = [Stem(word, within=within) for word in words]
    phrase = collection.ours(Phrase(tuple(words), within=within))
    both, either = collection.ours(A(*terms)), collection.ours(O(*terms))
    assert phrase <= both <= either
    assert both == set.intersection(*(collection.ours(term) for term in terms))
    assert either == set.union(*(collection.ours(term) for term in terms))
    if within is None:
        assert phrase


@examples(60)
@given(data=st.data())
def test_longer_phrases_find_less(collection: Collection, data: st.DataObject) -> None:
    row = collection.vocabulary.rows[
        data.draw(st.sampled_from(range(len(collection.vocabulary.rows))))
    ]
    whole = collection.ours(Phrase(tuple(row)))
    assert whole
    for width in range(1, min(len(row), 6)):
        assert whole <= collection.ours(Phrase(tuple(row[:width])))
        assert whole <= collection.ours(Phrase(tuple(row[-width:])))


@examples(60)
@given(data=st.data())
def test_without(collection: Collection, data: st.DataObject) -> None:
    a, b = draw_two(collection, data)
    without, found_b = collection.ours(A(a, N(b))), collection.ours(b)
    assert not without & found_b
    assert without | collection.ours(A(a, b)) == collection.ours(a)
    assert collection.ours(AndNot(to_whoosh(a), to_whoosh(b))) == without
    assert collection.ours(N(b)) == collection.ours(E()) - found_b


@examples(60)
@given(data=st.data())
def test_de_morgan(collection: Collection, data: st.DataObject) -> None:
    a, b = draw_two(collection, data)
    assert collection.ours(N(O(a, b))) == collection.ours(A(N(a), N(b)))
    assert collection.ours(N(A(a, b))) == collection.ours(O(N(a), N(b)))
    assert collection.ours(N(N(a))) == collection.ours(a)


@examples(60)
@given(data=st.data())
def test_order_and_repetition_mean_nothing(collection: Collection, data: st.DataObject) -> None:
    a, b = draw_two(collection, data)
    both, either = collection.ours(A(a, b)), collection.ours(O(a, b))
    assert both == collection.ours(A(b, a)) == collection.ours(A(a, b, A(a, b)))
    assert either == collection.ours(O(b, a)) == collection.ours(O(a, b, O(b)))
    assert both == collection.ours(a) & collection.ours(b)
    assert either == collection.ours(a) | collection.ours(b)


@examples(60)
@given(data=st.data())
def test_wider_date_ranges_never_lose(collection: Collection, data: st.DataObject) -> None:
    four = sorted(data.draw(st.lists(days(collection.vocabulary), min_size=4, max_size=4)))
    narrow = collection.ours(Days("date", four[1], four[2]))
    wide = collection.ours(Days("date", four[0], four[3]))
    assert narrow <= wide
    assert wide <= collection.ours(Days("date", four[0], None))
    assert wide <= collection.ours(Days("date", None, four[3]))
    assert wide <= collection.ours(E("date"))


@examples(60)
@given(data=st.data())
def test_a_day_splits_the_dated(collection: Collection, data: st.DataObject) -> None:
    day = data.draw(days(collection.vocabulary))
    before = collection.ours(Days("date", None, day - datetime.timedelta(days=1)))
    since = collection.ours(Days("date", day, None))
    assert not before & since
    assert before | since == collection.ours(E("date"))


@examples(60)
@given(data=st.data())
def test_title_is_part_of_the_text(collection: Collection, data: st.DataObject) -> None:
    leaf = data.draw(collection.leaves)
    narrow, wide = (leaf.replaced(within=within) for within in ("title", None))
    assert collection.ours(narrow) <= collection.ours(wide)


@examples(60)
@given(data=st.data())
def test_shorter_prefixes_find_more(collection: Collection, data: st.DataObject) -> None:
    vocabulary = collection.vocabulary.folded
    word = vocabulary[data.draw(st.sampled_from(range(len(vocabulary))))]
    found = [collection.ours(Prefix(word[:n])) for n in range(len(word), 0, -1)]
    assert found[0]
    for longer, shorter in itertools.pairwise(found):
        assert longer <= shorter


@examples(60)
@given(data=st.data())
def test_minus_a_word_never_adds(small: Collection, data: st.DataObject) -> None:
    words = ["harbour", '"the harbour"', "title:ferry", "fish*", "the", "minister:okoro"]
    text = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3)))
    unwanted = data.draw(st.sampled_from(["lake", '"of the"', "title:lake", "b*", "Käldby"]))
    for any_word in (False, True):
        before = small.answered(text, any_word=any_word)
        after = small.answered(f"{text} -{unwanted}", any_word=any_word)
        assert after == before - small.answered(unwanted)


@examples(40)
@given(data=st.data())
def test_filters_of_the_call_are_those_of_the_query(small: Collection, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(["harbour", "the OR of", "-lake", "", "fish* treaty"]))
    year = data.draw(st.integers(1996, 2006))
    found = small.answered(text, minister="okoro", since=year, until=datetime.date(2010, 5, 5))
    written = f"({text})" if text else ""
    said = f"{written} minister:okoro since:{year} until:2010-05-05"
    assert found == small.answered(said)


def test_any_word_is_or(small: Collection) -> None:
    assert small.answered("harbour lake fish*", any_word=True) == small.answered(
        "harbour OR lake OR fish*"
    )
    assert small.answered("harbour lake") < small.answered("harbour lake", any_word=True)


WORDS = ["the", "of", "and", "harbour", "ferry", "lake", "fish*", "=The", "harbuor~2", "?ake"]


def _single(data: st.DataObject) -> str:
    return data.draw(st.sampled_from(WORDS))


@examples(80)
@given(data=st.data())
def test_phrase_within_adj_within_near_within_and_within_or(
    small: Collection, data: st.DataObject
) -> None:
    a, b = _single(data), _single(data)
    near, far = sorted(data.draw(st.lists(st.integers(1, 40), min_size=2, max_size=2)))
    rising = [
        f'"{a} {b}"',
        f'"{a} {b}"~{near}',
        f"{a} ADJ/{near} {b}",
        f"{a} ADJ/{far} {b}",
        f"{a} NEAR/{far} {b}",
        f"{a} {b}",
        f"{a} OR {b}",
    ]
    for narrow, wide in itertools.pairwise(map(small.answered, rising)):
        assert narrow <= wide
    assert small.answered(rising[1]) == small.answered(rising[2])
    # Either way round is one way or the other.
    either = small.answered(f"{a} ADJ/{far} {b}") | small.answered(f"{b} ADJ/{far} {a}")
    assert small.answered(rising[4]) == either == small.answered(f"{b} NEAR/{far} {a}")


@examples(60)
@given(data=st.data())
def test_a_choice_is_each_of_its_words(small: Collection, data: st.DataObject) -> None:
    a, b, c = (_single(data) for _ in range(3))
    n = data.draw(st.integers(1, 10))
    for choice, each in (
        (f'"{a} ({b} OR {c})"~{n}', [f'"{a} {b}"~{n}', f'"{a} {c}"~{n}']),
        (f"{a} NEAR/{n} ({b} OR {c})", [f"{a} NEAR/{n} {b}", f"{a} NEAR/{n} {c}"]),
        (f"({a} OR {b}) ADJ/{n} {c}", [f"{a} ADJ/{n} {c}", f"{b} ADJ/{n} {c}"]),
    ):
        assert small.answered(choice) == set.union(*map(small.answered, each))


@examples(60)
@given(data=st.data())
def test_counting_streaming_sorting_relaxing(small: Collection, data: st.DataObject) -> None:
    """However it is asked for, the same statements match."""
    tree = data.draw(small.trees)
    archive = small.archive
    found = [hit.id for hit in archive.stream(tree)]
    assert len(found) == len(set(found)) == archive.count(tree)
    for sort in ("newest", "oldest"):
        assert sorted(hit.id for hit in archive.stream(tree, sort=sort)) == sorted(found)
    for strict in (False, True):
        answer = archive.search(tree, strict=strict, snippets=False, copies="all", facets=True)
        assert answer.total == len(found)
        assert [hit.id for hit in answer] == found[: len(answer)]
        assert not {hit.id for hit in answer.also} & set(found)
        assert answer.facets is not None
        assert sum(count for _, count in answer.facets["year"]) <= len(found)


@examples(60)
@given(data=st.data())
def test_wider_dates_never_lose_in_the_language(small: Collection, data: st.DataObject) -> None:
    years = sorted(data.draw(st.lists(st.integers(1995, 2024), min_size=4, max_size=4)))
    word = _single(data)
    narrow = small.answered(f"{word} date:{years[1]}..{years[2]}")
    assert narrow <= small.answered(f"{word} date:{years[0]}..{years[3]}")
    assert narrow <= small.answered(f"{word} since:{years[1]}")
    assert narrow <= small.answered(f"{word} until:{years[2]}")
    assert narrow == small.answered(word, since=years[1], until=years[2])
    assert narrow <= small.answered(word)
