"""
The fields of a statement as Whoosh's `Schema`.

Lives here: field names and the schema of the index of Whoosh's own that judges ours. A
`whoosh.query` tree for searchkit holds terms of these fields. Does not live here: the
analysis itself (`searchkit.schema.analysis`), which both call.

`text` is the title and the body of a statement one after the other, stemmed, with
a gap between them that no phrase crosses; `folded` is the same words without
stemming (what wildcards and typing errors compare), `exact` the words as written;
`title`, `title_folded` and `title_exact` are those of the title alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from whoosh import fields
from whoosh.analysis import Token, Tokenizer

from searchkit.schema.analysis import fold, normalise, stem_all, tokens

if TYPE_CHECKING:
    from searchkit.model.statement import Statement

TEXT, TITLE, FOLDED, TITLE_FOLDED = "text", "title", "folded", "title_folded"
EXACT, TITLE_EXACT = "exact", "title_exact"
MINISTER, PORTFOLIO, DATE, ID = "minister", "portfolio", "date", "id"

TITLE_END = "\x1e"
"""Stands between title and body in the value of a `text` field."""
POSITION_GAP = 10_000
"""Positions left free between title and body in Whoosh's index."""
NAME_END = "\x1f"
"""Stands between the keys in the value of a `minister` or `portfolio` field."""


def written_terms(text: str) -> list[str]:
    """The words of `text` as written, in order."""
    return tokens(normalise(text))


def folded_terms(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return [fold(token) for token in tokens(normalise(text))]


def stemmed_terms(text: str) -> list[str]:
    """The stems of `text`, in order."""
    return stem_all(folded_terms(text))


class _Terms(Tokenizer):  # type: ignore[misc]
    """Whoosh's view of our analysis: one token a term, with its position."""

    def __init__(self, terms: Callable[[str], list[str]]) -> None:
        self.terms = terms

    def __call__(
        self, value: str, positions: bool = False, start_pos: int = 0, **kwargs: Any
    ) -> Iterator[Token]:
        token = Token(positions=positions, **kwargs)
        token.stopped = False
        token.boost = 1.0
        position = start_pos
        for part in value.split(TITLE_END):
            for term in self.terms(part):
                token.text = token.original = term
                if positions:
                    token.pos = position
                position += 1
                yield token
            position += POSITION_GAP


def _keys(value: str) -> list[str]:
    return value.split(NAME_END) if value else []


@lru_cache(maxsize=1)
def schema() -> fields.Schema:
    """The schema."""
    stemmed, folded, names = _Terms(stemmed_terms), _Terms(folded_terms), _Terms(_keys)
    exact = _Terms(written_terms)
    return fields.Schema(
        **{
            ID: fields.ID(stored=True, unique=True),
            TEXT: fields.TEXT(analyzer=stemmed, multitoken_query="phrase"),
            TITLE: fields.TEXT(analyzer=stemmed, multitoken_query="phrase"),
            FOLDED: fields.TEXT(analyzer=folded),
            TITLE_FOLDED: fields.TEXT(analyzer=folded),
            EXACT: fields.TEXT(analyzer=exact),
            TITLE_EXACT: fields.TEXT(analyzer=exact),
            MINISTER: fields.KEYWORD(analyzer=names),
            PORTFOLIO: fields.KEYWORD(analyzer=names),
            DATE: fields.DATETIME(),
        }
    )


def whoosh_document(
    statement: Statement, text: str, persons: Iterable[str], portfolios: Iterable[str]
) -> dict[str, object]:
    """`statement` as the values of a Whoosh document.

    Args:
        text: the clean text of its body.
        persons: the keys of its ministers (`names.person_key`).
        portfolios: the keys of its portfolios.
    """
    both = normalise(statement.title) + TITLE_END + text
    document: dict[str, object] = {
        ID: statement.id,
        TEXT: both,
        FOLDED: both,
        EXACT: both,
        TITLE: statement.title,
        TITLE_FOLDED: statement.title,
        TITLE_EXACT: statement.title,
        MINISTER: NAME_END.join(persons),
        PORTFOLIO: NAME_END.join(portfolios),
    }
    if statement.date is not None:
        document[DATE] = datetime.datetime.combine(statement.date, datetime.time())
    return document
