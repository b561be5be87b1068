"""Names and years beside the results, as links that narrow or widen.

Lives here: which values a page lists, and what a click on each does. Does not live
here: counting (`searchkit.engines`), drawing (`searchkit.rendering.charts`, `templates/`).

A facet in which something is chosen is counted without that choice: another minister
beside the chosen one widens the results, and the figure says how many he or she has.
"""

from __future__ import annotations

from typing import NamedTuple

from searchkit.engines.protocol import Archive
from searchkit.model.answer import Answer
from searchkit.model.facets import FacetValue
from searchkit.rendering.charts import YearChart, year_chart
from searchkit.rendering.facets import YEAR, name_titles
from searchkit.schema.fields import Names, Schema
from searchkit.web.generations import Generation
from searchkit.web.links import Links
from searchkit.web.state import State, unquoted

SHOWN, MORE = 8, 24


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
    """A facet: the rows shown at first, those under "more", and how many there are."""

    kind: str
    title: str
    rows: tuple[Row, ...]
    more: tuple[Row, ...]
    size: int
    all_url: str


def name_key(field: Names, name: str) -> str:
    """What the spellings of one name share."""
    return " ".join(field.how.words(name))


def exactly(field: Names, name: str) -> str:
    """`name` as a filter that means just this name: a single word would mean every name
    that holds it. A person's longer name, which may be the same person, is worth a note.
    """
    is_full = field.kind == "person" and len(name_key(field, name).split()) > 1
    return name if is_full else f'"{name}"'


def counts(
    archive: Archive, state: State, answer: Answer, facet: str, free: State
) -> tuple[FacetValue, ...]:
    """The values of a facet, counted without what is chosen in it.

    Args:
        archive: what to ask.
        state: which statements `answer` is about.
        answer: with facets.
        facet: its name.
        free: `state` without what is chosen in the facet.
    """
    facets = answer.facets
    if free.filters != state.filters:
        facets = archive.facets(**free.filters).facets
    assert facets is not None
    return facets[facet]


def rows(field: Names, values: tuple[FacetValue, ...], state: State, links: Links) -> list[Row]:
    """A row for each value, the chosen ones first."""
    most = max((value.count for value in values), default=1)
    chosen = _chosen_names(field, state)
    found = []
    for value, count in values:
        key = name_key(field, value)
        name = chosen.get(key, exactly(field, value))
        url = links.search(state.toggled(field.query, name))
        found.append(Row(value, count, url, key in chosen, max(1.0, round(100 * count / most, 1))))
    return sorted(found, key=lambda row: not row.chosen)


def _chosen_names(field: Names, state: State) -> dict[str, str]:
    """Key -> the name as it was chosen."""
    return {name_key(field, unquoted(name)): name for name in state.chosen(field.query)}


def facet_lists(
    archive: Archive, schema: Schema, state: State, answer: Answer, links: Links
) -> list[FacetList]:
    """The facets beside the results of a search."""
    titles = name_titles(schema)
    lists = []
    for field in schema.names:
        free = state.with_names(field.query, ())
        values = counts(archive, state, answer, field.query, free)
        # A chosen name may be anywhere in the list; of the others only the first are shown.
        every = rows(field, values[: SHOWN + MORE], state, links)
        here = {row.name for row in every}
        chosen = _chosen_names(field, state)
        late = tuple(
            value
            for value in values
            if value.value not in here and name_key(field, value.value) in chosen
        )
        every = rows(field, (*values[: SHOWN + MORE], *late), state, links) if late else every
        seen = max(SHOWN, sum(row.chosen for row in every))
        lists.append(
            FacetList(
                field.query,
                titles[field.query],
                tuple(every[:seen]),
                tuple(every[seen:]),
                len(values),
                links.names(field.name, state.changed()),
            )
        )
    return lists


def years(generation: Generation, state: State, answer: Answer, links: Links) -> YearChart | None:
    """The chart of the years of a search, counted without the chosen dates; None where it
    would be empty.
    """
    free = state.changed(since="", until="")
    values = counts(generation.archive, state, answer, YEAR, free)
    counted = {int(year): count for year, count in values}
    if not counted:
        return None
    return year_chart(
        counted,
        generation.years,
        lambda year: year_link(state, f"{year:04d}", links),
        _chosen_years(generation, state),
        generation.schema.profile.nouns,
    )


def _chosen_years(generation: Generation, state: State) -> range | None:
    """The years that overlap the chosen dates."""
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
