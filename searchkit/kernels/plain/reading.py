"""Texts as they come from files: front matter of the usual shape, plain Markdown.

Lives here: telling the simple cases, and reading these. Does not live here: all other YAML and
Markdown, which their parsers read (`searchkit.corpus`). They are the judges, too: what is read
here is what they would say, or nothing.

Simple front matter is YAML of lines of `key: value`, and of `key:` with lines of `- value` below
it, all of a list indented alike. A key is of ASCII letters, digits, underscores and hyphens, and
begins with a letter. A value stands on one line: in double quotes, with none and no backslash in
it; in single quotes, with none in it; or plain, from a letter or digit on, without a colon or a
number sign that could end it. There are no empty lines, comments, tabs, nor characters that YAML
refuses or breaks lines at.
"""

from __future__ import annotations

import re

from searchkit.kernels.entries import Entry

MAX_HEAD = 16 * 1024
"""Characters of simple front matter."""

_QUOTED = r"\"[^\"\\\n]*\"|'[^'\n]*'"
_PLAIN = r"[^\W_][^:#\n]*(?:(?::(?![ \n])|(?<! )#)[^:#\n]*)*"
_LINE = re.compile(
    rf"(?:([A-Za-z][A-Za-z0-9_-]{{0,99}}):(?: +({_QUOTED}|{_PLAIN}))?"
    rf"|( {{0,9}})- +({_QUOTED}|{_PLAIN})) *\n"
)
# Controls, half of a surrogate pair, what breaks lines, and what marks an order of bytes.
_FOREIGN = re.compile("[^ -~\n\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]")


def simple_entries(head: str) -> list[Entry] | None:
    """The entries of simple front matter, in order; None of any other.

    Each begins on the line after the one before, or after the last item of that. Plain values may
    end in spaces.
    """
    if len(head) > MAX_HEAD or _FOREIGN.search(head):
        return None
    found: list[Entry] = []
    place, indent = 0, None
    while place < len(head):
        line = _LINE.match(head, place)
        if line is None:
            return None
        place = line.end()
        key, value, spaces, item = line.groups()
        if key is not None:
            found.append((key, value, []))
            indent = None
        elif not found or found[-1][1] is not None or indent not in (None, spaces):
            return None
        else:
            indent = spaces
            found[-1][2].append(item)
    return found or None


def clean_markdown(text: str) -> str | None:
    """What a reader sees of a Markdown text, but for NFC; None: `searchkit.corpus.markdown` has to
    tell, which is also the judge. Python has nothing faster than that, so here it is always None.
    """
    return None
