"""What front matter says about a statement.

Lives here: turning its values into those of a `Statement`, with a warning for every repair.
Does not live here: loading the front matter (`front_matter`), which fields hold names
(`searchkit.schema.fields`).
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from searchkit.corpus.front_matter import SplitText, line_of, load_as_texts
from searchkit.corpus.problems import Warn
from searchkit.model.statement import Statement
from searchkit.schema.fields import Schema
from searchkit.schema.names import is_person

_ATTRIBUTES = frozenset(Statement.__slots__)
_UNKNOWN_DATE = datetime.date(1, 1, 1)


class Fields(NamedTuple):
    """What front matter says, in the types of `Statement`.

    Attributes:
        lists: the attributes that hold any number of texts (names, attachments).
        extra: all else, as JSON can hold it; names for which `Statement` has no attribute too.
    """

    title: str | None
    date: datetime.date | None
    url: str | None
    lists: dict[str, tuple[str, ...]]
    extra: dict[str, object]


def read_fields(text: SplitText, schema: Schema, warn: Warn) -> Fields:
    """The values of front matter as fields.

    Args:
        text: what `split` gives.
        schema: which fields hold names.
        warn: told of each repair.
    """
    if text.values is None:
        return Fields(None, None, None, {}, {})
    rest, head = dict(text.values), text.head
    title = _title(rest, head, warn)
    date = _date(rest, head, warn)
    url = as_text(rest.pop("url", None)).strip() or None
    named = [field.name for field in schema.names]
    listing = dict.fromkeys([*named, "attachments"])
    lists = {name: _texts(rest, name, head, warn) for name in listing}
    for field in schema.names:
        if field.kind == "person":
            _warn_of_no_persons(field.name, lists[field.name], head, warn)
    extra = {str(name): _plain(value) for name, value in rest.items()}
    for name in named:
        if name not in _ATTRIBUTES and (listed := lists.pop(name)):
            extra[name] = list(listed)
    return Fields(title, date, url, lists, extra)


def _title(values: dict[str, object], head: str, warn: Warn) -> str | None:
    title = values.pop("title", None)
    if title is not None and not isinstance(title, str):
        read_as = type(title).__name__
        title = as_text(load_as_texts(head).get("title")) or as_text(title)
        warn(line_of(head, "title"), f"title: YAML reads this as {read_as}; taken as text")
    return " ".join(title.split()) if title else None


def _date(values: dict[str, object], head: str, warn: Warn) -> datetime.date | None:
    value = values.pop("date", None)
    if value is None:
        return None
    if isinstance(value, datetime.datetime):
        value = value.date()
    elif not isinstance(value, datetime.date):
        try:
            value = datetime.datetime.fromisoformat(str(value).strip()).date()
        except ValueError:
            warn(line_of(head, "date"), f"date: {value!r} is no date; taken as unknown")
            return None
    if value == _UNKNOWN_DATE:
        warn(line_of(head, "date"), "date: 0001-01-01 stands for no date; taken as unknown")
        return None
    return value


def _texts(values: dict[str, object], name: str, head: str, warn: Warn) -> tuple[str, ...]:
    """The values of a list, each as one text."""
    value = values.pop(name, None)
    listed = value if isinstance(value, list) else [] if value is None else [value]
    texts = []
    for item in listed:
        text = " ".join(as_text(item).split()) if not isinstance(item, str) else item.strip()
        if not isinstance(item, str) and text:
            line = line_of(head, name, str(as_text(item)).split(":")[0])
            warn(line, f"{name}: YAML reads this as {_kind(item)}; taken as the text {text!r}")
        if text:
            texts.append(text)
    return tuple(texts)


def _warn_of_no_persons(field: str, names: tuple[str, ...], head: str, warn: Warn) -> None:
    for name in names:
        if not is_person(name):
            line = line_of(head, field, name)
            warn(line, f"{field}: {name!r} is no person's name; kept, but nobody's statement")


def as_text(value: object) -> str:
    """A YAML value that should have been text, as text.

    A mapping `{a: b}` is what YAML makes of the plain text "a: b".
    """
    if isinstance(value, dict):
        return ", ".join(f"{as_text(k)}: {as_text(v)}" for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(as_text(v) for v in value)
    if isinstance(value, set):
        return ", ".join(sorted(as_text(v) for v in value))
    return "" if value is None else str(value)


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else type(value).__name__


def _plain(value: object) -> object:
    """A YAML value as JSON can hold it."""
    if isinstance(value, dict):
        return {as_text(k): _plain(v) for k, v in value.items()}
    if isinstance(value, set):
        return sorted(as_text(v) for v in value)
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if (isinstance(value, float) and value in (float("inf"), float("-inf"))) or value != value:
        return str(value)
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)
