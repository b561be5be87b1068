"""A query with its words written in another way."""

from __future__ import annotations

import pytest
from hypothesis import given

from searchkit.model.errors import QuerySyntaxError, UnknownName
from searchkit.query.rendering import interpreted
from searchkit.query.variants import rewritten, widened
from searchkit.schema.analysis import fold, stem_all
from tests.support.hypothesis_settings import examples
from tests.support.known_names import parsed
from tests.support.query_texts import queries
from tests.support.short_trees import flat

WAYS = {
    "email": ("e-mail",),
    "e mail": ("email",),
    "well being": ("wellbeing",),
    "hsb": ("Harbour Safety Board", "Home Savings Bank"),
    "harbour safety board": ("HSB",),
    "color": ("colour",),
    "lakes": ("lochs",),
    "korea": ("corea",),
    "a": ("an",),
}


def ways(words: tuple[str, ...], stems: tuple[str, ...]) -> tuple[str, ...]:
    assert tuple(stem_all([fold(word) for word in words])) == stems
    return WAYS.get(fold(" ".join(words)), ())


# A query, the queries that are offered, and the query with all of it.
TABLE = [
    ("email", ['"e-mail"'], '(email OR "e-mail")'),
    ("e-mail", ["email"], '("e-mail" OR email)'),
    ('"E-mail address"', ['"email address"'], '("E-mail address" OR "email address")'),
    ("well being", ["wellbeing"], "(well being) OR wellbeing"),
    ("the well being x", ["the wellbeing x"], "the ((well being) OR wellbeing) x"),
    ("well OR being", [], "well OR being"),
    ("title:well being", [], "title:well being"),
    ("title:email", ['title:"e-mail"'], '(title:email OR title:"e-mail")'),
    (
        "HSB",
        ['"Harbour Safety Board"', '"Home Savings Bank"'],
        '(HSB OR "Harbour Safety Board" OR "Home Savings Bank")',
    ),
    ("Harbour Safety Board", ["HSB"], "(Harbour Safety Board) OR HSB"),
    ('"the Harbour Safety Board"', ['"the HSB"'], '("the Harbour Safety Board" OR "the HSB")'),
    ("x -email", [], 'x -(email OR "e-mail")'),
    ("x OR color^2", ["x OR colour^2"], "x OR (color OR colour)^2"),
    ("email NEAR/5 x", ['"e-mail" NEAR/5 x'], '(email OR "e-mail") NEAR/5 x'),
    ('"email x"~3', ['"e mail x"~3'], '"(email OR e-mail) x"~3'),
    ('"(email OR post) x"', [], '"(email OR post) x"'),
    ("=email", [], "=email"),
    ("email*", [], "email*"),
    ("emial~1", [], "emial~1"),
    ("other", [], "other"),
    ("minister:brannigan date:2007", [], None),
]


@pytest.mark.parametrize(("text", "offered", "whole"), TABLE)
def test_what_is_offered_and_what_is_included(
    text: str, offered: list[str], whole: str | None
) -> None:
    tree = parsed(text).tree
    assert [interpreted(one.tree) for one in rewritten(tree, ways)] == offered
    found = widened(tree, ways)
    assert interpreted(found) == (interpreted(tree) if whole is None else whole)


@pytest.mark.parametrize(("text", "offered", "whole"), TABLE)
def test_what_is_offered_can_be_asked(text: str, offered: list[str], whole: str | None) -> None:
    for one in rewritten(parsed(text).tree, ways):
        assert flat(parsed(interpreted(one.tree)).tree) == flat(one.tree)


def test_what_is_included_is_shown_so_that_it_means_the_same() -> None:
    tree = widened(parsed("email HSB").tree, ways)
    shown = interpreted(tree)
    assert shown == '(email OR "e-mail") (HSB OR "Harbour Safety Board" OR "Home Savings Bank")'
    assert interpreted(parsed(shown).tree) == shown


@examples(200)
@given(queries)
def test_without_another_way_a_query_stays_what_it_is(text: str) -> None:
    try:
        tree = parsed(text).tree
    except (QuerySyntaxError, UnknownName):
        return
    assert list(rewritten(tree, lambda words, stems: ())) == []
    assert flat(widened(tree, lambda words, stems: ())) == flat(tree)


@examples(200)
@given(queries)
def test_whatever_is_offered_can_be_read_again(text: str) -> None:
    try:
        tree = parsed(text).tree
    except (QuerySyntaxError, UnknownName):
        return
    for one in rewritten(tree, ways):
        assert one.tree != tree
        shown = interpreted(one.tree)
        assert interpreted(parsed(shown).tree) == shown
