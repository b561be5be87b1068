"""Statements by year as a chart and as a table.

Lives here: SVG to put into a page, and the same as an HTML table. Does not live
here: counting (`searchkit.counting`), colours: the page's style sheet gives them by class, and
without one the chart is drawn in the colour of the text.

Classes, in the chart `years`: `year` (a bar and all that belongs to it, a link where
there are matches), with `empty` and `selected`; in it `hit` (the whole height,
for pointer and focus), `bar`, `rate` (a tick at the share of that year's statements, to
its own scale), `marker` (below a selected year) and `tip` (hidden: to be shown on hover
and focus); `note` (to be hidden then), `axis` and `tick` (a year below it). No attribute
holds style or script. Widths are shares of the page's, heights and letters are its own
pixels: the chart is a strip of one height, from a phone to a wide screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import NamedTuple

from searchkit.profiles.profile import STATEMENTS, Nouns

MAX_BARS = 150
"""Bars of the chart. Where there are more years, empty ones are left out first, then the
earliest; the table has every year that has a statement."""

WIDTH = 100
"""Places across are hundredths of the width."""
TOP, BARS, BOTTOM = 14, 34, 14
"""Heights in pixels: the line for labels, the bars, the axis."""
_WIDEST, _GAP, _SHORTEST = 8.0, 0.15, 1.5
_FONT, _LABEL, _EDGE = 11, 10, 4
_TIP = {"visibility": "hidden", "pointer-events": "none"}
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100)


class YearChart(NamedTuple):
    """Statements by year, twice.

    Attributes:
        svg: the chart; empty where no year is known.
        table: the same as an HTML table with the class `years-table`.
    """

    svg: str
    table: str


class _Year(NamedTuple):
    year: int
    matches: int
    total: int
    href: str | None
    selected: bool
    nouns: Nouns

    @property
    def rate(self) -> float:
        """Matches of 1,000 statements of the year; 0 where none is known."""
        return 1000 * self.matches / self.total if self.total else 0.0

    @property
    def label(self) -> str:
        if not self.matches:
            return f"{self.year}: none" + (f" of {self.total:,}" if self.total else "")
        rate = f", {_decimal(self.rate)} per 1,000 of that year" if self.total else ""
        return f"{self.year}: {self.nouns.counted(self.matches)}{rate}"


def year_chart(
    counts: Mapping[int, int],
    totals: Mapping[int, int],
    link: Callable[[int], str],
    selected: range | None = None,
    nouns: Nouns = STATEMENTS,
) -> YearChart:
    """The chart of a query's matches by year.

    Args:
        counts: year -> statements that match.
        totals: year -> all statements; their years are the axis, so that it stays the
            same from query to query.
        link: the address of the matches of a year.
        selected: the years that the query is narrowed to.
        nouns: what statements are called.
    """
    known = sorted({year for year, count in (*counts.items(), *totals.items()) if count})
    if not known:
        return YearChart("", "")
    shown = [*range(known[0], known[-1] + 1)] if known[-1] - known[0] < MAX_BARS else known

    def year(number: int) -> _Year:
        count = counts.get(number, 0)
        return _Year(
            number,
            count,
            totals.get(number, 0),
            link(number) if count else None,
            selected is not None and number in selected,
            nouns,
        )

    years = [year(number) for number in shown]
    return YearChart(_svg(years[-MAX_BARS:]), _table(years))


def _svg(years: list[_Year]) -> str:
    width = min(WIDTH / len(years), _WIDEST)
    left = (WIDTH - width * len(years)) / 2
    most = max(year.matches for year in years) or 1
    highest = max(year.rate for year in years) or 1.0
    parts = [
        _bar(year, left + i * width, width, year.matches / most, year.rate / highest)
        for i, year in enumerate(years)
    ]
    base = TOP + BARS
    line = {"x1": "0%", "y1": base, "x2": "100%", "y2": base, "stroke": "currentColor"}
    parts.append(_tag("line", {"class": "axis", "stroke-opacity": 0.4, **line}))
    contiguous = years[-1].year - years[0].year == len(years) - 1
    step = next((s for s in _STEPS if s * width >= _LABEL), _STEPS[-1])
    for i, year in enumerate(years):
        if (year.year if contiguous else i) % step == 0:
            parts.append(_tick(year.year, left + (i + 0.5) * width))
    peak = max(years, key=lambda year: year.matches)
    if peak.matches:
        note = f"most: {peak.matches:,} in {peak.year}"
        parts.insert(0, _text("note", note, 0, TOP - 4, "start"))
    about = {
        "class": "years",
        "width": "100%",
        "height": TOP + BARS + BOTTOM,
        "role": "group",
        "aria-label": f"{years[0].nouns.heading} by year",
        "font-size": _FONT,
        "fill": "currentColor",
    }
    return _tag("svg", about, *parts)


def _bar(year: _Year, x: float, width: float, height: float, rate: float) -> str:
    base = TOP + BARS
    across = {"x": _share(x + width * _GAP / 2), "width": _share(width * (1 - _GAP))}
    parts = [_tag("title", {}, escape(year.label))]
    around = {"x": _share(x), "y": TOP, "width": _share(width), "height": BARS + BOTTOM}
    parts.append(_tag("rect", {"class": "hit", "fill": "none", "pointer-events": "all", **around}))
    if year.matches:
        tall = max(_SHORTEST, height * BARS)
        box = {**across, "y": base - tall, "height": tall}
        opacity = 0.85 if year.selected else 0.5
        parts.append(_tag("rect", {"class": "bar", "fill-opacity": opacity, **box}))
    if year.rate:
        y = base - max(_SHORTEST, rate * BARS)
        ends = {"x1": _share(x), "y1": y, "x2": _share(x + width), "y2": y}
        parts.append(_tag("line", {"class": "rate", "stroke": "currentColor", **ends}))
    if year.selected:
        box = {**across, "y": base + 1.5, "height": 2.5}
        parts.append(_tag("rect", {"class": "marker", **box}))
    # At one of the ends, so that the whole label has room whatever the size of letters.
    place, anchor = (0, "start") if x + width / 2 < WIDTH / 2 else (WIDTH, "end")
    parts.append(_text("tip", year.label, place, TOP - 4, anchor, **_TIP))
    names = ["year", *(["empty"] if not year.matches else []), *(["selected"] * year.selected)]
    about: dict[str, object] = {"class": " ".join(names)}
    if year.selected and year.href is not None:
        about["aria-current"] = "true"
    if year.href is None:
        return _tag("g", about, *parts)
    return _tag("a", {"href": year.href, **about}, *parts)


def _tick(year: int, x: float) -> str:
    """A year below the axis. At the ends it leans inwards: it stays whole on any screen."""
    anchor = "start" if x < _EDGE else "end" if x > WIDTH - _EDGE else "middle"
    return _text("tick", str(year), x, TOP + BARS + BOTTOM - 2, anchor)


def _text(kind: str, text: str, x: float, y: float, anchor: str, **more: object) -> str:
    about = {"class": kind, "x": _share(x), "y": y, "text-anchor": anchor, "aria-hidden": "true"}
    return _tag("text", {**about, **more}, escape(text))


def _table(years: list[_Year]) -> str:
    rows = []
    for year in years:
        name = str(year.year)
        if year.href is not None:
            current = {"aria-current": "true"} if year.selected else {}
            name = _tag("a", {"href": year.href, **current}, name)
        rate = _decimal(year.rate) if year.total else "–"
        cells = [_tag("td", {}, f"{year.matches:,}"), _tag("td", {}, rate)]
        rows.append(_tag("tr", {}, _tag("th", {"scope": "row"}, name), *cells))
    nouns = years[0].nouns
    heads = ("Year", nouns.heading, "Per 1,000 of that year")
    head = _tag("tr", {}, *[_tag("th", {"scope": "col"}, name) for name in heads])
    return _tag(
        "table",
        {"class": "years-table"},
        _tag("caption", {}, f"{nouns.heading} by year"),
        _tag("thead", {}, head),
        _tag("tbody", {}, *rows),
    )


def _share(place: float) -> str:
    """A place across, as a share of the width."""
    return f"{place:.2f}".rstrip("0").rstrip(".") + "%"


def _decimal(number: float) -> str:
    """A rate with one decimal, or where it is small two digits that count."""
    return f"{number:,.1f}" if number >= 1 else f"{number:.2g}"


def _tag(name: str, attributes: Mapping[str, object], *inside: str) -> str:
    """An element; `inside` is markup, attributes are escaped."""
    about = "".join(f' {key}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{about}>{''.join(inside)}</{name}>"


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return escape(str(value))
