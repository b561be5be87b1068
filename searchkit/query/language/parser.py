"""The parser: text in the query language becomes a tree.

Lives here: Whoosh's parser, configured once for a schema, and what a parse gives back. Does
not live here: the pieces of the language (`syntax`, `operators`) and their errors (`checks`).

How tightly things bind: field, then NEAR and ADJ, then NOT and minus, then AND, then OR,
then mere neighbourhood. So `a b OR c` is `a AND (b OR c)`, and `a AND b OR c` is
`(a AND b) OR c`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from whoosh.qparser import QueryParser, plugins

from searchkit.model.answer import Note
from searchkit.model.errors import QuerySyntaxError, UnknownName
from searchkit.query.language.checks import check
from searchkit.query.language.operators import Juxtaposed, operators
from searchkit.query.language.reading import Reading, Spellings
from searchkit.query.language.syntax import FieldPlugin, WordPlugin
from searchkit.query.limits import MAX_LENGTH
from searchkit.query.names import KnownNames
from searchkit.query.tree import Everything, Node
from searchkit.schema.fields import DEFAULT, Schema


class Parsed(NamedTuple):
    """A query as understood.

    Attributes:
        tree: `Everything()` for a query without a word.
        notes: what the user should know.
    """

    tree: Node
    notes: tuple[Note, ...] = ()


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


def _no_spellings(folded: str) -> tuple[str, ...]:
    return ()


def parse(
    text: str,
    known: Mapping[str, KnownNames],
    *,
    schema: Schema = DEFAULT,
    any_word: bool = False,
    spellings: Spellings = _no_spellings,
) -> Parsed:
    """Parse a query.

    Args:
        text: in the query language; white space alone means no query.
        known: the names of the index, by field.
        schema: the fields of the index.
        any_word: any of the words is enough; what filters always holds.
        spellings: gives the other folded spellings that the corpus has of a folded
            word (a doubled vowel for a macron).

    Raises:
        QuerySyntaxError: it is not written as the language asks.
        UnknownName: no name of the index is meant by one in it.
    """
    try:
        return _parse(Reading(text, schema, known, any_word, spellings))
    except QuerySyntaxError as error:
        if error.suggestion is None:
            raise
        corrected = Reading(error.suggestion, schema, known, any_word, _no_spellings)
        if not _helps(corrected):
            raise error.without_suggestion() from None
        raise


def _helps(corrected: Reading) -> bool:
    """Whether a corrected query can be parsed."""
    if not corrected.text.strip():
        return False
    try:
        _parse(corrected)
    except QuerySyntaxError:
        return False
    except UnknownName:
        pass
    return True


def _parse(reading: Reading) -> Parsed:
    text = reading.text
    if len(text) > MAX_LENGTH:
        raise reading.error(f"a query has at most {MAX_LENGTH:,} characters", MAX_LENGTH)
    if not text.strip():
        return Parsed(Everything())
    tree = _configured(reading.schema).tree(reading)
    if tree is None:
        raise reading.error(
            "there is nothing to search for", 0, expected="a word: letters or digits"
        )
    if reading.ignored:
        signs = " ".join(dict.fromkeys(reading.ignored))
        reading.note("ignored", f"left out, for there is no letter or digit in it: {signs}")
    return Parsed(tree, tuple(reading.notes))
