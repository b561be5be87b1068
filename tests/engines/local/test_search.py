"""`Archive.search`: its arguments and what comes back."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from whoosh import query

from searchkit import (
    Answer,
    Archive,
    Hit,
    InvalidArgument,
    QuerySyntaxError,
    UnknownName,
    UnsupportedQuery,
)
from tests.support.short_trees import A, D, E, F, M, N, O, P, T, X
from tests.support.three_indexes import Collection
from tests.support.whoosh_trees import to_whoosh

QUERIES = [
    "harbour",
    "the",
    "harbour ferry",
    '"the of" OR lake',
    "title:the fish*",
    "-the",
    "",
    "minister:brannigan lake",
    "since:2000 until:2005",
    "date:unknown the",
    "nowhere",
]


def test_hits_carry_what_the_statement_says(hundreds: Collection, archive: Archive) -> None:
    statements = {statement.id: statement for statement in hundreds.statements}
    for hit in archive.search("the", limit=300, copies="all"):
        statement = statements[hit.id]
        assert (hit.date, hit.url) == (statement.date, statement.url)
        assert hit.ministers == statement.ministers
        assert hit.portfolios == statement.portfolios
        assert hit.attachments == statement.attachments
        assert isinstance(hit.score, float)
        assert hit.missing == ()
        assert archive.statement(hit.id).title == hit.title


def test_the_answer_says_what_was_asked(archive: Archive) -> None:
    answer = archive.search("Harbour  since:2000", minister="okoro", until="2010-06")
    assert answer.query == "Harbour  since:2000"
    assert answer.interpreted == ('Harbour date:2000.. minister:"Tamsin Okoro" date:..2010-06')
    assert 0 < answer.took_ms < 60_000
    assert answer.suggestion is None
    assert answer.notes == ()
    assert repr(answer) == f"<Answer to 'Harbour  since:2000': {len(answer)} of {answer.total}>"


def test_notes_come_with_the_answer(archive: Archive) -> None:
    assert [note.code for note in archive.search("harbour 🙂").notes] == ["ignored"]
    assert [note.code for note in archive.search("minister:brannigan").notes] == ["several-names"]


@pytest.mark.parametrize("text", QUERIES)
def test_total_is_what_matches(hundreds: Collection, archive: Archive, text: str) -> None:
    found = hundreds.answered(text)
    for arguments in (
        {},
        {"limit": 0},
        {"limit": 3, "offset": 5},
        {"sort": "oldest"},
        {"strict": True},
        {"copies": "all"},
    ):
        assert archive.search(text, **arguments).total == len(found)  # type: ignore[arg-type]
    assert archive.count(text) == len(found)


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_stream_gives_all_in_order(archive: Archive, text: str, sort: str) -> None:
    streamed = list(archive.stream(text, sort=sort))
    answer = archive.search(text, sort=sort, limit=1_000, copies="all")
    assert len(streamed) == answer.total == archive.count(text)
    assert [(hit.id, hit.score) for hit in streamed] == [(hit.id, hit.score) for hit in answer]
    for hit in streamed:
        assert (hit.snippets, hit.title_highlights, hit.copies) == ((), (), ())
        assert hit.explain is None


def test_streams_need_not_be_read_to_the_end(archive: Archive) -> None:
    one, other = archive.stream("the"), archive.stream("the", sort="oldest")
    assert next(one).id == archive.search("the", copies="all")[0].id
    assert next(other).id == archive.search("the", copies="all", sort="oldest")[0].id
    assert iter(one) is one


FILTERS: list[tuple[dict[str, Any], Any]] = [
    ({"minister": "okoro"}, M("tamsin okoro")),
    ({"minister": "Hon Orla Brannigan"}, M("orla brannigan")),
    ({"minister": "brannigan"}, O(M("orla brannigan"), M("rory brannigan"))),
    ({"minister": ["okoro", "maatta"]}, O(M("tamsin okoro"), M("edouard maatta"))),
    ({"minister": ("okoro",)}, M("tamsin okoro")),
    ({"minister": []}, E()),
    (
        {"portfolio": "Trade"},
        O(F("foreign trade"), F("trade")),
    ),
    ({"portfolio": ["harbours", "PÊCHERIES"]}, None),
    ({"since": 2004}, D("2004-01-01", None)),
    ({"since": "2004-05"}, D("2004-05-01", None)),
    ({"since": datetime.date(2004, 5, 6)}, D("2004-05-06", None)),
    ({"since": datetime.datetime(2004, 5, 6, 23, 59)}, D("2004-05-06", None)),
    ({"until": 2004}, D(None, "2004-12-31")),
    ({"until": "2004-02"}, D(None, "2004-02-29")),
    ({"until": "2004-02-03"}, D(None, "2004-02-03")),
    ({"since": 2001, "until": "2001"}, D("2001-01-01", "2001-12-31")),
]


@pytest.mark.parametrize(("arguments", "tree"), FILTERS)
@pytest.mark.parametrize("text", ["", "harbour", "harbour OR lake", "-the"])
def test_filters(
    hundreds: Collection, archive: Archive, text: str, arguments: dict[str, Any], tree: Any
) -> None:
    everything = hundreds.answered(text)
    found = hundreds.answered(text, **arguments)
    assert found <= everything
    assert archive.count(text, **arguments) == len(found)
    assert archive.search(text, **arguments, limit=1).total == len(found)
    if tree is not None:
        assert found == everything & hundreds.plain(tree)


def test_filters_combine(hundreds: Collection) -> None:
    one = hundreds.answered("", minister="okoro")
    other = hundreds.answered("", portfolio="trade", since=2000)
    assert hundreds.answered("", minister="okoro", portfolio="trade", since=2000) == one & other


def test_filters_do_not_change_scores(archive: Archive) -> None:
    scores = {hit.id: hit.score for hit in archive.stream("harbour")}
    for hit in archive.stream("harbour", minister="okoro", since=2000):
        assert hit.score == scores[hit.id]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"limit": -1}, "limit can't be -1"),
        ({"limit": 2.5}, "limit can't be 2.5"),
        ({"limit": "10"}, "limit can't be '10'"),
        ({"limit": True}, "limit can't be True"),
        ({"offset": -1}, "offset can't be -1"),
        ({"offset": 1.0}, "offset can't be 1.0"),
        ({"sort": "best"}, "no sort order 'best'"),
        ({"sort": ""}, "no sort order ''"),
        ({"copies": "none"}, "copies can't be 'none'"),
        ({"since": "yesterday"}, "since: 'yesterday' is not a date"),
        ({"since": ""}, "since: '' is not a date"),
        ({"since": "2007-13"}, "since: there is no month 13"),
        ({"until": "2007-02-30"}, "until: February 2007 has no day 30"),
        ({"until": 7}, "until: '7' is not a date"),
        ({"until": "unknown"}, "until: 'unknown' is not a date"),
    ],
)
def test_invalid_arguments(archive: Archive, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        archive.search("harbour", **arguments)
    assert caught.value.what == message
    assert caught.value.expected
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("asked", [None, 3, b"harbour", ["harbour"], object()])
def test_what_is_no_query(archive: Archive, asked: Any) -> None:
    with pytest.raises(InvalidArgument, match="a query can't be a"):
        archive.search(asked)


@pytest.mark.parametrize("asked", [3, None, [3], b"okoro"])
def test_what_is_no_name(archive: Archive, asked: Any) -> None:
    with pytest.raises(InvalidArgument):
        archive.search("harbour", minister=asked)


def test_until_before_since(archive: Archive) -> None:
    with pytest.raises(InvalidArgument):
        archive.search("harbour", since=2010, until=2005)


def test_other_errors_come_through_at_once(archive: Archive) -> None:
    for method in (archive.search, archive.stream, archive.count):
        with pytest.raises(QuerySyntaxError):
            method("(harbour")
        with pytest.raises(UnknownName):
            method("harbour", minister="nobody")
        with pytest.raises(UnknownName):
            method("harbour", portfolio=["trade", "nothing"])
        with pytest.raises(UnsupportedQuery):
            method(query.Wildcard("text", "a*"))


TREES = [
    ("harbour", T("harbour")),
    ("harbour -lake", A(T("harbour"), N(T("lake")))),
    ('"of the" OR fish*', O(P("of the"), X("fish"))),
    ("minister:okoro the", A(M("tamsin okoro"), T("the"))),
    ("date:2000..2005 the", A(D("2000-01-01", "2005-12-31"), T("the"))),
    ("", E()),
    ("-the", N(T("the"))),
    ("date:unknown", N(E("date"))),
]
THEIRS = [
    *((text, to_whoosh(tree)) for text, tree in TREES),
    ("harbour -lake", query.AndNot(to_whoosh(T("harbour")), to_whoosh(T("lake")))),
]


@pytest.mark.parametrize(("text", "tree"), [*TREES, *THEIRS])
def test_ready_made_trees(archive: Archive, text: str, tree: Any) -> None:
    by_text = archive.search(text, limit=50, facets=True, explain=True)
    by_tree = archive.search(tree, limit=50, facets=True, explain=True)
    assert by_tree.total == by_text.total
    assert [(h.id, h.score, h.snippets) for h in by_tree] == [
        (h.id, h.score, h.snippets) for h in by_text
    ]
    assert by_tree.facets == by_text.facets
    assert by_tree.query == str(tree)
    assert archive.count(tree) == by_text.total
    assert archive.count(tree, minister="okoro") == archive.count(text, minister="okoro")


def test_a_tree_is_not_changed(archive: Archive) -> None:
    tree = to_whoosh(A(T("harbour"), O(T("lake"), P("of the"))))
    before = repr(tree)
    archive.search(tree, minister="okoro", since=2000, any_word=True)
    assert repr(tree) == before


@pytest.mark.parametrize("most", [1, 3])
def test_as_many_snippets_as_are_asked_for(archive: Archive, most: int) -> None:
    usual = archive.search("harbour", limit=40)
    found = archive.search("harbour", limit=40, snippets=most)
    for hit, as_usual in zip(found, usual, strict=True):
        assert len(hit.snippets) <= most
        both = min(most, len(as_usual.snippets))
        assert hit.snippets[:both] == as_usual.snippets[:both]
    assert max(len(hit.snippets) for hit in found) == most
    with pytest.raises(InvalidArgument, match="snippets can't be 11"):
        archive.search("harbour", snippets=11)


def test_json_shape(archive: Archive) -> None:
    answer = archive.search("harbour the nowhere", limit=40, facets=True, explain=True)
    said = json.loads(json.dumps(answer.to_json()))
    assert list(said) == [
        *("query", "interpreted", "total", "took_ms", "suggestion", "notes", "variants"),
        *("related", "hits", "also", "also_total", "facets"),
    ]
    hit_keys = [
        *("id", "title", "date", "ministers", "portfolios", "url", "attachments", "score"),
        *("copies", "snippets", "explain"),
    ]
    assert answer.also
    assert all(list(hit) == [*hit_keys, "missing"] for hit in said["also"])
    said = archive.search("the").to_json()
    assert "facets" not in said
    hits: Any = said["hits"]
    assert all(list(hit) == hit_keys for hit in hits)
    assert all(hit["explain"] is None for hit in hits)


def test_an_answer_is_a_sequence(archive: Archive) -> None:
    answer = archive.search("the", limit=5)
    assert len(answer) == 5
    assert list(answer) == [answer[i] for i in range(5)]
    assert answer[-1] == answer[4]
    assert answer[1:3] == (answer[1], answer[2])
    assert list(reversed(answer)) == list(answer)[::-1]
    assert answer[2] in answer
    assert answer.index(answer[2]) == 2
    assert not archive.search("nowhere", strict=True)
    with pytest.raises(IndexError):
        answer[5]


def test_answers_and_hits_are_immutable(archive: Archive) -> None:
    answer = archive.search("harbour", facets=True)
    for name in ("total", "facets", "also", "_hits", "anything"):
        with pytest.raises(AttributeError):
            setattr(answer, name, 1)
    with pytest.raises(TypeError):
        answer[0] = answer[1]  # type: ignore[index]
    hit = answer[0]
    with pytest.raises(AttributeError):
        hit.title = "x"  # type: ignore[misc]
    for values in (hit.ministers, hit.snippets, hit.copies, answer.also, answer.notes):
        assert isinstance(values, tuple)
    assert isinstance(hit, Hit)
    hash(hit._replace(explain=None))


@pytest.mark.parametrize("which", ["facets", "explain"])
def test_mappings_of_answers_are_immutable(archive: Archive, which: str) -> None:
    answer = archive.search("harbour", facets=True, explain=True)
    mapping: Any = answer.facets if which == "facets" else answer[0].explain
    with pytest.raises(TypeError):
        mapping["x"] = ()


def test_attributes_of_answers_can_not_be_deleted(archive: Archive) -> None:
    answer = archive.search("harbour")
    with pytest.raises(AttributeError):
        del answer.total


def test_answers_can_be_copied(archive: Archive) -> None:
    import copy
    import pickle

    answer = archive.search("harbour")
    for other in (copy.copy(answer), pickle.loads(pickle.dumps(answer))):
        assert isinstance(other, Answer)
        assert list(other) == list(answer)
        assert other.total == answer.total
