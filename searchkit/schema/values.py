"""What a statement has in a field.

Lives here: the one place that knows where a statement, or a hit, keeps the names of a field.
Does not live here: which fields there are (`fields`), how an index stores values
(`searchkit.segment`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from searchkit.profiles.field_checks import ATTRIBUTES
from searchkit.schema.fields import Day, Names, Text

if TYPE_CHECKING:
    import datetime

DATE = "date"
"""The day that is an attribute of a statement and of a hit; `fields` has the rest. Whether there is
an attribute of a field's name says nothing: a tuple has a `count` and an `index`, too."""


def shown_names(one: object, field: Names) -> tuple[str, ...]:
    """The names that a statement, a hit or a copy has in a field, as written: its attribute of
    that name, or else what its `fields` hold under it.
    """
    if field.name in ATTRIBUTES:
        return cast("tuple[str, ...]", getattr(one, field.name))
    further: Mapping[str, tuple[str, ...]] = getattr(one, "fields", {})
    return further.get(field.name, ())


def shown_day(one: object, field: Day) -> datetime.date | None:
    """The day that a statement, a hit or a copy has in a field."""
    if field.name == DATE:
        return cast("datetime.date | None", getattr(one, field.name))
    further: Mapping[str, datetime.date | None] = getattr(one, "fields", {})
    return further.get(field.name)


def shown_text(one: object, field: Text) -> str:
    """The text that a statement has in a field that its profile adds; empty: none."""
    further: Mapping[str, str] = getattr(one, "fields", {})
    return further.get(field.name) or ""


def listed(one: object, field: Names | Day) -> tuple[str, ...]:
    """What a statement, a hit or a copy has in a field, as a table or a list shows it: its
    names, or the day as ISO writes it.
    """
    if isinstance(field, Day):
        day = shown_day(one, field)
        return () if day is None else (day.isoformat(),)
    return shown_names(one, field)
