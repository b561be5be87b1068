"""The parser: text in the query language becomes a tree.

Lives here: Whoosh's parser, configured once, and what a parse gives back. Does not
live here: the pieces of the language (`syntax`) and their errors (`checks`).

How tightly things bind: field, then NOT and minus, then AND, then OR, then mere
neighbourhood. So `a b OR c` is `a AND (b OR c)`, and `a AND b OR c` is
`(a AND b) OR c`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from whoosh import query
from whoosh.qparser import QueryParser, plugins

from searchkit.model.answer import Note
from searchkit.model.errors import QuerySyntaxError, UnknownName
from searchkit.query.checks import check
from searchkit.query.language import whoosh_schema as names
from searchkit.query.limits import MAX_LENGTH
from searchkit.query.names import KnownNames
from searchkit.query.syntax import FieldPlugin, Juxtaposed, WordPlugin, operators

Spellings = Callable[[str], Sequence[str]]


class Parsed(NamedTuple):
    """A query as understood.

    Attributes:
        tree: a `whoosh.query` tree; `Every()` for a query without a word.
        notes: what the user should know.
    """

    tree: Any
    notes: tuple[Note, ...] = ()


class _CheckPlugin(plugins.Plugin):  # type: ignore[misc]
    def filters(self, parser: Any) -> list[Any]:
        return [(self._check, -1000)]

    def _check(self, parser: Any, group: Any) -> Any:
        check(parser, list(group))
        return group


class _Parser(QueryParser):  # type: ignore[misc]
    """Whoosh's parser with our language; copied for each query, whose state it holds."""

    text: str
    any_word: bool
    known: Mapping[str, KnownNames]
    spellings: Spellings

    def __init__(self) -> None:
        super().__init__(
            names.TEXT,
            names.schema(),
            plugins=[
                _CheckPlugin(),
                WordPlugin(),
                FieldPlugin(),
                plugins.GroupPlugin(),
                operators(),
            ],
            group=Juxtaposed,
        )
        self.ignored: list[str] = []
        self.notes: list[Note] = []
        # Plugins make them anew each time, and none of them has a state.
        self._taggers: list[Any] = super().taggers()
        self._filters: list[Any] = super().filters()

    def taggers(self) -> list[Any]:
        """What recognises the pieces of a query, in the order it is tried."""
        return self._taggers

    def filters(self) -> list[Any]:
        """What orders the pieces, one after the other."""
        return self._filters

    def for_query(
        self, text: str, known: Mapping[str, KnownNames], any_word: bool, spellings: Spellings
    ) -> _Parser:
        """A parser of one query."""
        parser = _Parser.__new__(_Parser)
        parser.__dict__.update(self.__dict__)
        parser.text, parser.any_word, parser.known = text, any_word, known
        parser.spellings = spellings
        parser.ignored, parser.notes = [], []
        return parser

    def error(
        self,
        what: str,
        column: int,
        *,
        expected: str | None = None,
        suggestion: str | None = None,
    ) -> QuerySyntaxError:
        return QuerySyntaxError(what, self.text, column, expected=expected, suggestion=suggestion)

    def instead(self, start: int, end: int, text: str) -> str:
        """The query with `text` in place of [start, end)."""
        return self.text[:start] + text + self.text[end:]

    def with_number(self, span: tuple[int, int], least: int, most: int) -> str:
        """The query with the number at `span` moved into its bounds."""
        number = int(self.text[slice(*span)])
        return self.instead(*span, str(min(max(number, least), most)))

    def note(self, code: str, message: str) -> None:
        self.notes.append(Note(code, message))


@lru_cache(maxsize=1)
def _configured() -> _Parser:
    return _Parser()


def parse(
    text: str,
    known: Mapping[str, KnownNames],
    *,
    any_word: bool = False,
    spellings: Spellings = lambda folded: (),
) -> Parsed:
    """Parse a query.

    Args:
        text: in the query language; white space alone means no query.
        known: the names of the index, by field ("minister", "portfolio").
        any_word: any of the words is enough; what filters always holds.
        spellings: gives the other folded spellings that the corpus has of a folded
            word (a doubled vowel for a macron).

    Raises:
        QuerySyntaxError: it is not written as the language asks.
        UnknownName: no minister or portfolio goes by a name in it.
    """
    try:
        return _parse(text, known, any_word, spellings)
    except QuerySyntaxError as error:
        if error.suggestion is not None and not _helps(error.suggestion, known, any_word):
            raise error.without_suggestion() from None
        raise


def _helps(suggestion: str, known: Mapping[str, KnownNames], any_word: bool) -> bool:
    """Whether a corrected query is right itself."""
    if not suggestion.strip():
        return False
    try:
        _parse(suggestion, known, any_word, lambda folded: ())
    except QuerySyntaxError:
        return False
    except UnknownName:
        pass
    return True


def _parse(
    text: str, known: Mapping[str, KnownNames], any_word: bool, spellings: Spellings
) -> Parsed:
    parser = _configured().for_query(text, known, any_word, spellings)
    if len(text) > MAX_LENGTH:
        raise parser.error(f"a query has at most {MAX_LENGTH:,} characters", MAX_LENGTH)
    if not text.strip():
        return Parsed(query.Every())
    tree = parser.process(text).query(parser)
    if tree is None:
        raise parser.error(
            "there is nothing to search for", 0, expected="a word: letters or digits"
        )
    if parser.ignored:
        signs = " ".join(dict.fromkeys(parser.ignored))
        parser.note("ignored", f"left out, for there is no letter or digit in it: {signs}")
    return Parsed(tree, tuple(parser.notes))
