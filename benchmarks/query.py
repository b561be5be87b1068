"""One query that is timed, written for every engine.

Lives here: the value, and the kinds there are. Does not live here: drawing them from the
corpus (`queries`, `language`), asking them (`answers`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from searchkit.schema.analysis import fold

PLAIN_KINDS = (
    "frequent word",
    "rare word",
    "two words",
    "three words",
    "phrase",
    "boolean",
    "field and dates",
    "prefix",
)
"""What every engine can be asked."""
LANGUAGE_KINDS = ("choice in a phrase", "near", "wildcard", "typing error", "exact")
"""What only some can."""
KINDS = (*PLAIN_KINDS, *LANGUAGE_KINDS)
OPERATORS = frozenset(["and", "or", "not", "near", "adj", "title", "minister", "portfolio", "date"])
"""No words of a query."""


class Filters(NamedTuple):
    """What narrows a query beside its words, where an engine takes it apart from them."""

    minister: str | None = None
    portfolio: str | None = None
    first_year: int | None = None
    last_year: int | None = None


class BenchQuery(NamedTuple):
    """
    One query in the language of each engine; None where it has no such query.

    Attributes:
        kind: one of `KINDS`.
        tantivy: in Tantivy's query language; `errors` go with it.
        searchkit: identifies the query, too.
        fts5: the MATCH expression; `filters` go with it.
        xapian: in the language of Xapian's query parser; `filters` go with it.
        errors: typing errors that each word may have, where an engine is told so beside
            its words.
    """

    kind: str
    searchkit: str
    tantivy: str | None
    fts5: str | None
    whoosh: str | None
    xapian: str | None
    filters: Filters = Filters()
    errors: int = 0

    def words(self) -> set[str]:
        """The words in it, to tell whether two queries have one in common."""
        found = {fold(word) for word in re.findall(r"[^\W\d_]+", self.searchkit)}
        return found - OPERATORS

    def to_json(self) -> dict[str, object]:
        return self._asdict() | {"filters": self.filters._asdict()}
