"""A statement's own page, and statements like it.

Lives here: what they show. Does not live here: turning a body into safe HTML, and
citations (`searchkit.rendering`).
"""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from searchkit.engines.local.archive import Archive
from searchkit.model.answer import Match
from searchkit.model.errors import QuerySyntaxError, UnknownName
from searchkit.rendering.article import article_html
from searchkit.rendering.citations import cite
from searchkit.web import facets
from searchkit.web.generations import Generation
from searchkit.web.site import Site
from searchkit.web.state import State, read_state

SIMILAR_BESIDE, SIMILAR = 5, 20
STYLES = {
    "plain": "Plain",
    "nzlsg": "NZ Law Style Guide",
    "bibtex": "BibTeX",
    "ris": "RIS",
}


class Shown(NamedTuple):
    """What of a query is shown in a statement.

    Attributes:
        matches: every run of words to mark.
        partly: the statement does not match; these are the words it has.
    """

    matches: tuple[Match, ...] = ()
    partly: bool = False


def statement(site: Site, generation: Generation, request: Request) -> Response:
    """A statement to read, with the matches of the query one came with."""
    id = request.path_params["id"]
    archive, links = generation.archive, site.links
    found = archive.statement(id)
    text = archive.text(id)
    state = read_state(request.query_params.multi_items())
    shown = _shown(archive, id, state)
    permalink = site.origin(request) + links.statement(id)
    in_body = [(m.start, m.end) for m in shown.matches if m.field == "body"]
    return site.page(
        "statement.html",
        state=state,
        statement=found,
        permalink=permalink,
        article=article_html(found.body, text, in_body),
        in_title=[(m.start, m.end) for m in shown.matches if m.field == "title"],
        partly=shown.partly,
        came_from=links.search(state) if state != State() else None,
        by=[(name, _by(site, "minister", name)) for name in found.ministers],
        portfolios=[(name, _by(site, "portfolio", name)) for name in found.portfolios],
        cites=[
            (style, label, cite(found, style, permalink=permalink).strip())
            for style, label in STYLES.items()
        ],
        similar=archive.similar(id, limit=SIMILAR_BESIDE, snippets=False),
        extra=[(name, value) for name, value in found.extra.items() if _is_plain(value)],
    )


def _shown(archive: Archive, id: str, state: State) -> Shown:
    """A query that can't be read, as in an old link, marks nothing."""
    if not state.q.strip():
        return Shown()
    try:
        matches = archive.matches(id, state.q, any_word=state.any)
        if matches:
            return Shown(matches)
        return Shown(archive.matches(id, state.q, any_word=True), partly=True)
    except (QuerySyntaxError, UnknownName):
        return Shown()


def _by(site: Site, kind: str, name: str) -> str | None:
    """The results of this name alone, or None for what is no name."""
    if not facets.name_key(kind, name):
        return None
    return site.links.search(State().toggled(kind, facets.exactly(kind, name)))


def _is_plain(value: object) -> bool:
    return isinstance(value, (str, int, float)) and len(str(value)) <= 500


def similar(site: Site, generation: Generation, request: Request) -> Response:
    """Statements like a given one."""
    id = request.path_params["id"]
    return site.page(
        "similar.html",
        statement=generation.archive.statement(id),
        answer=generation.archive.similar(id, limit=SIMILAR),
    )
