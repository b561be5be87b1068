"""One state of an index in a cluster, open.

Lives here: asking that state and no other, its names and spellings, how often words occur. Does not
live here: one search (`searching`), what states there are (`state`).

Nothing of a state changes, so what is asked once is remembered, and threads may share it.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from searchkit.engines.local.families import Families, families
from searchkit.engines.local.spelling import spellings_of
from searchkit.engines.opensearch.connection import ClusterConnection, in_batches
from searchkit.engines.opensearch.entries import SEPARATOR, statement_of
from searchkit.engines.opensearch.failures import NotThere
from searchkit.engines.opensearch.layout import FOLDED, STEM, field_of, term
from searchkit.engines.opensearch.offices import ClusterUsages
from searchkit.engines.opensearch.state import IndexHead
from searchkit.engines.opensearch.translating import Dsl, translated
from searchkit.model.errors import ClusterError, StatementNotFound, UnsupportedQuery
from searchkit.model.statement import Statement
from searchkit.query.names import KnownNames
from searchkit.query.request import Query
from searchkit.query.same_people import names_of_field
from searchkit.query.tree import Node, Stem
from searchkit.query.understanding import Understood, understood
from searchkit.ranking.bm25f import DEFAULT, Constants
from searchkit.schema.analysis import stem_all
from searchkit.schema.fields import Schema
from searchkit.schema.speakers import SAID

PAGE = 5_000
"""Values of a field that one request lists."""
FETCHED = 200
"""Statements that one request brings."""
REMEMBERED = 10_000


class ClusterSnapshot:
    """A state of an index.

    Args:
        connection: to the cluster.
        head: of the state.
    """

    def __init__(self, connection: ClusterConnection, head: IndexHead) -> None:
        self.connection = connection
        self.head = head
        self._lock = threading.Lock()
        self._counted: dict[str, int] = {}

    def __len__(self) -> int:
        return self.head.statements

    @property
    def schema(self) -> Schema:
        """The fields of its statements."""
        return self.head.schema

    @property
    def constants(self) -> Constants:
        """Of ranking."""
        return DEFAULT

    def ask(self, body: Mapping[str, Any], **parameters: str | int | bool) -> Any:
        """The answer of all shards to a search.

        Raises:
            ClusterError, QueryTooBroad: as `ClusterConnection.ask`; or the index is gone.
        """
        try:
            return self.connection.search(self.head.inside, body, **parameters)
        except NotThere:
            raise ClusterError(
                "this state of the index is gone: it was rebuilt",
                where=self.connection.address.text,
                remedy="Open it again, or refresh it",
            ) from None

    def query(self, tree: Node) -> Dsl:
        """The query for what a tree matches in this state."""
        return self.within(translated(tree, self.schema))

    def within(self, query: Dsl) -> Dsl:
        """A query, of this state alone."""
        return {"bool": {"must": [query], "filter": [self.head.visible]}}

    def understood(self, query: Query) -> Understood:
        """What a query means here."""
        return understood(query, self.schema, _AskedNames(self.known), self.spellings)

    def values(
        self, field: str, query: Dsl | None = None, prefix: str = ""
    ) -> Iterator[tuple[str, int]]:
        """The values of a field and in how many statements each is, sorted, all of them.

        Args:
            field: of keywords.
            query: in which statements; None: in all.
            prefix: what values begin with.
        """
        after: dict[str, Any] | None = None
        while True:
            composite: dict[str, Any] = {
                "size": PAGE,
                "sources": [{"value": {"terms": {"field": field}}}],
            }
            if after:
                composite["after"] = after
            elif prefix:
                # What follows is greater than any value below it; the prefix itself is looked for
                # from the value before it on.
                composite["after"] = {"value": _before(prefix)}
            body = {
                "query": query or self.head.visible,
                "size": 0,
                "aggs": {"values": {"composite": composite}},
            }
            found = self.ask(body)["aggregations"]["values"]
            for bucket in found["buckets"]:
                value = bucket["key"]["value"]
                if not value.startswith(prefix):
                    return
                yield value, bucket["doc_count"]
            after = found.get("after_key")
            if not after or len(found["buckets"]) < PAGE:
                return

    @cached_property
    def known(self) -> dict[str, KnownNames]:
        """The names of each field that has names."""
        return {
            field.query: names_of_field(field, self._shown(field.query), self._family)
            for field in self.schema.names
        }

    def _family(self, key: str) -> tuple[str, ...]:
        return self.families.of(key)

    @cached_property
    def families(self) -> Families:
        """Which names are one office's."""
        kinds = {one.kind: one for one in reversed(self.schema.names)}
        person, label = kinds.get("person"), kinds.get("label")
        if not person or not label:
            return Families(())
        people = self.known[person.query]
        return families(self.known[label.query], ClusterUsages(self, people, label.query))

    @property
    def asked_names(self) -> dict[str, KnownNames]:
        """`known`: nobody's quotations are kept in a cluster."""
        return self.known

    @property
    def knows_speakers(self) -> bool:
        """Whether a query can ask who says what: it can't."""
        return False

    def _shown(self, field: str) -> dict[str, str]:
        """Key -> shown name: the commonest spelling, the first of equals."""
        rows = []
        for value, count in self.values(f"spelled.{field}"):
            key, _, name = value.partition(SEPARATOR)
            rows.append((-count, name, key))
        return {key: name for _, name, key in sorted(rows, reverse=True)}

    @cached_property
    def _accented(self) -> dict[str, tuple[str, ...]]:
        """Folded word -> its forms with letters beyond ASCII."""
        found: dict[str, list[str]] = {}
        for value, _ in self.values("accented"):
            folded, _, form = value.partition(SEPARATOR)
            found.setdefault(folded, []).append(form)
        return {folded: tuple(forms) for folded, forms in found.items()}

    def spellings(self, folded: str) -> tuple[str, ...]:
        """The other spellings that the corpus has of a folded word."""
        vowels = self.schema.profile.long_vowels
        return spellings_of(
            folded,
            vowels,
            lambda word: self._accented.get(word, ()),
            self.frequency,
            self._occurs,
        )

    def _occurs(self, folded: str) -> bool:
        texts = [field_of(text.name, FOLDED) for text in self.schema.texts]
        should = [{"term": {field: term(folded)}} for field in texts]
        body = {
            "query": {
                "bool": {"should": should, "filter": [self.head.visible], "minimum_should_match": 1}
            },
            "size": 0,
            "track_total_hits": 1,
        }
        return bool(self.ask(body)["hits"]["total"]["value"])

    def frequency(self, folded: str) -> int:
        """In how many statements the stem of a folded word stands."""
        (stem,) = stem_all([folded], self.schema.profile)
        (found,) = self.frequencies([stem])
        return found

    def frequencies(self, stems: Sequence[str]) -> list[int]:
        """In how many statements each stem stands."""
        fresh = [one for one in dict.fromkeys(stems) if one not in self._counted]
        for batch in in_batches(fresh, FETCHED):
            counts = self.counts([Stem(one) for one in batch])
            with self._lock:
                if len(self._counted) > REMEMBERED:
                    self._counted.clear()
                self._counted |= dict(zip(batch, counts, strict=True))
        missing = [one for one in stems if one not in self._counted]
        if missing:  # More than are remembered.
            return self.counts([Stem(one) for one in stems])
        return [self._counted[one] for one in stems]

    def counts(self, nodes: Sequence[Node]) -> list[int]:
        """How many statements each of some trees matches, in one request."""
        if not nodes:
            return []
        filters = {str(place): translated(one, self.schema) for place, one in enumerate(nodes)}
        body = {
            "query": self.head.visible,
            "size": 0,
            "aggs": {"counts": {"filters": {"filters": filters}}},
        }
        buckets = self.ask(body)["aggregations"]["counts"]["buckets"]
        return [buckets[str(place)]["doc_count"] for place in range(len(nodes))]

    def count(self, tree: Node) -> int:
        """How many statements a tree matches."""
        body = {"query": self.query(tree), "size": 0, "track_total_hits": True}
        return int(self.ask(body)["hits"]["total"]["value"])

    def statements(self, ids: Sequence[str]) -> dict[str, Statement]:
        """Statements by their ids; those that are not there are left out."""
        found: dict[str, Statement] = {}
        for batch in in_batches(ids, FETCHED):
            body = {
                "query": {"bool": {"filter": [self.head.visible, {"terms": {"id": batch}}]}},
                "size": len(batch),
                "_source": ["statement"],
            }
            for hit in self.ask(body)["hits"]["hits"]:
                one = statement_of(hit["_source"]["statement"], self.schema)
                found[one.id] = one
        return found

    def statement(self, id: str) -> Statement:
        """The statement with an id.

        Raises:
            StatementNotFound: there is none.
        """
        found = self.statements([id]) if _can_be_id(id) else {}
        if id not in found:
            raise StatementNotFound(
                "no statement has this id",
                where=id,
                remedy="Ids are what `search --files` prints",
            )
        return found[id]

    @cached_property
    def ends(self) -> tuple[datetime.date, datetime.date] | None:
        """The days of the first and the last statement; None where no day is known."""
        found = self.ask(
            {
                "query": self.head.visible,
                "size": 0,
                "aggs": {"first": {"min": {"field": "day"}}, "last": {"max": {"field": "day"}}},
            }
        )["aggregations"]
        if found["first"]["value"] is None:
            return None
        return day_of(int(found["first"]["value"])), day_of(int(found["last"]["value"]))

    @property
    def stem_fields(self) -> list[str]:
        """The fields of stems of the texts that are searched."""
        return [field_of(text.name, STEM) for text in self.schema.texts if text.searched]


class _AskedNames(dict[str, KnownNames]):
    """The names of an index by what a query calls their field."""

    def __missing__(self, field: str) -> KnownNames:
        if field != SAID:
            raise KeyError(field)
        raise UnsupportedQuery(
            f"an index in a cluster can't look for who is quoted ({SAID}:)",
            remedy="Ask an index in a folder: searchkit index PATH, without an address",
        )


def _before(prefix: str) -> str:
    """A text right below all that begin with a prefix."""
    last = ord(prefix[-1])
    if last == 0:
        return prefix[:-1]
    return prefix[:-1] + chr(0xD7FF if last == 0xE000 else last - 1) + "\U0010ffff"


def _can_be_id(id: str) -> bool:
    try:
        return bool(id) and len(id.encode()) < 30_000
    except UnicodeEncodeError:
        return False


def day_of(number: int) -> datetime.date:
    """The day that YYYYMMDD is."""
    return datetime.date(number // 10_000, number // 100 % 100, number % 100)
