import datetime
from dataclasses import replace

import pytest

from searchkit.corpus.document import Document, content_digest
from searchkit.corpus.files import NO_FILE
from searchkit.corpus.given import document_of
from searchkit.model.errors import InvalidInput
from searchkit.model.statement import Statement
from searchkit.schema.fields import DEFAULT, Day, Names, Schema, Text

TALKS = Statement(id="a", title="Talks", body="The *talks* in Oster.")
FULL = Statement(
    id="notes/1",
    title="Wha\u0304nau",
    body="The *talks*.",
    date=datetime.datetime(2007, 11, 20, 13),
    url="https://gov.vellmark.example/1",
    ministers=["Hon Orla Brannigan"],
    portfolios=("Trade", "Māori Crown Relations"),
    attachments=("a.pdf",),
    extra={"series": [1, None]},
)
PARTIES = Schema((*DEFAULT.fields, Names("party", query="party", kind="label")))
NAMELESS = Schema((Text("title"), Text("body"), Day("date", query="date")))


def test_a_given_statement_is_made_ready():
    document = document_of(FULL)
    assert isinstance(document, Document)
    assert document.text == "The talks."
    assert document.statement == replace(
        FULL,
        title="Whānau",
        date=datetime.date(2007, 11, 20),
        ministers=("Hon Orla Brannigan",),
    )
    assert (document.file, document.warnings) == (NO_FILE, ())


def test_digests_stay_what_they_were():
    """Or each statement of an index that is there would count as changed."""
    assert document_of(FULL).digest.hex() == "90c7480d5256b5a2"
    assert document_of(Statement("a", "b", "c")).digest.hex() == "37b5eccd24a200fa"
    assert content_digest(b"---\ntitle: a\n---\nb").hex() == "4fb105119a1ea8c7"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Talk"},
        {"body": "x"},
        {"date": datetime.date(2007, 11, 21)},
        {"date": None},
        {"url": None},
        {"ministers": ()},
        {"portfolios": ("Trade",)},
        {"attachments": ("b.pdf",)},
        {"extra": {}},
    ],
    ids=str,
)
def test_a_digest_covers_all_that_a_statement_says(changes):
    for schema in (DEFAULT, PARTIES):
        assert document_of(FULL, schema).digest == document_of(FULL).digest
        assert document_of(replace(FULL, **changes), schema).digest != document_of(FULL).digest


def test_a_digest_is_the_same_under_any_id():
    assert document_of(replace(FULL, id="b")).digest == document_of(FULL).digest


@pytest.mark.parametrize(
    "changes",
    [
        {"extra": {"when": datetime.date(2007, 11, 20)}},
        {"extra": {"n": float}},
        {"title": None},
        {"body": "a lone surrogate \ud800"},
        {"id": "\ud800"},
        {"id": ""},
        {"url": 7},
        {"date": "2007-11-20"},
        {"ministers": ("\ud800 Brannigan",)},
        {"ministers": "Orla Brannigan"},
        {"portfolios": (7,)},
        {"attachments": None},
    ],
    ids=str,
)
def test_values_that_can_not_be_kept_are_refused(changes):
    with pytest.raises(InvalidInput, match=next(iter(changes))) as caught:
        document_of(replace(TALKS, **changes))
    assert caught.value.where.startswith("statement ")


@pytest.mark.parametrize("given", [None, "text", 7])
def test_what_is_no_statement_is_refused(given):
    with pytest.raises(InvalidInput, match="is no Statement"):
        document_of(given)


@pytest.mark.parametrize("value", [7, [7], ["\ud800"], {"a": "b"}], ids=repr)
def test_names_beside_a_statement_are_checked_too(value):
    for good in (["Harbour"], "Harbour", None):
        document_of(replace(TALKS, fields={"party": good}), PARTIES)
    document_of(TALKS, PARTIES)
    with pytest.raises(InvalidInput, match="fields"):
        document_of(replace(TALKS, fields={"party": value}), PARTIES)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (None, {}),
        ([], {}),
        ("Harbour", {"party": ("Harbour",)}),
        (["Harbour", "Lakes"], {"party": ("Harbour", "Lakes")}),
        ("O\u0304rva", {"party": ("\u014crva",)}),
    ],
)
def test_names_beside_a_statement_become_a_tuple(given, kept):
    document = document_of(replace(TALKS, fields={"party": given}), PARTIES)
    assert document.statement.fields == kept


def test_a_field_that_the_index_lacks_is_refused():
    with pytest.raises(InvalidInput, match="the index has no field 'seat'"):
        document_of(replace(TALKS, fields={"seat": "Oster"}), PARTIES)
    with pytest.raises(InvalidInput, match="the index has no field 'ministers'") as caught:
        document_of(replace(TALKS, ministers=("Bede Farrow",)), NAMELESS)
    assert "no field of names" in caught.value.expected
    with pytest.raises(InvalidInput, match="fields can't be 7"):
        document_of(replace(TALKS, fields=7), PARTIES)


def test_what_it_says_in_a_field_is_part_of_its_digest():
    digests = {
        document_of(replace(TALKS, fields=fields), PARTIES).digest
        for fields in ({}, {"party": "Tide"}, {"party": "Hill"})
    }
    assert len(digests) == 3
