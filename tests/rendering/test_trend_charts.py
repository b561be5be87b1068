"""Charts of trends: every value where it belongs, everything escaped."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree

import numpy as np
import pytest

from searchkit.model.trends import (
    Government,
    Period,
    Trend,
    TrendTotals,
    period_days,
    period_name,
)
from searchkit.rendering.trend_charts import PLOT, TOP, axis_labels, trend_chart
from searchkit.rendering.trend_marks import STYLES, cautions, number, ticks

SVG = "{http://www.w3.org/2000/svg}"


def trend(*queries: str, by: str = "year", years: int = 4) -> Trend:
    """A trend of `years` periods from 2001 on, the first partial, the second empty."""
    first = {"year": 2001, "quarter": 2001 * 4, "month": 2001 * 12}[by]
    periods = []
    for at in range(years):
        since, until = period_days(first + at, by)
        periods.append(
            Period(period_name(first + at, by), since, until, at == 0, 0 if at == 1 else 50, 900)
        )
    size = years * len(queries)
    values = np.arange(size, dtype=np.int64) % 40
    rate = np.where(np.arange(size) % years == 1, np.nan, values * 20.0)
    columns = {
        "query": np.repeat(np.array(queries, object), years),
        "period": np.tile(np.array([one.name for one in periods], object), len(queries)),
        "statements": values,
        "occurrences": values.copy(),
        "all_statements": np.tile([one.statements for one in periods], len(queries)),
        "all_words": np.full(size, 900),
        "per_1000_statements": rate,
        "per_million_words": rate.copy(),
    }
    day = datetime.date
    return Trend(
        columns,
        by=by,
        queries=queries,
        interpreted=queries,
        totals=(TrendTotals(9, 9, 1, 1),) * len(queries),
        notes=((),) * len(queries),
        periods=tuple(periods),
        undated=1,
        governments=(Government("Orla <b>", day(2001, 3, 4), day(2003, 1, 1), "x"),),
        told_by="the portfolio First Minister",
    )


def test_every_value_is_a_point() -> None:
    chart = trend_chart(trend("harbour"), "per_1000_statements", standalone=True)
    root = ElementTree.fromstring(chart.svg)
    lines = [one.get("points", "").split() for one in root.iter(f"{SVG}polyline")]
    assert [len(points) for points in lines] == [1, 2]  # Nothing is known of the second.
    heights = [float(point.split(",")[1]) for points in lines for point in points]
    top = ticks(60.0)[-1]
    assert heights == pytest.approx([TOP + PLOT * (1 - v / top) for v in (0, 40, 60)], abs=0.06)
    said = [one.text or "" for one in root.iter(f"{SVG}title")]
    assert "harbour, 2001: 0, partial" in said and "harbour, 2004: 60" in said
    assert root.find(f"{SVG}desc") is not None
    assert "harbour: 2001: 0, 2003: 40, 2004: 60." in (root.findtext(f"{SVG}desc") or "")
    assert "First Minister: Orla <b> 2001-03–2003-01" in (root.findtext(f"{SVG}desc") or "")


def test_lines_can_be_told_apart_without_colours() -> None:
    assert len({(style.dashes, style.marker) for style in STYLES}) == 6
    assert len({style.dashes for style in STYLES}) == len({style.marker for style in STYLES}) == 6


def test_everything_is_escaped() -> None:
    chart = trend_chart(trend('"</svg><script>\x00', "<i>&"), "statements", standalone=True)
    tags = {one.tag for one in ElementTree.fromstring(chart.svg).iter()}
    assert f"{SVG}script" not in tags and f"{SVG}i" not in tags
    for text in chart:
        assert "<script>" not in text and "<i>" not in text and "<b>" not in text
        assert "style=" not in text and "onload" not in text


def test_the_table_has_every_number() -> None:
    table = trend_chart(trend("harbour", "lake"), "statements").table
    root = ElementTree.fromstring(table)
    rows = [["".join(cell.itertext()) for cell in row] for row in root.findall("tbody/tr")]
    assert len(rows) == 4
    assert rows[0] == ["2001 (partial)", "50", "900", "0", "0", "0", "0", "4", "4", "80", "80"]
    assert rows[1][5:7] == ["–", "–"]


def test_a_trend_of_nothing() -> None:
    chart = trend_chart(trend("harbour", years=0), "statements")
    assert chart.svg == "" and "<tbody></tbody>" in chart.table


@pytest.mark.parametrize(
    ("most", "wanted"),
    [(0, [0, 1]), (1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (544, [0, 200, 400, 600]), (5, [*range(6)])],
)
def test_ticks(most: float, wanted: list[float]) -> None:
    assert ticks(most) == pytest.approx(wanted)


def test_ticks_reach_what_they_must() -> None:
    for exponent in range(-6, 9):
        for lead in (1.0, 1.1, 2.4999, 2.5, 3.3, 7.7, 9.99):
            most = lead * 10.0**exponent
            found = ticks(most)
            assert found[0] == 0 and found[-1] >= most * (1 - 1e-9) and 2 <= len(found) <= 8


def test_words_for_people() -> None:
    assert [number(v) for v in (0, 12, 1234.0, 0.5, 9.0163, 544.3, 0.00012)] == [
        *("0", "12", "1,234", "0.5", "9.02", "544", "0.0001"),
    ]
    assert cautions(trend("x")) == [
        "2001 is partial: 2001-01-01 to 2001-12-31",
        "fewer than 20 statements, so that rates say little: 2002",
        "1 statement has no date and no place here",
    ]
    months = trend("x", by="month", years=30)
    assert axis_labels(months.periods) == [(0, "2001"), (12, "2002"), (24, "2003")]
