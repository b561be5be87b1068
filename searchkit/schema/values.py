"""What a statement has in a field.

Lives here: the one place that knows where a statement, or a hit, keeps the names of a field.
Does not live here: which fields there are (`fields`), how an index stores values
(`searchkit.segment`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from searchkit.schema.fields import Names


def shown_names(one: object, field: Names) -> tuple[str, ...]:
    """The names that a statement, a hit or a copy has in a field, as written: its attribute of
    that name, or else what its `fields` hold under it.
    """
    if hasattr(one, field.name):
        return cast("tuple[str, ...]", getattr(one, field.name))
    further: Mapping[str, tuple[str, ...]] = getattr(one, "fields", {})
    return further.get(field.name, ())
