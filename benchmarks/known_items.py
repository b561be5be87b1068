"""Known-item search: is a statement found by its title with one word forgotten?

Lives here: the seeded sample, and the ranks at which it is found. Does not live here:
judged collections (`ranking`).

A statement counts as found where it, or another of the same title and text, is an entry
of the first page.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import searchkit
from benchmarks.common import table
from benchmarks.data import TOPICS_NAME, query_words
from benchmarks.indexes import Indexes

PAGE = 10
LEAST_WORDS = 4


class Item(NamedTuple):
    """A query, and the statements (one and its copies) any of which it should find."""

    query: list[str]
    wanted: frozenset[str]


def draw_items(archive: searchkit.Archive, count: int, seed: int) -> list[Item]:
    """
    `count` statements with a title of at least four distinct words, drawn at random;
    the query is the title less one word, drawn too.
    """
    rng = random.Random(seed)
    by_title: dict[str, list[str]] = {}
    ids = []
    for hit in archive.stream(sort="oldest"):
        by_title.setdefault(hit.title, []).append(hit.id)
        if len(set(query_words(hit.title))) >= LEAST_WORDS:
            ids.append((hit.id, hit.title))
    items = []
    for statement_id, title in rng.sample(sorted(ids), min(count, len(ids))):
        words = query_words(title)
        del words[rng.randrange(len(words))]
        text = archive.text(statement_id)
        same = [i for i in by_title[title] if i == statement_id or archive.text(i) == text]
        items.append(Item(words, frozenset(same)))
    return items


def known_items(
    indexes: Indexes, engines: Sequence[str], count: int, seed: int
) -> tuple[str, dict[str, object]]:
    """The table, and the ranks of every item by each way to search (0: not found)."""
    ways: dict[str, Callable[[list[str]], list[str]]] = {}
    with searchkit.open(indexes.path("searchkit", TOPICS_NAME)) as archive:
        items = draw_items(archive, count, seed)

        def default(words: list[str]) -> list[str]:
            answer = archive.search(" ".join(words), limit=PAGE, snippets=False)
            return [hit.id for hit in (*answer, *answer.also)]

        def any_word(words: list[str]) -> list[str]:
            text = " ".join(words)
            answer = archive.search(text, any_word=True, limit=PAGE, snippets=False)
            return [hit.id for hit in answer]

        ways |= {"searchkit, default answer": default, "searchkit, any word": any_word}
        for name in engines:
            if name != "searchkit":
                rank = indexes.opened(name, TOPICS_NAME).rank
                ways[f"{name}, any word"] = partial(rank, limit=PAGE)
        ranks = {name: [_rank(way(i.query), i.wanted) for i in items] for name, way in ways.items()}
    rows = []
    for name, found in ranks.items():
        mean = sum(1 / rank for rank in found if rank) / len(found)
        first = sum(rank == 1 for rank in found) / len(found)
        page = sum(rank > 0 for rank in found) / len(found)
        rows.append([name, str(len(found)), f"{mean:.3f}", f"{first:.1%}", f"{page:.1%}"])
    head = ["known items", "queries", f"MRR@{PAGE}", "at rank 1", f"in top {PAGE}"]
    raw: dict[str, object] = {"queries": [" ".join(item.query) for item in items], "ranks": ranks}
    return table(head, rows), raw


def _rank(order: Sequence[str], wanted: frozenset[str]) -> int:
    return next((rank for rank, found in enumerate(order, start=1) if found in wanted), 0)
