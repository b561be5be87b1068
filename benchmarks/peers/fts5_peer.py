"""SQLite FTS5 through the standard library, as a careful user would write it.

The text in an FTS5 table with Porter stems, accents folded; names in tables of their
own. An answer collects the matches once, in a temporary table, and counts from there;
the ten best are asked for by rank, which is what FTS5 is quick at.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.data import Document, read_documents
from benchmarks.peers import PAGE, PlainAnswer, PlainHit
from benchmarks.query import BenchQuery, Filters

FILE = "index.sqlite"
BATCH = 1_000
SNIPPET_TOKENS = 50
CACHE_KIB = 262_144

_TABLES = """
CREATE TABLE statement (number INTEGER PRIMARY KEY, id TEXT, date TEXT, year INTEGER, url TEXT);
CREATE TABLE minister (number INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE portfolio (number INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE statement_minister (
    statement INTEGER, minister INTEGER, PRIMARY KEY (statement, minister)) WITHOUT ROWID;
CREATE TABLE statement_portfolio (
    statement INTEGER, portfolio INTEGER, PRIMARY KEY (statement, portfolio)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
    title, body, tokenize = 'porter unicode61 remove_diacritics 2');
"""
_PAGE = """
SELECT words.rowid, highlight(words, 0, char(2), char(3)),
       snippet(words, 1, char(2), char(3), '…', {tokens}), s.id, s.date, s.url
FROM words JOIN statement s ON s.number = words.rowid
WHERE words MATCH ? {condition} ORDER BY rank LIMIT {limit}
"""
_NAMES = """
SELECT name, found_count FROM (
    SELECT {kind} AS of, count(*) AS found_count
    FROM found CROSS JOIN statement_{kind} ON statement = found.number GROUP BY {kind})
JOIN {kind} ON {kind}.number = of ORDER BY found_count DESC, name
"""
_YEARS = """
SELECT year, count(*) FROM found CROSS JOIN statement USING (number)
WHERE year IS NOT NULL GROUP BY year ORDER BY year
"""

_ROWS = (
    ("words", "rowid"),
    ("statement", "number"),
    ("statement_minister", "statement"),
    ("statement_portfolio", "statement"),
)
"""Where a statement is, and the column that holds its number."""


class OpenFts5:
    """A connection."""

    def __init__(self, index: Path) -> None:
        self._connection = sqlite3.connect(index / FILE)
        run = self._connection.execute
        run("PRAGMA mmap_size = 2000000000")
        run(f"PRAGMA cache_size = -{CACHE_KIB}")
        run("PRAGMA temp_store = MEMORY")
        run("CREATE TEMP TABLE found (number INTEGER PRIMARY KEY)")

    def answer(self, query: BenchQuery) -> PlainAnswer | None:
        if query.fts5 is None:
            return None
        run = self._connection.execute
        condition, values = _condition(query.filters)
        run("DELETE FROM found")
        # In small letters: by this word `sqlite3` knows that rows are to be counted, and in a
        # Turkish locale it finds no small letter of I that is i.
        total = run(
            "insert INTO found SELECT words.rowid FROM words"
            + (" JOIN statement s ON s.number = words.rowid" if condition else "")
            + f" WHERE words MATCH ? {condition}",
            (query.fts5, *values),
        ).rowcount
        # With filters, what was found need not be found out again.
        again = "AND +words.rowid IN found" if condition else ""
        page = _PAGE.format(condition=again, limit=PAGE, tokens=SNIPPET_TOKENS)
        hits = [
            PlainHit(
                statement_id,
                title,
                date,
                self._names("minister", number),
                self._names("portfolio", number),
                url,
                [snippet],
            )
            for number, title, snippet, statement_id, date, url in run(page, (query.fts5,))
        ]
        facets = {
            kind: run(_NAMES.format(kind=kind)).fetchall() for kind in ("minister", "portfolio")
        }
        facets["year"] = [(str(year), count) for year, count in run(_YEARS)]
        return PlainAnswer(total, hits, facets)

    def _names(self, kind: str, number: int) -> list[str]:
        rows = self._connection.execute(
            f"SELECT name FROM statement_{kind} JOIN {kind} ON number = {kind} WHERE statement = ?",
            (number,),
        )
        return [name for (name,) in rows]

    def rank(self, words: Sequence[str], limit: int) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in words)
        rows = self._connection.execute(
            "SELECT s.id FROM words JOIN statement s ON s.number = words.rowid "
            "WHERE words MATCH ? ORDER BY rank LIMIT ?",
            (match, limit),
        )
        return [statement_id for (statement_id,) in rows]

    def close(self) -> None:
        self._connection.close()


def _condition(filters: Filters) -> tuple[str, list[str]]:
    """SQL that narrows, and its values."""
    parts: list[str] = []
    values: list[str] = []
    for kind, name in (("minister", filters.minister), ("portfolio", filters.portfolio)):
        if name:
            parts.append(
                f"AND EXISTS (SELECT 1 FROM statement_{kind} WHERE statement = words.rowid "
                f"AND {kind} = (SELECT number FROM {kind} WHERE name = ?))"
            )
            values.append(name)
    if filters.first_year and filters.last_year:
        parts.append("AND s.date BETWEEN ? AND ?")
        first, last = filters.first_year, filters.last_year
        values += [str(datetime.date(first, 1, 1)), str(datetime.date(last, 12, 31))]
    return " ".join(parts), values


class Fts5Peer:
    """SQLite FTS5."""

    name = "fts5"

    def version(self) -> str:
        return sqlite3.sqlite_version

    def build(self, folder: Path, index: Path, processes: int) -> None:
        self.build_documents(read_documents(folder, processes), index)

    def build_documents(self, documents: Iterable[Document], index: Path) -> None:
        index.mkdir(parents=True)
        connection = sqlite3.connect(index / FILE)
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.executescript(_TABLES)
        names: dict[str, dict[str, int]] = {"minister": {}, "portfolio": {}}
        with connection:
            numbered = enumerate(documents, start=1)
            while batch := list(islice(numbered, BATCH)):
                _insert(connection, batch, names)
            for kind, known in names.items():
                rows = ((number, name) for name, number in known.items())
                connection.executemany(f"INSERT INTO {kind} VALUES (?, ?)", rows)
            # One run of postings a word: answers gain more than this takes.
            connection.execute("INSERT INTO words(words) VALUES ('optimize')")
            connection.execute("CREATE UNIQUE INDEX statement_id ON statement (id)")
        connection.execute("ANALYZE")
        connection.close()

    def update(self, documents: Sequence[Document], index: Path) -> None:
        connection = sqlite3.connect(index / FILE)
        run = connection.execute
        with connection:
            names = {
                kind: dict(run(f"SELECT name, number FROM {kind}").fetchall())
                for kind in ("minister", "portfolio")
            }
            known = {kind: len(numbers) for kind, numbers in names.items()}
            numbered = []
            for given in documents:
                (number,) = run("SELECT number FROM statement WHERE id = ?", (given.id,)).fetchone()
                numbered.append((number, given))
                for table, column in _ROWS:
                    run(f"DELETE FROM {table} WHERE {column} = ?", (number,))
            _insert(connection, numbered, names)
            for kind, numbers in names.items():
                new = [(number, name) for name, number in numbers.items() if number > known[kind]]
                connection.executemany(f"INSERT INTO {kind} VALUES (?, ?)", new)
        connection.close()

    def open(self, index: Path) -> OpenFts5:
        return OpenFts5(index)

    def parts(self, index: Path) -> dict[str, int]:
        whole = (index / FILE).stat().st_size
        connection = sqlite3.connect(index / FILE)
        try:
            rows = connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")
            tables = dict(rows.fetchall())
            (free,) = connection.execute("PRAGMA freelist_count").fetchone()
            (page,) = connection.execute("PRAGMA page_size").fetchone()
        except sqlite3.OperationalError:  # SQLite was compiled without this table.
            return {"all": whole}
        finally:
            connection.close()
        sizes = {
            "postings and positions": tables.get("words_data", 0) + tables.get("words_idx", 0),
            "stored": tables.get("words_content", 0),
            "lengths": tables.get("words_docsize", 0),
            "free pages": free * page,
        }
        return sizes | {"other": whole - sum(sizes.values())}


def _insert(
    connection: sqlite3.Connection,
    batch: Sequence[tuple[int, Document]],
    names: dict[str, dict[str, int]],
) -> None:
    many = connection.executemany
    many(
        "INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)",
        ((number, given.title, given.body) for number, given in batch),
    )
    many("INSERT INTO statement VALUES (?, ?, ?, ?, ?)", map(_row, batch))
    for kind, known in names.items():
        many(f"INSERT OR IGNORE INTO statement_{kind} VALUES (?, ?)", _pairs(batch, kind, known))


def _row(numbered: tuple[int, Document]) -> tuple[object, ...]:
    number, given = numbered
    day = given.date
    return number, given.id, str(day) if day else None, day.year if day else None, given.url


def _pairs(
    batch: Sequence[tuple[int, Document]], kind: str, known: dict[str, int]
) -> Iterator[tuple[int, int]]:
    for number, given in batch:
        for name in given.ministers if kind == "minister" else given.portfolios:
            yield number, known.setdefault(name, len(known) + 1)
