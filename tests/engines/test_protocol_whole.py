"""What every engine promises besides searching: statements, names, states, closing.

As in `test_protocol`, what is expected can be told from the statements alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit import (
    Answer,
    Archive,
    Completion,
    InvalidArgument,
    InvalidInput,
    KnownName,
    Match,
    QuerySyntaxError,
    Statement,
    StatementNotFound,
    UnknownName,
)
from searchkit.engines.opening import is_index
from tests.engines.contract import (
    BY_ID,
    STATEMENTS,
    Engine,
    Served,
    ids,
)

LEVIES = {"vm/levy.md", "vm/levy-again.md"}
NEW = Statement(id="vm/new.md", title="Zebra", body="A zebra at the harbour.")
EMPTY: dict[str, Any] = {"minister": (), "portfolio": (), "since": None, "until": None}


def found(answer: Answer) -> list[str]:
    return [hit.id for hit in answer]


# One statement


def test_statements_come_back(archive: Archive) -> None:
    for given in STATEMENTS:
        assert archive.statement(given.id) == given
    assert "carry grain to" in archive.text("vm/opens.md")


def test_statements_are_found_by_id_and_address(archive: Archive) -> None:
    (opens,) = ids("opens")
    address = BY_ID[opens].url or ""
    names = [opens, address, f"http://www.{address.removeprefix('https://')}/#top", "nowhere"]
    assert archive.find(names) == ((opens,), (opens,), (opens,), ())
    assert archive.find([]) == ()
    assert archive.find([f"{address}/x", "", "https://", address.upper()]) == ((), (), (), ())
    for given in STATEMENTS:
        assert archive.find([given.id, given.url or ""]) == ((given.id,), (given.id,))


def test_statements_that_share_an_address(engine: Engine, tmp_path: Path) -> None:
    shared = [replace(NEW, id=f"vm/{n}.md", url="https://gov.vellmark.example/x") for n in "ba"]
    with searchkit.open(engine(shared, tmp_path)) as archive:
        assert archive.find(["https://gov.vellmark.example/x"]) == (("vm/a.md", "vm/b.md"),)


def test_matches(archive: Archive) -> None:
    text = archive.text("vm/ships.md")
    title = BY_ID["vm/ships.md"].title
    marked = archive.matches("vm/ships.md", "ship*")
    assert all(isinstance(match, Match) for match in marked)
    words = [(title if m.field == "title" else text)[m.start : m.end] for m in marked]
    assert words == ["Ships", "ships", "ships"]
    assert archive.matches("vm/ships.md", "grain") == ()
    assert archive.matches("vm/ships.md", "grain timber") == ()
    (match,) = archive.matches("vm/ships.md", "grain timber", any_word=True)
    assert text[match.start : match.end] == "timber"


def test_concordance(archive: Archive) -> None:
    found = archive.concordance("harbour", sort="oldest", width=12)
    assert (len(found), found.occurrences, found.statements) == (8, 8, 6)
    first = found[0]
    assert (first.id, first.field, first.start, first.end) == ("vm/opens.md", "title", 0, 7)
    assert (first.left, first.match, first.right) == ("", "Harbour", " of Oster")
    assert [line.date for line in found] == sorted(
        (line.date for line in found), key=lambda day: day or datetime.date.max
    )
    assert len(archive.concordance("grain", minister="ohare")) == 3
    assert len(archive.concordance("harbour", sample=2)) == 2
    with pytest.raises(InvalidArgument):
        archive.concordance("minister:brannigan")


def test_digests(archive: Archive, engine: Engine, tmp_path: Path) -> None:
    every = archive.digests()
    assert list(every) == sorted(BY_ID)
    assert all(len(one) == 16 and int(one, 16) >= 0 for one in every.values())
    for query in ("grain", "harbour OR grain", "minister:brannigan", "zyzzyva"):
        found = archive.digests(query, since="2007")
        wanted = sorted(hit.id for hit in archive.stream(query, since="2007"))
        assert list(found.items()) == [(id, every[id]) for id in wanted]
    assert archive.digests("fish timber zebra", any_word=True) == archive.digests("fish OR timber")
    with pytest.raises(QuerySyntaxError):
        archive.digests("(grain")
    # Another index of them has the same, but for what is another version.
    changed = [replace(BY_ID["vm/note.md"], body="Another note."), *STATEMENTS[:-1]]
    with searchkit.open(engine(changed, tmp_path)) as other:
        found = other.digests()
        assert {id for id in every if found[id] != every[id]} == {"vm/note.md"}


def test_collocates(archive: Archive, served: Served) -> None:
    with served("collocates"):
        found = archive.collocates("harbour", left=2, right=1, least=1)
    assert (found.query, found.occurrences, found.statements) == ("harbour", 8, 6)
    assert found.window_words == sum(
        row.observed for row in archive.collocates("harbour", left=2, right=1, least=1, common=True)
    )
    assert found[0].observed <= found.window_words and found[0].log_ratio > 0
    assert archive.count(found.lines_of(found[0].word)) == found[0].statements
    with pytest.raises(InvalidArgument):
        archive.collocates("minister:brannigan")


def test_keywords(archive: Archive, served: Served) -> None:
    with served("keywords"):
        found = archive.keywords("minister:brannigan", least=1)
    assert found.statements + found.statements_against == len(archive)
    assert found.words + found.words_against == archive.info().words
    assert {row.word for row in found if row.log_ratio > 0}
    assert all(0 <= row.dispersion <= 1 for row in found)
    other = archive.keywords("minister:brannigan", against="-minister:brannigan", least=1)
    assert list(other) == list(found)
    with pytest.raises(InvalidArgument):
        archive.keywords("harbour", against="harbour OR grain")


def test_trend(archive: Archive) -> None:
    found = archive.trend("harbour", "minister:farrow")
    assert [one.name for one in found.periods] == ["2006", "2007", "2008", "2009"]
    assert [row.statements for row in found.of(0)] == [1, 1, 2, 1]
    assert [row.occurrences for row in found.of(0)] == [2, 2, 2, 1]
    assert [row.all_statements for row in found.of(1)] == [1, 1, 2, 1]
    assert found.totals == ((6, 8, 1, 1), (2, None, 1, None))
    assert (found.periods[0].partial, found.periods[1].partial) == (True, False)
    assert len(archive.trend("grain", by="month", since="2008").periods) == 8
    with pytest.raises(InvalidArgument):
        archive.trend()


def test_first(archive: Archive) -> None:
    uses = [(use.who, use.kind, use.id) for use in archive.first("grain", minister="ohare")]
    assert uses == [
        ("Orla Brannigan; Tamsin Ōhare", "first", "vm/talks.md"),
        ("Tamsin Ōhare", "last", "vm/levy.md"),
        ("Orla Brannigan", "minister", "vm/talks.md"),
        ("Tamsin Ōhare", "minister", "vm/talks.md"),
        ("Foreign Affairs", "portfolio", "vm/talks.md"),
        ("Trade", "portfolio", "vm/levy.md"),
    ]
    assert archive.first("harbour").undated == 1
    with pytest.raises(InvalidArgument):
        archive.first("minister:brannigan")


def test_summary(archive: Archive) -> None:
    (levy_again,) = ids("levy-again")
    total, first, last, top = archive.summary("grain")
    assert (total, first, last) == (4, datetime.date(2006, 10, 9), datetime.date(2008, 6, 2))
    assert top == archive.search("grain", limit=1, snippets=False, copies="all")[0]
    # Without words the newest comes first, as in `search`; one without a date has no part in days.
    spoke = archive.summary(minister="farrow")
    assert spoke.total == 2 and spoke.first == spoke.last == datetime.date(2009, 1, 5)
    narrowed = archive.summary("grain", where={"minister": "brannigan"}, since="2008")
    assert narrowed.total == 1 and narrowed.top is not None and narrowed.top.id == levy_again
    undated = archive.summary("master")
    assert undated[:3] == (1, None, None) and undated.top is not None
    assert archive.summary("zyzzyva") == (0, None, None, None)
    with pytest.raises(QuerySyntaxError):
        archive.summary("(")
    with pytest.raises(UnknownName):
        archive.summary("grain", minister="nobody")


def test_similar(archive: Archive) -> None:
    answer = archive.similar("vm/levy.md")
    assert "vm/opens.md" in found(answer)
    assert LEVIES.isdisjoint(found(answer))
    assert len(archive.similar("vm/levy.md", limit=1)) == 1
    assert all(hit.snippets == () for hit in archive.similar("vm/levy.md", snippets=False))


@pytest.mark.parametrize("copies", ["group", "all"])
def test_pages_of_similar_ones(archive: Archive, copies: str) -> None:
    for id in BY_ID:
        whole = archive.similar(id, limit=None, copies=copies)
        assert id not in found(whole)
        assert sum(1 + len(hit.copies) for hit in whole) == whole.total
        assert archive.similar(id, limit=0).total == whole.total
        paged = [
            one
            for offset in range(0, 6, 2)
            for one in found(archive.similar(id, limit=2, offset=offset, copies=copies))
        ]
        assert paged == found(whole)
    both = found(archive.similar("vm/opens.md", limit=None, copies="all"))
    assert set(both) >= LEVIES
    with pytest.raises(InvalidArgument):
        archive.similar("vm/opens.md", limit=-1)
    with pytest.raises(InvalidArgument):
        archive.similar("vm/opens.md", copies="none")


# Names and words


def test_names(archive: Archive) -> None:
    names = archive.names("minister")
    assert all(isinstance(name, KnownName) for name in names)
    assert list(names) == [
        ("Bede Farrow", "2009-01-05", "2009-01-05", 2),
        ("Orla Brannigan", "2006-10-09", "2008-06-02", 3),
        ("Tamsin Ōhare", "2007-11-20", "2008-06-01", 2),
    ]
    (one,) = archive.names("portfolio", "affairs")
    assert one == ("Foreign Affairs", "2007-11-20", "2007-11-20", 1)


def test_completions(archive: Archive) -> None:
    (first, *_) = archive.completions("timb")
    assert isinstance(first, Completion)
    assert first == ("word", "timber", "timber", 1)
    (name,) = archive.completions("grain minister:bra")
    assert (name.kind, name.statements) == ("minister", 3)
    assert "Brannigan" in name.value and name.query == f'grain minister:"{name.value}"'
    assert len(archive.completions("", limit=3)) <= 3
    assert archive.completions("timb", limit=0) == ()


def test_a_word_that_was_perhaps_mistyped(engine: Engine, tmp_path: Path) -> None:
    often = [replace(NEW, id=f"vm/{n}.md", body=f"Harbour {n}.") for n in range(30)]
    with searchkit.open(engine(often, tmp_path)) as archive:
        assert archive.search("harbuor").suggestion == "harbour"
        assert archive.search("harbour").suggestion is None


# The index as a whole


def test_info(archive: Archive) -> None:
    info = archive.info()
    assert info.statements == len(STATEMENTS)
    assert (info.first_date, info.last_date, info.unknown_dates) == ("2006-10-09", "2009-01-05", 1)
    assert (info.sample, info.deleted) == (False, 0)
    assert info.size > 0 and info.words > info.terms > 20


def test_check(archive: Archive) -> None:
    said: list[tuple[int, int]] = []
    for deep in (False, True):
        checked = archive.check(deep=deep, progress=lambda *both: said.append(both))
        assert (checked.statements, checked.faults, checked.total) == (len(STATEMENTS), (), 0)
    assert said[-1] == (len(STATEMENTS), len(STATEMENTS))


def test_a_writer_and_the_states_it_makes(own: tuple[str, Archive]) -> None:
    address, archive = own
    before = archive.stamp
    assert archive.latest() == before
    assert archive.newer() is None
    assert archive.refresh() is False
    with archive.writer() as writer:
        writer.add(NEW)
        writer.remove("vm/note.md")
    # What is open stays as it is.
    assert (archive.stamp, archive.count("zebra")) == (before, 0)
    assert archive.latest() != before
    newer = archive.newer()
    assert newer is not None
    with newer, searchkit.open(address) as opened:
        assert newer.stamp == opened.stamp == archive.latest()
        for one in (newer, opened):
            assert (one.count("zebra"), len(one)) == (1, len(STATEMENTS))
    assert archive.count("zebra") == 0
    assert archive.refresh() is True
    assert (archive.count("zebra"), archive.stamp) == (1, archive.latest())
    with pytest.raises(StatementNotFound):
        archive.statement("vm/note.md")


def test_a_writer_that_fails_changes_nothing(own: tuple[str, Archive]) -> None:
    _, archive = own
    before = archive.latest()
    with pytest.raises(ZeroDivisionError), archive.writer() as writer:
        writer.add(NEW)
        raise ZeroDivisionError
    with archive.writer() as writer, pytest.raises(StatementNotFound):
        writer.remove("vm/nowhere.md")
    with archive.writer() as writer, pytest.raises(InvalidInput):
        writer.add("a text")  # type: ignore[arg-type]
    assert archive.latest() == before


def test_another_index_at_the_same_address_is_another_state(
    engine: Engine, own: tuple[str, Archive], tmp_path: Path
) -> None:
    address, archive = own
    assert engine([NEW], tmp_path) == address
    assert archive.latest() != archive.stamp
    newer = archive.newer()
    assert newer is not None and len(newer) == 1
    newer.close()
    assert archive.count() == len(STATEMENTS)


def test_is_index(engine: Engine, tmp_path: Path) -> None:
    address = engine([NEW], tmp_path)
    assert is_index(address)
    with pytest.raises(searchkit.IndexNotFound):
        searchkit.open(address + "-nowhere")
    assert not is_index(address + "-nowhere")


@pytest.mark.parametrize("id", ["", "vm/nowhere.md", "vm/levy.m", "vm/levy.md ", "\ud800"])
def test_unknown_ids(archive: Archive, id: str) -> None:
    ways: list[Callable[[], object]] = [
        lambda: archive.statement(id),
        lambda: archive.text(id),
        lambda: archive.similar(id),
        lambda: archive.matches(id, "grain"),
    ]
    for way in ways:
        with pytest.raises(StatementNotFound) as caught:
            way()
        assert caught.value.where == id


def test_unknown_names(archive: Archive) -> None:
    with pytest.raises(InvalidArgument):
        archive.names("party")
    with pytest.raises(UnknownName):
        archive.names("minister", "zebedee")


def test_closed(own: tuple[str, Archive]) -> None:
    _, archive = own
    stream = archive.stream("grain")
    answer = archive.search("grain", copies="all")
    archive.close()
    archive.close()
    uses: list[Callable[[], object]] = [
        archive.search,
        archive.stream,
        archive.count,
        archive.facets,
        lambda: archive.statement("vm/levy.md"),
        lambda: archive.text("vm/levy.md"),
        lambda: archive.matches("vm/levy.md", "grain"),
        lambda: archive.similar("vm/levy.md"),
        lambda: archive.trend("grain"),
        lambda: archive.first("grain"),
        lambda: archive.summary("grain"),
        lambda: archive.find(["vm/levy.md"]),
        lambda: archive.names("minister"),
        lambda: archive.completions("gra"),
        archive.info,
        archive.check,
        archive.refresh,
        archive.newer,
        archive.latest,
        lambda: archive.stamp,
        lambda: archive.schema,
        lambda: archive.sample_size,
        lambda: archive.changed,
        lambda: len(archive),
    ]
    for use in uses:
        with pytest.raises(InvalidArgument, match="closed"):
            use()
    # What was asked before goes on.
    assert len(list(stream)) == len(answer) == 4
