"""`said:` as it is written: whom it means, what may stand in its brackets, what is told."""

from __future__ import annotations

import pytest

from searchkit.model.errors import InvalidArgument, QuerySyntaxError, UnknownName, UnsupportedQuery
from searchkit.profiles.profile import Profile, ProfileField
from searchkit.query.language.parser import Parsed, parse
from searchkit.query.names import KnownNames
from searchkit.query.rendering import interpreted
from searchkit.query.said import InQuotation, QuotedBy, SpokenLeaf
from searchkit.query.tree import And, Not, Or, Phrase, Stem
from searchkit.schema.fields import schema_of
from tests.support.known_names import KNOWN, speakers

SHOWN = {"jan vell": "Jan Vell", "rolf vell": "Rolf Vell", "mika storr": "Mika Storr"}
SPEAKERS: dict[str, KnownNames] = {**KNOWN, "said": speakers(SHOWN)}


def read(text: str) -> Parsed:
    return parse(text, SPEAKERS)


def spoken(stem: str, *speakers: str) -> SpokenLeaf:
    return SpokenLeaf(Stem(stem), speakers or None)


def test_whom_it_means() -> None:
    assert read("said:storr").tree == QuotedBy(("mika storr",))
    assert read("said:(storr)").tree == QuotedBy(("mika storr",))
    assert read('said:"Mika Storr"').tree == QuotedBy(("mika storr",))
    assert read('said:"Hon Mika Storr"').tree == QuotedBy(("mika storr",))
    assert read("said:*").tree == QuotedBy(None)
    assert isinstance(read("-said:*").tree, (And, Not))
    several = read("said:vell")
    assert several.tree == QuotedBy(("jan vell", "rolf vell"))
    assert [doubt.message for doubt in several.notes] == [
        "said:vell means any of: Jan Vell, Rolf Vell"
    ]


def test_what_stands_in_its_brackets() -> None:
    storr = ("mika storr",)
    harbour, ferry = spoken("harbour", *storr), spoken("ferri", *storr)
    assert read("said:(storr harbour)").tree == InQuotation(harbour, storr)
    assert read("said:(storr harbour ferry)").tree == InQuotation(And((harbour, ferry)), storr)
    assert read("said:(storr harbour AND ferry)").tree == InQuotation(And((harbour, ferry)), storr)
    assert read("said:(storr harbour OR ferry)").tree == InQuotation(Or((harbour, ferry)), storr)
    assert read("said:(storr (harbour OR ferry))").tree == InQuotation(Or((harbour, ferry)), storr)
    without = InQuotation(And((harbour, Not(ferry))), storr)
    assert read("said:(storr harbour -ferry)").tree == without
    phrase = SpokenLeaf(Phrase(("harbour", "ferri")), None)
    assert read('said:(* "harbour ferries")').tree == InQuotation(phrase, None)
    assert read("SAID:(STORR harbour)").tree == InQuotation(harbour, storr)


@pytest.mark.parametrize(
    "text",
    [
        "said:storr",
        "said:*",
        "-said:*",
        "said:vell",
        'said:("Mika Storr" harbour ferry)',
        "said:(* harbour NEAR/3 ferry)",
        "said:(vell (harbour OR ferry) lake)",
        "said:(* harb* =Ferry lake~1 -levy)",
        "-said:(* harbour)",
        "said:(* harbour) OR said:(storr ferry)",
        'said:(* "the (harbour OR ferry)") trade',
        "said:(* harbour^2)",
        "said:(* money:5m..)",
    ],
)
def test_what_is_shown_means_the_same(text: str) -> None:
    tree = read(text).tree
    assert read(interpreted(tree)).tree == tree


@pytest.mark.parametrize(
    ("text", "what", "column"),
    [
        ("said:(harbour OR ferry)", "begins with who speaks", 5),
        ("said:((vell) harbour)", "begins with who speaks", 5),
        ("said:(-vell harbour)", "begins with who speaks", 5),
        ("said:(vell NEAR/3 harbour)", "begins with who speaks", 5),
        ("said:(vell title:harbour)", "title:harbour does not stand in a quotation", 17),
        ("said:(vell date:2007)", "date:2007 does not stand in a quotation", 16),
        ("title:(said:(vell harbour))", "title:harbour does not stand", 18),
        ("said:(vell said:(storr x))", "does not stand in a quotation", 17),
        ("said:ve*", "a name takes no wildcards", 7),
        ("said:()", "nothing between the brackets", 6),
    ],
)
def test_what_it_refuses(text: str, what: str, column: int) -> None:
    with pytest.raises(QuerySyntaxError, match=what) as caught:
        read(text)
    assert caught.value.column == column


def test_a_space_after_the_colon_makes_it_a_word() -> None:
    """Pasted text says "he said: the harbour opens"."""
    assert read("said: vell").tree == And((Stem("said"), Stem("vell")))


def test_nobody_of_that_name() -> None:
    with pytest.raises(UnknownName, match="nobody who is quoted is called 'stor'") as caught:
        read("harbour said:(stor ferry)")
    assert caught.value.nearest == ("Mika Storr",)
    assert caught.value.column == 14


def test_an_index_that_knows_no_quotations() -> None:
    with pytest.raises(UnsupportedQuery, match="this index knows no quotations") as caught:
        parse("said:(vell harbour)", KNOWN)
    assert "--quotations" in str(caught.value.remedy)


def test_words_beside_it_are_perhaps_meant_to_be_said() -> None:
    (note,) = read("said:storr harbour ferry date:2007").notes
    assert note.other == 'said:("Mika Storr" harbour ferry) date:2007'
    assert "anywhere" in note.message
    for text in ("said:storr", "said:* harbour", "said:(storr harbour) ferry", "harbour"):
        assert not read(text).notes


def test_no_field_of_a_profile_is_called_said() -> None:
    with pytest.raises(InvalidArgument, match="'said' means something else"):
        schema_of(Profile("VM", fields=(ProfileField("said", "name"),)))
