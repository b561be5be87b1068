"""
Whoosh as judge: the same statements in an index of Whoosh's own.

Lives here: that index, and what it finds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from whoosh import query
from whoosh.filedb.filestore import RamStorage
from whoosh.query import spans

from searchkit import Statement
from searchkit.schema.names import is_person, label_key, person_key
from tests.support.whoosh_schema import schema, whoosh_document


def certain(tree: Any) -> Any:
    """
    `tree` in the nodes that Whoosh evaluates rightly.

    `AndNot(a, b)` becomes `And([a, Not(b)])`: Whoosh's own lets the first statement
    of `a` through even where it matches `b` (see test_whoosh_differences.py).
    """
    if isinstance(tree, query.AndNot):
        return query.And([certain(tree.a), query.Not(certain(tree.b))])
    if isinstance(tree, query.Not):
        return query.Not(certain(tree.query))
    if isinstance(tree, spans.SpanNear):
        return _Near(tree.a, tree.b, slop=tree.slop, ordered=tree.ordered)
    return tree.apply(certain) if isinstance(tree, (query.And, query.Or)) else tree


class _Near(spans.SpanNear):  # type: ignore[misc]
    """Near words that may stand within OR, which asks how many there may be; Whoosh's
    own can't tell (see test_whoosh_differences.py).
    """

    def estimate_size(self, reader: Any) -> int:
        return int(self.q.estimate_size(reader))


class Judge:
    """An index of Whoosh's own in memory."""

    def __init__(self, statements: Iterable[tuple[Statement, str]]) -> None:
        """Takes (statement, clean text of its body)."""
        index = RamStorage().create_index(schema())
        writer = index.writer()
        for statement, text in statements:
            persons = dict.fromkeys(person_key(n) for n in statement.ministers if is_person(n))
            portfolios = dict.fromkeys(filter(None, map(label_key, statement.portfolios)))
            writer.add_document(**whoosh_document(statement, text, persons, portfolios))
        writer.commit()
        self._searcher = index.searcher()
        self._ids = {number: fields["id"] for number, fields in self._searcher.reader().iter_docs()}

    def ids(self, tree: Any) -> set[str]:
        """The ids of the statements that Whoosh finds for a tree, `certain` or not."""
        return {self._ids[number] for number in self._searcher.docs_for_query(tree)}

    def best(self, tree: Any, limit: int) -> list[str]:
        """The ids of the `limit` best ones, as Whoosh scores them."""
        return [hit["id"] for hit in self._searcher.search(tree, limit=limit)]
