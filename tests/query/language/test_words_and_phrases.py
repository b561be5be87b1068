"""The whole language as trees: what each row of the table becomes."""

import pytest

from searchkit.model.errors import QuerySyntaxError
from searchkit.query.language.parser import parse
from searchkit.query.rendering import interpreted
from searchkit.query.tree import Choice, Exact, Near, Phrase, Stem, Wildcard
from tests.support.known_names import names
from tests.support.short_trees import NEAR, XE, A, C, N, O, P, S, T, W, X, Z, same

KNOWN = {
    "minister": names("minister", {"orla brannigan": "Orla Brannigan"}),
    "portfolio": names("portfolio", {"trade": "Trade"}),
}


def tree(text, **options):
    return parse(text, KNOWN, **options).tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("te?t", W("te?t")),
        ("*clear", W("*clear")),
        ("KĀ*ga", W("ka*ga")),
        ("nuclea*", X("nuclea")),
        ("what?", T("what")),
        ("korae~1", Z("korae", 1)),
        ("Korae~2", Z("korae", 2)),
        ("=ACT", XE("ACT")),
        ("exact:ACT", XE("ACT")),
        ('="Māori"', XE("Māori")),
        ("title:=ACT", Exact("ACT", within="title")),
        ("title:te?t", Wildcard("te?t", within="title")),
        ("grain^2", Stem("grain", boost=2.0)),
        ('"six harbours"~5', S(T("six"), T("harbour"), slop=5)),
        ('"six harbours"^2.5', Phrase(("six", "harbour"), boost=2.5)),
        ("a=b", P("a b")),
        ("~5 million", A(T("5"), T("million"))),
    ],
)
def test_a_word_or_phrase(text, expected):
    assert same(tree(text), expected)


def test_alternatives_and_wildcards_in_a_phrase():
    assert tree('"nuclear (test OR weapon*)"') == S(T("nuclear"), C(T("test"), X("weapon")))


def test_an_alternative_may_be_several_words():
    found = tree('"the (harbour levy OR grain) talks"')
    several = S(T("harbour"), T("levi"))
    assert found == S(T("the"), C(several, T("grain")), T("talk"))


def test_brackets_without_a_choice_are_text():
    assert tree('"section 59 (a)"') == P("section 59 a")


@pytest.mark.parametrize(
    ("text", "slop", "ordered"), [("a NEAR/10 b", 10, False), ("a ADJ/3 b", 3, True)]
)
def test_near_and_adj(text, slop, ordered):
    assert tree(text) == NEAR(T("a"), T("b"), slop=slop, ordered=ordered)


def test_chains_group_to_the_left():
    found = tree("a NEAR/2 b ADJ/3 c")
    assert found == NEAR(NEAR(T("a"), T("b"), slop=2), T("c"), slop=3, ordered=True)


def test_near_binds_tighter_than_everything_but_a_field():
    assert tree("a OR b NEAR/2 c") == O(T("a"), tree("b NEAR/2 c"))
    assert tree("a b NEAR/2 c") == A(T("a"), tree("b NEAR/2 c"))
    assert tree("NOT a NEAR/2 b").parts[1] == N(tree("a NEAR/2 b"))
    assert tree("title:(a NEAR/2 b)") == tree("title:a NEAR/2 title:b")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("grain~3", 5),
        ("six-harbours~1", 12),
        ("grain^0", 5),
        ("(a b)^2", 5),
        ("=AC*", 3),
        ("a NEAR/0 b", 7),
        ("a NEAR/1001 b", 7),
        ("NEAR/3 b", 0),
        ("a NEAR/3", 8),
        ("a NEAR/5 (b c)", 10),
        ("a NEAR/5 NOT b", 8),
        ("minister:orla NEAR/3 x", 9),
        ('"(a OR ) b"', 7),
        ('"te?t grain^2"', 6),
        ('"a b"~0', 6),
        ("a*?*?*?*?*?*?b", 1),
        ("*", 0),
    ],
)
def test_errors_name_the_column(text, column):
    with pytest.raises(QuerySyntaxError) as error:
        tree(text)
    assert error.value.column in (column, column - 1, column + 1), str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "te?t",
        "korae~2",
        '=ACT ="Te Kāpehu"',
        '"nuclear (test OR weapon*)"~4',
        'title:"grain (levy OR fee*)"^2',
        "a NEAR/2 b ADJ/3 (c OR d e*) f".replace(" d e*", " e*"),
        "a NEAR/2 (b ADJ/3 c)",
        "NOT a NEAR/2 b grain^2",
        '"=ACT party"',
    ],
)
def test_what_is_shown_parses_back(text):
    found = tree(text)
    assert same(tree(interpreted(found)), found)


def test_spellings_become_a_choice():
    doubled = {"kapehu": ("kaapehu",), "kaapehu": ("kapehu",)}
    options = {"spellings": lambda folded: doubled.get(folded, ())}
    assert interpreted(tree("Kāpehu", **options)) == "(Kāpehu OR kaapehu)"
    both = {leaf.stem for leaf in tree("Kaapehu", **options).leaves}
    assert both == {leaf.stem for leaf in tree("kapehu", **options).leaves}
    assert tree("=Kāpehu", **options) == XE("Kāpehu")
    phrase = tree('"observatory of Kāpehu"', **options)
    assert isinstance(phrase, Near)
    assert phrase.quoted
    assert isinstance(phrase.operands[-1], Choice)
