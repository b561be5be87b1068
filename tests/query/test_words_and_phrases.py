"""The whole language as trees: what each row of the table becomes."""

import pytest
from whoosh import query
from whoosh.query import spans

from searchkit.model.errors import QuerySyntaxError
from searchkit.query.names import KnownNames
from searchkit.query.parser import parse
from searchkit.query.render import interpreted

KNOWN = {
    "minister": KnownNames("minister", {"orla brannigan": "Orla Brannigan"}),
    "portfolio": KnownNames("portfolio", {"trade": "Trade"}),
}


def tree(text, **options):
    return parse(text, KNOWN, **options).tree


def term(word, field="text"):
    return query.Term(field, word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("te?t", query.Wildcard("folded", "te?t")),
        ("*clear", query.Wildcard("folded", "*clear")),
        ("KĀ*ga", query.Wildcard("folded", "ka*ga")),
        ("nuclea*", query.Prefix("folded", "nuclea")),
        ("what?", term("what")),
        ("korae~1", query.FuzzyTerm("folded", "korae", maxdist=1, prefixlength=0)),
        ("Korae~2", query.FuzzyTerm("folded", "korae", maxdist=2, prefixlength=0)),
        ("=ACT", term("ACT", "exact")),
        ("exact:ACT", term("ACT", "exact")),
        ('="Māori"', term("Māori", "exact")),
        ("title:=ACT", term("ACT", "title_exact")),
        ("title:te?t", query.Wildcard("title_folded", "te?t")),
        ("grain^2", query.Term("text", "grain", boost=2.0)),
        ('"six harbours"~5', query.Phrase("text", ["six", "harbour"], slop=5)),
        ('"six harbours"^2.5', query.Phrase("text", ["six", "harbour"], boost=2.5)),
        ("a=b", query.Phrase("text", ["a", "b"])),
        ("~5 million", query.And([term("5"), term("million")])),
    ],
)
def test_a_word_or_phrase(text, expected):
    found = tree(text)
    assert found == expected
    assert getattr(found, "slop", None) == getattr(expected, "slop", None)
    assert found.boost == expected.boost if hasattr(expected, "boost") else True


def test_alternatives_and_wildcards_in_a_phrase():
    found = tree('"nuclear (test OR weapon*)"')
    assert isinstance(found, query.Sequence)
    choice = query.Or([term("test"), query.Prefix("folded", "weapon")])
    assert found.subqueries == [term("nuclear"), choice]


def test_an_alternative_may_be_several_words():
    found = tree('"the (harbour levy OR grain) talks"')
    several = query.Sequence([term("harbour"), term("levi")])
    assert found.subqueries[1] == query.Or([several, term("grain")])


def test_brackets_without_a_choice_are_text():
    assert tree('"section 59 (a)"') == query.Phrase("text", ["section", "59", "a"])


@pytest.mark.parametrize(
    ("text", "slop", "ordered"), [("a NEAR/10 b", 10, False), ("a ADJ/3 b", 3, True)]
)
def test_near_and_adj(text, slop, ordered):
    found = tree(text)
    assert (found.slop, found.ordered, found.mindist) == (slop, ordered, 1)
    assert (found.a, found.b) == (term("a"), term("b"))


def test_chains_group_to_the_left():
    found = tree("a NEAR/2 b ADJ/3 c")
    assert found.slop == 3
    assert isinstance(found.a, spans.SpanNear)
    assert found.a.slop == 2


def test_near_binds_tighter_than_everything_but_a_field():
    assert tree("a OR b NEAR/2 c") == query.Or([term("a"), tree("b NEAR/2 c")])
    assert tree("a b NEAR/2 c") == query.And([term("a"), tree("b NEAR/2 c")])
    assert tree("NOT a NEAR/2 b").subqueries[1] == query.Not(tree("a NEAR/2 b"))
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
    assert tree(interpreted(found)) == found


def test_spellings_become_a_choice():
    doubled = {"kapehu": ("kaapehu",), "kaapehu": ("kapehu",)}
    options = {"spellings": lambda folded: doubled.get(folded, ())}
    assert interpreted(tree("Kāpehu", **options)) == "(Kāpehu OR kaapehu)"
    both = {node.text for node in tree("Kaapehu", **options).subqueries}
    assert both == {node.text for node in tree("kapehu", **options).subqueries}
    assert tree("=Kāpehu", **options) == term("Kāpehu", "exact")
    assert isinstance(tree('"observatory of Kāpehu"', **options), query.Sequence)
