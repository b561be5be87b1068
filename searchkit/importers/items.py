"""What a reader finds in a source.

Lives here: one statement as it was found, and one that can't be had. Does not live here: finding
them (a module for each kind), writing them (`folder`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

MAX_BODY = 8 * 1024 * 1024
"""Characters of a body. A file of it can still be indexed."""
MAX_TITLE = 500
"""Characters of a title, and of what many statements of a source share."""


@dataclass(frozen=True, slots=True)
class Item:
    """One statement of a source.

    Attributes:
        key: tells it from every other statement of the folder, and knows it again in the next
            run: an address, or what the source calls it after the name of the source.
        title: plain text.
        body: Markdown (`searchkit.corpus.plain_text.as_markdown` makes it of plain text).
        date: the day, or the text that the source has for it: indexing reads that as it reads
            any date, by the order of day and month of the whole folder.
        ministers, portfolios: names as the source writes them.
        url: where the original is.
        extra: everything else that the source says, by name: texts, numbers, lists of them.
        where: where it stands in the source, for messages.
    """

    key: str
    title: str
    body: str
    date: datetime.date | str | None = None
    ministers: tuple[str, ...] = ()
    portfolios: tuple[str, ...] = ()
    url: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)
    where: str = ""


class Refused(NamedTuple):
    """What could not be imported: where it stands, and why."""

    where: str
    reason: str


class Same(NamedTuple):
    """A statement that its source says is as it was: the key of its item."""

    key: str


Found: TypeAlias = Iterator[Item | Refused | Same]
"""What a reader yields, one by one, so that memory is bounded by one item."""
