"""Filters that are to be kept.

Lives here: names given in several ways as one value. Does not live here: what they mean
(`searchkit.query`).
"""

from __future__ import annotations

from collections.abc import Mapping

from searchkit.model.arguments import GivenNames


def filters_of(
    minister: GivenNames, portfolio: GivenNames, where: Mapping[str, GivenNames]
) -> dict[str, tuple[str, ...]]:
    """All names by field, each field that has some."""
    found: dict[str, tuple[str, ...]] = {}
    for field, asked in (("minister", minister), ("portfolio", portfolio), *where.items()):
        listed = (asked,) if isinstance(asked, str) else tuple(asked)
        if any(listed):
            found[field] = (*found.get(field, ()), *listed)
    return found
