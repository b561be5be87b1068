"""What can be cited, exported and put into a feed, and how its texts are written there.

Lives here: `Citable`, its title and names, text on one line. Does not live here: the
formats (`citations`, `exports`, `feeds`).
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from searchkit.model.answer import Copy, Hit
    from searchkit.model.statement import Statement
    from searchkit.schema.fields import Names

_NO_TEXT = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Citable(Protocol):
    """A `Statement` or a `Hit`."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def date(self) -> datetime.date | None: ...
    @property
    def url(self) -> str | None: ...
    @property
    def ministers(self) -> tuple[str, ...]: ...
    @property
    def portfolios(self) -> tuple[str, ...]: ...
    @property
    def attachments(self) -> tuple[str, ...]: ...


def title_of(one: Citable) -> str:
    """The title on one line; "[Untitled]" where there is none."""
    return one_line(one.title) or "[Untitled]"


def names_of(one: Statement | Hit | Copy | Citable, field: Names) -> tuple[str, ...]:
    """The names that a statement, a hit or a copy has in a field.

    A field that is no attribute of theirs is in the `extra` values of a statement; hits and
    copies have none of it.
    """
    names: tuple[str, ...] | None = getattr(one, field.name, None)
    if names is not None:
        return names
    if not hasattr(one, "extra"):
        return ()
    from searchkit.schema.values import values_of

    return values_of(cast("Statement", one), field)


def one_line(text: str) -> str:
    """`text` with white space, line breaks and control characters run into one space."""
    return _NO_TEXT.sub(" ", text).strip()


def encodable(text: str) -> str:
    """`text` as UTF-8 can hold it: lone surrogates become U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)
