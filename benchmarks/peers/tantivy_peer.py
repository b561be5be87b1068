"""Tantivy through tantivy-py, as a careful user would write it.

Two text fields with positions, stemmed by Snowball English, case and accents folded;
names and year as columns for the aggregations; what a hit shows is stored. The writer
has its own threads, and memory enough that few segments come out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.data import Document, read_documents
from benchmarks.peers import (
    MAX_FACET_VALUES,
    PAGE,
    SNIPPET_CHARACTERS,
    PlainAnswer,
    PlainHit,
    sizes_by_suffix,
)
from benchmarks.query import BenchQuery

WRITER_BYTES = 512_000_000
UPDATE_BYTES = 64_000_000
_ANALYSER = "english"
_FACETS = {"minister": "minister", "portfolio": "portfolio", "year": "year"}
_AGGREGATION = {
    name: {"terms": {"field": field, "size": MAX_FACET_VALUES}} for name, field in _FACETS.items()
}
_PARTS = {
    ".term": "terms",
    ".idx": "postings",
    ".pos": "positions",
    ".fieldnorm": "lengths",
    ".fast": "columns",
    ".store": "stored",
}


def _analyser() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def _schema(text_fields: Sequence[str]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in text_fields:
        builder.add_text_field(name, stored=True, tokenizer_name=_ANALYSER)
    for name in ("minister", "portfolio"):
        builder.add_text_field(
            name, stored=True, fast=True, tokenizer_name="raw", index_option="basic"
        )
    builder.add_date_field("date", stored=True, indexed=True, fast=True)
    builder.add_unsigned_field("year", fast=True)
    builder.add_text_field("url", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


class OpenTantivy:
    """An open index and its searcher."""

    def __init__(self, index: Path, fields: Sequence[str]) -> None:
        self._fields = list(fields)
        self._index = tantivy.Index.open(str(index))
        self._index.register_tokenizer(_ANALYSER, _analyser())
        self._searcher = self._index.searcher()

    def answer(self, query: BenchQuery) -> PlainAnswer | None:
        if query.tantivy is None:
            return None
        # (beginnings too, how many, neighbours that changed places count once)
        errors = {name: (False, query.errors, True) for name in self._fields if query.errors}
        parsed = self._index.parse_query(
            query.tantivy,
            self._fields,
            fuzzy_fields=errors,
            conjunction_by_default=True,
            allow_regexes=True,
        )
        found: Any = self._searcher.search(parsed, PAGE)
        hits = self._hits(parsed, [address for _, address in found.hits])
        counted = self._searcher.aggregate(parsed, _AGGREGATION)
        facets = {
            name: [(str(b["key"]), int(b["doc_count"])) for b in counted[name]["buckets"]]
            for name in _FACETS
        }
        return PlainAnswer(found.count, hits, facets)

    def _hits(
        self, parsed: tantivy.Query, addresses: Sequence[tantivy.DocAddress]
    ) -> list[PlainHit]:
        if not addresses:
            return []
        in_title, in_body = self._generator(parsed, "title"), self._generator(parsed, "body")
        hits = []
        for address in addresses:
            document = self._searcher.doc(address)
            date = document.get_first("date")
            hits.append(
                PlainHit(
                    str(document.get_first("id")),
                    (document.get_first("title"), _ranges(in_title.snippet_from_doc(document))),
                    date.date().isoformat() if date else None,
                    document.get_all("minister"),
                    document.get_all("portfolio"),
                    document.get_first("url"),
                    [_fragment(in_body.snippet_from_doc(document))],
                )
            )
        return hits

    def _generator(self, parsed: tantivy.Query, field: str) -> tantivy.SnippetGenerator:
        made = tantivy.SnippetGenerator.create(self._searcher, parsed, self._index.schema, field)
        made.set_max_num_chars(SNIPPET_CHARACTERS)
        return made

    def rank(self, words: Sequence[str], limit: int) -> list[str]:
        parsed = self._index.parse_query(" ".join(words), self._fields)
        found: Any = self._searcher.search(parsed, limit, count=False)
        return [str(self._searcher.doc(address).get_first("id")) for _, address in found.hits]

    def close(self) -> None:
        del self._searcher, self._index


def _ranges(snippet: tantivy.Snippet) -> list[tuple[int, int]]:
    return [(part.start, part.end) for part in snippet.highlighted()]


def _fragment(snippet: tantivy.Snippet) -> tuple[str, list[tuple[int, int]]]:
    return snippet.fragment(), _ranges(snippet)


class TantivyPeer:
    """Title and body as two fields, their scores added."""

    name = "tantivy"
    fields: tuple[str, ...] = ("title", "body")

    def version(self) -> str:
        return metadata.version("tantivy")

    def build(self, folder: Path, index: Path, processes: int) -> None:
        self.build_documents(read_documents(folder, processes), index)

    def build_documents(self, documents: Iterable[Document], index: Path) -> None:
        index.mkdir(parents=True)
        built = tantivy.Index(_schema(self.fields), path=str(index))
        built.register_tokenizer(_ANALYSER, _analyser())
        writer = built.writer(heap_size=WRITER_BYTES)
        for given in documents:
            writer.add_document(self._document(given))
        writer.commit()
        writer.wait_merging_threads()

    def update(self, documents: Sequence[Document], index: Path) -> None:
        opened = tantivy.Index.open(str(index))
        opened.register_tokenizer(_ANALYSER, _analyser())
        writer = opened.writer(heap_size=UPDATE_BYTES, num_threads=1)
        for given in documents:
            writer.delete_documents_by_term("id", given.id)
            writer.add_document(self._document(given))
        writer.commit()
        writer.wait_merging_threads()

    def _document(self, given: Document) -> tantivy.Document:
        document = tantivy.Document()
        document.add_text("id", given.id)
        if len(self.fields) == 1:
            document.add_text(self.fields[0], f"{given.title}\n{given.body}")
        else:
            document.add_text("title", given.title)
            document.add_text("body", given.body)
        for name in given.ministers:
            document.add_text("minister", name)
        for name in given.portfolios:
            document.add_text("portfolio", name)
        if given.date:
            document.add_date(
                "date", datetime.datetime.combine(given.date, datetime.time(), datetime.UTC)
            )
            document.add_unsigned("year", given.date.year)
        document.add_text("url", given.url)
        return document

    def open(self, index: Path) -> OpenTantivy:
        return OpenTantivy(index, self.fields)

    def parts(self, index: Path) -> dict[str, int]:
        return sizes_by_suffix(index, _PARTS)


class OneFieldTantivyPeer(TantivyPeer):
    """
    Title and body as one field, like the reference figures of the collections; only
    for ranking.
    """

    name = "tantivy-one-field"
    fields = ("text",)
