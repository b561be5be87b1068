"""The files that a command came across and did not read, in one line.

Lives here: which kinds there were, and what would read them. Does not live here: counting them
(`searchkit.corpus.files`).
"""

from __future__ import annotations

from collections.abc import Mapping

from searchkit.importers.kinds import KINDS

MAX_KINDS = 20
"""Kinds of files that are named; `--json` has them all."""


def _hint(suffix: str) -> str:
    names = [name for name, kind in KINDS.items() if suffix in kind.suffixes]
    return f"searchkit import {'|'.join(names)} ..."


HINTS: Mapping[str, str] = {
    **{suffix: _hint(suffix) for kind in KINDS.values() for suffix in kind.suffixes},
    **dict.fromkeys((".html", ".htm"), 'pip install "searchkit[html]"'),
}
"""What reads the files of a kind, by their suffix in lower case."""


def not_read_line(not_read: Mapping[str, int]) -> str:
    """One line about files that were not read, by suffix; nothing if there were none."""
    if not not_read:
        return ""
    kinds = [f"{count:,} {kind or 'without a suffix'}" for kind, count in not_read.items()]
    line = f"not read: {', '.join(kinds[:MAX_KINDS])}{', …' if kinds[MAX_KINDS:] else ''}"
    hints = dict.fromkeys(HINTS[kind] for kind in not_read if kind in HINTS)
    return f"{line} ({'; '.join(hints)})" if hints else line
