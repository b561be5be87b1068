"""What a query will cost, told without looking at a posting."""

from __future__ import annotations

from typing import Any

import pytest

from searchkit import QueryTooBroad
from searchkit.engines.local.archive import open_archive
from searchkit.engines.local.searching import _understand
from searchkit.matching import evaluate, work
from searchkit.matching.costs import cost_of
from searchkit.matching.evaluate import Matcher
from searchkit.query.request import Query
from searchkit.segment.positions.positions import PositionsReader
from searchkit.segment.postings.postings import PostingsReader
from tests.support.vellmark import many

QUERIES = [
    *("harbour", "=Harbour", "harbour ferry", '"harbour ferry"', "harbour OR fe*", "-harb*"),
    *("h*", "h* OR f*", "title:h*", "h?rb*", "*bour", "*r*", "harbuor~1", "harbuor~2 fery~1"),
    *('"the h*"', '"the h*" OR "the f*"', '"the (h* OR f*)"~3', "h* NEAR/5 f*", "h* ADJ/5 f*"),
    *("harbour NEAR/5 (ferry OR bridge)", "h*^2 minister:brannigan", "date:2000..2004 h*"),
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Any:
    import searchkit

    folder = tmp_path_factory.mktemp("costs")
    searchkit.build(many(600, seed=11), folder)
    return open_archive(folder)._snapshot


def tree_of(snapshot: Any, query: str) -> Any:
    return _understand(snapshot, Query(query)).tree


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_certain_is_done(snapshot: Any, query: str) -> None:
    """A query is never refused beforehand that would be answered."""
    tree = tree_of(snapshot, query)
    (segment,) = snapshot.segments
    matcher = Matcher(segment)
    cost = cost_of(segment, tree)
    matcher.docs(tree)
    assert 0 <= cost.certain <= matcher._work.done


@pytest.mark.parametrize("query", QUERIES)
def test_nothing_is_read_for_it(snapshot: Any, query: str, monkeypatch: Any) -> None:
    tree = tree_of(snapshot, query)
    (segment,) = snapshot.segments

    def read(*_: Any) -> None:
        raise AssertionError("postings or positions are read")

    for reader, names in (
        (PostingsReader, ("docs", "of", "of_runs")),
        (PositionsReader, ("of", "of_runs", "within", "of_form", "of_forms")),
    ):
        for name in names:
            monkeypatch.setattr(reader, name, read)
    assert cost_of(segment, tree).likely >= 0


def test_more_costs_more(snapshot: Any) -> None:
    (segment,) = snapshot.segments

    def likely(query: str) -> int:
        return cost_of(segment, tree_of(snapshot, query)).likely

    chains = [
        ["zyzzyva", "harbour", "harbour OR h*", "harbour OR h* OR f* OR s*"],
        ['"the h*"', '"the h*" OR "the f*"', '"the h*" OR "the f*" OR "the s*"'],
        ["harbour", "harbour NEAR/5 ferry", "harbour NEAR/5 ferry NEAR/5 bridge"],
        ["harbour~1", "harbour~1 ferry~1", "harbour~1 ferry~1 *r*"],
    ]
    for chain in chains:
        costs = [likely(query) for query in chain]
        assert costs == sorted(costs) and costs[0] < costs[-1], chain


def test_the_same_word_is_counted_once(snapshot: Any) -> None:
    (segment,) = snapshot.segments
    once, twice = (cost_of(segment, tree_of(snapshot, q)) for q in ("h*", "h* OR h* OR h*^2"))
    assert once.certain == twice.certain


def test_what_is_surely_too_much_is_refused_unmatched(snapshot: Any, monkeypatch: Any) -> None:
    tree = tree_of(snapshot, "h* OR f* OR s*")
    (segment,) = snapshot.segments
    monkeypatch.setattr(work, "LEAST", cost_of(segment, tree).certain - 1)
    monkeypatch.setattr(work, "ROUNDS", 0)
    monkeypatch.setattr(evaluate, "word_postings", None)
    with pytest.raises(QueryTooBroad, match="places to look at"):
        Matcher(segment).cost(tree)
    monkeypatch.setattr(work, "LEAST", cost_of(segment, tree).certain)
    assert Matcher(segment).cost(tree).certain > 0
