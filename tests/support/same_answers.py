"""Whether two archives answer alike, scores and all.

Lives here: a set of questions that touches every part of an answer. Does not live here:
what the right answers are (`reference`, `judge`).
"""

from __future__ import annotations

from typing import Any

from searchkit import Archive, SearchkitError

QUERIES = (
    "",
    "harbour",
    "harbour ferry",
    "the of and",
    '"the harbour"',
    "harbour NEAR/9 ferry",
    "harb* OR fer?y",
    "harbuor~1",
    "=Harbour",
    "title:the",
    "kaldby -the",
    "minister:brannigan",
    "date:unknown",
    "since:2000 until:2005 the",
    "harbour nowhere fish lake",
    "nowhere",
    "norht haborr",
)


def answers(archive: Archive) -> dict[str, Any]:
    """What an archive says to all of `QUERIES`, and what it says about itself."""
    found: dict[str, Any] = {}
    for query in QUERIES:
        for sort in ("relevance", "newest", "oldest"):
            found[f"{query} by {sort}"] = _answer(archive, query, sort)
    for kind in ("minister", "portfolio"):
        found[kind] = [name._asdict() for name in archive.names(kind)]
    info = archive.info()
    found["info"] = (
        info.statements,
        info.terms,
        info.words,
        info.first_date,
        info.last_date,
        info.unknown_dates,
    )
    return found


def _answer(archive: Archive, query: str, sort: str) -> Any:
    try:
        values = archive.search(query, sort=sort, facets=True, explain=True, limit=20).to_json()
    except SearchkitError as error:
        return f"{type(error).__name__}: {error}"
    del values["took_ms"]
    return values
