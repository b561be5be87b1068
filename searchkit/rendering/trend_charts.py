"""Trends as a chart and as a table.

Lives here: SVG for a page or a file of its own, and the same as an HTML table. Does not live
here: counting (`searchkit.engines`), what all charts of trends share (`trend_marks`).

Classes, in the chart `trend`: `band` (a term of government, every other one), `term` (its
name), `axis`, `tick`, `grid`, `line` and `mark` with `query-1` to `query-6` (in colours that a
style sheet may replace; dashes and shapes tell them apart without), `partial` (a mark that is
hollow), `legend`, `period` (a link) and its `hit`. No attribute holds style or script.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from searchkit.model.trends import Period, Trend, TrendRow
from searchkit.rendering.citable import one_line
from searchkit.rendering.trend_marks import (
    STYLES,
    TITLES,
    cautions,
    highest,
    number,
    shortened,
    terms_said,
    ticks,
)

WIDTH, LEFT, RIGHT, TOP, PLOT, AXIS, ROW = 800, 64, 16, 44, 280, 30, 20
"""User units: the width; around the lines; their height; the axis; a row of the legend."""
_FONT, _LABEL, _LETTER = 13, 46, 7.2
_MOST_MARKS = 60
_MOST_TOLD = 400
"""Values that the description tells at most; a table has all."""
_INK, _PAPER = "#222222", "#ffffff"


class TrendChart(NamedTuple):
    """Queries over time, twice.

    Attributes:
        svg: the chart; empty where there are no periods.
        table: the same as an HTML table with the class `trend-table`.
    """

    svg: str
    table: str


def trend_chart(
    trend: Trend,
    measure: str,
    *,
    standalone: bool = False,
    address: Callable[[Period], str] | None = None,
) -> TrendChart:
    """The chart of a trend.

    Args:
        trend: what is drawn.
        measure: one of `searchkit.model.trends.MEASURES`.
        standalone: whether it is a file of its own, with its own colours and background.
        address: where a click on a period leads; None: nowhere.
    """
    svg = _Chart(trend, measure, address).svg(standalone) if trend.periods else ""
    return TrendChart(svg, _table(trend))


class _Chart:
    """Where things are in the chart of one measure."""

    def __init__(
        self, trend: Trend, measure: str, address: Callable[[Period], str] | None = None
    ) -> None:
        self.trend, self.measure, self.address = trend, measure, address
        self.ticks = ticks(highest(trend, measure))
        self.step = (WIDTH - LEFT - RIGHT) / len(trend.periods)

    def x(self, place: float) -> float:
        """Where the middle of a period is, by its place."""
        return LEFT + (place + 0.5) * self.step

    def y(self, value: float) -> float:
        """Where a value is."""
        return TOP + PLOT * (1 - value / self.ticks[-1])

    def svg(self, standalone: bool) -> str:
        """The whole chart."""
        trend = self.trend
        below = cautions(trend)
        if trend.governments:
            below.append(f"Bands: governments, by the statements of {trend.told_by}")
        height = TOP + PLOT + AXIS + ROW * (len(trend.queries) + len(below)) + 10
        title = f"{TITLES[self.measure].capitalize()} by {trend.by}"
        about: dict[str, object] = {
            "class": "trend",
            "viewBox": f"0 0 {WIDTH} {height}",
            "width": WIDTH if standalone else "100%",
            **({"height": height, "xmlns": "http://www.w3.org/2000/svg"} if standalone else {}),
            # What an image holds is hidden from screen readers, links too.
            "role": "group" if self.address else "img",
            "aria-labelledby": "trend-title trend-about",
            "font-family": "system-ui, sans-serif",
            "font-size": _FONT,
            "fill": _INK if standalone else "currentColor",
            "color": _INK if standalone else "currentColor",
        }
        if not standalone:
            del about["color"]
        paper = {"width": WIDTH, "height": height, "fill": _PAPER}
        return _tag(
            "svg",
            about,
            _tag("title", {"id": "trend-title"}, escape(title)),
            _tag("desc", {"id": "trend-about"}, escape(self._told())),
            _tag("rect", paper) if standalone else "",
            *self._bands(),
            *self._axes(),
            *(part for query in range(len(trend.queries)) for part in self._line(query)),
            *self._legend(below),
            *self._links(),
        )

    def _told(self) -> str:
        """The chart in words."""
        said = []
        trend = self.trend
        for query, asked in enumerate(trend.queries):
            pairs = zip(trend.periods, trend.values(query, self.measure), strict=True)
            known = [(one.name, value) for one, value in pairs if value is not None]
            if not known:
                said.append(f"{_shown(asked)}: nothing is known.")
            elif len(known) * len(trend.queries) <= _MOST_TOLD:
                values = ", ".join(f"{name}: {number(value)}" for name, value in known)
                said.append(f"{_shown(asked)}: {values}.")
            else:
                name, value = max(known, key=lambda pair: pair[1])
                said.append(f"{_shown(asked)}: most {number(value)} in {name}.")
        terms = terms_said(trend)
        return " ".join([*said, *([terms + "."] if terms else [])])

    def _bands(self) -> Iterator[str]:
        for place, one in enumerate(self.trend.governments):
            ends = _places(self.trend.periods, one.since, one.until)
            if ends is None:
                continue
            left = LEFT + ends[0] * self.step
            width = (ends[1] - ends[0]) * self.step
            box = {"x": left, "y": TOP - 22, "width": width, "height": PLOT + 22}
            opacity = 0.1 if place % 2 else 0.04
            name = _tag("title", {}, escape(f"{_shown(one.name)}, {one.since} to {one.until}"))
            yield _tag("rect", {"class": "band", "fill-opacity": opacity, **box}, name)
            fits = [text for text in _shorter(one.name) if len(text) * _LETTER <= width]
            if fits:
                yield _text("term", fits[0], left + width / 2, TOP - 7, "middle")

    def _axes(self) -> Iterator[str]:
        right = WIDTH - RIGHT
        for value in self.ticks:
            ends = {"x1": LEFT, "y1": self.y(value), "x2": right, "y2": self.y(value)}
            opacity = 0.2 if value else 0.8
            grid = {"class": "grid", "stroke": "currentColor", "stroke-opacity": opacity}
            yield _tag("line", {**grid, **ends})
            yield _text("tick", number(value), LEFT - 6, self.y(value) + 4, "end")
        yield _text("axis", TITLES[self.measure], 4, 14, "start")
        last = -_LABEL * 2.0
        for place, label in axis_labels(self.trend.periods):
            if self.x(place) - last >= _LABEL and self.x(place) <= right - 8:
                last = self.x(place)
                yield _text("tick", label, last, TOP + PLOT + 18, "middle")

    def _line(self, query: int) -> Iterator[str]:
        style, values = STYLES[query], self.trend.values(query, self.measure)
        look: dict[str, object] = {"stroke": style.colour, "stroke-width": 2}
        if style.dashes:
            look["stroke-dasharray"] = " ".join(f"{one:g}" for one in style.dashes)
        kind = f"line query-{query + 1}"
        for run in _runs(values):
            points = " ".join(f"{self.x(at):.1f},{self.y(value):.1f}" for at, value in run)
            about = {"class": kind, "points": points, "fill": "none", **look}
            yield _tag("polyline", about)
        every = -(-len(values) // _MOST_MARKS)
        for at, value in enumerate(values):
            period = self.trend.periods[at]
            if value is None or (at % every and not period.partial):
                continue
            said = f"{_shown(self.trend.queries[query])}, {period.name}: {number(value)}"
            note = ", partial" * period.partial
            yield _mark(query, self.x(at), self.y(value), period.partial, said + note)

    def _legend(self, below: Sequence[str]) -> Iterator[str]:
        y = TOP + PLOT + AXIS + ROW
        for query, asked in enumerate(self.trend.queries):
            style = STYLES[query]
            ends = {"x1": LEFT, "y1": y - 4, "x2": LEFT + 48, "y2": y - 4}
            look: dict[str, object] = {"stroke": style.colour, "stroke-width": 2}
            if style.dashes:
                look["stroke-dasharray"] = " ".join(f"{one:g}" for one in style.dashes)
            yield _tag("line", {"class": f"line query-{query + 1}", **look, **ends})
            yield _mark(query, LEFT + 24, y - 4, False, "")
            yield _text("legend", shortened(_shown(asked), 90), LEFT + 58, y, "start")
            y += ROW
        for text in below:
            yield _text("note", shortened(text, 105), LEFT, y, "start")
            y += ROW

    def _links(self) -> Iterator[str]:
        """A link over each period."""
        if self.address is None:
            return
        values = [self.trend.values(at, self.measure) for at in range(len(self.trend.queries))]
        for at, period in enumerate(self.trend.periods):
            said = [
                f"{_shown(asked)}: {number(value)}"
                for asked, of in zip(self.trend.queries, values, strict=True)
                if (value := of[at]) is not None
            ]
            label = ", ".join([period.name + " (partial)" * period.partial, *said])
            box = {"x": LEFT + at * self.step, "y": TOP, "width": self.step, "height": PLOT}
            yield _tag(
                "a",
                {"class": "period", "href": self.address(period), "aria-label": label},
                _tag("title", {}, escape(label)),
                _tag("rect", {"class": "hit", "fill-opacity": 0, **box}),
            )


def axis_labels(periods: Sequence[Period]) -> list[tuple[int, str]]:
    """(place of a period, label) for an axis: years where they begin; where there are no more
    than 24 periods, each by its own name.
    """
    if len(periods) <= 24:
        return [(place, one.name) for place, one in enumerate(periods)]
    return [
        (place, one.name[:4])
        for place, one in enumerate(periods)
        if not place or periods[place - 1].name[:4] != one.name[:4]
    ]


def _places(
    periods: Sequence[Period], since: datetime.date, until: datetime.date
) -> tuple[float, float] | None:
    """Where a range of days begins and ends among periods; None where it is outside."""
    if since > periods[-1].until or until < periods[0].since:
        return None

    def place(day: datetime.date) -> float:
        for at, one in enumerate(periods):
            if day <= one.until:
                whole = (one.until - one.since).days + 1
                return at + max(0.0, (day - one.since).days / whole)
        return float(len(periods))

    return place(since), place(until + datetime.timedelta(days=1))


def _runs(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """Known values in a row, each with its place."""
    run: list[tuple[int, float]] = []
    for at, value in enumerate(values):
        if value is not None:
            run.append((at, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


_SHAPES = {
    "s": "-3.5,-3.5 3.5,-3.5 3.5,3.5 -3.5,3.5",
    "^": "0,-4.5 4.5,3.5 -4.5,3.5",
    "D": "0,-5 5,0 0,5 -5,0",
    "v": "0,4.5 4.5,-3.5 -4.5,-3.5",
    "P": "-1.5,-5 1.5,-5 1.5,-1.5 5,-1.5 5,1.5 1.5,1.5 1.5,5 -1.5,5 -1.5,1.5 -5,1.5 -5,-1.5 "
    "-1.5,-1.5",
}


def _mark(query: int, x: float, y: float, hollow: bool, said: str) -> str:
    style = STYLES[query]
    title = [_tag("title", {}, escape(said))] if said else []
    about: dict[str, object] = {
        "class": f"mark query-{query + 1}" + " partial" * hollow,
        "fill": _PAPER if hollow else style.colour,
        "stroke": style.colour,
        "transform": f"translate({x:.1f} {y:.1f})",
    }
    if style.marker == "o":
        return _tag("circle", {**about, "r": 4}, *title)
    return _tag("polygon", {**about, "points": _SHAPES[style.marker]}, *title)


def _shown(text: str) -> str:
    return one_line(text) or "everything"


def _shorter(name: str) -> tuple[str, ...]:
    return _shown(name), _shown(name).split()[-1]


def _table(trend: Trend) -> str:
    """A row for each period: its denominators, then what each query has."""
    asked = [_shown(one) for one in trend.queries]
    scope = {"scope": "col", "rowspan": 2}
    over = [
        _tag("th", scope, name) for name in (trend.by.capitalize(), "All statements", "All words")
    ] + [_tag("th", {"scope": "colgroup", "colspan": 4}, escape(one)) for one in asked]
    heads = ("Statements", "Occurrences", "Per 1,000 statements", "Per million words")
    under = [_tag("th", {"scope": "col"}, name) for _ in asked for name in heads]
    columns = [trend.of(query) for query in range(len(trend.queries))]
    body = []
    for at, period in enumerate(trend.periods):
        name = period.name + " (partial)" * period.partial
        cells = [_tag("th", {"scope": "row"}, name)]
        cells += [_tag("td", {}, f"{one:,}") for one in (period.statements, period.words)]
        cells += [cell for rows in columns for cell in _cells(rows[at])]
        body.append(_tag("tr", {}, *cells))
    return _tag(
        "table",
        {"class": "trend-table"},
        _tag("caption", {}, f"Queries by {trend.by}"),
        _tag("thead", {}, _tag("tr", {}, *over), _tag("tr", {}, *under)),
        _tag("tbody", {}, *body),
    )


def _cells(row: TrendRow) -> Iterator[str]:
    values = row.statements, row.occurrences, row.per_1000_statements, row.per_million_words
    for value in values:
        yield _tag("td", {}, "–" if value is None else number(value))


def _text(kind: str, text: str, x: float, y: float, anchor: str) -> str:
    about = {"class": kind, "x": x, "y": y, "text-anchor": anchor, "aria-hidden": "true"}
    return _tag("text", about, escape(text))


def _tag(name: str, attributes: Mapping[str, object], *inside: str) -> str:
    """An element; `inside` is markup, attributes are escaped."""
    about = "".join(f' {key}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{about}>{''.join(inside)}</{name}>"


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return escape(str(value))
