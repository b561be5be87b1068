"""Titles without markup.

Lives here: what a reader sees of a title. Sources write titles as HTML, as Markdown or as
plain text, and do not say which. Does not live here: which text is the title (`fields`).
"""

from __future__ import annotations

import re

from searchkit.corpus.html_text import HIDDEN, SEPARATING
from searchkit.corpus.markdown import clean_text

_SIGNIFICANT = re.compile(r"[<&*_`\\\[]")
_PHRASES = """
    a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark nobr q s samp
    small span strike strong sub sup time tt u var wbr
"""
_ELEMENTS = SEPARATING | HIDDEN | frozenset(_PHRASES.split())
# A tag of HTML as people write them: what else stands in pointed brackets is text.
_TAG = re.compile(
    r"</?([a-z][a-z0-9]*)(?:\s+[a-z-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'|[^\s\"'<>=]+))*+\s*/?>|<",
    re.IGNORECASE,
)


def plain_title(title: str) -> str:
    """`title` as a reader sees it, on one line; nothing where it is markup alone."""
    if _SIGNIFICANT.search(title):
        title = _TAG.sub(_kept, " ".join(title.split()))
        # A word in front: a title is no heading, list or table, whatever it begins with.
        title = clean_text(f"x {title}")[1:]
    return " ".join(title.split())


def _kept(tag: re.Match[str]) -> str:
    return tag[0] if (tag[1] or "").lower() in _ELEMENTS else "\\" + tag[0]
