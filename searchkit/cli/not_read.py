"""The files that a command came across and did not read, in one line.

Lives here: which kinds there were, and what would read them. Does not live here: counting them
(`searchkit.corpus.files`,
`searchkit.importers`).
"""

from __future__ import annotations

from collections.abc import Mapping

from searchkit.importers.kinds import import_hint

MAX_KINDS = 20
"""Kinds of files that are named; `--json` has them all."""
PAGES = frozenset({".html", ".htm"})
"""Files that `searchkit index` reads by itself, with more packages."""


def not_read_line(not_read: Mapping[str, int]) -> str:
    """One line about files that were not read, by suffix; nothing if there were none."""
    if not not_read:
        return ""
    kinds = [f"{count:,} {kind or 'without a suffix'}" for kind, count in not_read.items()]
    line = f"not read: {', '.join(kinds[:MAX_KINDS])}{', …' if kinds[MAX_KINDS:] else ''}"
    hints = [hint] if (hint := import_hint(not_read).strip(" ()")) else []
    if PAGES & not_read.keys():
        hints.insert(0, 'pip install "searchkit[html]"')
    return f"{line} ({'; '.join(hints)})" if hints else line
