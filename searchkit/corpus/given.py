"""Statements given by a caller: checked, and made ready like those of files.

Lives here: what a given statement must be. Does not live here: reading files
(`reader`).
"""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from typing import Any

from searchkit.corpus.document import Document, content_digest
from searchkit.corpus.markdown import clean_text
from searchkit.model.errors import InvalidInput
from searchkit.model.statement import Statement
from searchkit.schema.analysis import normalise

_LISTS = ("ministers", "portfolios", "attachments")


def document_of(statement: Statement) -> Document:
    """The statement that a caller gives, checked and made ready.

    Raises:
        InvalidInput: it is no `Statement`, or a value is of another type than it says.
    """
    if not isinstance(statement, Statement):
        raise InvalidInput(f"{type(statement).__name__} is no Statement", expected="Statement")
    _check(statement)
    date = statement.date
    if isinstance(date, datetime.datetime):
        date = date.date()
    lists: dict[str, Any] = {name: tuple(getattr(statement, name)) for name in _LISTS}
    tidy = replace(
        statement,
        id=normalise(statement.id),
        title=normalise(statement.title),
        date=date,
        **lists,
    )
    content = [tidy.title, tidy.body, str(date), tidy.url, *lists.values(), dict(tidy.extra)]
    digest = content_digest(json.dumps(content).encode())
    return Document(tidy, clean_text(tidy.body), digest)


def _check(statement: Statement) -> None:
    def refuse(name: str, expected: str) -> InvalidInput:
        value = getattr(statement, name)
        return InvalidInput(
            f"{name} can't be {value!r:.100}",
            where=f"statement {statement.id!r}",
            expected=expected,
        )

    for name in ("id", "title", "body"):
        if not _is_text(getattr(statement, name)):
            raise refuse(name, "text")
    if not statement.id:
        raise refuse("id", "text that is not empty")
    if statement.url is not None and not _is_text(statement.url):
        raise refuse("url", "text or None")
    if statement.date is not None and not isinstance(statement.date, datetime.date):
        raise refuse("date", "a datetime.date or None")
    for name in _LISTS:
        value = getattr(statement, name)
        if not isinstance(value, (tuple, list)) or not all(map(_is_text, value)):
            raise refuse(name, "a tuple of texts")
    try:
        json.dumps(dict(statement.extra), ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError):
        raise refuse("extra", "values that JSON can hold") from None


def _is_text(value: object) -> bool:
    """Whether a value is text that can be written as UTF-8."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
