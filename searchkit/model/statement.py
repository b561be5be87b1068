"""The statement: the one kind of document there is.

Lives here: the value that goes into an index and comes out of it. Does not live
here: how it is read from a file (`searchkit.corpus`) or stored
(`searchkit.segment`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from searchkit.model.showing import shown_by

if TYPE_CHECKING:
    import datetime

    FieldValue = tuple[str, ...] | datetime.date | str
    """What a statement has in a field of one's own: names as written in the source, a
    day, or a text."""


def fields_as_json(fields: Mapping[str, FieldValue | None]) -> dict[str, object]:
    """Fields of one's own as JSON has them: lists of names, days as ISO writes them, texts."""
    return {
        name: list(value)
        if isinstance(value, tuple)
        else value
        if value is None or isinstance(value, str)
        else value.isoformat()
        for name, value in fields.items()
    }


@shown_by("date", "title", "id")
@dataclass(frozen=True, slots=True)
class Statement:
    """What a minister said, and what is known about it.

    Attributes:
        id: unique in an index; for a file its root's name, a slash and its
            POSIX path in the root.
        title: plain text.
        body: Markdown. What a reader would see of it is searched. Of a `.txt` file, which is
            none, it is the Markdown that says the same.
        date: the day it was made, or None where that is unknown.
        url: where the original is, or None.
        ministers: names as written in the source, honorifics and all.
        portfolios: names as written in the source.
        attachments: addresses of what was attached.
        extra: everything else the source says about it, by name.
        fields: what it has in the fields that a profile adds, by name
            (`searchkit.profiles.profile`); a field of which it has nothing is left out.
    """

    id: str
    title: str
    body: str
    date: datetime.date | None = None
    url: str | None = None
    ministers: tuple[str, ...] = ()
    portfolios: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
