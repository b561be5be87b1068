"""The pages: front page, results, names.

Lives here: what each shows. Does not live here: a statement's own page (`reading`),
help (`helping`), how things look (`templates/`, `static/`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from searchkit.engines.protocol import Archive
from searchkit.model.answer import Answer
from searchkit.model.arguments import ALL, GROUP, NEWEST, OLDEST, RELEVANCE, SORTS
from searchkit.rendering.facets import name_titles
from searchkit.schema.fields import Schema
from searchkit.web import facets
from searchkit.web.generations import Generation
from searchkit.web.paging import Link, Pager, pager
from searchkit.web.parameters import MAX_DEEP, PASSAGES
from searchkit.web.site import Site
from searchkit.web.state import State, dates_text, read_state, unquoted
from searchkit.web.tabs import FIRST, STATEMENTS, TREND, tabs
from searchkit.web.views import View

SIZES = (10, 25, 50, 100)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
ORDERS = {RELEVANCE: "Best first", NEWEST: "Newest", OLDEST: "Oldest"}


def home(site: Site, generation: Generation, request: Request) -> Response:
    """The front page: the search box, four questions, what the archive holds."""
    newest = generation.archive.search(sort=NEWEST, limit=1, snippets=False)
    return site.page(
        "home.html",
        schema=generation.schema,
        size=len(generation.archive),
        span=_span(generation),
        latest=newest[0] if len(newest) else None,
        changed=generation.changed.date() if generation.changed else None,
        questions=list(_questions(site, generation)),
        sample=generation.archive.sample_size,
    )


def _questions(site: Site, generation: Generation) -> Iterator[Link]:
    """Questions that the archive answers, each in another view."""
    person, label, said, spoken = generation.subjects
    links = site.links
    if person and said:
        asked = State(q=said).with_names(person[0], (f'"{person[1]}"',))
        yield Link(f"What did {person[1]} say about {said}?", links.search(asked))
    if spoken:
        asked = State(q=spoken)
        yield Link(f"How often is “{spoken}” said, year by year?", links.view(View(TREND, asked)))
    word = said or spoken
    if word:
        asked = State(q=word)
        yield Link(f"Who was the first to say “{word}”?", links.view(View(FIRST, asked)))
    if label:
        yield Link(f"Who has spoken for {label[1]}, and when?", links.named(*label))


def search(site: Site, generation: Generation, request: Request) -> Response:
    """A page of results."""
    schema = generation.schema
    state = read_state(request.query_params.multi_items(), schema)
    archive = generation.archive
    pasted = _pasted(archive, state)
    if pasted:
        return RedirectResponse(site.links.statement(pasted), 302)
    answer, shown = _answered(archive, state)
    return site.page(
        "search.html",
        schema=schema,
        state=state,
        shown=shown,
        corrected=shown.q if shown is not state else "",
        answer=answer,
        size=len(archive),
        span=_span(generation),
        first=state.offset + 1,
        chips=chips(site, state),
        lists=facets.facet_lists(archive, schema, shown, answer, site.links),
        chart=facets.years(generation, shown, answer, site.links),
        about=_about(site, schema, shown),
        sorts=_sorts(site, state),
        sizes=[Link(str(n), site.links.search(state.changed(n=n)), n == state.n) for n in SIZES],
        passages=[
            Link(str(n), site.links.search(state.changed(passages=n)), n == state.passages)
            for n in range(PASSAGES.least, PASSAGES.most + 1)
        ],
        pager=_pager(site, shown, answer),
        sample=archive.sample_size,
        tabs=tabs(site, shown, STATEMENTS),
    )


def _about(site: Site, schema: Schema, state: State) -> list[Link]:
    """The page of each name that is chosen and surely one name."""
    return [
        Link(unquoted(name), site.links.named(field.query, unquoted(name)))
        for field in schema.names
        for name in state.chosen(field.query)
        if name == facets.exactly(field, unquoted(name))
    ]


def _pasted(archive: Archive, state: State) -> str | None:
    """The statement whose address is asked for instead of words."""
    text = state.q.strip()
    if not _ADDRESS.fullmatch(text):
        return None
    found = archive.find([text])[0]
    return found[0] if len(found) == 1 else None


def _answered(archive: Archive, state: State) -> tuple[Answer, State]:
    """The answer, and the state it is of: where nothing matches and another spelling does, that
    is shown at once. Only a page does so: a program is told, and decides.
    """
    answer = _searched(archive, state)
    if answer.total or state.verbatim or not answer.suggestion:
        return answer, state
    other = state._replace(q=answer.suggestion)
    corrected = _searched(archive, other)
    return (corrected, other) if corrected.total else (answer, state)


def _searched(archive: Archive, state: State) -> Answer:
    return archive.search(
        **state.filters,
        limit=state.n,
        offset=state.offset,
        sort=state.sort,
        strict=state.strict,
        copies=state.copies,
        facets=True,
        snippets=state.passages,
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


def chips(site: Site, state: State, url: Callable[[State], str] | None = None) -> list[Link]:
    """What narrows the results: for each, a link to the results without it.

    Args:
        url: the address of another state; None: of its page of results.
    """
    to = url or site.links.search
    found = []
    for field, names in state.names.items():
        for name in names:
            found.append(Link(unquoted(name), to(state.toggled(field, name))))
    if state.since or state.until:
        found.append(Link(dates_text(state), to(state.changed(since="", until=""))))
    if state.any:
        found.append(Link("any of the words", to(state.changed(any=False))))
    if state.variants:
        found.append(Link("however it is written", to(state.changed(variants=False))))
    if state.strict:
        found.append(Link("all words only", to(state.changed(strict=False))))
    if state.verbatim:
        found.append(Link("just as typed", to(state.changed(verbatim=False))))
    if state.copies == ALL:
        found.append(Link("copies apart", to(state.changed(copies=GROUP))))
    return found


def _pager(site: Site, state: State, answer: Answer) -> Pager | None:
    """Grouped copies make pages fewer than the total suggests: the number is a guess, and
    is corrected on the page that turns out to be the last.
    """
    entries = [*answer, *(answer.also if answer.is_question else ())]
    total = answer.total + (answer.also_total if answer.is_question else 0)
    shown = len(entries) + sum(len(hit.copies) for hit in entries)
    deepest = max(1, MAX_DEEP // state.n)
    pages = min(deepest, -(-total // state.n))
    is_last = len(entries) < state.n or state.offset + shown >= total
    pages = state.page if is_last and entries else pages
    return pager(state.page, pages, lambda n: site.links.search(state.changed(page=n)))


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
            schema=schema,
            state=state,
            title=name_titles(schema)[field.query],
            rows=facets.rows(field, counted.facets[field.query], state, site.links),
            chips=chips(site, free),
            total=counted.total,
        )

    return view
