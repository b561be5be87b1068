"""Proof of what a search found: plain values.

Lives here: the receipt and the comparison with it, and their JSON, which docs/receipts.md
describes. Does not live here: making, reading and comparing them (`searchkit.alerts.receipts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from searchkit.model.rows import Rows
from searchkit.model.showing import shown_by

FORMAT, VERSION = "searchkit-receipt", 1


@shown_by("date", "title", "id")
class ReceiptHit(NamedTuple):
    """A statement that was found: id, day ("YYYY-MM-DD" or None), title, and the SHA-256 of what
    it says, in hexadecimal digits.
    """

    id: str
    date: str | None
    title: str
    digest: str


@shown_by("query", "total", "statements", "made")
class Receipt(NamedTuple):
    """What a search found, when, and in what.

    Attributes:
        query: as it was given.
        interpreted: as it was understood, in the query language, filters and all.
        any_word, variants, where, since, until: as `Archive.search` takes them.
        total: how many statements match.
        first, last: the days of the earliest and the latest ("YYYY-MM-DD"); None: none is known.
        statements: how many the index holds.
        fingerprint: of the index: which statements, in which versions.
        software: the version of searchkit.
        made: when, in UTC, as ISO 8601 writes it.
        hits: every statement that matches, copies each, ascending by id.
        citation: all of that in words.
    """

    query: str
    interpreted: str
    any_word: bool
    variants: bool
    where: Mapping[str, tuple[str, ...]]
    since: str | None
    until: str | None
    total: int
    first: str | None
    last: str | None
    statements: int
    fingerprint: str
    software: str
    made: str
    hits: Rows[ReceiptHit]
    citation: str

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked, as arguments of an archive."""
        return {
            "query": self.query,
            "any_word": self.any_word,
            "variants": self.variants,
            "where": self.where,
            "since": self.since,
            "until": self.until,
        }

    def to_json(self) -> dict[str, object]:
        """The object that is written to a file, without its own digest."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "software": {"name": "searchkit", "version": self.software},
            "made": self.made,
            "query": self.query,
            "interpreted": self.interpreted,
            "filters": {
                "any_word": self.any_word,
                "variants": self.variants,
                "where": {field: list(names) for field, names in self.where.items()},
                "since": self.since,
                "until": self.until,
            },
            "index": {"statements": self.statements, "fingerprint": self.fingerprint},
            "total": self.total,
            "first": self.first,
            "last": self.last,
            "hits": [hit._asdict() for hit in self.hits],
            "citation": self.citation,
        }


@shown_by("holds", "came", "went", "changed")
class Rerun(NamedTuple):
    """What has become of a receipt's answer: ids, ascending.

    Attributes:
        holds: whether the same statements match, and say the same.
        came: what matches now and did not.
        went: what matched and does not now, or is no more.
        changed: what matches still and says something else.
        same_index: whether the index is the very same, statement by statement.
        interpreted: how the query is understood now.
    """

    holds: bool
    came: tuple[str, ...]
    went: tuple[str, ...]
    changed: tuple[str, ...]
    same_index: bool
    interpreted: str

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit rerun --json` prints."""
        return {
            "holds": self.holds,
            "came": list(self.came),
            "went": list(self.went),
            "changed": list(self.changed),
        }
