"""What the fields of a profile can be called, and which keys can fill them.

Lives here: the words that mean something else, and the first thing that is wrong with fields. Does
not live here: the fields (`profile`), in which line of a file it stands
(`searchkit.corpus.profile_values`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from searchkit.profiles.profile import ProfileField

CALLED = re.compile(r"[a-z][a-z0-9_]{0,19}")
"""What a field can be called: an index names the sections of its file by it."""
RESERVED = frozenset(
    [
        *("id", "title", "body", "text", "url", "date", "attachments", "extra", "fields", "copies"),
        *("score", "snippets", "missing", "explain", "exact", "since", "until", "money", "number"),
        *("year", "said", "q", "page", "sort", "any", "strict", "facets", "limit", "offset"),
        "repeats",
        # Columns of tables that have fields as columns, too.
        *("passage", "permalink", "field", "start", "end", "match", "left", "right"),
    ]
)
"""What JSON, a table, a query or an address calls something else."""
PARAMETERS = frozenset(
    [
        *("n", "variants", "sample", "seed", "width", "format", "by", "measure", "with", "least"),
        *("common", "sentence", "as_written", "against", "at", "name", "office", "on", "passages"),
        "verbatim",
    ]
)
"""What else a query string of the page or of the API has beside fields that narrow."""
PAGES = frozenset(
    [
        *("search", "lines", "words", "trend", "first", "similar", "quote", "cite", "statements"),
        *("who", "people", "timeline", "repeats", "named", "paper", "receipt", "export", "sitemap"),
        *("help", "api", "static", "healthz", "metrics"),
    ]
)
"""The pages of a site; the list of a field's names is a page called like the field."""
KEYED = ("title", "date", "url", "attachments")
"""What any statement has, and can be read from keys by other names."""
ATTRIBUTES = frozenset(["ministers", "portfolios"])
"""Fields of names that are attributes of a statement and of a hit; `fields` has the rest."""
_OF_NAMES = ("name", "person")
_TEXT = "text"
_AS_CALLED = "up to 20 small letters, digits and underscores"


class FieldProblem(NamedTuple):
    """Something that is wrong with a field.

    Attributes:
        field: its name.
        attribute: of it, or "keys".
        what: in words.
        expected: in its place; may be empty.
    """

    field: str
    attribute: str
    what: str
    expected: str = ""


def problems_of(fields: Iterable[ProfileField]) -> Iterator[FieldProblem]:
    """What is wrong with how fields are called, and with their kinds, one by one."""
    fields = tuple(fields)
    yield from chain.from_iterable(map(_calling, fields))
    owner: dict[str, str] = {}
    for number, one in enumerate(fields):
        if one.name in (other.name for other in fields[:number]):
            yield FieldProblem(one.name, "name", f"two fields are called {one.name!r}")
            continue
        for attribute, called in (("name", one.name), ("query", one.query)):
            other = owner.setdefault(called, one.name) if called else one.name
            if other != one.name:
                what = f"{called!r} is what the field {other} is called"
                yield FieldProblem(one.name, attribute, what, "another word")


def _calling(field: ProfileField) -> Iterator[FieldProblem]:
    is_filter = field.kind != _TEXT
    taken = {
        "name": RESERVED | PAGES if field.kind in _OF_NAMES else RESERVED,
        "query": RESERVED | PARAMETERS if is_filter else RESERVED,
    }
    for attribute, called in (("name", field.name), ("query", field.query or field.name)):
        where = attribute if getattr(field, attribute) else "name"
        if not CALLED.fullmatch(called):
            yield FieldProblem(
                field.name, where, f"no field can be called {called!r:.60}", _AS_CALLED
            )
        elif called in taken[attribute]:
            another = "another name" if where == "name" else "another word"
            yield FieldProblem(field.name, where, f"{called!r} means something else", another)
    if field.name in ATTRIBUTES and field.kind not in _OF_NAMES:
        what = f"{field.name} are names, and can't be of the kind {field.kind!r:.60}"
        yield FieldProblem(field.name, "kind", what, " or ".join(f'"{one}"' for one in _OF_NAMES))


def key_problems(
    fields: Iterable[ProfileField], keys: Iterable[tuple[str, tuple[str, ...]]]
) -> Iterator[FieldProblem]:
    """What is wrong with the keys that fields are read from: one key fills one field, and what a
    field is called is the key of that field alone.
    """
    names = dict.fromkeys([*KEYED, *(one.name for one in fields)])
    owner = {name: name for name in names}
    for name, listed in keys:
        if name not in names:
            what = f"there is no field {name!r:.60} to read from keys"
            yield FieldProblem(name, "keys", what, ", ".join(names))
        for key in listed:
            plain = key.strip().casefold().replace("-", "_").replace(" ", "_")
            if key != plain:
                what = f"the key {key!r:.60} is compared with none"
                yield FieldProblem(name, "keys", what, repr(plain))
            other = owner.setdefault(key, name)
            if other != name:
                own = f"the name of {other}" if key == other else f"a key of {other} already"
                what = f"{key!r:.60} is {own}"
                yield FieldProblem(name, "keys", what, "one of the two")
