"""
A plain matcher in a few obvious lines: no NumPy, no index, nothing shared with ours
but fold and stem.

Lives here: what a query tree means, statement by statement.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from searchkit import Statement
from searchkit.corpus.markdown import clean_text
from searchkit.profiles.profile import Profile
from searchkit.query import tree as nodes
from searchkit.query.tree import Leaf, Node, Phrase, Prefix, Stem
from searchkit.schema.analysis import fold, stem
from searchkit.schema.fields import DEFAULT, Names, Schema
from searchkit.schema.names import is_person, label_key, person_key
from tests.support.plain_spans import witnesses
from tests.support.plain_words import words


def places(row: Sequence[str], run: Sequence[str]) -> list[int]:
    """Where `run` stands in `row`, word for word."""
    if not run:
        return []
    return [i for i in range(len(row)) if list(row[i : i + len(run)]) == list(run)]


class Document:
    """A statement as the plain matcher sees it, with the fields of a schema."""

    def __init__(
        self, statement: Statement, text: str | None = None, schema: Schema = DEFAULT
    ) -> None:
        self.id = statement.id
        self.text = clean_text(statement.body) if text is None else text
        own = {one.name: str(statement.fields.get(one.name, "")) for one in schema.own_texts}
        self.written = {"title": words(statement.title), "body": words(self.text)}
        self.written |= {name: words(said) for name, said in own.items()}
        self.searched = [one.name for one in schema.texts if one.searched]
        self.called = {one.query: one.name for one in schema.texts if one.query}
        self.folded = {field: [fold(w) for w in row] for field, row in self.written.items()}
        self.stems = {field: [stem(w) for w in row] for field, row in self.folded.items()}
        self.keys = {
            one.query: _keys(one, statement, schema.profile) - {""} for one in schema.names
        }
        self.days = {schema.day.query: statement.date}
        self.days |= {one.query: statement.fields.get(one.name) for one in schema.own_days}

    def matches(self, tree: Node) -> bool:
        """Whether the statement matches a tree."""
        match tree:
            case nodes.And(parts):
                return bool(parts) and all(map(self.matches, parts))
            case nodes.Or(parts):
                return any(map(self.matches, parts))
            case nodes.Not(part):
                return not self.matches(part)
            case nodes.Everything():
                return True
            case nodes.Nothing():
                return False
            case nodes.Days(field, first, last):
                return _in_range(self.days[field], first, last)
            case nodes.Has(field):
                return self._has(field)
            case nodes.Named(field, key):
                return key in self.keys[field]
            case Stem() | Phrase() | Prefix():
                return bool(self.occurrences(tree))
        assert isinstance(tree, Leaf)
        rows = [(field, self.written[field]) for field in self._fields(tree.within)]
        return any(witnesses(tree, row, bool(tree.within) or f == "title") for f, row in rows)

    def occurrences(self, leaf: Leaf) -> list[tuple[str, int]]:
        """(field, number of the first word) of each occurrence of a word, phrase, prefix."""
        fields = self._fields(leaf.within)
        if isinstance(leaf, Prefix):
            return [
                (field, i)
                for field in fields
                for i, word in enumerate(self.folded[field])
                if word.startswith(leaf.beginning)
            ]
        run = run_of(leaf)
        return [(field, i) for field in fields for i in places(self.stems[field], run)]

    def _has(self, field: str | None) -> bool:
        if field in self.keys:
            return bool(self.keys[field])
        return any(self.stems[part] for part in self._fields(field))

    def _fields(self, within: str | None) -> Sequence[str]:
        """The texts that are meant by what a query calls one, or by nothing."""
        return self.searched if within is None else [self.called[within]]


def _keys(field: Names, statement: Statement, profile: Profile) -> set[str]:
    names = getattr(statement, field.name, None) or statement.fields.get(field.name, ())
    if field.kind == "person":
        return {person_key(name, profile) for name in names if is_person(name, profile)}
    return {label_key(name) for name in names}


def _in_range(day: object, first: datetime.date | None, last: datetime.date | None) -> bool:
    if not isinstance(day, datetime.date):
        return False
    return (first is None or day >= first) and (last is None or day <= last)


def run_of(leaf: Leaf) -> tuple[str, ...]:
    """The stems of a word or a phrase."""
    if isinstance(leaf, Phrase):
        return leaf.stems
    assert isinstance(leaf, Stem)
    return (leaf.stem,)


def ids(documents: Iterable[Document], tree: Node) -> set[str]:
    """The ids of the statements that match a tree."""
    return {document.id for document in documents if document.matches(tree)}
