"""The grammar: Whoosh's parser with our language, configured once for a schema.

Lives here: putting the pieces together. Does not live here: the pieces of the language
(`syntax`, `operators`) and their errors (`checks`), what a parse gives back (`parser`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from whoosh.qparser import QueryParser, plugins

from searchkit.query.language.checks import check
from searchkit.query.language.operators import Juxtaposed, operators
from searchkit.query.language.reading import Reading
from searchkit.query.language.said import SaidPlugin
from searchkit.query.language.syntax import FieldPlugin, WordPlugin
from searchkit.query.tree import Node
from searchkit.schema.fields import Schema


class _CheckPlugin(plugins.Plugin):  # type: ignore[misc]
    def filters(self, parser: Any) -> list[Any]:
        return [(self._check, -1000)]

    def _check(self, parser: Any, group: Any) -> Any:
        check(parser.reading, list(group))
        return group


class _Parser(QueryParser):  # type: ignore[misc]
    """Whoosh's parser with our language.

    Attributes:
        reading: the query it reads; a parser for each is a copy of the configured one.
    """

    reading: Reading

    def __init__(self, schema: Schema) -> None:
        parts = [
            _CheckPlugin(),
            WordPlugin(),
            FieldPlugin(schema),
            SaidPlugin(),
            plugins.GroupPlugin(),
            operators(),
        ]
        # Whoosh needs no schema: our nodes analyse their words themselves.
        super().__init__(None, None, plugins=parts, group=Juxtaposed)
        # Plugins make new ones each time, and none of them has a state.
        self._taggers: list[Any] = super().taggers()
        self._filters: list[Any] = super().filters()

    def taggers(self) -> list[Any]:
        """What recognises the pieces of a query, in the order it is tried."""
        return self._taggers

    def filters(self) -> list[Any]:
        """What orders the pieces, one after the other."""
        return self._filters

    def tree(self, reading: Reading) -> Node | None:
        """The tree of a query; None where it holds no word."""
        parser = _Parser.__new__(_Parser)
        parser.__dict__.update(self.__dict__)
        parser.reading = reading
        tree: Node | None = parser.process(reading.text).query(parser)
        return tree


@lru_cache(maxsize=8)
def _configured(schema: Schema) -> _Parser:
    return _Parser(schema)


def read(reading: Reading) -> Node | None:
    """The tree of a query; None where it holds no word.

    Raises:
        QuerySyntaxError: it is not written as the language asks.
        UnknownName: no name of the index is meant by one in it.
    """
    return _configured(reading.schema).tree(reading)
