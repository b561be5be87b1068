"""What can be cited, exported and put into a feed, and how its texts are written there.

Lives here: `Citable`, its title, text on one line. Does not live here: the formats
(`citations`, `exports`, `feeds`).
"""

from __future__ import annotations

import datetime
import re
from typing import Protocol

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


def one_line(text: str) -> str:
    """`text` with white space, line breaks and control characters run into one space."""
    return _NO_TEXT.sub(" ", text).strip()


def encodable(text: str) -> str:
    """`text` as UTF-8 can hold it: lone surrogates become U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)
