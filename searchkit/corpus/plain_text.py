"""Plain text, written as Markdown.

Lives here: the Markdown that says exactly what a plain text says. A `.txt` file is no
Markdown, but a statement's body is, wherever it is kept, shown or copied: so no one has to
know what it was made from. Does not live here: which files are plain text (`reader`), the
reverse (`markdown`).
"""

from __future__ import annotations

import re

from searchkit.corpus.markdown import clean_text
from searchkit.schema.analysis import normalise

PLAIN_TEXT = ".txt"
"""The suffix, in lower case, of files whose text is no Markdown."""

_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n{3,}")
_SIGNS = re.compile(r"[\\*_`\[\]<>&#|~]")
_LINE_BEGINS = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=:]))", re.MULTILINE)
_INDENTED = re.compile(r"^[ \t]|[\x0b\x0c]", re.MULTILINE)


def as_markdown(text: str) -> str:
    """Markdown whose clean text is `text`: in NFC, without white space around it and where
    lines end, and with one empty line for several.

    Lines end with line feeds.
    """
    tidy = normalise(text.replace("\0", "\ufffd"))
    tidy = _EMPTY_LINES.sub("\n\n", _TRAILING.sub("", tidy)).strip()
    if clean_text(tidy) == tidy:
        return tidy
    return escaped(tidy)


def escaped(text: str) -> str:
    """`text` with every sign escaped that Markdown could take for its own."""
    safe = _SIGNS.sub(r"\\\g<0>", text)
    safe = _LINE_BEGINS.sub(r"\1\\", safe)
    return _INDENTED.sub(lambda space: f"&#{ord(space[0])};", safe)
