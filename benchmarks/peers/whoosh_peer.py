"""Whoosh, whose query language searchkit speaks; slow to build, so only on request."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from whoosh import analysis, fields, highlight, index, qparser, query, sorting
from whoosh.support.charset import accent_map

from benchmarks.data import Document, read_documents
from benchmarks.peers import (
    PAGE,
    SNIPPET_CHARACTERS,
    PlainAnswer,
    PlainHit,
    sizes_by_suffix,
)
from benchmarks.query import BenchQuery

WRITER_MB = 256
_SEPARATOR = "\x1f"
_PARTS = {".seg": "segments", ".toc": "table of contents"}


def _schema() -> fields.Schema:
    text = (
        analysis.RegexTokenizer(r"[^\W_]+")
        | analysis.LowercaseFilter()
        | analysis.CharsetFilter(accent_map)
        | analysis.StemFilter()
    )
    names = analysis.RegexTokenizer(rf"[^{_SEPARATOR}]+")
    return fields.Schema(
        id=fields.STORED(),
        title=fields.TEXT(analyzer=text, stored=True),
        body=fields.TEXT(analyzer=text, stored=True),
        minister=fields.KEYWORD(analyzer=names, stored=True),
        portfolio=fields.KEYWORD(analyzer=names, stored=True),
        date=fields.DATETIME(stored=True),
        year=fields.NUMERIC(int, sortable=True),
        url=fields.STORED(),
    )


class OpenWhoosh:
    """An open index, its searcher and its parser."""

    def __init__(self, folder: Path) -> None:
        self._index = index.open_dir(str(folder))
        self._searcher = self._index.searcher()
        self._parser = qparser.MultifieldParser(["title", "body"], self._index.schema)

    def answer(self, query: BenchQuery) -> PlainAnswer | None:
        if query.whoosh is None:
            return None
        facets = {
            "minister": sorting.FieldFacet("minister", allow_overlap=True, maptype=sorting.Count),
            "portfolio": sorting.FieldFacet("portfolio", allow_overlap=True, maptype=sorting.Count),
            "year": sorting.FieldFacet("year", maptype=sorting.Count),
        }
        parsed = self._parser.parse(query.whoosh)
        results = self._searcher.search(parsed, limit=PAGE, groupedby=facets)
        results.fragmenter = highlight.ContextFragmenter(
            maxchars=SNIPPET_CHARACTERS // 2, surround=50
        )
        hits = [_plain(hit) for hit in results]
        counts = {
            name: [
                (str(value), int(count)) for value, count in results.groups(name).items() if value
            ]
            for name in facets
        }
        return PlainAnswer(len(results), hits, counts)

    def rank(self, words: Sequence[str], limit: int) -> list[str]:
        schema = self._index.schema
        terms: list[Any] = []
        for word in words:
            for name in ("title", "body"):
                texts = [token.text for token in schema[name].analyzer(word)]
                terms += [query.Term(name, text) for text in texts]
        return [hit["id"] for hit in self._searcher.search(query.Or(terms), limit=limit)]

    def close(self) -> None:
        self._searcher.close()
        self._index.close()


def _plain(hit: Any) -> PlainHit:
    date = hit.get("date")
    return PlainHit(
        hit["id"],
        hit.highlights("title") or hit["title"],
        date.date().isoformat() if date else None,
        [name for name in hit["minister"].split(_SEPARATOR) if name],
        [name for name in hit["portfolio"].split(_SEPARATOR) if name],
        hit["url"],
        [hit.highlights("body", top=2)],
    )


class WhooshPeer:
    """Whoosh (whoosh3)."""

    name = "whoosh"

    def version(self) -> str:
        return metadata.version("whoosh3")

    def build(self, folder: Path, index: Path, processes: int) -> None:
        self._build(read_documents(folder, processes), index, processes)

    def build_documents(self, documents: Iterable[Document], index: Path) -> None:
        self._build(documents, index, 1)

    def _build(self, documents: Iterable[Document], folder: Path, processes: int) -> None:
        folder.mkdir(parents=True)
        made = index.create_in(str(folder), _schema())
        several = {"procs": processes, "multisegment": True} if processes > 1 else {}
        writer = made.writer(limitmb=WRITER_MB, **several)
        for given in documents:
            writer.add_document(**_values(given))
        writer.commit()
        made.close()

    def update(self, documents: Sequence[Document], index: Path) -> None:
        raise NotImplementedError("Whoosh is compared in building and answering only")

    def open(self, index: Path) -> OpenWhoosh:
        return OpenWhoosh(index)

    def parts(self, index: Path) -> dict[str, int]:
        return sizes_by_suffix(index, _PARTS)


def _values(given: Document) -> dict[str, object]:
    values: dict[str, object] = {
        "id": given.id,
        "title": given.title,
        "body": given.body,
        "minister": _SEPARATOR.join(given.ministers),
        "portfolio": _SEPARATOR.join(given.portfolios),
        "url": given.url,
    }
    if given.date:
        values["date"] = datetime.datetime.combine(given.date, datetime.time())
        values["year"] = given.date.year
    return values
