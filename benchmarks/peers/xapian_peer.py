"""Xapian through Debian's python3-xapian, as a careful user would write it.

Terms of title and body with positions, stemmed by Snowball English, accents folded; the
title again under a prefix of its own; names as boolean terms, the date in a value slot.
What a hit shows is stored as JSON. Facets are counted by match spies, which look at all
matches, so that counts are exact; a spy counts the whole value of a slot, so the names of
a statement are one value, taken apart once all are counted.

The module comes with the system (`apt-get install python3-xapian`), for the system's own
Python: where this one is of the same minor version, it can load it from there.
"""

from __future__ import annotations

import datetime
import importlib
import importlib.util
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.data import Document, read_documents
from benchmarks.peers import (
    PAGE,
    SNIPPET_CHARACTERS,
    MissingEngine,
    PlainAnswer,
    PlainHit,
)
from benchmarks.query import BenchQuery, Filters

SYSTEM = Path("/usr/lib/python3/dist-packages/xapian/__init__.py")
FLUSHED = 50_000
"""Documents kept in memory before they are written; 10,000 if nobody says."""
DATE, YEAR, MINISTER, PORTFOLIO = range(4)
"""Value slots."""
SLOTS = {"minister": MINISTER, "portfolio": PORTFOLIO, "year": YEAR}
PREFIXES = {"minister": "XMINISTER", "portfolio": "XPORTFOLIO"}
LONGEST_TERM = 240
_SEPARATOR = "\x1f"
_MARKS = re.compile("[\u0300-\u036f]")
_PARTS = {
    "postlist": "postings",
    "position": "positions",
    "termlist": "terms of documents",
    "docdata": "stored",
}


def _module() -> Any:
    """The `xapian` module of this Python, else of the system."""
    try:
        return importlib.import_module("xapian")
    except ImportError:
        pass
    spec = importlib.util.spec_from_file_location(
        "xapian", SYSTEM, submodule_search_locations=[str(SYSTEM.parent)]
    )
    if spec is None or spec.loader is None or not SYSTEM.exists():
        raise MissingEngine("Xapian is left out: there is no module xapian (python3-xapian).")
    module = importlib.util.module_from_spec(spec)
    sys.modules["xapian"] = module
    try:
        spec.loader.exec_module(module)
    except ImportError as error:
        del sys.modules["xapian"]
        raise MissingEngine(
            f"Xapian is left out: this Python can't load {SYSTEM.parent} ({error})."
        ) from None
    return module


xapian: Any = _module()


class OpenXapian:
    """An open database and its parser."""

    def __init__(self, index: Path) -> None:
        self._database = xapian.Database(str(index))
        self._stemmer = xapian.Stem("english")
        parser = xapian.QueryParser()
        parser.set_database(self._database)
        parser.set_stemmer(self._stemmer)
        parser.set_stemming_strategy(xapian.QueryParser.STEM_ALL_Z)
        parser.set_default_op(xapian.Query.OP_AND)
        parser.add_prefix("title", "S")
        # Beginnings of stems, which is what is in the index.
        parser.add_prefix("stem", "Z")
        self._parser = parser
        self._flags = xapian.QueryParser.FLAG_DEFAULT | xapian.QueryParser.FLAG_WILDCARD

    def answer(self, query: BenchQuery) -> PlainAnswer | None:
        if query.xapian is None:
            return None
        parsed = self._parser.parse_query(_folded(query.xapian), self._flags)
        enquire = xapian.Enquire(self._database)
        enquire.set_query(_narrowed(parsed, query.filters))
        spies = {name: xapian.ValueCountMatchSpy(slot) for name, slot in SLOTS.items()}
        for spy in spies.values():
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, PAGE, self._database.get_doccount())
        hits = [self._hit(found, json.loads(match.document.get_data())) for match in found]
        facets = {name: _counts(spy) for name, spy in spies.items()}
        return PlainAnswer(found.get_matches_estimated(), hits, facets)

    def _hit(self, found: Any, stored: dict[str, Any]) -> PlainHit:
        return PlainHit(
            stored["id"],
            self._marked(found, stored["title"], len(stored["title"].encode())),
            stored["date"],
            stored["ministers"],
            stored["portfolios"],
            stored["url"],
            [self._marked(found, stored["body"], SNIPPET_CHARACTERS)],
        )

    def _marked(self, found: Any, text: str, length: int) -> str:
        if not text:
            return text
        flags = xapian.MSet.SNIPPET_BACKGROUND_MODEL | xapian.MSet.SNIPPET_EXHAUSTIVE
        marked: bytes = found.snippet(
            text, length, self._stemmer, flags, "\x02", "\x03", "…".encode()
        )
        return marked.decode(errors="replace")

    def rank(self, words: Sequence[str], limit: int) -> list[str]:
        parsed = self._parser.parse_query(" OR ".join(words), self._flags)
        enquire = xapian.Enquire(self._database)
        enquire.set_query(parsed)
        found = enquire.get_mset(0, limit)
        return [json.loads(match.document.get_data())["id"] for match in found]

    def close(self) -> None:
        self._database.close()


def _narrowed(parsed: Any, filters: Filters) -> Any:
    narrow = [
        xapian.Query(_term(PREFIXES[kind], name))
        for kind, name in (("minister", filters.minister), ("portfolio", filters.portfolio))
        if name
    ]
    if filters.first_year and filters.last_year:
        first = _day(datetime.date(filters.first_year, 1, 1))
        last = _day(datetime.date(filters.last_year, 12, 31))
        narrow.append(xapian.Query(xapian.Query.OP_VALUE_RANGE, DATE, first, last))
    for one in narrow:
        parsed = xapian.Query(xapian.Query.OP_FILTER, parsed, one)
    return parsed


def _counts(spy: Any) -> list[tuple[str, int]]:
    """What a spy saw, by single names, the most frequent first."""
    counts: Counter[str] = Counter()
    for item in spy.values():
        for value in item.term.decode().split(_SEPARATOR):
            counts[value] += item.termfreq
    return counts.most_common()


class XapianPeer:
    """Xapian."""

    name = "xapian"

    def version(self) -> str:
        return str(xapian.version_string())

    def build(self, folder: Path, index: Path, processes: int) -> None:
        self.build_documents(read_documents(folder, processes), index)

    def build_documents(self, documents: Iterable[Document], index: Path) -> None:
        index.parent.mkdir(parents=True, exist_ok=True)
        os.environ["XAPIAN_FLUSH_THRESHOLD"] = str(FLUSHED)
        database = xapian.WritableDatabase(str(index), xapian.DB_CREATE)
        generator = _generator()
        for given in documents:
            database.add_document(_document(given, generator))
        database.commit()
        database.close()

    def update(self, documents: Sequence[Document], index: Path) -> None:
        database = xapian.WritableDatabase(str(index), xapian.DB_OPEN)
        generator = _generator()
        for given in documents:
            database.replace_document(_term("Q", given.id), _document(given, generator))
        database.commit()
        database.close()

    def open(self, index: Path) -> OpenXapian:
        return OpenXapian(index)

    def parts(self, index: Path) -> dict[str, int]:
        sizes: dict[str, int] = {}
        for path in index.iterdir():
            part = _PARTS.get(path.stem, "other")
            sizes[part] = sizes.get(part, 0) + path.stat().st_size
        return sizes


def _generator() -> Any:
    generator = xapian.TermGenerator()
    generator.set_stemmer(xapian.Stem("english"))
    generator.set_stemming_strategy(xapian.TermGenerator.STEM_ALL_Z)
    return generator


def _document(given: Document, generator: Any) -> Any:
    document = xapian.Document()
    generator.set_document(document)
    title = _folded(given.title)
    generator.index_text(title, 1, "S")
    generator.increase_termpos()
    generator.index_text(title)
    generator.increase_termpos()
    generator.index_text(_folded(given.body))
    for kind, names in (("minister", given.ministers), ("portfolio", given.portfolios)):
        for name in names:
            document.add_boolean_term(_term(PREFIXES[kind], name))
        if names:
            document.add_value(SLOTS[kind], _SEPARATOR.join(names))
    if given.date:
        document.add_value(DATE, _day(given.date))
        document.add_value(YEAR, str(given.date.year))
    document.add_boolean_term(_term("Q", given.id))
    stored = given._asdict() | {"date": str(given.date) if given.date else None}
    document.set_data(json.dumps(stored, ensure_ascii=False))
    return document


def _term(prefix: str, value: str) -> str:
    """A term that is no word; the end of a very long one is left out."""
    return (prefix + ":" + value).encode()[:LONGEST_TERM].decode(errors="ignore")


def _day(date: datetime.date) -> str:
    return f"{date.year:04}{date.month:02}{date.day:02}"


def _folded(text: str) -> str:
    if text.isascii():
        return text
    return _MARKS.sub("", unicodedata.normalize("NFD", text))
