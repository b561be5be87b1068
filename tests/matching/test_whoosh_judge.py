"""
Whoosh as judge: the same statements, the same trees, the same statements found.

The plain matcher of `support/plain_matcher.py` must find them too, so that where the two
differ it is known who is wrong.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.query.language.parser import parse
from searchkit.query.names import KnownNames
from tests.support.hypothesis_settings import TIMES, examples
from tests.support.known_names import parsed
from tests.support.short_trees import PT, TT, XT, A, D, E, F, M, N, O, P, T, X
from tests.support.three_indexes import Collection


@examples(300)
@given(data=st.data())
def test_same_statements(collection: Collection, data: st.DataObject) -> None:
    tree = data.draw(collection.all_trees)
    ours = collection.ours(tree)
    assert ours == collection.plain(tree)
    assert ours == collection.whoosh(tree)


FIXED = [
    T("harbour"),
    TT("harbour"),
    T("nowhere"),
    P("treati of"),
    P("the the"),
    P("o hara"),
    PT("at t"),
    P("harbour"),
    P("nowhere treati"),
    X("harb"),
    X("h"),
    XT("f"),
    X("nowhere"),
    T("kaldbi"),
    T("strass"),
    X("stras"),
    T("東京"),
    T("שלום"),
    T("1⁄2"),
    M("orla brannigan"),
    M("nobody"),
    F("schools early years"),
    F("pecheries"),
    D("2000-01-01", "2005-12-31"),
    D(None, "1999-12-31"),
    D("2010-01-01", None),
    D("2000-01-01", "2000-01-01"),
    D("2010-01-01", "2009-01-01"),
    E(),
    E("date"),
    E("minister"),
    E("portfolio"),
    E("title"),
    E("text"),
    N(E()),
    N(E("date")),
    N(T("harbour")),
    N(N(T("harbour"))),
    A(T("harbour"), T("ferri"), N(T("lake"))),
    A(N(T("harbour")), N(T("lake"))),
    A(E(), N(T("harbour"))),
    A(N(E()), T("harbour")),
    O(T("harbour"), N(T("lake"))),
    O(N(T("harbour")), N(T("lake"))),
    A(O(T("harbour"), P("o hara")), M("orla brannigan"), D("2000-01-01", None)),
    A(T("harbour"), N(O(T("lake"), T("fish")))),
    A(A(T("the"), N(T("of"))), N(T("and"))),
    A(T("harbour")),
    O(T("harbour")),
    A(),
    O(),
    A(T("harbour"), T("harbour")),
]


@pytest.mark.parametrize("tree", FIXED, ids=[str(tree)[:60] for tree in FIXED])
def test_fixed_trees(small: Collection, tree: object) -> None:
    ours = small.ours(tree)
    assert ours == small.plain(tree)
    assert ours == small.whoosh(tree)
    assert ours == small.answered(tree)


def test_most_fixed_trees_find_something(small: Collection) -> None:
    found = [len(small.plain(tree)) for tree in FIXED]
    assert sum(0 < count < len(small.statements) for count in found) > len(FIXED) / 2


def test_most_generated_trees_match_something(small: Collection) -> None:
    found = []

    @examples(100)
    @given(small.trees)
    def count(tree: object) -> None:
        found.append(len(small.ours(tree)))

    count()
    assert sum(0 < n < len(small.statements) for n in found) > len(found) / 3


TEXTS = [
    "harbour",
    "harbour ferry",
    "harbour OR ferry -lake",
    '"the harbour" OR title:the',
    "title:(harbour OR lake) -minister:okoro",
    'minister:brannigan portfolio:"foreign affairs"',
    "O'Hara",
    "co-operate OR cooperate",
    "KALDBY straße",
    "date:unknown harbour OR fish*",
    "since:2000 until:2010 the",
    "-date:unknown -harbour",
    "½ OR x² OR ﬁne",
    "portfolio:(trade OR harbours) test*",
]


@pytest.mark.parametrize("any_word", [False, True])
@pytest.mark.parametrize("text", TEXTS)
def test_texts_through_our_parser(small: Collection, text: str, any_word: bool) -> None:
    tree = parse(text, small.snapshot.known, any_word=any_word).tree
    found = small.ours(tree)
    assert found == small.answered(text, any_word=any_word)
    assert found == small.plain(tree) == small.whoosh(tree)
    assert found


def test_the_names_of_the_small_collection_are_the_known_ones(small: Collection) -> None:
    known = small.snapshot.known
    assert isinstance(known["minister"], KnownNames)
    assert known["minister"].resolve("okoro") == ["tamsin okoro"]
    assert parsed("minister:okoro").tree == M("tamsin okoro")


@pytest.mark.corpus
def test_same_statements_in_the_real_corpus(sample: Collection) -> None:
    @examples(50)
    @given(sample.all_trees)
    def check(tree: object) -> None:
        ours = sample.ours(tree)
        assert ours == sample.plain(tree)
        assert ours == sample.whoosh(tree)

    check()


@pytest.mark.corpus
def test_words_and_phrases_of_the_real_corpus(sample: Collection) -> None:
    """Words and phrases as they stand there, more of them than trees reach."""
    draw = random.Random(7)
    rows = sample.vocabulary.rows
    for _ in range(int(100 * max(1.0, TIMES))):
        row = draw.choice(rows)
        start, width = draw.randrange(len(row)), draw.randint(1, 5)
        tree = P(" ".join(row[start : start + width]))
        ours = sample.ours(tree)
        assert ours, tree
        assert ours == sample.plain(tree)
        assert ours == sample.whoosh(tree)
