"""One value, several names.

Lives here: what a value of front matter lists: a list, a mapping with a name, "A, B and C".
Does not live here: what a name is (`searchkit.schema.names`), values (`values`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchkit.corpus.values import Items, Pairs, Scalar, Value, as_text
from searchkit.profiles.nz import NZ
from searchkit.profiles.profile import Profile
from searchkit.schema.aliases import ORGANISATIONS
from searchkit.schema.analysis import fold
from searchkit.schema.names import is_person, plain_name, without_role

_JOINED = re.compile(r"\s*(?:,\s*and\s|,|;|&|\sand\s)\s*")
_NO_VALUE = frozenset({"", "~"})


def listed_texts(value: Value, kind: str, profile: Profile = NZ) -> Iterator[tuple[str, Value]]:
    """What a value lists: each text on one line, and the value that it is of.

    Args:
        value: of a key.
        kind: of the names (`schema.fields.Names.kind`). Those of persons are looked for in a
            text of several; "Arts, Culture and Heritage" is one portfolio. Where it is empty,
            a text is one value.
        profile: what is no part of a person's name.
    """
    if isinstance(value, Items):
        for item in value.items:
            yield _item_text(item), item
    elif isinstance(value, Scalar):
        text = as_text(value).strip()
        for part in _parts(text, kind, profile) if kind else [text]:
            yield part, value
    else:
        yield _item_text(value), value


def _item_text(item: Value) -> str:
    if isinstance(item, Scalar):
        # YAML takes the surname Null for nothing.
        return "" if item.text in _NO_VALUE else item.text.strip()
    if isinstance(item, Pairs):
        for key, value in item.pairs:
            if key.text.strip().casefold() == "name" and as_text(value).strip():
                return " ".join(as_text(value).split())
    return " ".join(as_text(item).split())


def _parts(text: str, kind: str, profile: Profile) -> list[str]:
    """The names that one text lists."""
    if ";" in text:
        return [part.strip() for part in text.split(";")]
    if kind != "person":
        # A comma separates labels only where none of them can hold one.
        simple = "," in text and " and " not in text and "&" not in text
        return [part.strip() for part in text.split(",")] if simple else [text]
    if "," in text and without_role(text, profile) != text:
        return [text]
    parts = [part for part in _JOINED.split(text) if part]
    return (
        parts if len(parts) > 1 and all(_is_whole_name(part, profile) for part in parts) else [text]
    )


def _is_whole_name(text: str, profile: Profile) -> bool:
    """Whether `text` is a person's name of more than one word: "Brannigan, Orla" lists nobody."""
    words = plain_name(text, profile).split()
    return len(words) > 1 and is_person(text, profile) and not ORGANISATIONS & set(map(fold, words))
