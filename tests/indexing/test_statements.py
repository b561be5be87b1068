"""Statements that a caller gives become a whole index."""

import datetime
from dataclasses import replace

import pytest

from searchkit.indexing import policy
from searchkit.indexing.statements import build_statements
from searchkit.model.errors import InvalidInput
from searchkit.model.statement import Statement
from searchkit.schema.analysis import versions
from searchkit.storage.manifest import read_manifest
from tests.support.building import build

STATEMENT = Statement(id="a", title="Talks", body="The *talks* in Oster.")


def test_statements_become_the_whole_index(statements_folder, index, contents, counts):
    build(index, statements_folder)
    report = build_statements([STATEMENT, replace(STATEMENT, id="b")], index)
    assert counts(report) == (2, 0, 5, 0)
    assert contents(index) == {"a": STATEMENT, "b": replace(STATEMENT, id="b")}
    assert read_manifest(index, versions()).roots == {}


def test_statements_again(index, counts, contents):
    build_statements([STATEMENT, replace(STATEMENT, id="b"), replace(STATEMENT, id="c")], index)
    changed = replace(STATEMENT, id="b", date=datetime.date(2007, 11, 20))
    report = build_statements((s for s in [STATEMENT, changed, replace(changed, id="d")]), index)
    assert counts(report) == (1, 1, 1, 1)
    assert set(contents(index)) == {"a", "b", "d"}


def test_every_field_of_a_given_statement_is_kept(index, contents):
    statement = Statement(
        id="any id/at all",
        title="Whānau",
        body="The *whānau*",
        date=datetime.date(1, 1, 2),
        url="https://gov.vellmark.example/1",
        ministers=("Hon Orla Brannigan",),
        portfolios=("Trade",),
        attachments=("a.pdf",),
        extra={"series": [1, None, {"deep": True}]},
    )
    build_statements([statement], index)
    assert contents(index) == {statement.id: statement}


def test_given_ids_and_titles_are_nfc(index, contents):
    build_statements([Statement(id="o\u0304", title="wha\u0304nau", body="x")], index)
    assert contents(index)["ō"].title == "whānau"


def test_many_given_statements_make_several_chunks(small_chunks, index, contents):
    build_statements((replace(STATEMENT, id=str(n)) for n in range(5)), index)
    assert list(contents(index)) == list("01234")


def test_two_given_statements_of_one_id_are_refused(index, files_of):
    build_statements([STATEMENT], index)
    before = files_of(index)
    for pair in (["b", "b"], ["ō", "o\u0304"]):
        with pytest.raises(InvalidInput, match="two statements have this id"):
            build_statements([replace(STATEMENT, id=name) for name in pair], index)
        assert files_of(index) == before


def test_two_given_statements_of_one_id_in_two_segments_are_refused(
    small_chunks, index, monkeypatch
):
    monkeypatch.setattr(policy, "MAX_WORDS", 1)
    with pytest.raises(InvalidInput):
        build_statements([replace(STATEMENT, id=name) for name in "abca"], index)


@pytest.mark.parametrize("given", [[], iter([]), ["a path"], [STATEMENT, None]])
def test_what_is_no_statement_is_refused(index, files_of, given):
    with pytest.raises(InvalidInput):
        build_statements(given, index)
    assert files_of(index) == {}


def test_an_error_of_the_callers_iterator_changes_nothing(index, files_of):
    build_statements([STATEMENT], index)
    before = files_of(index)

    def statements():
        yield replace(STATEMENT, id="b")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        build_statements(statements(), index)
    assert files_of(index) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"extra": {"when": datetime.date(2007, 11, 20)}},
        {"title": None},
        {"body": "a lone surrogate \ud800"},
        {"id": "\ud800"},
        {"ministers": ("\ud800 Brannigan",)},
        {"ministers": "Orla Brannigan"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_values_that_can_not_be_kept_are_refused(index, changes):
    with pytest.raises(InvalidInput):
        build_statements([replace(STATEMENT, **changes)], index)


def test_a_datetime_is_a_date(index, contents):
    moment = datetime.datetime(2007, 11, 20, 13, 30)
    build_statements([replace(STATEMENT, date=moment)], index)
    assert contents(index)["a"].date == datetime.date(2007, 11, 20)
