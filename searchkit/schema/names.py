"""Who is one person, and which names are one portfolio.

Lives here: the key under which the names of one person (or portfolio) meet, and
what is no name at all. Does not live here: looking names up in an index
(`searchkit.query.names`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from searchkit.schema.analysis import fold, normalise, tokens

_HONORIFICS = frozenset(
    [
        "rt",
        "right",
        "hon",
        "honourable",
        "honorable",
        "dr",
        "sir",
        "dame",
        "mr",
        "mrs",
        "ms",
        "miss",
        "prof",
        "professor",
        "rev",
    ]
)
# A word of a link's caption, never of a person's name.
_CAPTION_WORDS = frozenset(
    [
        "analysis",
        "click",
        "clicking",
        "discussion",
        "document",
        "download",
        "downloaded",
        "file",
        "framework",
        "link",
        "minister",
        "newsletter",
        "pdf",
        "policy",
        "process",
        "release",
        "report",
        "statement",
        "summary",
        "view",
        "website",
        "www",
        "http",
        "https",
    ]
)
_NAME = re.compile(r"[^\W\d_][\w'’ʼ.-]*(?: [^\W\d_][\w'’ʼ.-]*)*")
# Parts of family names that are written small.
_PARTICLES = frozenset(
    ["te", "de", "den", "der", "di", "du", "la", "le", "van", "von", "da", "dos", "of", "y"]
)


def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name, without leading honorifics.

    A name of honorifics alone gives no words.
    """
    words = [fold(token) for token in tokens(normalise(name))]
    first = 0
    while first < len(words) and words[first] in _HONORIFICS:
        first += 1
    return tuple(words[first:])


def person_key(name: str) -> str:
    """The key that all names of one person share: `"Rt Hon Winston Peters"` and
    `"Winston Peters"` give `"winston peters"`; empty where there is no name.
    """
    return " ".join(name_words(name))


def plain_name(name: str) -> str:
    """`name` without leading honorifics, otherwise as written."""
    parts = name.split()
    while parts and fold(parts[0].rstrip(".")) in _HONORIFICS:
        parts.pop(0)
    return " ".join(parts)


@lru_cache(maxsize=4096)  # Most statements are by the same few.
def is_person(name: str) -> bool:
    """Whether `name` can be a person's: not an address, not a link's caption.

    A name is words that begin with a letter, without digits or slashes; none of
    them is a word of captions ("view", "PDF", "report") and, but for particles,
    each begins with a capital where the script has any.
    """
    bare = plain_name(name)
    if not _NAME.fullmatch(bare) or any(c.isdigit() for c in bare):
        return False
    for word in bare.split():
        if word in _PARTICLES:
            continue
        if word[0].islower() or fold(word) in _CAPTION_WORDS:
            return False
    return True


def portfolio_key(name: str) -> str:
    """The key that all spellings of one portfolio share: its folded words."""
    return " ".join(fold(token) for token in tokens(normalise(name)))
