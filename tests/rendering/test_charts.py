"""The chart of the years: true to the counts, and the same as its table."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.rendering.charts import BARS, MAX_BARS, TOP, WIDTH, year_chart

COUNTS = {2004: 10, 2006: 5, 2007: 1}
TOTALS = {2003: 100, 2004: 200, 2006: 20, 2007: 4_000}


def link(year):
    return f'/search?q="a"&date={year}'


def read(chart):
    return ElementTree.fromstring(chart.svg), ElementTree.fromstring(chart.table)


def by_class(element, name):
    return [e for e in element.iter() if name in e.get("class", "").split()]


def years_of(svg):
    return {e.find("title").text.partition(":")[0]: e for e in by_class(svg, "year")}


def test_every_year_has_its_place_and_label():
    svg, _ = read(year_chart(COUNTS, TOTALS, link))
    assert [year.find("title").text for year in by_class(svg, "year")] == [
        "2003: none of 100",
        "2004: 10 statements, 50.0 per 1,000 of that year",
        "2005: none",
        "2006: 5 statements, 250.0 per 1,000 of that year",
        "2007: 1 statement, 0.25 per 1,000 of that year",
    ]
    for year in by_class(svg, "year"):
        (tip,) = by_class(year, "tip")
        assert tip.text == year.find("title").text
        assert (tip.get("visibility"), tip.get("aria-hidden")) == ("hidden", "true")


def test_bars_are_as_high_as_the_counts_and_ticks_as_the_rates():
    years = years_of(read(year_chart(COUNTS, TOTALS, link))[0])

    def height(year):
        bars = by_class(years[year], "bar")
        return float(bars[0].get("height")) if bars else 0

    def tick(year):
        return TOP + BARS - float(by_class(years[year], "rate")[0].get("y1"))

    assert height("2004") == BARS
    assert height("2006") == BARS / 2
    assert height("2007") == pytest.approx(BARS / 10)
    assert height("2003") == height("2005") == 0
    assert tick("2006") == BARS
    assert tick("2004") == pytest.approx(BARS / 5, abs=0.01)
    assert 0 < tick("2007") < 2


def test_a_year_with_matches_is_a_link_and_one_without_is_none():
    years = years_of(read(year_chart(COUNTS, TOTALS, link))[0])
    assert {name: (e.tag, e.get("href")) for name, e in years.items()} == {
        "2003": ("g", None),
        "2004": ("a", link(2004)),
        "2005": ("g", None),
        "2006": ("a", link(2006)),
        "2007": ("a", link(2007)),
    }


def test_selected_years_are_marked_not_by_colour_alone():
    svg, table = read(year_chart(COUNTS, TOTALS, link, range(2005, 2007)))
    selected = {name for name, e in years_of(svg).items() if "selected" in e.get("class")}
    assert selected == {"2005", "2006"}
    assert len(by_class(svg, "marker")) == 2
    assert years_of(svg)["2006"].get("aria-current") == "true"
    assert [a.text for a in table.iter("a") if a.get("aria-current")] == ["2006"]


def test_the_table_says_the_same():
    _, table = read(year_chart(COUNTS, TOTALS, link))
    rows = [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
    assert rows == [
        ["Year", "Statements", "Per 1,000 of that year"],
        ["2003", "0", "0"],
        ["2004", "10", "50.0"],
        ["2005", "0", "–"],
        ["2006", "5", "250.0"],
        ["2007", "1", "0.25"],
    ]
    assert [a.get("href") for a in table.iter("a")] == [link(2004), link(2006), link(2007)]
    assert [head.get("scope") for head in table.iter("th")] == ["col"] * 3 + ["row"] * 5
    assert table.find("caption").text == "Statements by year"


def test_it_scales_and_holds_no_style_or_script():
    chart = year_chart(COUNTS, TOTALS, lambda year: f"\"'><script>{year}", range(2004, 2005))
    svg, table = read(chart)
    assert svg.get("width") == "100%" and svg.get("height") == "62"
    for element in (*svg.iter(), *table.iter()):
        assert element.tag not in ("script", "style", "foreignObject")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_no_year_no_chart():
    assert year_chart({}, {}, link) == ("", "")
    assert year_chart({2004: 0}, {}, link) == ("", "")


def test_nothing_found_is_an_empty_chart():
    svg, _ = read(year_chart({}, TOTALS, link))
    assert len(by_class(svg, "empty")) == 5
    assert not by_class(svg, "bar") + by_class(svg, "note")


def test_far_years_are_bounded():
    counts = {1: 3, 1840: 1, 2022: 5}
    chart = year_chart(counts, counts, link)
    svg, table = read(chart)
    assert list(years_of(svg)) == ["1", "1840", "2022"]
    assert len(list(table.iter("tr"))) == 4
    many = dict.fromkeys(range(1, 9_999), 1)
    svg, table = read(year_chart(many, many, link))
    assert len(by_class(svg, "year")) == MAX_BARS
    assert list(years_of(svg))[-1] == "9998"
    assert len(list(table.iter("tr"))) == 9_999


YEARS = st.dictionaries(st.integers(1, 9_999) | st.integers(1990, 2030), st.integers(0, 10**6))


@given(YEARS, YEARS, st.none() | st.builds(range, st.integers(1980, 2030), st.integers(1980, 2040)))
def test_everything_is_inside_and_nothing_is_lost(counts, totals, selected):
    chart = year_chart(counts, totals, link, selected)
    found = {year for year, count in counts.items() if count}
    if not chart.svg:
        assert not found
        return
    svg, table = read(chart)
    assert 1 <= len(by_class(svg, "year")) <= MAX_BARS
    for element in svg.iter("rect"):
        x, width = (float(element.get(k).removesuffix("%")) for k in ("x", "width"))
        y, height = (float(element.get(k)) for k in ("y", "height"))
        assert x >= -0.01 and x + width <= WIDTH + 0.02
        assert y >= TOP - 0.01 and y + height <= 130.01
    assert {int(a.text) for a in table.iter("a")} == found
    texts = [float(t.get("x").removesuffix("%")) for t in by_class(svg, "tick")]
    assert all(b - a >= 4 for a, b in pairwise(texts))
