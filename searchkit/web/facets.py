"""Ministers, portfolios and years beside the results, as links that narrow or widen.

Lives here: which values a page lists, and what a click on each does. Does not live
here: counting (`searchkit.engines.local`), drawing (`searchkit.rendering.charts`,
templates).

A facet in which something is chosen is counted without that choice: another minister
beside the chosen one widens the results, and the figure says how many he or she has.
"""

from __future__ import annotations

from typing import NamedTuple

from searchkit.engines.local.archive import Archive
from searchkit.model.answer import Answer, FacetValue
from searchkit.rendering.charts import YearChart, year_chart
from searchkit.schema.names import name_words, portfolio_key
from searchkit.web.generations import Generation
from searchkit.web.links import Links
from searchkit.web.state import State, unquoted

SHOWN, MORE = 8, 24
TITLES = {"minister": "Ministers", "portfolio": "Portfolios"}


class Row(NamedTuple):
    """A value of a facet.

    Attributes:
        name, count: as counted.
        url: what a click does: choose it, or let it go.
        chosen: whether it is chosen.
        share: of the largest count of the facet, 0 to 100.
    """

    name: str
    count: int  # type: ignore[assignment]  # hides tuple.count
    url: str
    chosen: bool
    share: float


class FacetList(NamedTuple):
    """A facet: the rows that are seen, those behind "more", and how many there are."""

    kind: str
    title: str
    rows: tuple[Row, ...]
    more: tuple[Row, ...]
    size: int
    all_url: str


def name_key(kind: str, name: str) -> str:
    """What the spellings of one name share."""
    return " ".join(name_words(name)) if kind == "minister" else portfolio_key(name)


def exactly(kind: str, name: str) -> str:
    """`name` as a filter that means just this name: one word alone would mean all
    names that hold it.
    """
    return f'"{name}"' if len(name_key(kind, name).split()) < 2 else name


def counts(archive: Archive, state: State, answer: Answer, kind: str) -> tuple[FacetValue, ...]:
    """The values of a facet, counted without what is chosen in it."""
    facets = answer.facets
    chosen = state.since or state.until if kind == "year" else getattr(state, kind)
    if chosen:
        free = {"since": None, "until": None} if kind == "year" else {kind: ()}
        facets = archive.facets(**{**state.filters, **free}).facets
    assert facets is not None
    values: tuple[FacetValue, ...] = facets[kind]
    return values


def rows(kind: str, values: tuple[FacetValue, ...], state: State, links: Links) -> list[Row]:
    """A row for each value, the chosen ones first."""
    most = max((value.count for value in values), default=1)
    chosen = {name_key(kind, unquoted(name)): name for name in getattr(state, kind)}
    found = []
    for value, count in values:
        key = name_key(kind, value)
        name = chosen.get(key, exactly(kind, value))
        url = links.search(state.toggled(kind, name))
        found.append(Row(value, count, url, key in chosen, max(1.0, round(100 * count / most, 1))))
    return sorted(found, key=lambda row: not row.chosen)


def facet_lists(archive: Archive, state: State, answer: Answer, links: Links) -> list[FacetList]:
    """The facets beside the results of a search."""
    lists = []
    for kind, title in TITLES.items():
        values = counts(archive, state, answer, kind)
        # The chosen ones may stand anywhere; of the others only the first are shown.
        every = rows(kind, values[: SHOWN + MORE], state, links)
        here = {row.name for row in every}
        chosen = {name_key(kind, unquoted(name)) for name in getattr(state, kind)}
        late = tuple(
            value
            for value in values
            if value.value not in here and name_key(kind, value.value) in chosen
        )
        every = rows(kind, (*values[: SHOWN + MORE], *late), state, links) if late else every
        seen = max(SHOWN, sum(row.chosen for row in every))
        lists.append(
            FacetList(
                kind,
                title,
                tuple(every[:seen]),
                tuple(every[seen:]),
                len(values),
                links.names(kind, state.changed()),
            )
        )
    return lists


def years(generation: Generation, state: State, answer: Answer, links: Links) -> YearChart | None:
    """The chart of years of a search, counted without the chosen dates; None where there
    would be nothing in it.
    """
    counted = {int(y): n for y, n in counts(generation.archive, state, answer, "year")}
    if not counted:
        return None
    return year_chart(
        counted,
        generation.years,
        lambda year: year_link(state, f"{year:04d}", links),
        _chosen(generation, state),
    )


def _chosen(generation: Generation, state: State) -> range | None:
    """The years that lie within the chosen dates, at least in part."""
    if not (state.since or state.until):
        return None
    first = int(state.since[:4]) if state.since else min(generation.years)
    last = int(state.until[:4]) if state.until else max(generation.years)
    return range(first, last + 1)


def year_link(state: State, year: str, links: Links) -> str:
    """What a click on a year does: only this year, or all of them again."""
    if state.since == state.until == year:
        return links.search(state.changed(since="", until=""))
    return links.search(state.changed(since=year, until=year))
