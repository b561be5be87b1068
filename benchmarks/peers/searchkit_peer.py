"""searchkit itself, through its public interface alone.

Its plain answer is what `Archive.search` gives by default: where fewer than a page
match, it also looks for statements that match most words, and identical texts are one
hit. The peers do neither. `searchkit-strict` leaves out the first of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import searchkit
from benchmarks.data import Document
from benchmarks.peers import PAGE, PlainAnswer, PlainHit
from benchmarks.query import BenchQuery
from searchkit.storage.container import Container


class OpenSearchkit:
    """An open archive."""

    def __init__(self, index: Path | str, strict: bool) -> None:
        self.archive = searchkit.open(index)
        self._strict = strict

    def answer(self, query: BenchQuery) -> PlainAnswer | None:
        answer = self.archive.search(query.searchkit, limit=PAGE, facets=True, strict=self._strict)
        hits = [_plain(hit) for hit in (*answer, *answer.also)]
        facets = {
            name: [(value.value, value.count) for value in values]
            for name, values in (answer.facets or {}).items()
        }
        return PlainAnswer(answer.total, hits, facets)

    def rank(self, words: Sequence[str], limit: int) -> list[str]:
        answer = self.archive.search(
            " ".join(words), any_word=True, limit=limit, copies="all", snippets=False
        )
        return [hit.id for hit in answer]

    def close(self) -> None:
        self.archive.close()


def _plain(hit: searchkit.Hit) -> PlainHit:
    return PlainHit(
        hit.id,
        (hit.title, [*hit.title_highlights]),
        hit.date.isoformat() if hit.date else None,
        [*hit.ministers],
        [*hit.portfolios],
        hit.url,
        [(snippet.text, [*snippet.highlights]) for snippet in hit.snippets],
    )


class SearchkitPeer:
    """searchkit, answering as it does by default."""

    name = "searchkit"
    strict = False

    def version(self) -> str:
        return searchkit.__version__

    def build(self, folder: Path, index: Path, processes: int) -> None:
        searchkit.build(folder, index, processes=processes)

    def build_documents(self, documents: Iterable[Document], index: Path) -> None:
        searchkit.build(map(_statement, documents), index)

    def update(self, documents: Sequence[Document], index: Path) -> None:
        with searchkit.open(index) as archive, archive.writer() as writer:
            for given in documents:
                writer.add(_statement(given))

    def open(self, index: Path) -> OpenSearchkit:
        return OpenSearchkit(index, self.strict)

    def parts(self, index: Path) -> dict[str, int]:
        sizes: dict[str, int] = {}
        total = 0
        for path in sorted(index.glob("*.sk")):
            container = Container(path)
            for name in container.names():
                # "stem.position_ends" and its like belong together: "stem".
                part = name.partition(".")[0]
                size = container.nbytes(name)
                sizes[part] = sizes.get(part, 0) + size
                total += size
        everything = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
        return sizes | {"other": everything - total}


class StrictSearchkitPeer(SearchkitPeer):
    """searchkit without the statements that match only most words."""

    name = "searchkit-strict"
    strict = True


def _statement(document: Document) -> searchkit.Statement:
    return searchkit.Statement(
        id=document.id,
        title=document.title,
        body=document.body,
        date=document.date,
        url=document.url or None,
        ministers=document.ministers,
        portfolios=document.portfolios,
    )
