"""
Where Whoosh is no judge, each with its reason and a test that it still is so.

If one of these tests fails because Whoosh has changed, the exception made for it in
`support/whoosh_judge.py` can go.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query

from searchkit import UnsupportedQuery
from tests.support.hypothesis_settings import examples
from tests.support.plain_matcher import Document
from tests.support.plain_spans import distance
from tests.support.short_trees import NEAR, A, D, E, N, O, P, T, X, Z
from tests.support.three_indexes import Collection
from tests.support.vellmark import plain
from tests.support.whoosh_judge import certain
from tests.support.whoosh_trees import to_whoosh


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    directory: Path = tmp_path_factory.mktemp("three")
    return Collection(
        [
            plain(1, "harbour", "lake"),
            plain(2, "harbour", "fish lake"),
            plain(3, "ferry", "fish", date=None),
        ],
        directory,
    )


def test_and_not_lets_the_first_statement_through(three: Collection) -> None:
    """Whoosh compares only the first of `b` with the first of `a`."""
    tree = query.AndNot(to_whoosh(T("fish")), to_whoosh(T("lake")))
    assert three.plain(tree) == three.ours(tree) == {"vm/003.md"}
    assert three.judge.ids(tree) == {"vm/002.md", "vm/003.md"}
    assert three.whoosh(tree) == three.ours(tree)


def test_a_phrase_of_no_words(three: Collection) -> None:
    """Whoosh stumbles; to us it is a phrase that stands nowhere."""
    assert three.ours(P("")) == three.plain(P("")) == set()
    with pytest.raises(ValueError, match="empty list"):
        three.judge.ids(to_whoosh(P("")))


def test_an_unknown_field(three: Collection) -> None:
    """Whoosh finds nothing without a word; we say so."""
    tree = query.Term("harbor", "lake")
    assert three.judge.ids(tree) == set()
    with pytest.raises(UnsupportedQuery):
        three.ours(tree)


def test_at_least_so_many(three: Collection) -> None:
    """Whoosh takes `minmatch` and does not count."""
    tree = query.Or([to_whoosh(T("fish")), to_whoosh(T("harbour"))], minmatch=2)
    both = {d.id for d in three.documents if {"fish", "harbour"} <= words_of(d)}
    assert both == {"vm/002.md"}
    assert len(three.judge.ids(tree)) == 3
    with pytest.raises(UnsupportedQuery):
        three.ours(tree)


def test_near_words_within_or(three: Collection) -> None:
    """Whoosh's OR asks near words how many there may be, and they can't tell."""
    tree = O(NEAR(T("fish"), T("lake"), slop=2, ordered=True), T("harbour"))
    assert three.ours(tree) == three.plain(tree) == {"vm/001.md", "vm/002.md"}
    with pytest.raises(NotImplementedError):
        three.judge.ids(to_whoosh(tree))
    assert three.whoosh(tree) == three.ours(tree)


def test_typing_errors(three: Collection) -> None:
    """Whoosh counts neighbours that changed places as two errors, the language as one."""
    for errors in (1, 2):
        mistyped = Z("fihs", errors)
        near = {
            d.id for d in three.documents if any(distance("fihs", w) <= errors for w in words_of(d))
        }
        assert three.ours(mistyped) == near == {"vm/002.md", "vm/003.md"}
        assert (three.judge.ids(to_whoosh(mistyped)) == near) == (errors == 2)


@examples(100)
@given(data=st.data())
def test_require_finds_the_right_statements(small: Collection, data: st.DataObject) -> None:
    """Whatever is required of whatever, Whoosh finds what a plain scan finds."""
    a, b = data.draw(small.trees), data.draw(small.trees)
    tree = query.Require(*(certain(to_whoosh(one)) for one in (a, b)))
    assert small.judge.ids(tree) == small.plain(a) & small.plain(b)


def test_require_fails_where_the_best_are_asked_for(tmp_path: Path) -> None:
    """Whoosh skips what can't be among the best and then looks for the next statement of
    both where it stands on one already. `AND` finds the same statements, and does not fail.
    """
    rows = [
        plain(1, "harbour harbour", "lake"),
        *(plain(n, "harbour", "lake") for n in range(2, 6)),
    ]
    five = Collection(rows, tmp_path / "index")
    a, b = T("harbour"), T("lake")
    required = query.Require(to_whoosh(a), to_whoosh(b))
    assert five.judge.ids(required) == five.plain(A(a, b)) == {one.id for one in rows}
    with pytest.raises(AssertionError):
        five.judge.best(required, 1)
    assert five.judge.best(to_whoosh(A(a, b)), 1) == [five.archive.search(A(a, b), limit=1)[0].id]


def words_of(document: Document) -> set[str]:
    """By plain scan: the words of a statement, folded."""
    return {word for row in document.folded.values() for word in row}


@pytest.mark.parametrize(
    "tree",
    [A(), O(), X(""), E(), N(E()), D("2011-01-01", "2009-01-01"), T(""), E("title")],
)
def test_no_difference_at_the_edges(three: Collection, tree: object) -> None:
    assert three.ours(tree) == three.plain(tree) == three.whoosh(tree)
