"""Every place where text is read as something else than it looks like: what is said of it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given

from searchkit.model.errors import QuerySyntaxError, UnknownName
from searchkit.query.doubts import MAX_SHOWN, Doubt
from searchkit.query.language.fields import field_names
from searchkit.query.language.parser import parse
from searchkit.query.language.quotations import OR_WORD
from searchkit.query.names import KnownNames
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query
from searchkit.query.tree import Node
from searchkit.query.understanding import understood
from searchkit.schema.fields import DEFAULT
from tests.support.hypothesis_settings import examples
from tests.support.known_names import KNOWN, names, parsed
from tests.support.query_texts import noise

PAT = names(
    "minister",
    {"pat doe": "Pat Doe", "pat doe smith": "Pat Doe-Smith", "ann pat doe": "Ann Pat Doe"},
)
NAMES: Mapping[str, KnownNames] = {**KNOWN, "minister": PAT}

# What was asked, how it is understood, what is said, and what it may have meant.
TABLE = [
    # Operators in small letters, of other engines, and without their number.
    ("korea or iran", "korea or iran", "or is read as a word", "korea OR iran"),
    ("korea not iran", "korea not iran", "not is read as a word", "korea NOT iran"),
    ("aid and trade", "aid and trade", "and is read as a word", "aid AND trade"),
    ("a or b and c", "a or b and c", "or and and are read as words", "a OR b AND c"),
    (
        "a near/5 b",
        'a "near/5" b',
        "near/5 is read as words, for operators are in capital letters",
        "a NEAR/5 b",
    ),
    (
        "a Adj/2 b",
        'a "Adj/2" b',
        "Adj/2 is read as words, for operators are in capital letters",
        "a ADJ/2 b",
    ),
    ("a w/5 b", 'a "w/5" b', "w/5 is read as words", "a NEAR/5 b"),
    ("a pre/3 b", 'a "pre/3" b', "pre/3 is read as words", "a ADJ/3 b"),
    ("a NEAR5 b", "a NEAR5 b", "NEAR5 is read as words", "a NEAR/5 b"),
    ("a ADJ~2 b", None, "ADJ~2 is read as words", "a ADJ/2 b"),
    (
        "a NEAR b",
        "a NEAR b",
        "NEAR is read as a word; near each other is said with a distance",
        "a NEAR/10 b",
    ),
    (
        "a ADJ/ b",
        "a ADJ b",
        "ADJ/ is read as a word; near each other is said with a distance",
        "a ADJ/10 b",
    ),
    ("a | b", "a b", "| is left out", "a OR b"),
    ("a || b", "a b", "|| is left out", "a OR b"),
    # What would leave a word out.
    ("a --b", "a b", "-- before a word leaves nothing out", "a -b"),
    ('a --"b c"', 'a "b c"', "-- before a word leaves nothing out", 'a -"b c"'),
    ("a !b", "a b", "! before a word leaves nothing out", "a -b"),
    # Fields.
    (
        "author:smith",
        '"author:smith"',
        "there is no field author:, so it is read as a word",
        "smith",
    ),
    (
        "a -site:example",
        'a -"site:example"',
        "there is no field site:, so it is read as a word",
        "a -example",
    ),
    ('note:"b c"', 'note "b c"', "there is no field note:, so it is read as a word", '"b c"'),
    (
        "title=korea",
        '"title=korea"',
        "title= is read as a word, for a field ends with a colon",
        "title:korea",
    ),
    (
        "title: korea",
        "title korea",
        "title: is read as a word, for no value follows it",
        "title:korea",
    ),
    (
        "title :korea",
        "title korea",
        "title : is read as a word, for no value follows it",
        "title:korea",
    ),
    ("date:", "date", "date: is read as a word, for no value follows it", None),
    ("2006..2008", '"2006..2008"', "2006..2008 is read as words, not as a date", "date:2006..2008"),
    ("2007-11-20", '"2007-11-20"', "2007-11-20 is read as words, not as a date", "date:2007-11-20"),
    (
        "20/11/2007",
        '"20/11/2007"',
        "20/11/2007 is read as words; a day is written date:2007-11-20",
        None,
    ),
    # Numbers of signs.
    ('"a b" ~5', '"a b" 5', "~5 stands apart, so it is read as a word", '"a b"~5'),
    ("korae ~1", "korae 1", "~1 stands apart, so it is read as a word", "korae~1"),
    ("korae~", "korae", "~ is left out, for no number follows it", "korae~1"),
    ("korea^", "korea", "^ is left out, for no number follows it", None),
    # Words without white space.
    ("korea,iran", '"korea,iran"', "korea,iran is read as a phrase", "korea iran"),
    ("health/care x", '"health/care" x', "health/care is read as a phrase", "health care x"),
    # Quotes.
    (
        "'north korea' x",
        "north korea x",
        "'north korea' is read as words, for these quotes mean nothing",
        '"north korea" x',
    ),
    (
        "«north korea»",
        "north korea",
        "«north korea» is read as words, for these quotes mean nothing",
        '"north korea"',
    ),
    ("a “b c", "a b c", "“ has no partner and is left out", 'a "b c"'),
    ("a b”", "a b", "” has no partner and is left out", None),
    ('"ACT"', "ACT", "quotes around ACT alone change nothing", "=ACT"),
    ('"a OR b"', '"a OR b"', OR_WORD, "a OR b"),
    ('"a AND b" c', '"a AND b" c', "AND in quotes is read as a word", "(a AND b) c"),
    ('"a near/5 b"', '"a near/5 b"', "near/5 in quotes is read as a word", "a NEAR/5 b"),
    ('"a -b"', '"a -b"', "- in quotes means nothing", "a -b"),
    ('"title:a b"', '"title:a b"', "title: in quotes is read as a word", "title:a b"),
    ('title:"a AND b"', 'title:"a AND b"', "AND in quotes is read as a word", None),
    # Question marks.
    ("te??", "te", "?? after te ends a question and is no wildcard", "te??"),
    ("x te?? y", "x te y", "?? after te ends a question and is no wildcard", "x te?? y"),
    ("te? y", "te y", "? after te ends a question and is no wildcard", "te? y"),
    ("te?", "te", "? after te ends a question and is no wildcard", "te?"),
    # Names.
    (
        "minister:doe",
        'minister:"Ann Pat Doe" OR minister:"Pat Doe" OR minister:"Pat Doe-Smith"',
        "minister:doe means any of: Ann Pat Doe, Pat Doe, Pat Doe-Smith",
        None,
    ),
    (
        'x minister:"pat doe"',
        'x minister:"Pat Doe"',
        'minister:"pat doe" means this name alone',
        'x (minister:"Pat Doe" OR minister:"Ann Pat Doe" OR minister:"Pat Doe-Smith")',
    ),
    (
        "portfolio:foreign affairs",
        None,
        "portfolio: holds for foreign alone",
        'portfolio:"foreign affairs"',
    ),
    # What is nothing at all.
    ("korea 🙂 –", "korea", "left out, for there is no letter or digit in it: 🙂 –", None),
]


def doubts(text: str) -> tuple[Node, list[Doubt]]:
    found = parse(text, NAMES)
    return found.tree, list(found.notes)


def shown(other: object) -> str | None:
    """The other reading in the query language; wildcards at the end of words can't be said."""
    return interpreted(other) if isinstance(other, Node) else other  # type: ignore[return-value]


@pytest.mark.parametrize(("text", "understood_as", "message", "other"), TABLE)
def test_what_is_said(
    text: str, understood_as: str | None, message: str, other: str | None
) -> None:
    tree, found = doubts(text)
    assert understood_as is None or interpreted(tree) == understood_as
    (doubt,) = [one for one in found if one.code != "several-names" or "any of" in message]
    assert doubt.message == message
    assert shown(doubt.other) == other


def test_every_row_of_names_has_a_note_of_its_own() -> None:
    tree, found = doubts("portfolio:foreign affairs")
    assert [doubt.code for doubt in found] == ["several-names", "short-value"]
    assert interpreted(tree).endswith(" affairs")
    longer = doubts('minister:"pat doe"')[1][0]
    assert longer.note(7).message == (
        'minister:"pat doe" means this name alone; with Ann Pat Doe, Pat Doe-Smith: 7'
    )


# Ordinary text means what it says.
QUIET = [
    *("korea", "north korea", '"north korea"', "korea OR iran", "korea -iran", "nuclea* te?t"),
    *("what is the budget?", "covid-19", "O'Hara", "’twas the night", "the boys' club", "10:30"),
    *("https://vellmark.example/a?b=c", "AT&T", "$2.5 billion", "e.g.", "title:korea", "=ACT"),
    *("a NEAR/5 b", "a ADJ/2 (b OR c)", '"nuclear (test OR weapon*)"', '"a b"~5', "korae~1"),
    *("name@vellmark.example", "2007", "date:2007-11-20", 'minister:"Ann Pat Doe"', "24/7", "n/a"),
    *("date:2006..2008", "since:2007", '="ACT"', 'title:"ACT"', '"AND"', '"a b"^2', "10,000"),
    *("Budget: more for schools", "3-5", "well-being", '"well-being"', "“a b” c", "a^2"),
    *(
        "minister:smith",
        "portfolio:harbours lake",
        "minister:smith -doe",
        "portfolio:harbours a",
        "whether",
        "android notes",
        "(a OR b)",
    ),
]


@pytest.mark.parametrize("text", QUIET)
def test_ordinary_text_is_left_in_peace(text: str) -> None:
    assert doubts(text)[1] == []


PASTED = (
    "The minister said that aid and trade, or rather “trade not aid”, 'would come first' "
    "in health/care? It is so and will not change, notes the report of 3 May."
)


def test_a_pasted_sentence_is_its_words() -> None:
    assert [doubt for doubt in doubts(PASTED)[1] if doubt.code != "ignored"] == []


@pytest.mark.parametrize("field", field_names(DEFAULT))
def test_every_field_has_its_colon(field: str) -> None:
    for text in (f"{field}: x", f"{field} :x", f"{field}=x"):
        (doubt,) = [one for one in parsed(text).notes if one.code.startswith("field-")]
        assert doubt.other == f"{field}:x"


@pytest.mark.parametrize(
    ("text", "what", "suggestion"),
    [
        ("minister:doe*", "a name takes no wildcards", "minister:doe"),
        ('minister:"pat d*"', "a name takes no wildcards", None),
        ("portfolio:*", "a name takes no wildcards", None),
        ("title:-korea", "a minus stands before the field", "-title:korea"),
        ("x minister:-doe", "a minus stands before the field", "x -minister:doe"),
        ("title:-", "a minus stands before the field", None),
        ("korea^2 NEAR/5 iran", "a word beside NEAR/5 has no boost of its own", None),
        ("a ADJ/2 (b OR c^3)", "a word beside ADJ/2 has no boost of its own", None),
    ],
)
def test_what_would_be_lost_is_refused(text: str, what: str, suggestion: str | None) -> None:
    with pytest.raises(QuerySyntaxError, match=what) as caught:
        parse(text, NAMES)
    assert caught.value.suggestion == suggestion


def test_names_of_filters_are_told_as_those_of_a_query() -> None:
    def said(*given: str) -> list[str]:
        query = Query("x", names={"minister": given})
        return [doubt.message for doubt in understood(query, DEFAULT, NAMES, lambda _: ()).notes]

    assert said("doe") == ["minister:doe means any of: Ann Pat Doe, Pat Doe, Pat Doe-Smith"]
    assert said("Pat Doe") == ['minister:"Pat Doe" means this name alone']
    assert said('"Pat Doe"') == []  # It says so.
    assert said("Pat Doe", "Pat Doe-Smith", "Ann Pat Doe") == []
    assert said() == []


def test_the_other_reading_of_a_filter_takes_the_longer_names_too() -> None:
    query = Query("x", names={"minister": "Pat Doe"})
    (doubt,) = understood(query, DEFAULT, NAMES, lambda _: ()).notes
    assert isinstance(doubt.other, Query)
    tree = understood(doubt.other, DEFAULT, NAMES, lambda _: ()).tree
    assert interpreted(tree) == (
        'x (minister:"Pat Doe" OR minister:"Ann Pat Doe" OR minister:"Pat Doe-Smith")'
    )


def test_many_names_are_not_all_named() -> None:
    people = {f"doe {n:02d}": f"Doe {n:02d}" for n in range(40)}
    (doubt,) = parse("minister:doe", {**KNOWN, "minister": names("minister", people)}).notes
    assert doubt.message.endswith("Doe 10, Doe 11 and 28 more")


@examples(200)
@given(noise)
def test_a_note_is_short_whatever_the_text(text: str) -> None:
    try:
        found = parsed(text).notes
    except (QuerySyntaxError, UnknownName):
        return
    for doubt in found:
        if doubt.code not in ("ignored", "several-names", "or-word", "longer-name"):
            assert len(doubt.note(1).message) <= 2 * MAX_SHOWN + 80
        assert "\n" not in doubt.note(1).message or doubt.code == "ignored"
