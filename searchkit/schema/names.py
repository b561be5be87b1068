"""When two names are one.

Lives here: for each kind of names, the words that all spellings of one name share, what is
no name at all, and how a name is shown. Does not live here: which fields hold names of
which kind (`fields`), looking names up in an index (`searchkit.query.names`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import NamedTuple

from searchkit.profiles.nz import NZ
from searchkit.profiles.profile import Profile
from searchkit.schema.analysis import fold, normalise, tokens

_NAME = re.compile(r"[^\W\d_][\w'’ʼ.-]*(?: [^\W\d_][\w'’ʼ.-]*)*")


class NameKind(NamedTuple):
    """How names of one kind are compared and shown.

    Attributes:
        words: the folded words of a name; spellings of one name have the same.
        is_name: whether a text can be a name of this kind at all.
        shown: a name as it is shown.
    """

    words: Callable[[str], tuple[str, ...]]
    is_name: Callable[[str], bool]
    shown: Callable[[str], str]

    def key(self, name: str) -> str:
        """The key that all spellings of one name share; empty where `name` is none."""
        return " ".join(self.words(name)) if self.is_name(name) else ""


@lru_cache(maxsize=8)
def name_kinds(profile: Profile = NZ) -> Mapping[str, NameKind]:
    """The kinds of names that a field of a schema can hold, by what `Names.kind` says."""
    return {
        "person": NameKind(
            partial(name_words, profile=profile),
            partial(is_person, profile=profile),
            partial(plain_name, profile=profile),
        ),
        "label": NameKind(label_words, bool, _on_one_line),
    }


def name_words(name: str, profile: Profile = NZ) -> tuple[str, ...]:
    """The folded words of a person's name, without leading honorifics.

    A name of honorifics alone gives no words.
    """
    words = label_words(name)
    first = 0
    while first < len(words) and words[first] in profile.honorifics:
        first += 1
    return words[first:]


def person_key(name: str, profile: Profile = NZ) -> str:
    """The key that all names of one person share: `"Rt Hon Winston Peters"` and
    `"Winston Peters"` give `"winston peters"`; empty where there is no name.
    """
    return " ".join(name_words(name, profile))


def plain_name(name: str, profile: Profile = NZ) -> str:
    """`name` without leading honorifics, otherwise as written."""
    parts = name.split()
    while parts and fold(parts[0].rstrip(".")) in profile.honorifics:
        parts.pop(0)
    return " ".join(parts)


@lru_cache(maxsize=4096)  # Most statements are by the same few.
def is_person(name: str, profile: Profile = NZ) -> bool:
    """Whether `name` can be a person's: not an address, not a link's caption.

    A name is words that begin with a letter, without digits or slashes; none of them is a
    word of captions ("view", "PDF", "report") and, but for particles, each begins with a
    capital where the script has any.
    """
    bare = plain_name(name, profile)
    if not _NAME.fullmatch(bare) or any(c.isdigit() for c in bare):
        return False
    for word in bare.split():
        if word in profile.particles:
            continue
        if word[0].islower() or fold(word) in profile.caption_words:
            return False
    return True


def label_words(name: str) -> tuple[str, ...]:
    """The folded words of a label, such as a portfolio."""
    return tuple(fold(token) for token in tokens(normalise(name)))


def label_key(name: str) -> str:
    """The key that all spellings of one label share: its folded words."""
    return " ".join(label_words(name))


def _on_one_line(name: str) -> str:
    return " ".join(name.split())
