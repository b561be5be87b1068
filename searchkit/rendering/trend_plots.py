"""Trends as a picture.

Lives here: PNG, drawn by matplotlib, which is an extra. Does not live here: SVG, which needs
nothing (`trend_charts`), what all charts of trends share (`trend_marks`).
"""

from __future__ import annotations

import datetime
import io
from importlib import import_module

from searchkit.model.errors import InvalidArgument
from searchkit.model.trends import Trend
from searchkit.rendering.citable import one_line
from searchkit.rendering.trend_marks import (
    STYLES,
    TITLES,
    cautions,
    highest,
    shortened,
    terms_said,
    ticks,
)


def trend_png(trend: Trend, measure: str) -> bytes:
    """A picture of a trend, 1,600 pixels wide.

    Args:
        trend: what is drawn.
        measure: one of `searchkit.model.trends.MEASURES`.

    Raises:
        InvalidArgument: matplotlib is not installed.
    """
    try:
        figures = import_module("matplotlib.figure")
        canvases = import_module("matplotlib.backends.backend_agg")
    except ImportError:
        raise InvalidArgument(
            "a PNG is drawn by matplotlib, which is not installed",
            remedy="Install it: pip install 'searchkit[plot]'; --svg needs nothing",
        ) from None
    figure = figures.Figure(figsize=(10, 6.25), dpi=160, layout="constrained")
    canvases.FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    days = [one.since + (one.until - one.since) / 2 for one in trend.periods]
    for query, asked in enumerate(trend.queries):
        style, values = STYLES[query], trend.values(query, measure)
        axes.plot(
            days,
            [float("nan") if value is None else value for value in values],
            color=style.colour,
            marker=style.marker,
            markevery=max(1, -(-len(days) // 60)),
            linestyle=(0, style.dashes) if style.dashes else "-",
            # Dollar signs would be read as formulas.
            label=shortened(one_line(asked) or "everything").replace("$", r"\$"),
        )
    marks = ticks(highest(trend, measure))
    axes.set_yticks(marks)
    axes.set_ylim(0, marks[-1])
    axes.set_ylabel(TITLES[measure])
    for place, one in enumerate(trend.governments):
        ends = max(one.since, trend.periods[0].since), min(one.until, trend.periods[-1].until)
        if ends[0] < ends[1]:
            axes.axvspan(*ends, color="#222222", alpha=0.1 if place % 2 else 0.04, linewidth=0)
            middle = ends[0] + (ends[1] - ends[0]) / 2
            name = one_line(one.name).split()[-1].replace("$", r"\$")
            if ends[1] - ends[0] > datetime.timedelta(days=500):
                axes.text(middle, marks[-1], name, ha="center", va="bottom", fontsize=8)
    axes.legend(loc="upper left", frameon=False)
    below = [*cautions(trend), *filter(None, [terms_said(trend)])]
    figure.supxlabel("\n".join(below).replace("$", r"\$"), fontsize=7, wrap=True)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": "searchkit"})
    return buffer.getvalue()
