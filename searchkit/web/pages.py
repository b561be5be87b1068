"""The pages: front page, results, names.

Lives here: what each shows. Does not live here: a statement's own page (`reading`),
help (`helping`), how things look (`templates/`, `static/`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.answer import Answer
from searchkit.model.arguments import ALL, GROUP, NEWEST, OLDEST, RELEVANCE, SORTS
from searchkit.rendering.facets import name_titles
from searchkit.web import facets
from searchkit.web.generations import Generation
from searchkit.web.parameters import MAX_DEEP
from searchkit.web.site import Site
from searchkit.web.state import State, dates_text, read_state, unquoted

SIZES = (10, 25, 50, 100)
LATEST = 5
PAGES_AROUND = 2
ORDERS = {RELEVANCE: "Best first", NEWEST: "Newest", OLDEST: "Oldest"}


class Link(NamedTuple):
    """A link in a row of links; `current`: it leads to what is shown."""

    text: str
    url: str
    current: bool = False


def home(site: Site, generation: Generation, request: Request) -> Response:
    """The front page: the search box, all years, the newest statements, how to ask."""
    latest = generation.archive.search(sort=NEWEST, limit=LATEST, snippets=False)
    every = generation.archive.facets()
    return site.page(
        "home.html",
        schema=generation.schema,
        size=len(generation.archive),
        span=_span(generation),
        chart=facets.years(generation, State(), every, site.links),
        latest=latest,
        lists=facets.facet_lists(generation.archive, generation.schema, State(), every, site.links),
        sample=generation.archive.sample_size,
    )


def search(site: Site, generation: Generation, request: Request) -> Response:
    """A page of results."""
    schema = generation.schema
    state = read_state(request.query_params.multi_items(), schema)
    archive = generation.archive
    answer = archive.search(
        **state.filters,
        limit=state.n,
        offset=state.offset,
        sort=state.sort,
        strict=state.strict,
        copies=state.copies,
        facets=True,
    )
    return site.page(
        "search.html",
        schema=schema,
        state=state,
        answer=answer,
        size=len(archive),
        span=_span(generation),
        first=state.offset + 1,
        chips=chips(site, state),
        lists=facets.facet_lists(archive, schema, state, answer, site.links),
        chart=facets.years(generation, state, answer, site.links),
        sorts=_sorts(site, state),
        sizes=[Link(str(n), site.links.search(state.changed(n=n)), n == state.n) for n in SIZES],
        pager=_pager(site, state, answer),
        sample=archive.sample_size,
    )


def _span(generation: Generation) -> tuple[int, int] | None:
    """The first and the last year that has statements."""
    years = list(generation.years)
    return (years[0], years[-1]) if years else None


def _sorts(site: Site, state: State) -> list[Link]:
    return [
        Link(ORDERS[sort], site.links.search(state.changed(sort=sort)), sort == state.sort)
        for sort in SORTS
    ]


def chips(site: Site, state: State) -> list[Link]:
    """What narrows the results: for each, a link to the results without it."""
    found = []
    for field, names in state.names.items():
        for name in names:
            found.append(Link(unquoted(name), site.links.search(state.toggled(field, name))))
    if state.since or state.until:
        found.append(Link(dates_text(state), site.links.search(state.changed(since="", until=""))))
    if state.any:
        found.append(Link("any of the words", site.links.search(state.changed(any=False))))
    if state.variants:
        without = site.links.search(state.changed(variants=False))
        found.append(Link("however it is written", without))
    if state.strict:
        found.append(Link("all words only", site.links.search(state.changed(strict=False))))
    if state.copies == ALL:
        found.append(Link("copies apart", site.links.search(state.changed(copies=GROUP))))
    return found


class Pager(NamedTuple):
    """Links to other pages; None for the gaps between their numbers."""

    before: str | None
    after: str | None
    numbers: list[Link | None]


def _pager(site: Site, state: State, answer: Answer) -> Pager | None:
    """Grouped copies make pages fewer than the total suggests: the number is a guess, and
    is corrected on the page that turns out to be the last.
    """
    shown = len(answer) + sum(len(hit.copies) for hit in answer)
    deepest = max(1, MAX_DEEP // state.n)
    pages = min(deepest, -(-answer.total // state.n))
    is_last = len(answer) < state.n or state.offset + shown >= answer.total
    pages = state.page if is_last and len(answer) else pages
    if pages <= 1 and state.page == 1:
        return None
    near = range(state.page - PAGES_AROUND, state.page + PAGES_AROUND + 1)
    wanted = sorted({1, pages, *near} & set(range(1, pages + 1)))
    numbers: list[Link | None] = []
    for number in wanted:
        if numbers and number > wanted[wanted.index(number) - 1] + 1:
            numbers.append(None)
        numbers.append(Link(str(number), _page_url(site, state, number), number == state.page))
    return Pager(
        _page_url(site, state, min(state.page - 1, pages)) if state.page > 1 else None,
        _page_url(site, state, state.page + 1) if state.page < pages else None,
        numbers,
    )


def _page_url(site: Site, state: State, page: int) -> str:
    return site.links.search(state.changed(page=page))


def names(plural: str) -> Callable[[Site, Generation, Request], Response]:
    """The view for every name of a field in a query's results.

    Args:
        plural: the field's own name ("ministers").
    """

    def view(site: Site, generation: Generation, request: Request) -> Response:
        schema = generation.schema
        field = next((one for one in schema.names if one.name == plural), None)
        if field is None:
            raise HTTPException(404)
        state = read_state(request.query_params.multi_items(), schema)
        free = state.with_names(field.query, ())
        counted = generation.archive.facets(**free.filters)
        assert counted.facets is not None
        return site.page(
            "names.html",
            state=state,
            title=name_titles(schema)[field.query],
            rows=facets.rows(field, counted.facets[field.query], state, site.links),
            chips=chips(site, free),
            total=counted.total,
        )

    return view
