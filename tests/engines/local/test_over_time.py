"""Trends and first uses are what a loop over the statements gives.

Judged by plain Python: the statements one by one, `Archive.matches` for their occurrences,
`token_spans` for their words, dates as dates.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit import Archive, FirstUse, InvalidArgument, QuerySyntaxError, Trend
from searchkit.model.arguments import PERIODS
from searchkit.schema.analysis import token_spans
from searchkit.schema.names import person_key
from tests.support.building import build_in_parts
from tests.support.hypothesis_settings import examples
from tests.support.three_indexes import Collection
from tests.support.vellmark import many, plain

QUERIES = (
    *("harbour", "the", "the harbour OR lake", '"the harbour"', "harbour -lake", "fish*"),
    *("harbour NEAR/3 the", "title:harbour", "=Harbour harbour", "brige~1", "zyzzyva"),
    *("harbour minister:okoro", '"the (harbour OR lake)"', "minister:okoro", ""),
    *("harbour OR minister:okoro", "title:harbour harbour"),
)


class One(NamedTuple):
    """A statement, as plainly as it can be told."""

    id: str
    date: datetime.date | None
    words: int


def statements(archive: Archive, **filters: Any) -> list[One]:
    return [
        One(
            hit.id,
            hit.date,
            len(list(token_spans(hit.title))) + len(list(token_spans(archive.text(hit.id)))),
        )
        for hit in archive.stream("", sort="oldest", **filters)
    ]


def name_of(day: datetime.date, by: str) -> str:
    if by == "year":
        return f"{day.year}"
    return f"{day.year}-Q{(day.month + 2) // 3}" if by == "quarter" else f"{day:%Y-%m}"


def every_name(days: Iterable[datetime.date], by: str) -> list[str]:
    """The names of all periods, from the first of some days to the last."""
    known = sorted(days)
    day, names = known[0], []
    while day <= known[-1]:
        names.append(name_of(day, by))
        day += datetime.timedelta(days=1)
    return list(dict.fromkeys(names))


def expected(
    archive: Archive, query: Any, by: str, **filters: Any
) -> tuple[list[tuple[object, ...]], tuple[int, int]]:
    """(The rows of a query without their rates; what has no date: statements, occurrences.)"""
    every = statements(archive, **filters)
    found = {hit.id for hit in archive.stream(query, sort="oldest", **filters)}
    times = {one.id: len(archive.matches(one.id, query)) for one in every if one.id in found}
    rows: list[tuple[object, ...]] = []
    for name in every_name([one.date for one in every if one.date], by):
        inside = [one for one in every if one.date and name_of(one.date, by) == name]
        matching = [one for one in inside if one.id in found]
        said = sum(times[one.id] for one in matching)
        rows.append((name, len(matching), said, len(inside), sum(one.words for one in inside)))
    undated = [one.id for one in every if not one.date and one.id in found]
    return rows, (len(undated), sum(times[id] for id in undated))


def check(trend: Trend, number: int, rows: list[tuple[object, ...]], undated: object) -> None:
    totals = trend.totals[number]
    has_words = totals.occurrences is not None
    assert [
        (row.period, row.statements, row.occurrences or 0, row.all_statements, row.all_words)
        for row in trend.of(number)
    ] == rows
    for row in trend.of(number):
        assert row.query == trend.queries[number]
        assert (row.occurrences is not None) == has_words
        if row.all_statements:
            rate = 1000 * row.statements / row.all_statements
            assert row.per_1000_statements == pytest.approx(rate, rel=1e-12)
        else:
            assert row.per_1000_statements is None
        if not has_words or not row.all_words:
            assert row.per_million_words is None
        else:
            rate = 1_000_000 * (row.occurrences or 0) / row.all_words
            assert row.per_million_words == pytest.approx(rate, rel=1e-12)
    assert (totals.undated_statements, totals.undated_occurrences or 0) == undated
    assert totals.statements == sum(r.statements for r in trend.of(number)) + (
        totals.undated_statements
    )
    if totals.occurrences is not None:
        dated = sum(row.occurrences or 0 for row in trend.of(number))
        assert totals.occurrences == dated + (totals.undated_occurrences or 0)


@pytest.fixture(scope="module", params=[1, 3])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """120 invented statements in one segment, and in several with some deleted."""
    folder = tmp_path_factory.mktemp("time") / "index"
    made = many(120, seed=8)
    if request.param == 1:
        searchkit.build(made, folder)
    else:
        build_in_parts(made, folder)
    return searchkit.open(folder)


@pytest.mark.parametrize("query", QUERIES)
def test_each_number_is_that_of_a_loop(archive: Archive, query: str) -> None:
    check(archive.trend(query), 0, *expected(archive, query, "year"))
    assert archive.trend(query).totals[0].statements == archive.count(query)


@pytest.mark.parametrize("by", PERIODS)
def test_periods_and_filters(archive: Archive, by: str) -> None:
    for filters in ({}, {"minister": "okoro"}, {"since": "2001-02", "until": "2001-05-20"}):
        trend = archive.trend("harbour", "the", "minister:brannigan", by=by, **filters)
        for number, query in enumerate(trend.queries):
            check(trend, number, *expected(archive, query, by, **filters))


@examples(25)
@given(data=st.data())
def test_any_tree(hundreds: Collection, data: st.DataObject) -> None:
    tree = data.draw(hundreds.all_trees)
    trend = hundreds.archive.trend(tree)
    total = trend.totals[0]
    assert total.statements == len(hundreds.answered(tree))
    spans = [len(hundreds.archive.matches(id, tree)) for id in sorted(hundreds.answered(tree))]
    assert total.occurrences in (sum(spans), None)
    assert total.occurrences is not None or not sum(spans)
    assert total.statements == sum(r.statements for r in trend) + total.undated_statements


def dated(*days: str | None) -> list[searchkit.Statement]:
    return [plain(n, "Harbour", "A harbour.", date=day) for n, day in enumerate(days)]


def test_what_periods_are_called(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(*dated("2007-11-20", "2008-02-29", None))
    names = {by: [one.name for one in archive.trend("harbour", by=by).periods] for by in PERIODS}
    assert names == {
        "year": ["2007", "2008"],
        "quarter": ["2007-Q4", "2008-Q1"],
        "month": ["2007-11", "2007-12", "2008-01", "2008-02"],
    }
    trend = archive.trend("harbour", by="month")
    assert [row.statements for row in trend] == [1, 0, 0, 1]
    assert [row.per_1000_statements for row in trend] == [1000, None, None, 1000]
    assert trend.undated == 1
    days = [(str(one.since), str(one.until), one.partial) for one in trend.periods]
    assert days == [
        ("2007-11-20", "2007-11-30", True),
        ("2007-12-01", "2007-12-31", False),
        ("2008-01-01", "2008-01-31", False),
        ("2008-02-01", "2008-02-29", False),
    ]
    cut = archive.trend("harbour", since="2007-11-20", until="2008-02-15").periods
    assert [(str(one.since), str(one.until), one.partial) for one in cut] == [
        ("2007-11-20", "2007-12-31", True)
    ]
    assert [one.is_sparse for one in cut] == [True]


def test_an_archive_that_fills_its_periods(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(*dated("2007-01-01", *["2007-05-05"] * 18, "2007-12-31"))
    (year,) = archive.trend("harbour").periods
    assert (year.partial, year.is_sparse, year.statements) == (False, False, 20)


@pytest.mark.parametrize(
    ("queries", "arguments", "said"),
    [
        ((), {}, "a trend of 0 queries"),
        (("a",) * 7, {}, "a trend of 7 queries"),
        (("a",), {"by": "week"}, "nothing is counted by 'week'"),
        (("a",), {"where": {"party": "x"}}, "party"),
        (("a",), {"since": "x"}, "since"),
    ],
)
def test_what_a_trend_can_not_be(
    archive: Archive, queries: tuple[str, ...], arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidArgument, match=said):
        archive.trend(*queries, **arguments)
    with pytest.raises(QuerySyntaxError):
        archive.trend("harbour", "(harbour")


def test_too_many_periods(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(*dated("0001-01-01", "2001-01-01"))
    assert len(archive.trend("harbour")) == 2001
    with pytest.raises(InvalidArgument, match="24,001 periods, from 0001-01 to 2001-01"):
        archive.trend("harbour", by="month")


def test_no_dates_at_all(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(*dated(None, None))
    trend = archive.trend("harbour", "lake")
    assert (len(trend), list(trend), trend.periods, trend.undated) == (0, [], (), 2)
    assert trend.totals[0] == (2, 4, 2, 4)
    uses = archive.first("harbour")
    assert (len(uses), list(uses), uses.statements, uses.undated) == (0, [], 2, 2)
    assert (uses.begins, uses.ends, uses.limits) == (None, None, ())


def test_a_trend_is_a_table(archive: Archive) -> None:
    trend = archive.trend("harbour", "minister:okoro")
    rows = list(trend)
    assert trend[3] == rows[3] and trend[-1] == rows[-1] and trend[1:9:2] == tuple(rows[1:9:2])
    assert trend[3].query == "harbour" and trend[-1].occurrences is None
    assert trend.of(0) + trend.of(1) == tuple(rows)
    assert trend.values(0, "statements") == tuple(row.statements for row in trend.of(0))
    kinds = {name: values.dtype.kind for name, values in trend.arrays.items()}
    assert "".join(kinds.values()) == "OOiiiiff"
    assert set(trend.arrays["occurrences"][len(trend.periods) :].tolist()) == {-1}
    assert np.isnan(trend.arrays["per_million_words"][-1])
    shown = archive.trend("<b>&", by="year")._repr_html_()
    assert "&lt;b&gt;&amp;" in shown and "<b>" not in shown


GOVERNING = [
    ("2001-03-02", ("Orla Brannigan",)),
    ("2001-04-02", ("Orla Brannigan",)),
    ("2001-05-09", ("Piet van der Sloot",)),  # Stands in.
    ("2001-06-01", ("Hon Orla Brannigan",)),
    ("2003-01-01", ("Tamsin Okoro", "Orla Brannigan")),  # Whose portfolio is it?
    ("2004-02-01", ("Orla Brannigan",)),
    ("2004-02-10", ("Tamsin Okoro",)),
    ("2004-02-11", ("Tamsin Okoro",)),
    ("2005-02-11", ("Tamsin Okoro",)),
    (None, ("Rory Brannigan",)),
]


def test_terms_of_government(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(
        *(
            plain(n, "x", date=day, ministers=names, portfolios=("Prime Minister",))
            for n, (day, names) in enumerate(GOVERNING)
        ),
        plain(
            99, "x", date="2001-04-03", ministers=("A B",), portfolios=("Acting Prime Minister",)
        ),
    )
    trend = archive.trend("x")
    terms = [(one.name, str(one.since), str(one.until)) for one in trend.governments]
    assert terms == [
        ("Orla Brannigan", "2001-03-02", "2004-02-01"),
        ("Tamsin Okoro", "2004-02-10", "2005-02-11"),
    ]
    assert trend.told_by == "the portfolio Prime Minister"
    assert archive.count(trend.governments[0].query) == 5
    (only,) = archive.trend("x", since="2005").governments
    assert only.name == "Tamsin Okoro"


def test_nobody_governs(archive: Archive) -> None:
    assert archive.trend("harbour").governments == ()
    assert archive.trend("harbour").told_by == ""


# First uses


def uses_by_hand(archive: Archive, query: Any) -> list[tuple[str, str, str]]:
    """(who, kind, id) of each use."""
    dated = sorted(
        (hit for hit in archive.stream(query) if hit.date and archive.matches(hit.id, query)),
        key=lambda hit: (str(hit.date), hit.id),
    )
    rows = [("", "first", dated[0].id), ("", "last", dated[-1].id)] if dated else []
    shown = {
        kind: {person_key(one.name) if kind == "minister" else one.name: one.name for one in known}
        for kind, known in (
            ("minister", archive.names("minister")),
            ("portfolio", archive.names("portfolio")),
        )
    }
    for kind in ("minister", "portfolio"):
        first: dict[str, Any] = {}
        for hit in dated:
            names = map(person_key, hit.ministers) if kind == "minister" else hit.portfolios
            for name in names:
                first.setdefault(shown[kind][name], hit)
        order = sorted(first, key=lambda name: (str(first[name].date), first[name].id, name))
        rows += [(name, kind, first[name].id) for name in order]
    return rows


@pytest.mark.parametrize("query", [one for one in QUERIES if one not in ("", "minister:okoro")])
def test_first_uses_are_those_of_a_loop(archive: Archive, query: str) -> None:
    uses = archive.first(query, width=20)
    found = [("" if one.kind in ("first", "last") else one.who, one.kind, one.id) for one in uses]
    assert found == uses_by_hand(archive, query)
    for use in uses:
        marked = [(one.field, one.start, one.end) for one in archive.matches(use.id, query)]
        wanted = marked[-1] if use.kind == "last" else marked[0]
        assert (use.field, use.start, use.end) == wanted
        assert use.context == use.left + use.match + use.right
        assert max(len(use.left), len(use.right)) <= 20
    dates = [one.date for one in archive.stream(query) if archive.matches(one.id, query)]
    assert (uses.statements, uses.undated) == (len(dates), dates.count(None))


def test_where_the_archive_begins(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(*dated("2001-02-03", "2005-06-07"), plain(9, "Lake", date="2003-01-01"))
    assert archive.first("harbour").limits == (
        "nothing before 2001-02-03: the archive begins there",
        "nothing after 2005-06-07: the archive ends there",
    )
    assert archive.first("lake").limits == ()


def test_a_first_use_is_a_row(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(
        plain(1, "Lake", "A harbour `<b>` opens.", ministers=("Rt Hon Tamsin Okoro", "Orla B")),
    )
    uses = archive.first("harbour")
    assert [(use.who, use.kind) for use in uses] == [
        ("Tamsin Okoro; Orla B", "first"),
        ("Tamsin Okoro; Orla B", "last"),
        ("Orla B", "minister"),
        ("Tamsin Okoro", "minister"),
    ]
    assert isinstance(uses[0], FirstUse) and uses[0].date == datetime.date(2010, 1, 1)
    assert uses.arrays["date"].dtype == "datetime64[D]"
    assert "&lt;b&gt;" in uses._repr_html_()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"query": "minister:okoro"}, "no word that somebody could have said first"),
        ({"query": ""}, "no word"),
        ({"width": -1}, "width can't be -1"),
        ({"width": True}, "width can't be True"),
    ],
)
def test_what_first_can_not_be(archive: Archive, arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidArgument, match=said):
        archive.first(**{"query": "harbour", **arguments})
