import datetime

import pytest
from whoosh.filedb.filestore import RamStorage
from whoosh.query import Phrase, Term

from searchkit.model.statement import Statement
from searchkit.schema.analysis import stems
from tests.support.whoosh_schema import (
    POSITION_GAP,
    TITLE_END,
    folded_terms,
    schema,
    stemmed_terms,
    whoosh_document,
)


@pytest.fixture
def talks():
    return Statement(
        id="releases/talks.md",
        title="Harbour talks",
        body="The *ministers* met.",
        date=datetime.date(2007, 11, 20),
    )


@pytest.fixture
def searcher(talks):
    index = RamStorage().create_index(schema())
    writer = index.writer()
    writer.add_document(
        **whoosh_document(talks, "The ministers met.", ["orla brannigan"], ["foreign affairs"])
    )
    writer.commit()
    with index.searcher() as searcher:
        yield searcher


def test_the_fields():
    assert sorted(schema().names()) == [
        "date",
        "exact",
        "folded",
        "id",
        "minister",
        "portfolio",
        "text",
        "title",
        "title_exact",
        "title_folded",
    ]
    assert schema() is schema()


def test_terms_are_those_of_the_analysis():
    text = "Māori Ministers’ talks"
    assert folded_terms(text) == ["maori", "ministers", "talks"]
    assert stemmed_terms(text) == stems(text) == ["maori", "minist", "talk"]


def test_a_gap_stands_between_title_and_body():
    analyser = schema()["text"].analyzer
    value = f"Harbour talks{TITLE_END}The ministers met"
    found = [(token.text, token.pos) for token in analyser(value, positions=True)]
    first = 2 + POSITION_GAP
    assert found == [
        ("harbour", 0),
        ("talk", 1),
        ("the", first),
        ("minist", first + 1),
        ("met", first + 2),
    ]


def test_a_statement_as_a_document(talks):
    document = whoosh_document(talks, "The ministers met.", ["orla brannigan", "bede farrow"], [])
    assert document["minister"] == "orla brannigan\x1fbede farrow"
    assert document["portfolio"] == ""
    assert document["date"] == datetime.datetime(2007, 11, 20)
    assert document["text"] == f"Harbour talks{TITLE_END}The ministers met."


def test_a_document_without_a_date_has_no_date():
    document = whoosh_document(Statement(id="a", title="b", body="c"), "c", [], [])
    assert "date" not in document


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Term("text", "minist"), True),
        (Term("title", "minist"), False),
        (Term("title", "talk"), True),
        (Term("folded", "ministers"), True),
        (Term("title_folded", "talks"), True),
        (Term("exact", "The"), True),
        (Term("exact", "the"), False),
        (Term("title_exact", "Harbour"), True),
        (Term("title_exact", "The"), False),
        (Phrase("text", ["harbour", "talk"]), True),
        (Phrase("text", ["talk", "the"]), False),  # From title to body.
        (Term("minister", "orla brannigan"), True),
        (Term("minister", "orla"), False),
        (Term("portfolio", "foreign affairs"), True),
        (Term("id", "releases/talks.md"), True),
    ],
)
def test_whoosh_finds_what_the_schema_says(searcher, query, found):
    assert len(searcher.search(query)) == found
