"""The engines that are compared, all behind one small protocol.

Lives here: what each must do, the plain values it must answer with, and their names.
Does not live here: any engine (`searchkit_peer`, `tantivy_peer`, `fts5_peer`,
`xapian_peer`, `whoosh_peer`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from benchmarks.data import Document
    from benchmarks.query import BenchQuery

PAGE = 10
"""Hits of an answer."""
SNIPPET_CHARACTERS = 300
"""About how much text of a body is shown with a hit."""
MAX_FACET_VALUES = 5_000


class MissingEngine(Exception):
    """An engine can't be had here; the message says which and why."""


class PlainHit(NamedTuple):
    """
    A hit, all of it plain Python values.

    Attributes:
        title: as (text, highlights), or text with marks where the engine makes that.
        snippets: the same of the body.
    """

    id: str
    title: object
    date: str | None
    ministers: Sequence[str]
    portfolios: Sequence[str]
    url: str | None
    snippets: Sequence[object]


class PlainAnswer(NamedTuple):
    """
    A full answer.

    Attributes:
        total: how many statements match.
        hits: the first page.
        facets: minister, portfolio and year -> (value, count) of all matches.
    """

    total: int
    hits: list[PlainHit]
    facets: dict[str, list[tuple[str, int]]]


class OpenIndex(Protocol):
    """An index that can be asked."""

    def answer(self, query: BenchQuery) -> PlainAnswer | None:
        """The full answer, or None where the engine has no such query."""

    def rank(self, words: Sequence[str], limit: int) -> list[str]:
        """The ids of the best `limit` documents that hold any of the words."""

    def close(self) -> None:
        """Let go of it, with everything that was kept in memory."""


class Peer(Protocol):
    """An engine."""

    name: str

    def version(self) -> str:
        """Of the engine."""

    def build(self, folder: Path, index: Path, processes: int) -> None:
        """Index a folder of Markdown files; `index` does not exist yet."""

    def build_documents(self, documents: Iterable[Document], index: Path) -> None:
        """Index documents; `index` does not exist yet."""

    def update(self, documents: Sequence[Document], index: Path) -> None:
        """Put documents in the place of those that have their ids, for all to find."""

    def open(self, index: Path) -> OpenIndex:
        """Open an index, as a new process would."""

    def parts(self, index: Path) -> dict[str, int]:
        """Bytes on disk of each part of an index."""


_HOMES = {
    "searchkit": ("searchkit_peer", "SearchkitPeer"),
    "searchkit-strict": ("searchkit_peer", "StrictSearchkitPeer"),
    "tantivy": ("tantivy_peer", "TantivyPeer"),
    "tantivy-one-field": ("tantivy_peer", "OneFieldTantivyPeer"),
    "fts5": ("fts5_peer", "Fts5Peer"),
    "xapian": ("xapian_peer", "XapianPeer"),
    "whoosh": ("whoosh_peer", "WhooshPeer"),
}


def peer(name: str) -> Peer:
    """
    The engine of this name, imported only now.

    Raises:
        MissingEngine: it can't be had here.
    """
    module, kind = _HOMES[name]
    made: Peer = getattr(import_module(f"benchmarks.peers.{module}"), kind)()
    return made


def available(names: Sequence[str], say: Callable[[str], None]) -> list[str]:
    """Those of the engines that can be had here; of each other one, `say` gets why."""
    found = []
    for name in names:
        try:
            peer(name)
        except MissingEngine as problem:
            say(str(problem))
        else:
            found.append(name)
    return found


def sizes_by_suffix(index: Path, names: dict[str, str]) -> dict[str, int]:
    """Bytes of the files of a folder, summed by what their suffix is called in `names`."""
    sizes: dict[str, int] = {}
    for path in index.rglob("*"):
        if path.is_file():
            part = names.get(path.suffix, "other")
            sizes[part] = sizes.get(part, 0) + path.stat().st_size
    return sizes
