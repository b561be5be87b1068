"""A query as a value: everything that decides which statements match.

Lives here: the value. Does not live here: what it means (`understanding`), how many hits are
wanted and in which order (`searchkit.engines`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from searchkit.model.arguments import NO_NAMES, GivenDay, GivenNames
from searchkit.query.tree import Node

if TYPE_CHECKING:
    from searchkit.query.language.foreign import WhooshQuery


class Query(NamedTuple):
    """What is asked, and what it is narrowed by.

    Attributes:
        asked: text in the query language, or a tree.
        any_word: of a text: any of its words is enough.
        names: by what a query calls the field, a name or several; any of them will do.
        since, until: a day, or "2007", "2007-11", "2007-11-20"; both included.
        variants: of a text: the other ways to write its words will do, too.
    """

    asked: str | Node | WhooshQuery = ""
    any_word: bool = False
    names: Mapping[str, GivenNames] = NO_NAMES
    since: GivenDay = None
    until: GivenDay = None
    variants: bool = False
