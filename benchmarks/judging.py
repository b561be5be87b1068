"""What searchkit's ranking is held against, and how its default answer is judged.

Lives here: what the benchmark (`ranking`) and the search for constants (`tuning`) share.
Does not live here: the figures themselves (`metrics`).
"""

from __future__ import annotations

import searchkit
from benchmarks.data import Collection
from benchmarks.metrics import DEPTH, TOP, Scores, score

OURS = "searchkit"
REFERENCE = {
    "cranfield": (0.518, 0.411),
    "npl": (0.432, 0.285),
    "lisa": (0.462, 0.369),
    "med": (0.683, 0.522),
    "cisi": (0.382, 0.217),
}
"""nDCG@10 and MAP of BM25 with k1 = 1.2, b = 0.75: README of the collections."""


def default_answer(judged: Collection, archive: searchkit.Archive, copies: str = "group") -> Scores:
    """searchkit on a collection, answering as the command does."""
    pages, orders = {}, {}
    for number, text in judged.queries.items():
        page = archive.search(text, limit=TOP, snippets=False, copies=copies)
        pages[number] = [hit.id for hit in (*page, *page.also)]
        whole = archive.search(text, limit=DEPTH, snippets=False, copies=copies)
        orders[number] = [
            one
            for hit in (*whole, *whole.also)
            for one in (hit.id, *(copy.id for copy in hit.copies))
        ]
    return score(judged, pages, orders)
