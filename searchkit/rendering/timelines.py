"""Timelines as documents.

Lives here: Markdown and CSV of a timeline. Does not live here: what was said
(`searchkit.model.timelines`), the page (`searchkit.web`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from searchkit.model.timelines import TIMELINE_COLUMNS, TimelineRow
from searchkit.rendering.citable import one_line
from searchkit.rendering.tables import csv_lines

# What could begin or end something in Markdown, HTML and tables among it.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def timeline_csv(rows: Iterable[TimelineRow]) -> Iterator[str]:
    """A header and a line for each row (`TIMELINE_COLUMNS`)."""
    return csv_lines(TIMELINE_COLUMNS, (row.cells() for row in rows))


def timeline_markdown(rows: Iterable[TimelineRow]) -> Iterator[str]:
    """A list, an item for each row, with a line in italics for each change of office."""
    for row in rows:
        if row.change:
            yield f"- *{_plain(row.change)}*\n"
        said = f"“{_plain(row.text)}”" if row.quoted else _plain(row.text)
        who = ", ".join(map(_plain, row.speakers)) or "somebody"
        unsure = "" if row.certain else " (?)"
        yield f"- **{row.date}** {who}{unsure}: {said} ({_plain(row.id)})\n"


def _plain(text: str) -> str:
    """`text` on one line, meaning nothing but itself in Markdown."""
    return _SIGNS.sub(r"\\\1", one_line(text))
