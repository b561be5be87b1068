"""Feeds and downloads: all results of a query, as they come.

Lives here: what each file is called and holds, and sending it piece by piece. Does not
live here: the formats (`searchkit.presentation.exports`).
"""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Callable, Iterator

from starlette.concurrency import iterate_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from searchkit.answer import Hit
from searchkit.presentation import exports
from searchkit.web.generations import Generation
from searchkit.web.site import Site
from searchkit.web.state import State, read_state

PIECE = 32 * 1024
"""Characters sent at once, at least."""
FEED_ENTRIES = 50
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}
