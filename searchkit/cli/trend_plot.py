"""A trend as lines of text.

Lives here: bars of blocks, their axis, and the marks below it, in the columns that there are.
Does not live here: the command (`trend`), what all charts of trends share
(`searchkit.rendering.trend_marks`).

Each query has a panel of its own, one below the other over one axis of time, so no colour and
no kind of line needs to tell them apart. What is wider than the terminal goes on in a further
block of panels, which begins with a year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from searchkit.cli.running import one_line
from searchkit.cli.terminal import fitted
from searchkit.model.trends import MONTHS, Government, Period, Trend
from searchkit.model.width import columns
from searchkit.rendering.trend_charts import axis_labels
from searchkit.rendering.trend_marks import TITLES, cautions, highest, number, terms_said

LEFT = 8
"""Columns before the bars: the scale, and the line beside it."""
WIDE = 6
"""Columns that a period has at most."""
HEIGHTS = {1: 8, 2: 5, 3: 5}
"""Rows of a panel, by the number of queries; of more, fewer."""
LOW = 4
TOO_LOW = 16
"""A query whose highest bar is less than one in this many of the scale is hard to see."""


class Marks(NamedTuple):
    """What a plot is drawn with.

    Attributes:
        levels: of a row of a bar, from empty to full.
        side, corner, base, dot: lines and separators.
    """

    levels: str
    side: str
    corner: str
    base: str
    dot: str


UNICODE = Marks(" ▁▂▃▄▅▆▇█", "│", "└", "─", "·")
ASCII = Marks(" .:#", "|", "+", "-", "-")


def plot_lines(
    trend: Trend, measure: str, width: int, marks: Marks, *, own_scale: bool = False
) -> Iterator[str]:
    """The lines of a plot, and what has to be known to read it.

    Args:
        trend: what is drawn.
        measure: one of `searchkit.model.trends.MEASURES`.
        width: columns of a line.
        marks: what it is drawn with.
        own_scale: whether each query has a scale of its own.
    """
    most = highest(trend, measure)
    scale = "each to its own scale" if own_scale else "all to one scale"
    several = f", {scale}" if len(trend.queries) > 1 else ""
    yield from fitted(f"{TITLES[measure].capitalize()} by {trend.by}{several}", width)
    room = width - LEFT
    blocks = list(_blocks(trend, room))
    wide = max(1, min(WIDE, room // max(map(len, blocks), default=1)))
    for block in blocks:
        for query in range(len(trend.queries)):
            values = trend.values(query, measure)
            top = max((value for value in values if value), default=0.0) if own_scale else most
            yield ""
            yield from fitted(_heading(trend, query, values, marks), width, 2)
            height = LOW if len(block) < len(values) else HEIGHTS.get(len(trend.queries), LOW)
            yield from _bars([values[at] for at in block], top, height, wide, marks)
        periods = [trend.periods[at] for at in block]
        yield from _below(periods, trend.governments, room, wide, marks)
    yield ""
    yield from _legend(trend, measure, width, marks, own_scale)


def _blocks(trend: Trend, room: int) -> Iterator[range]:
    """The places of periods that stand side by side; all blocks but the first begin a year."""
    count = len(trend.periods)
    if count <= room:
        if count:
            yield range(count)
        return
    # Blocks of ten years, or of as many as there is room for.
    in_year = 12 // MONTHS[trend.by] if trend.by != "year" else 10
    size = room // in_year * in_year or room
    first = trend.periods[0]
    before = int(first.name) % 10 if trend.by == "year" else first.since.month - 1
    before //= MONTHS[trend.by] if trend.by != "year" else 1
    for start in range(-before, count, size):
        if block := range(count)[max(0, start) : start + size]:
            yield block


def _heading(trend: Trend, query: int, values: Sequence[float | None], marks: Marks) -> str:
    """What a panel shows, and its highest bar."""
    totals, dot = trend.totals[query], f" {marks.dot} "
    statements = f"{totals.statements:,} statement{'s' * (totals.statements != 1)}"
    said = [statements]
    if totals.occurrences is not None:
        said.append(f"{totals.occurrences:,} occurrence{'s' * (totals.occurrences != 1)}")
    known = [(value, at) for at, value in enumerate(values) if value]
    if known:
        value, at = max(known, key=lambda one: (one[0], -one[1]))
        said.append(f"most {number(value)} in {trend.periods[at].name}")
    after = dot + dot.join(said)
    return (one_line(trend.queries[query]) or "everything") + after


def _bars(
    values: Sequence[float | None], most: float, height: int, wide: int, marks: Marks
) -> Iterator[str]:
    steps = len(marks.levels) - 1
    tall = [_height(value, most, height * steps) for value in values]
    bar = wide - 1 or 1
    for row in range(height - 1, -1, -1):
        levels = [marks.levels[min(steps, max(0, one - row * steps))] for one in tall]
        text = "".join((level * bar).ljust(wide) for level in levels)
        label = number(most) if row == height - 1 else ""
        yield f"{label:>{LEFT - 2}} {marks.side}{text}".rstrip()
    yield f"{'0':>{LEFT - 2}} {marks.corner}{marks.base * (wide * len(values))}"


def _height(value: float | None, most: float, full: int) -> int:
    """Steps of a bar; what is not nothing has one at least."""
    return max(1, round(full * value / most)) if value and most else 0


def _below(
    periods: Sequence[Period],
    governments: Sequence[Government],
    room: int,
    wide: int,
    marks: Marks,
) -> Iterator[str]:
    """Below the axis: years, marks, terms of government; lines without any are left out."""
    space = " " * LEFT
    labels = ""
    for place, label in axis_labels(periods):
        free = not labels or place * wide > len(labels)
        if free and place * wide + len(label) <= room:
            labels = labels.ljust(place * wide) + label
    notes = "".join(_sign(one).ljust(wide) for one in periods)
    terms = _terms(periods, governments, wide, marks)
    for line in (labels, notes, terms):
        if line.strip():
            yield (space + line).rstrip()


def _sign(period: Period) -> str:
    return "~" if period.partial else "?" if period.is_sparse else " "


def _terms(
    periods: Sequence[Period], governments: Sequence[Government], wide: int, marks: Marks
) -> str:
    """Each term of government, as wide as the periods of which it has most days."""
    holders = [_holder(one, governments) for one in periods]
    line, start = "", 0
    for end in range(1, len(holders) + 1):
        if end < len(holders) and holders[end] is holders[start]:
            continue
        room, holder = (end - start) * wide, holders[start]
        line += (marks.side + _called(holder.name, room - 1) if holder else "").ljust(room)
        start = end
    return line


def _holder(period: Period, governments: Sequence[Government]) -> Government | None:
    def days(one: Government) -> int:
        return (min(one.until, period.until) - max(one.since, period.since)).days

    best = max(governments, key=days, default=None)
    return best if best and days(best) >= 0 else None


def _called(name: str, room: int) -> str:
    """As much of a name as has room: all of it, the last word, or its beginning."""
    words = one_line(name).split()
    for text in (" ".join(words), words[-1] if words else ""):
        if columns(text) <= room - 1:
            return text
    return _cut(words[-1] if words else "", max(0, room - 1), "")


def _cut(text: str, room: int, end: str = "…") -> str:
    """As much of the beginning of `text` as has room."""
    if columns(text) <= room:
        return text
    while text and columns(text + end) > room:
        text = text[:-1]
    return text + end


def _legend(trend: Trend, measure: str, width: int, marks: Marks, own_scale: bool) -> Iterator[str]:
    said = list(cautions(trend))
    signs = {
        "~": "a partial period" if any(one.partial for one in trend.periods) else "",
        "?": "few statements" if "?" in map(_sign, trend.periods) else "",
    }
    key = ", ".join(f"{sign} {text}" for sign, text in signs.items() if text)
    most = highest(trend, measure)
    for query, asked in enumerate(trend.queries):
        peak = max((value for value in trend.values(query, measure) if value), default=0.0)
        if not own_scale and peak and peak * TOO_LOW < most:
            said.append(f"{one_line(asked)} is low here: --own-scale shows more of it")
    terms = terms_said(trend)
    for text in (*([key] if key else []), *said, *([terms] if terms else [])):
        plain = text if marks is UNICODE else text.replace("–", "-").replace("…", "...")
        yield from fitted(plain, width, 2)
