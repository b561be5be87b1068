"""
A plain matcher in a few obvious lines: no NumPy, no index, nothing shared with ours
but fold and stem.

Lives here: what a `whoosh.query` tree means, statement by statement.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from whoosh import query

from searchkit import Statement
from searchkit.corpus.markdown import clean_text
from searchkit.schema.analysis import fold, stem
from searchkit.schema.names import is_person, person_key, portfolio_key
from tests.support.plain_spans import witnesses


def words(text: str) -> list[str]:
    """The tokens of `text`: runs of letters, digits and combining marks after NFC."""
    found, current = [], ""
    for character in unicodedata.normalize("NFC", text) + " ":
        if unicodedata.category(character)[0] in "LNM":
            current += character
        elif current:
            found.append(current)
            current = ""
    return found


def places(row: Sequence[str], run: Sequence[str]) -> list[int]:
    """Where `run` stands in `row`, word for word."""
    if not run:
        return []
    return [i for i in range(len(row)) if list(row[i : i + len(run)]) == list(run)]


class Document:
    """A statement as the plain matcher sees it."""

    def __init__(self, statement: Statement, text: str | None = None) -> None:
        self.id = statement.id
        self.text = clean_text(statement.body) if text is None else text
        self.written = {"title": words(statement.title), "body": words(self.text)}
        self.folded = {field: [fold(w) for w in row] for field, row in self.written.items()}
        self.stems = {field: [stem(w) for w in row] for field, row in self.folded.items()}
        self.keys = {
            "minister": {person_key(n) for n in statement.ministers if is_person(n)},
            "portfolio": {portfolio_key(n) for n in statement.portfolios} - {""},
        }
        date = statement.date
        self.moment = datetime.datetime.combine(date, datetime.time()) if date else None

    def matches(self, tree: Any) -> bool:
        """Whether the statement matches a tree."""
        if isinstance(tree, query.And):
            return bool(tree.subqueries) and all(map(self.matches, tree.subqueries))
        if isinstance(tree, query.Or):
            return any(map(self.matches, tree.subqueries))
        if isinstance(tree, query.Not):
            return not self.matches(tree.query)
        if isinstance(tree, query.AndNot):
            return self.matches(tree.a) and not self.matches(tree.b)
        if isinstance(tree, query.Every):
            return self._has(tree.fieldname)
        if isinstance(tree, query.DateRange):
            return self._in_range(tree)
        if isinstance(tree, query.Term) and tree.fieldname in self.keys:
            return tree.text in self.keys[tree.fieldname]
        if _is_plain(tree):
            return bool(self.occurrences(tree))
        return any(witnesses(tree, row, f == "title") for f, row in self.written.items())

    def occurrences(self, leaf: Any) -> list[tuple[str, int]]:
        """(field, number of the first word) of each occurrence of a word, phrase, prefix."""
        fields = ("title",) if leaf.fieldname.startswith("title") else ("title", "body")
        if isinstance(leaf, query.Prefix):
            return [
                (field, i)
                for field in fields
                for i, word in enumerate(self.folded[field])
                if word.startswith(leaf.text)
            ]
        run = leaf.words if isinstance(leaf, query.Phrase) else [leaf.text]
        return [(field, i) for field in fields for i in places(self.stems[field], run)]

    def _has(self, field: str | None) -> bool:
        if field is None:
            return True
        if field == "date":
            return self.moment is not None
        if field in self.keys:
            return bool(self.keys[field])
        parts = ("title",) if field.startswith("title") else ("title", "body")
        return any(self.stems[part] for part in parts)

    def _in_range(self, tree: Any) -> bool:
        if self.moment is None:
            return False
        low, high = tree.startdate, tree.enddate
        above = low is None or (self.moment > low if tree.startexcl else self.moment >= low)
        below = high is None or (self.moment < high if tree.endexcl else self.moment <= high)
        return above and below


def _is_plain(leaf: Any) -> bool:
    """Whether a leaf is a stem, stems in a row or a prefix."""
    if isinstance(leaf, query.Phrase):
        return leaf.slop == 1
    plain = isinstance(leaf, (query.Term, query.Prefix))
    return plain and "exact" not in leaf.fieldname


def ids(documents: Iterable[Document], tree: Any) -> set[str]:
    """The ids of the statements that match a tree."""
    return {document.id for document in documents if document.matches(tree)}
