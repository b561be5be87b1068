"""A page for each minister, portfolio or other name: what the archive has of it.

Lives here: what the page shows. Does not live here: who held what when
(`searchkit.engines`), lists of names (`pages`), how it looks (`templates/`).
"""

from __future__ import annotations

import datetime
from contextlib import suppress
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from searchkit.model.arguments import NEWEST
from searchkit.model.errors import SearchkitError
from searchkit.schema.fields import Names
from searchkit.web import facets
from searchkit.web.generations import Generation
from searchkit.web.parameters import MAX_NAME, Parameter, read
from searchkit.web.site import Site
from searchkit.web.state import State

NAME = Parameter("name", "text", "A name.", "", 1, MAX_NAME)
LATEST, TYPICAL, BESIDE = 5, 24, 12
MOST_TENURES = 60


class Tie(NamedTuple):
    """An office of a person, or a holder of an office.

    Attributes:
        name: of the office or the person.
        url: of its page.
        first, last: days of the first and the last statement; None: unknown.
        statements: how many there are.
    """

    name: str
    url: str
    first: datetime.date | None
    last: datetime.date | None
    statements: int


def page(site: Site, generation: Generation, request: Request) -> Response:
    """Everything about one name."""
    archive, schema, links = generation.archive, generation.schema, site.links
    kind = request.path_params["field"]
    field = next((one for one in schema.names if one.query == kind), None)
    if field is None:
        raise HTTPException(404)
    given = str(read(request.query_params.multi_items(), (NAME,), strict=False)[NAME.name])
    if not facets.name_key(field, given):
        raise HTTPException(404)
    state = State().with_names(kind, (f'"{given}"',))
    answer = archive.facets(**state.filters)
    assert answer.facets is not None
    key = facets.name_key(field, given)
    spellings = (one.value for one in answer.facets[kind])
    name = next((one for one in spellings if facets.name_key(field, one) == key), given)
    state = State().with_names(kind, (facets.exactly(field, name),))
    summary = archive.summary(**state.filters)
    return site.page(
        "named.html",
        schema=schema,
        state=state,
        field=field,
        name=name,
        summary=summary,
        chart=facets.years(generation, state, answer, links),
        words=_typical(generation, field, name),
        held=_held(site, generation, field, name, state),
        latest=archive.search(**state.filters, sort=NEWEST, limit=LATEST, snippets=False),
    )


def _typical(generation: Generation, field: Names, name: str) -> list[str]:
    """Words that the statements of a name have more than others, without the name itself."""
    if '"' in name:
        return []
    with suppress(SearchkitError):
        words = generation.archive.keywords(f'{field.query}:"{name}"')
        own = set(facets.name_key(field, name).split())
        telling = (one for one in words if one.log_ratio > 0)
        found = [str(one.word) for one, _ in zip(telling, range(2 * TYPICAL), strict=False)]
        return [word for word in found if word.lower() not in own and len(word) > 2][:TYPICAL]
    return []


def _held(site: Site, generation: Generation, field: Names, name: str, state: State) -> list[Tie]:
    """The offices of a person, or the people of an office, each from when to when."""
    archive, links = generation.archive, site.links
    other = next((one for one in generation.schema.names if one.kind != field.kind), None)
    if other is None:
        return []
    if field.kind == "label":
        with suppress(SearchkitError):
            alone = [one for one in archive.who(name) if not one.beside]
            return [
                Tie(person, links.named(other.query, person), first, last, statements)
                for _, person, first, last, statements, *_ in reversed(alone[-MOST_TENURES:])
            ]
        return []
    counted = archive.facets(**state.filters).facets
    assert counted is not None
    found = []
    for value, count in counted[other.query][:BESIDE]:
        theirs = archive.summary(**state.with_names(other.query, (f'"{value}"',)).filters)
        found.append(Tie(value, links.named(other.query, value), theirs.first, theirs.last, count))
    return sorted(found, key=lambda one: one.last or datetime.date.min, reverse=True)
