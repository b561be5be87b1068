"""A page of results to print: whole statements, each on a sheet of its own.

Lives here: which statements, and what of each is shown. Does not live here: how paper looks
(`static/`), a statement's own page (`reading`).
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from searchkit.rendering.article import article_html
from searchkit.web.generations import Generation
from searchkit.web.reading import marked_words
from searchkit.web.site import Site
from searchkit.web.state import read_state


def page(site: Site, generation: Generation, request: Request) -> Response:
    """The statements of a page of results in full, in its order."""
    state = read_state(request.query_params.multi_items(), generation.schema)
    archive = generation.archive
    answer = archive.search(
        **state.filters,
        limit=state.n,
        offset=state.offset,
        sort=state.sort,
        strict=True,
        copies=state.copies,
        snippets=False,
    )
    origin = site.origin(request)
    sheets = []
    for hit in answer:
        matches = marked_words(archive, hit.id, state).matches
        spans = [(one.start, one.end) for one in matches if one.field == "body"]
        body = archive.statement(hit.id).body
        article = article_html(body, archive.text(hit.id), spans)
        # Several statements on a page would have the same ids.
        html = article.html.replace(' id="match-', ' data-first="')
        sheets.append((hit, html, origin + site.links.statement(hit.id)))
    return site.page(
        "paper.html",
        schema=generation.schema,
        state=state,
        sheets=sheets,
        total=answer.total,
        first=state.offset + 1,
    )
