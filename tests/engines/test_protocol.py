"""What every engine promises, held against each of them.

A new engine is one line in `contract.ENGINES`. What is expected here can be told from the
statements alone: no engine is the measure of another.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from searchkit import (
    Answer,
    Archive,
    FacetValue,
    InvalidArgument,
    QuerySyntaxError,
    SearchkitError,
    Statement,
    StatementNotFound,
    UnknownName,
)
from searchkit.schema.fields import DEFAULT
from tests.engines.contract import (
    BY_ID,
    OHARE,
    STATEMENTS,
    Served,
    ids,
)

LEVIES = {"vm/levy.md", "vm/levy-again.md"}
NEW = Statement(id="vm/new.md", title="Zebra", body="A zebra at the harbour.")
EMPTY: dict[str, Any] = {"minister": (), "portfolio": (), "since": None, "until": None}


def found(answer: Answer) -> list[str]:
    return [hit.id for hit in answer]


# Searching


def test_it_is_an_archive(archive: Archive) -> None:
    assert isinstance(archive, Archive)
    assert len(archive) == len(STATEMENTS)
    assert archive.sample_size is None
    assert archive.schema == DEFAULT


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", BY_ID),
        ("grain", ids("opens", "talks", "levy", "levy-again")),
        ("GRAINS", ids("opens", "talks", "levy", "levy-again")),
        ("grain -levy", ids("opens", "talks")),
        ("timber OR levy", ids("ships", "levy", "levy-again")),
        ("(timber OR levy) AND ships", ids("ships")),
        ('"grain levy"', ids("levy", "levy-again")),
        ('"levy grain"', []),
        ("title:harbour", ids("opens", "talks")),
        ("title:levy harbour", ids("levy", "levy-again")),
        ("tim*", ids("ships")),
        ("gra?n -title:levy", ids("opens", "talks")),
        ("tmiber~1", ids("ships")),
        ("=grain", ids("opens", "levy", "levy-again")),
        ("carry NEAR/2 grain", ids("opens")),
        ("fish ADJ/2 timber", ids("ships")),
        ("timber ADJ/2 fish", []),
        ("minister:brannigan", ids("opens", "talks", "levy-again")),
        ("portfolio:trade grain", ids("opens", "levy", "levy-again")),
        ("date:2008", ids("levy", "levy-again")),
        ("date:2007..2008", ids("talks", "levy", "levy-again")),
        ("since:2008-06-02", ids("levy-again", "ships")),
        ("until:2006", ids("opens")),
        ("date:unknown", ids("note")),
        ("zebra", []),
    ],
)
def test_what_matches(archive: Archive, query: str, expected: Any) -> None:
    answer = archive.search(query, copies="all", limit=50, strict=True)
    assert sorted(found(answer)) == sorted(expected)
    assert answer.total == archive.count(query) == len(expected)
    assert sorted(hit.id for hit in archive.stream(query)) == sorted(expected)
    assert archive.facets(query).total == len(expected)
    assert (answer.query, answer.also) == (query, ())


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"minister": "ohare"}, ids("talks", "levy")),
        ({"minister": ["ohare", "Bede Farrow"]}, ids("talks", "levy", "ships", "note")),
        ({"portfolio": '"Trade"'}, ids("opens", "levy", "levy-again")),
        ({"portfolio": ("Trade", "Transport")}, ids("opens", "levy", "levy-again", "ships")),
        ({"where": {"portfolio": ("Trade", "Transport")}, "since": 2009}, ids("ships")),
        ({"where": {"minister": "ohare", "portfolio": "trade"}}, ids("levy")),
        ({"minister": "brannigan", "portfolio": "trade"}, ids("opens", "levy-again")),
        ({"since": 2009}, ids("ships")),
        ({"since": "2007-11", "until": "2008-06-01"}, ids("talks", "levy")),
        ({"until": datetime.date(2006, 10, 9)}, ids("opens")),
        ({"since": "2007", "minister": "brannigan"}, ids("talks", "levy-again")),
    ],
)
def test_filters(archive: Archive, filters: dict[str, Any], expected: list[str]) -> None:
    answer = archive.search("", copies="all", **filters)
    assert sorted(found(answer)) == sorted(expected)
    assert archive.count("", **filters) == archive.facets("", **filters).total == len(expected)
    assert sorted(hit.id for hit in archive.stream("", **filters)) == sorted(expected)


def test_any_word(archive: Archive) -> None:
    answer = archive.search("timber levy", any_word=True, copies="all")
    assert set(found(answer)) == {*LEVIES, "vm/ships.md"}
    assert archive.count("timber levy", any_word=True) == 3
    assert archive.count("timber levy") == 0


def test_a_page_that_is_short_is_filled_with_what_matches_most_words(archive: Archive) -> None:
    answer = archive.search("twelve ships zebra")
    assert (answer.total, found(answer)) == (0, [])
    (also,) = answer.also
    assert (also.id, also.missing) == ("vm/ships.md", ("zebra",))
    assert archive.search("twelve ships zebra", strict=True).also == ()


# Order and pages


def test_orders(archive: Archive) -> None:
    newest = ids("ships", "levy-again", "levy", "talks", "opens", "note")
    oldest = ids("opens", "talks", "levy", "levy-again", "ships", "note")
    for sort, expected in (("newest", newest), ("oldest", oldest), ("relevance", newest)):
        assert found(archive.search("", sort=sort, copies="all")) == expected
        assert [hit.id for hit in archive.stream("", sort=sort)] == expected
    ranked = archive.search("ships")
    assert ranked[0].id == "vm/ships.md"
    answer = archive.search("grain", copies="all")
    assert [hit.score for hit in answer] == sorted((hit.score for hit in answer), reverse=True)
    assert answer[0].score > 0


def test_pages_follow_one_another(archive: Archive) -> None:
    for copies, size in (("group", 5), ("all", 6)):
        whole = found(archive.search("", limit=10, copies=copies))
        assert len(whole) == size
        paged = [
            id
            for offset in range(0, 8, 2)
            for id in found(archive.search("", limit=2, offset=offset, copies=copies))
        ]
        assert paged == whole
    assert archive.search("grain", limit=0).total == 4


def test_copies(archive: Archive) -> None:
    (hit,) = archive.search("levy", strict=True)
    (copy,) = hit.copies
    assert {hit.id, copy.id} == LEVIES
    given = BY_ID[copy.id]
    assert copy == (given.id, given.date, given.ministers, given.portfolios, given.url, {})
    assert archive.search("levy").total == 2


@pytest.mark.parametrize("query", ["", "grain", "levy", "harbour", "zebra"])
def test_everything_and_nothing(archive: Archive, query: str) -> None:
    for copies in ("group", "all"):
        whole = archive.search(query, limit=None, copies=copies, strict=True)
        assert found(whole) == found(archive.search(query, limit=50, copies=copies, strict=True))
        assert sum(1 + len(hit.copies) for hit in whole) == whole.total
        nothing = archive.search(query, limit=0, copies=copies)
        assert (len(nothing), nothing.also, nothing.total) == (0, (), whole.total)
        assert found(archive.search(query, limit=None, offset=2, copies=copies)) == found(whole)[2:]
    assert len(archive.search("twelve ships zebra", limit=None).also) == 1


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("copies", ["group", "all"])
@pytest.mark.parametrize(
    ("limit", "offset"), [(None, 0), (None, 2), (0, 0), (1, 0), (2, 1), (9, 9)]
)
def test_a_stream_is_a_search(
    archive: Archive, sort: str, copies: str, limit: int | None, offset: int
) -> None:
    same: dict[str, Any] = {"sort": sort, "copies": copies, "limit": limit, "offset": offset}
    for query in ("", "grain", "levy OR ships"):
        for snippets in (True, False):
            asked = same | {"snippets": snippets}
            answer = archive.search(query, strict=True, **asked)
            assert list(archive.stream(query, **asked)) == list(answer)


def test_stream_is_taken_one_by_one(archive: Archive) -> None:
    hits = archive.stream("harbour", sort="oldest")
    first = next(hits)
    assert (first.id, first.snippets, first.copies) == ("vm/opens.md", (), ())
    assert [hit.id for hit in hits] == ids("talks", "levy", "levy-again", "ships", "note")


# What is shown


def test_a_hit_says_what_its_statement_says(archive: Archive) -> None:
    for hit in archive.search("", copies="all"):
        given = BY_ID[hit.id]
        for name in ("title", "date", "url", "ministers", "portfolios", "attachments"):
            assert getattr(hit, name) == getattr(given, name)


def test_snippets(archive: Archive) -> None:
    (hit,) = archive.search("timber")
    assert hit.title_highlights == ()
    (snippet, *_) = hit.snippets
    assert [snippet.text[start:end] for start, end in snippet.highlights] == ["timber"]
    (hit,) = archive.search('"grain levy"')
    assert [hit.title[start:end] for start, end in hit.title_highlights] == ["Grain levy"]
    (hit,) = archive.search("timber", snippets=False)
    assert (hit.snippets, hit.title_highlights) == ((), ())


def test_explain(archive: Archive, served: Served) -> None:
    with served("explain"):
        (hit,) = archive.search("timber", explain=True)
    (listed,) = archive.stream("timber", explain=True)
    assert listed.explain == hit.explain
    assert hit.explain is not None
    assert archive.search("timber")[0].explain is None


def test_repeats_of_hits(archive: Archive, served: Served) -> None:
    assert archive.search("timber")[0].repeats is None
    with served("repeats"):
        found = {hit.id: hit.repeats for hit in archive.search("grain", copies="all", repeats=True)}
        for id, repeats in found.items():
            expected = [one.id for one in archive.repeats(id) if one.again]
            assert sorted(one.id for one in repeats or ()) == sorted(expected)


def test_facets(archive: Archive) -> None:
    expected = {
        "minister": [("Orla Brannigan", 3), ("Tamsin Ōhare", 2)],
        "portfolio": [("Trade", 3), ("Foreign Affairs", 1), ("Transport", 1)],
        "year": [("2006", 1), ("2007", 1), ("2008", 2)],
    }
    for answer in (archive.facets("grain"), archive.search("grain", limit=0, facets=True)):
        assert answer.facets is not None
        assert list(answer.facets) == ["minister", "portfolio", "year"]
        assert (len(answer), answer.total) == (0, 4)
        counted = {name: [*map(tuple, values)] for name, values in answer.facets.items()}
        assert counted == expected
        assert all(isinstance(one, FacetValue) for one in answer.facets["year"])
    assert archive.search("grain").facets is None


# What is refused


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"query": "(grain"}, QuerySyntaxError),
        ({"query": "date:2007-13"}, QuerySyntaxError),
        ({"query": "minister:zebedee"}, UnknownName),
        ({"minister": "zebedee"}, UnknownName),
        ({"portfolio": ["trade", "zebras"]}, UnknownName),
        ({"query": 7}, InvalidArgument),
        ({"since": "yesterday"}, InvalidArgument),
        ({"since": 2008, "until": 2007}, InvalidArgument),
        ({"minister": 7}, InvalidArgument),
        ({"where": {"party": "harbour"}}, InvalidArgument),
        ({"where": {"minister": "ohare"}, "minister": "ohare"}, InvalidArgument),
        ({"where": {"portfolio": "zebras"}}, UnknownName),
    ],
)
def test_errors_of_all_ways_to_ask(
    archive: Archive, arguments: dict[str, Any], error: type[SearchkitError]
) -> None:
    asked = {"query": "", **EMPTY, **arguments}
    ways: list[Callable[..., object]] = [
        archive.search,
        archive.stream,
        archive.count,
        archive.facets,
    ]
    for way in ways:
        with pytest.raises(error):
            way(**asked)


@pytest.mark.parametrize(
    "arguments", [{"sort": "best"}, {"limit": -1}, {"offset": -1}, {"copies": "none"}]
)
def test_errors_of_a_search(archive: Archive, arguments: dict[str, Any]) -> None:
    for way in (archive.search, archive.stream):
        with pytest.raises(InvalidArgument):
            way("grain", **arguments)


def test_an_error_in_a_query_says_where(archive: Archive) -> None:
    with pytest.raises(QuerySyntaxError) as syntax:
        archive.search("grain (levy")
    assert (syntax.value.query, syntax.value.column) == ("grain (levy", 6)
    with pytest.raises(UnknownName) as unknown:
        archive.count("grain minister:branigan")
    assert (unknown.value.kind, unknown.value.name) == ("minister", "branigan")
    assert unknown.value.column == 15
    assert any("Brannigan" in name for name in unknown.value.nearest)


# Quotations


def test_who_says_what(own: tuple[str, Archive]) -> None:
    archive = own[1]
    body = "“We are **glad**,” Ms Ohare said.\n\n“So am I,” said Mayor Mika Storr."
    said = Statement(id="vm/said.md", title="Glad", body=body, ministers=(OHARE,))
    with archive.writer() as writer:
        writer.add(said)
    archive.refresh()
    text = archive.text("vm/said.md")
    found = archive.quotations("vm/said.md")
    assert [(one.text, one.speakers, one.certain) for one in found] == [
        ("We are glad,", ("Tamsin Ōhare",), True),
        ("So am I,", ("Mika Storr",), True),
    ]
    assert [text[one.start : one.end] for one in found] == [one.text for one in found]
    with pytest.raises(StatementNotFound):
        archive.quotations("vm/nowhere.md")


# Offices


def test_who_held_an_office(archive: Archive, served: Served) -> None:
    with served("who"):
        found = archive.who("Transport")
    assert [(one.office, one.person, str(one.first), str(one.last)) for one in found] == [
        ("Transport", "Orla Brannigan", "2006-10-09", "2006-10-09"),
        ("Transport", "Bede Farrow", "2009-01-05", "2009-01-05"),
    ]
    assert [(one.statements, one.evidence) for one in found] == [
        (1, tuple(ids("opens"))),
        (1, tuple(ids("ships"))),
    ]
    assert archive.who("Transport", on="2009") == found[1:]
    assert archive.who("Foreign Affairs") == ()  # Two ministers: which of them, nobody knows.
    with pytest.raises(UnknownName):
        archive.who("Ferries")
    with pytest.raises(InvalidArgument):
        archive.who()


def test_names_of_an_office(archive: Archive) -> None:
    assert archive.count("office:transport") == archive.count("portfolio:transport") > 0


def test_people(archive: Archive, served: Served) -> None:
    with served("people"):
        (found,) = archive.people("Brannigan")
    assert found.statements == archive.count("minister:brannigan")
    with pytest.raises(UnknownName):
        archive.people("Nobody")


def test_timeline(archive: Archive, served: Served) -> None:
    with served("timeline"):
        found = archive.timeline("harbour")
    days = [one.date for one in found if one.date]
    assert days == sorted(days)
    assert {one.id for one in found} <= {hit.id for hit in archive.stream("harbour")}


def test_what_is_said_again(own: tuple[str, Archive], served: Served) -> None:
    archive = own[1]
    body = "The old lighthouse of Käldby will shine again from the first night of the winter."
    with archive.writer() as writer:
        writer.add(Statement(id="vm/light.md", title="Light", body=body))
        writer.add(Statement(id="vm/again.md", title="Again", body=f"{body} Come and see it."))
    archive.refresh()
    with served("repeats"):
        (found,) = archive.repeats("vm/light.md")
    assert (found.id, found.title, found.date, found.score) == ("vm/again.md", "Again", None, 1.0)
    assert found.passages == (body[:-1],)
    with pytest.raises(StatementNotFound):
        archive.repeats("vm/nowhere.md")
