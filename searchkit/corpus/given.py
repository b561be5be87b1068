"""Statements that a caller gives: checked, and made ready as those of files are.

Lives here: what a given statement must be. Does not live here: reading files (`reader`).
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeGuard

from searchkit.corpus.document import Document, content_digest
from searchkit.corpus.markdown import clean_text
from searchkit.model.errors import InvalidInput
from searchkit.model.statement import Statement, fields_as_json
from searchkit.profiles.field_checks import ATTRIBUTES
from searchkit.schema.analysis import normalise
from searchkit.schema.fields import DEFAULT, Schema

if TYPE_CHECKING:
    from searchkit.model.statement import FieldValue

_LISTS = tuple(one.name for one in dataclasses.fields(Statement) if one.default == ())
"""The attributes that hold any number of texts, in the order in which digests cover them."""


def document_of(statement: Statement, schema: Schema = DEFAULT) -> Document:
    """Make ready a statement that a caller gives.

    The digest covers all that it says, whatever the schema.

    Raises:
        InvalidInput: it is no `Statement`, or a value is not of the type it should be.
    """
    if not isinstance(statement, Statement):
        raise InvalidInput(f"{type(statement).__name__} is no Statement", expected="Statement")
    _check(statement)
    date = statement.date
    if isinstance(date, datetime.datetime):
        date = date.date()
    lists: dict[str, Any] = {name: tuple(getattr(statement, name)) for name in _LISTS}
    own = _own_fields(statement, schema)
    tidy = dataclasses.replace(
        statement,
        id=normalise(statement.id),
        title=normalise(statement.title),
        date=date,
        fields=own,
        **lists,
    )
    content = [tidy.title, tidy.body, str(date), tidy.url, *lists.values(), dict(tidy.extra)]
    if own:
        content.append(fields_as_json(own))
    return Document(tidy, clean_text(tidy.body), content_digest(json.dumps(content).encode()))


def _check(statement: Statement) -> None:
    refused = partial(_refused, statement)
    for name in ("id", "title", "body"):
        value = getattr(statement, name)
        if not _is_text(value):
            raise refused(name, value, "text")
    if not statement.id:
        raise refused("id", statement.id, "text that is not empty")
    if statement.url is not None and not _is_text(statement.url):
        raise refused("url", statement.url, "text or None")
    if statement.date is not None and not isinstance(statement.date, datetime.date):
        raise refused("date", statement.date, "a datetime.date or None")
    for name in _LISTS:
        value = getattr(statement, name)
        if not _are_texts(value):
            raise refused(name, value, "a tuple of texts")
    try:
        json.dumps(dict(statement.extra), ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError):
        raise refused("extra", statement.extra, "values that JSON can hold") from None


def _own_fields(statement: Statement, schema: Schema) -> dict[str, FieldValue]:
    """What it has in the fields that the profile adds: tuples of names, and days.

    Raises:
        InvalidInput: the index has no such field, or a value is none that it can have.
    """
    if not isinstance(statement.fields, Mapping):
        raise _refused(statement, "fields", statement.fields, "a mapping of fields to values")
    fields = (*schema.filters, *schema.own_texts)
    known = [field.name for field in fields if field.name not in ATTRIBUTES]
    named = {field.name for field in schema.names}
    lacking = [name for name in _LISTS if name in ATTRIBUTES - named and getattr(statement, name)]
    for name in (*statement.fields, *lacking):
        if name not in known:
            raise InvalidInput(
                f"the index has no field {name!r:.60}",
                where=f"statement {statement.id!r}",
                expected=", ".join(field.name for field in fields)
                or "no names, for its profile has no field of names",
                remedy="Name it in the profile: searchkit.build(..., profile=...)",
            )
    own: dict[str, FieldValue] = {}
    for field in schema.own_days:
        day = statement.fields.get(field.name)
        if isinstance(day, datetime.date):
            own[field.name] = day.date() if isinstance(day, datetime.datetime) else day
        elif day is not None:
            raise _refused(statement, f"fields[{field.name!r}]", day, "a datetime.date or None")
    for text in schema.own_texts:
        said: object = statement.fields.get(text.name)
        if said is not None and not _is_text(said):
            raise _refused(statement, f"fields[{text.name!r}]", said, "text or None")
        if tidy := normalise(str(said or "")).strip():
            own[text.name] = tidy
    for name in [field.name for field in schema.own_names]:
        value = statement.fields.get(name)
        listed = (value,) if isinstance(value, str) else () if value is None else value
        if not _are_texts(listed):
            raise _refused(statement, f"fields[{name!r}]", value, "a name or a list of names")
        if names := tuple(map(normalise, listed)):
            own[name] = names
    return own


def _refused(statement: Statement, name: str, value: object, expected: str) -> InvalidInput:
    return InvalidInput(
        f"{name} can't be {value!r:.100}", where=f"statement {statement.id!r}", expected=expected
    )


def _are_texts(value: object) -> TypeGuard[Sequence[str]]:
    return isinstance(value, (tuple, list)) and all(map(_is_text, value))


def _is_text(value: object) -> bool:
    """Whether a value is text that can be written as UTF-8."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
