"""What charts of trends share, in whatever they are drawn.

Lives here: what measures are called, the ends and steps of an axis, which line looks how, what
is said below a chart. Does not live here: drawing (`trend_charts`, `trend_plots`;
`searchkit.cli` for terminals).
"""

from __future__ import annotations

import math
from typing import NamedTuple

from searchkit.model.trends import FEW, Period, Trend

TITLES = {
    "statements": "statements",
    "occurrences": "occurrences",
    "per_1000_statements": "statements per 1,000",
    "per_million_words": "occurrences per million words",
}
"""What each of `searchkit.model.trends.MEASURES` is called."""
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
_STEPS = 5


class LineStyle(NamedTuple):
    """How a line looks: any two can be told apart without their colours.

    Attributes:
        colour: from the palette of Okabe and Ito, which the colour-blind can tell apart.
        dashes: lengths of dashes and gaps; empty: none.
        marker: of matplotlib's names.
    """

    colour: str
    dashes: tuple[float, ...]
    marker: str


STYLES = (
    LineStyle("#0072b2", (), "o"),
    LineStyle("#d55e00", (7, 3), "s"),
    LineStyle("#009e73", (2, 2), "^"),
    LineStyle("#cc79a7", (9, 3, 2, 3), "D"),
    LineStyle("#56b4e9", (12, 4), "v"),
    LineStyle("#e69f00", (4, 2, 1, 2, 1, 2), "P"),
)


def highest(trend: Trend, measure: str) -> float:
    """The largest value of all queries; 0 where there is none."""
    values = [
        value
        for number in range(len(trend.queries))
        for value in trend.values(number, measure)
        if value is not None
    ]
    return max(values, default=0.0)


def ticks(most: float) -> list[float]:
    """Round numbers from 0 to the first that is no less than `most`, evenly spaced."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / _STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one for one in (nice * power for nice in _NICE) if one >= rough * (1 - 1e-9))
    return [step * number for number in range(math.ceil(most / step - 1e-9) + 1)]


def number(value: float) -> str:
    """A number for people: whole, or with three digits that count."""
    if value == int(value):
        return f"{int(value):,}"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value >= 0.001 else f"{value:.1g}"


def shortened(text: str, most: int = 60) -> str:
    """At most so many characters of a text."""
    return text if len(text) <= most else text[: most - 1] + "…"


def cautions(trend: Trend) -> list[str]:
    """What has to be known to read the periods rightly, for people."""
    said = [
        f"{one.name} is partial: {one.since} to {one.until}" for one in trend.periods if one.partial
    ]
    sparse = [one for one in trend.periods if one.is_sparse]
    if sparse and len(sparse) == len(trend.periods):
        said.append(f"every {trend.by} has fewer than {FEW} statements: rates say little")
    elif sparse:
        said.append(f"fewer than {FEW} statements, so that rates say little: {_named(sparse)}")
    if trend.undated:
        noun = "statement has" if trend.undated == 1 else "statements have"
        said.append(f"{trend.undated:,} {noun} no date and no place here")
    return said


def _named(periods: list[Period], most: int = 6) -> str:
    names = ", ".join(one.name for one in periods[:most])
    more = len(periods) - most
    return f"{names} and {more} more" if more > 0 else names


def terms_said(trend: Trend) -> str:
    """The terms of government, and what tells of them; empty where there are none."""
    if not trend.governments:
        return ""
    terms = ", ".join(
        f"{one.name} {one.since:%Y-%m}–{one.until:%Y-%m}" for one in trend.governments
    )
    return f"Governments, by the first and the last statement of {trend.told_by}: {terms}"
