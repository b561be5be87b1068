"""When two names are one.

Lives here: for each kind of names, the words that all spellings of one name share, what is
no name at all, and how a name is shown. Does not live here: which fields hold names of
which kind (`fields`), looking names up in an index (`searchkit.query.names`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import NamedTuple

from searchkit.profiles.nz import NZ
from searchkit.profiles.profile import Profile
from searchkit.profiles.words import ROLES
from searchkit.schema.aliases import ORGANISATIONS
from searchkit.schema.analysis import fold, normalise, tokens

MAX_WORDS = 8
"""No name of a minister has more."""
MAX_SMALL = 2
"""Words that begin with a small letter, particles aside, in a name that has capitals, too."""
_APOSTROPHES = "'’‘ʼʻ`´"
_LIST = re.compile(r",\s*and\s|,|&|\sand\s")
_WITHIN = frozenset(_APOSTROPHES + ".-‐‑·")


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
    """The folded words of a person's name, without honorifics and post-nominals.

    A name of honorifics alone gives no words.
    """
    words = label_words(plain_name(name, profile))
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
    """`name` without honorifics and post-nominals, and without the role that is set off by a
    comma, otherwise as written.
    """
    parts = (without_role(name, profile) if "," in name else name).split()
    while parts and _is_honorific(parts, profile):
        parts.pop(0)
    while len(parts) > 1 and _is_post_nominal(parts, profile):
        parts.pop()
        parts[-1] = parts[-1].rstrip(",") or parts[-1]
    return " ".join(parts)


@lru_cache(maxsize=4096)
def without_role(name: str, profile: Profile = NZ) -> str:
    """A person's name of two words or more without the role after a comma: "Orla Brannigan,
    Minister for Harbours" is Orla Brannigan. `name` where what follows may be somebody else.
    """
    person, _, after = name.partition(",")
    rest = [part.strip() for part in _LIST.split(after)]
    while rest and _undotted(rest[0]) in profile.post_nominals:
        rest.pop(0)
    if not rest or not _has_role(rest[0]) or len(person.split()) < 2:
        return name
    others = (part for part in rest[1:] if len(part.split()) > 1 and not _has_role(part))
    is_body = not ORGANISATIONS.isdisjoint(label_words(person))
    is_one = is_person(person, profile) and not _has_role(person) and not is_body
    return name if not is_one or any(is_person(one, profile) for one in others) else person.strip()


def _has_role(text: str) -> bool:
    return not ROLES.isdisjoint(label_words(text))


def _is_honorific(parts: list[str], profile: Profile) -> bool:
    """Whether a name begins with one, or with the article of one."""
    first = _undotted(parts[0])
    if first in profile.articles:
        return len(parts) > 1 and _undotted(parts[1]) in profile.honorifics
    return first in profile.honorifics


def _is_post_nominal(parts: list[str], profile: Profile) -> bool:
    """Whether a name ends with one. What could be a surname, too, is one in capitals after a
    first name and a surname, or after a comma.
    """
    last = _undotted(parts[-1])
    if last in profile.post_nominals:
        return True
    is_set_off = parts[-2].endswith(",") or (len(parts) > 2 and parts[-1].isupper())
    return is_set_off and last in profile.doubtful_post_nominals


def _undotted(word: str) -> str:
    return fold(word.replace(".", "").rstrip(","))


@lru_cache(maxsize=4096)  # Most statements are by the same few.
def is_person(name: str, profile: Profile = NZ) -> bool:
    """Whether `name` can be a person's: only what is certainly no name is none.

    That is what holds other signs than letters, apostrophes, hyphens and full stops (so an
    address, or two names with a comma or a stroke between), a word of captions ("PDF") or of
    sentences ("this"), nothing but titles, or so many words that are written small that it is
    a sentence.
    """
    words = normalise(plain_name(name, profile)).split()
    if not 1 <= len(words) <= MAX_WORDS or not all(map(_is_word, words)):
        return False
    folded = [_undotted(word) for word in words]
    small = 0
    for word, form in zip(words, folded, strict=True):
        if form in profile.caption_words or (word.islower() and form in profile.sentence_words):
            return False
        small += word.islower() and form not in profile.particles
    titles = profile.post_nominals | profile.honorifics | profile.doubtful_captions
    return (small <= MAX_SMALL or small == len(words)) and not titles.issuperset(folded)


def _is_word(word: str) -> bool:
    """Whether a word can be one of a name."""
    bare = word.lstrip(_APOSTROPHES)
    pieces = bare.split(".")
    if bare.islower() and len(pieces) > 1 and min(len(pieces[0]), len(pieces[1])) > 1:
        return False  # "vellmark.example".
    return bare[:1].isalpha() and all(
        c.isalpha() or c in _WITHIN or unicodedata.category(c)[0] == "M" for c in bare
    )


def label_words(name: str) -> tuple[str, ...]:
    """The folded words of a label, such as a portfolio."""
    return tuple(fold(token) for token in tokens(normalise(name)))


def label_key(name: str) -> str:
    """The key that all spellings of one label share: its folded words."""
    return " ".join(label_words(name))


def _on_one_line(name: str) -> str:
    return " ".join(name.split())
