"""What a statement has in a field.

Lives here: the one place that knows where a statement, or a hit, keeps the names of a field.
Does not live here: which fields there are (`fields`), how an index stores values
(`searchkit.segment`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from searchkit.model.errors import InvalidInput
from searchkit.schema.analysis import normalise
from searchkit.schema.fields import Names

if TYPE_CHECKING:
    from searchkit.model.statement import Statement


def values_of(statement: Statement, field: Names) -> tuple[str, ...]:
    """The names that a statement has in a field, as written.

    They are its attribute of that name. A field that is no attribute of `Statement` has
    what `extra` holds under its name: a name, a list of them, or nothing.

    Raises:
        InvalidInput: it is something else.
    """
    if hasattr(statement, field.name):
        given = getattr(statement, field.name)
        if isinstance(given, tuple):
            return given
    else:
        given = statement.extra.get(field.name)
    listed = given if isinstance(given, (list, tuple)) else () if given is None else (given,)
    for one in listed:
        if not isinstance(one, str):
            raise InvalidInput(
                f"its {field.name} can't be {given!r:.100}",
                where=statement.id,
                expected="a name, or a list of names",
            )
    return tuple(normalise(name) for name in listed)


def shown_names(one: object, field: Names) -> tuple[str, ...]:
    """The names that a statement, a hit or a copy has in a field, to be shown."""
    from searchkit.model.statement import Statement

    if isinstance(one, Statement):
        return values_of(one, field)
    if hasattr(one, field.name):
        found: tuple[str, ...] = getattr(one, field.name)
        return found
    further: Mapping[str, tuple[str, ...]] = getattr(one, "fields", {})
    return further.get(field.name, ())
