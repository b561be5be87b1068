"""Every error of the query language: where it is, what was expected, what was meant."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

import pytest
from hypothesis import example, given

from searchkit.model.errors import QuerySyntaxError, UnknownName
from searchkit.model.width import columns
from searchkit.query.limits import MAX_DEPTH
from tests.support.hypothesis_settings import examples
from tests.support.known_names import parsed
from tests.support.query_texts import noise

FIELDS = "title:, exact:, minister:, portfolio:, office:, date:, since:, until:"


class Wrong(NamedTuple):
    """A query and its error."""

    text: str
    column: int
    what: str
    expected: str | None = None
    suggestion: str | None = None


ERRORS = [
    # Quotes.
    Wrong('"north korea', 0, "quote is never closed", '"', '"north korea"'),
    Wrong('sanctions "north korea  ', 10, "quote is never closed", '"', 'sanctions "north korea"'),
    Wrong('north korea"', 11, "quote is never closed", '"', "north korea"),
    Wrong('"a b" c" d', 7, "quote is never closed", '"', '"a b" c d'),
    Wrong('title:"north korea', 6, "quote is never closed", '"', 'title:"north korea"'),
    Wrong('""', 0, "no word between the quotes"),
    Wrong('a "..." b', 2, "no word between the quotes"),
    Wrong('title:"-"', 6, "no word between the quotes"),
    # Brackets.
    Wrong("(korea", 0, "never closed", "a )", "(korea)"),
    Wrong("a (b (c ", 5, "never closed", "a )", "a (b (c))"),
    Wrong("korea)", 5, "closes nothing", "a (", "korea"),
    Wrong("a) (b)", 1, "closes nothing", "a (", "a (b)"),
    Wrong(":)", 1, "closes nothing", "a ("),
    Wrong("()", 1, "nothing between the brackets", "a word"),
    Wrong("a (  ) b", 5, "nothing between the brackets", "a word"),
    Wrong("-()", 2, "nothing between the brackets", "a word"),
    Wrong("(" * 51 + "a" + ")" * 51, 50, "more than 50 brackets"),
    # Operators.
    Wrong("AND a", 0, "AND has nothing before it", '"and" in small letters', "a"),
    Wrong("OR a", 0, "OR has nothing before it", '"or" in small letters', "a"),
    Wrong("a (OR b)", 3, "OR has nothing before it", '"or" in small letters', "a (b)"),
    Wrong("a AND", 5, "AND has nothing after it", '"and" in small letters', "a"),
    Wrong("a OR ", 4, "OR has nothing after it", '"or" in small letters', "a"),
    Wrong("(a OR) b", 5, "OR has nothing after it", '"or" in small letters', "(a) b"),
    Wrong("a AND OR b", 6, "OR can't stand right after AND", "a word", "a OR b"),
    Wrong("NOT", 3, "NOT has nothing after it", '"not" in small letters'),
    Wrong("a NOT", 5, "NOT has nothing after it", '"not" in small letters', "a"),
    Wrong("a NOT AND b", 6, "AND can't stand right after NOT", "a word", "a AND b"),
    Wrong("NOT NOT a", 4, "NOT can't stand right after NOT", "a word", "a"),
    # Near.
    Wrong("a NEAR/5", 8, "NEAR/5 has nothing after it", "a word on either side", "a"),
    Wrong("ADJ/5 a", 0, "ADJ/5 has nothing before it", "a word on either side", "a"),
    Wrong("a NEAR/5 -b", 9, "- can't stand right after NEAR/5", "a word or a phrase", "a -b"),
    Wrong("a NEAR/0 b", 7, "NEAR/0 reaches nothing", "1 (neighbours) to 1000", "a NEAR/1 b"),
    Wrong("a ADJ/100000 b", 6, "reaches nothing", "to 1000", "a ADJ/1000 b"),
    Wrong("a NEAR/5 (b AND c)", 10, "can't stand beside NEAR/5", "OR in brackets"),
    Wrong("a NEAR/5 date:2007", 14, "can't stand beside NEAR/5", "OR in brackets"),
    Wrong(" ADJ/2 ".join("a" * 40), 242, "more than 30 times NEAR or ADJ"),
    # Phrases.
    Wrong('"a b"~0', 6, "can't be 0 apart", "1 (neighbours)", '"a b"~1'),
    Wrong('"a b"~5000 c', 6, "can't be 5000 apart", "to 1000", '"a b"~1000 c'),
    Wrong('"a (b OR c"', 3, "bracket is never closed", "a )", '"a (b OR c)"'),
    Wrong('"a (b OR )"', 9, "no word beside OR", "(test OR weapon)"),
    # Stars, typing errors, boosts.
    Wrong("*", 0, "no letter beside the wildcard", "nuclea*"),
    Wrong("a *", 2, "no letter beside the wildcard", "nuclea*", "a"),
    Wrong("????*", 0, "no letter beside the wildcard", "nuclea*"),
    Wrong("korea-*", 6, "stands in a single word", "nuclea*"),
    Wrong("covid-1*", 7, "stands in a single word", "nuclea*"),
    Wrong("title:*", 6, "no letter beside the wildcard", "nuclea*"),
    Wrong("=korea*", 6, "either = or wildcards", "nuclea*", "korea*"),
    Wrong("a*b*c*d*e*f*g*h*i*", 1, "at most 8 wildcards", "fewer"),
    Wrong("korea~3", 5, "with 3 typing errors", "~1 or ~2", "korea~2"),
    Wrong("a korea~0 b", 7, "with 0 typing errors", "~1 or ~2", "a korea~1 b"),
    Wrong("=korea~1", 6, "either = or ~", "one of them"),
    Wrong("covid-19~1", 8, "in a single word", "korae~1"),
    Wrong("korea^0", 5, "can't count 0 times", "above 0"),
    Wrong("^2", 0, "right after a word", "korea^2"),
    # Fields.
    Wrong("titel:korea", 0, "no field 'titel'", FIELDS, "title:korea"),
    Wrong("a minster:okoro", 2, "no field 'minster'", FIELDS, "a minister:okoro"),
    Wrong("Dates:2007", 0, "no field 'Dates'", FIELDS, "date:2007"),
    Wrong("untl:2007", 0, "no field 'untl'", FIELDS, "until:2007"),
    Wrong("title:...", 6, "no word after title:"),
    # Dates.
    Wrong("date:yesterday", 5, "'yesterday' is not a date", "2006..2008"),
    Wrong("date:07", 5, "'07' is not a date", "2006..2008"),
    Wrong("date:2007-13", 5, "no month 13", "2006..2008"),
    Wrong("date:2007-02-30", 5, "February 2007 has no day 30", "2006..2008"),
    Wrong("date:2007-02-0", 5, "February 2007 has no day 0", "2006..2008"),
    Wrong("date:0000", 5, "no year 0000", "2006..2008"),
    Wrong("date:2008..2006", 5, "ends (2006) before it begins", "..1999", "date:2006..2008"),
    Wrong("date:..", 5, "on one side at least", "2006..2008"),
    Wrong("date:2007..x", 5, "'x' is not a date", "2006..2008"),
    Wrong("a since:2006..2008", 8, "'2006..2008' is not a date", "2007-11-20"),
    Wrong("until:unknown", 6, "'unknown' is not a date", "2007-11-20"),
    Wrong("date:(2007 OR x)", 14, "'x' is not a date", "2006..2008"),
    # Nothing at all.
    Wrong("-", 0, "nothing to search for", "letters or digits"),
    Wrong("...", 0, "nothing to search for", "letters or digits"),
    Wrong("🙂 –", 0, "nothing to search for", "letters or digits"),
    Wrong("“”", 0, "nothing to search for", "letters or digits"),
]


@pytest.mark.parametrize("wrong", ERRORS, ids=[wrong.text[:20] for wrong in ERRORS])
def test_error(wrong: Wrong) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parsed(wrong.text)
    error = caught.value
    assert wrong.what in error.what
    assert error.column == wrong.column
    assert error.query == wrong.text
    assert error.suggestion == wrong.suggestion
    if wrong.expected is None:
        return
    assert error.expected is not None
    assert wrong.expected in error.expected


@pytest.mark.parametrize(
    "text", [wrong.suggestion for wrong in ERRORS if wrong.suggestion not in (None, ":")]
)
def test_suggestion_is_a_query(text: str) -> None:
    parsed(text)


def test_message_counts_columns_from_one_and_says_all() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parsed("a (korea")
    assert str(caught.value) == (
        "this bracket is never closed, at column 3 (expected a ) after what it groups). "
        "Perhaps you meant: a (korea)"
    )


def test_as_many_brackets_as_allowed() -> None:
    parsed("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH)
    parsed("(a) " * 1_000)


# What stands right after a bracket or a quotation is no field, but why it is not
# should be said.
@pytest.mark.parametrize("text", ['"a"title:b', "(a)title:b", "title:title:b", "title:since:2007"])
def test_known_field_in_a_wrong_place(text: str) -> None:
    try:
        parsed(text)
    except QuerySyntaxError as error:
        assert "no field" not in error.what
        assert error.suggestion != text


@pytest.mark.parametrize("text", ["(", "a (", '"', 'a "', '"a b" "', '(a "b)'])
def test_suggestion_that_does_not_help(text: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parsed(text)
    if caught.value.suggestion is not None:
        parsed(caught.value.suggestion)


@examples(250)
@given(noise)
@example('(a "b) titel:x')
def test_error_points_into_the_query(text: str) -> None:
    try:
        parsed(text)
    except QuerySyntaxError as error:
        assert 0 <= error.column <= len(text)
        line, caret = error.pointed().split("\n")
        assert caret.strip() == "^"
        assert len(caret) - 1 <= columns(line)
        assert line == "" or line.isprintable()
    except UnknownName:
        pass


def test_pointed() -> None:
    error = QuerySyntaxError("wrong", "north (korea", 6)
    assert error.pointed() == "north (korea\n      ^"


def test_pointed_at_the_end() -> None:
    error = QuerySyntaxError("wrong", "north OR", 8)
    assert error.pointed() == "north OR\n        ^"


def test_pointed_shows_control_characters_as_spaces() -> None:
    error = QuerySyntaxError("wrong", "a\tb\x1b[1m\nc (", 10)
    assert error.pointed() == "a b [1m c (\n          ^"


def in_columns(line: str) -> str:
    """`line` with a character for each column: wide ones twice, marks left out."""
    shown = (c for c in line if not unicodedata.combining(c))
    return "".join(c * 2 if "\u4e00" <= c < "\u9fff" else c for c in shown)


@pytest.mark.parametrize("column", [0, 5, 37, 38, 39, 500, 998, 999, 1000])
@pytest.mark.parametrize("first", [0x4E00, 0x21], ids=["wide", "narrow"])
def test_pointed_cuts_long_queries_around_the_column(column: int, first: int) -> None:
    letters = [chr(first + i) for i in range(2_000)]
    text = "".join([c for c in letters if c.isalpha()][:1_000])
    line, caret = QuerySyntaxError("wrong", text, column).pointed().split("\n")
    cells = in_columns(line)
    assert 72 <= len(cells) <= 76
    place = len(caret) - 1
    assert place <= len(cells)
    assert cells[place : place + 1] == (text[column : column + 1] or "")
    assert line.strip("…") in text
    assert line.startswith("…") == (not text.startswith(line.strip("…")))
    assert line.endswith("…") == (not text.endswith(line.strip("…")))


def test_pointed_in_a_narrow_terminal() -> None:
    line, caret = QuerySyntaxError("wrong", "x" * 30 + "(" + "y" * 30, 30).pointed(20).split("\n")
    assert len(line) == 20
    assert line[len(caret) - 1] == "("


@pytest.mark.parametrize(("text", "place"), [("東京都 (korea", 7), ("e\u0301x (korea", 3)])
def test_pointed_under_wide_and_combining_characters(text: str, place: int) -> None:
    column = text.index("(")
    _, caret = QuerySyntaxError("wrong", text, column).pointed().split("\n")
    assert len(caret) - 1 == place
