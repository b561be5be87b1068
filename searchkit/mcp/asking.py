"""The tools `search` and `count`.

Lives here: asking for statements, and how many there are. Does not live here: reading one
(`reading`), occurrences and trends (`words`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from searchkit.engines.protocol import Archive
from searchkit.mcp.arguments import (
    AnyWord,
    Filters,
    Minister,
    Offset,
    Portfolio,
    Query,
    Since,
    Sort,
    Text,
    Until,
    Where,
)
from searchkit.mcp.passages import passages_of
from searchkit.mcp.results import (
    QUOTED,
    CountResult,
    FacetShown,
    FoundStatement,
    SearchResult,
    cited,
    paged,
    said,
    short,
    short_list,
)
from searchkit.model.answer import Answer, Hit
from searchkit.model.arguments import PAGE
from searchkit.model.errors import InvalidArgument

VALUES = 30
"""Values of a facet that are listed."""


def search(
    archive: Archive,
    query: Query = "",
    minister: Minister = "",
    portfolio: Portfolio = "",
    where: Where = None,
    since: Since = None,
    until: Until = None,
    any_word: AnyWord = False,
    sort: Sort = "relevance",
    limit: Annotated[int, Field(ge=1, le=50, description="Hits at most.")] = PAGE,
    offset: Offset = 0,
) -> SearchResult:
    """Find statements, best first, each with the passages that match. `total` is exact: how many
    statements match, copies of equal text each, of which one is shown with the ids of the others.
    Where few match all words, `partial_hits` match most of them; each says which it is missing, and
    `total` does not count them. A passage is the statement's clean text from `start` to `end`;
    `read` shows what stands around it.
    """
    filters = Filters(minister, portfolio, where, since, until, any_word)
    # One more than is shown tells whether there are more.
    answer = archive.search(
        query, limit=limit + 1, offset=offset, sort=sort, snippets=False, **filters
    )
    hits = answer[:limit]
    partial = answer.also[: limit - len(hits)]
    entries, shown = len(answer), len(hits)
    if answer.is_question:  # Partial hits follow the others, page by page.
        entries, shown = entries + len(answer.also), shown + len(partial)
    return {
        "quoted_material": QUOTED,
        "query": query,
        "interpreted": answer.interpreted,
        "total": answer.total,
        "statements_in_index": len(archive),
        **paged(offset, shown, entries > limit, "hits"),
        "suggestion": answer.suggestion,
        "notes": said(answer.notes),
        "other_wordings": [
            {"query": one.query, "total": one.count} for one in (*answer.variants, *answer.related)
        ],
        "hits": [_found(archive, hit, query, any_word) for hit in hits],
        "partial_total": answer.also_total,
        "partial_hits": [_found(archive, hit, query, any_word=True) for hit in partial],
    }


def _found(archive: Archive, hit: Hit, query: str, any_word: bool) -> FoundStatement:
    """A hit with its passages."""
    text = archive.text(hit.id)
    places = archive.matches(hit.id, query, any_word=any_word)
    spans = [(one.start, one.end) for one in places if one.field == "body"]
    return {
        **cited(hit),
        "copies": short_list([copy.id for copy in hit.copies]),
        "missing": short_list(hit.missing),
        "passages": [
            {
                "quoted": True,
                "start": one.start,
                "end": one.end,
                "matches": [list(span) for span in one.matches],
                "text": text[one.start : one.end],
            }
            for one in passages_of(text, spans)
        ],
    }


def count(
    archive: Archive,
    query: Query = "",
    minister: Minister = "",
    portfolio: Portfolio = "",
    where: Where = None,
    since: Since = None,
    until: Until = None,
    any_word: AnyWord = False,
    by: Annotated[
        Sequence[Text],
        Field(
            max_length=10,
            description='Count by these as well: "year", "minister", "portfolio", or a field.',
        ),
    ] = (),
) -> CountResult:
    """Count the statements that match, exactly and without reading any; with `by`, also how many
    of them each year, minister or portfolio has. Copies of equal text count each. An empty query
    counts all statements that the filters let through.
    """
    answer = archive.facets(query, **Filters(minister, portfolio, where, since, until, any_word))
    return {
        "quoted_material": QUOTED,
        "query": query,
        "interpreted": answer.interpreted,
        "total": answer.total,
        "statements_in_index": len(archive),
        "notes": said(answer.notes),
        "by": [_facet(answer, name) for name in by],
    }


def _facet(answer: Answer, name: str) -> FacetShown:
    known: dict[str, Any] = dict(answer.facets or {})
    if name not in known:
        raise InvalidArgument(
            f"nothing can be counted by {short(name)!r}", expected=", ".join(known)
        )
    values = known[name]
    # Years come in their order, and there are few of them.
    shown = values if name == "year" else values[:VALUES]
    return {
        "facet": name,
        "values": [{"value": short(one.value), "count": one.count} for one in shown],
        "left_out": len(values) - len(shown),
    }
