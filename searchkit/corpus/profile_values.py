"""What the tables of a profile's file say.

Lives here: taking a profile out of them, and refusing whatever one should not say, with the line.
Does not live here: the file (`profile_file`), what a profile is (`searchkit.profiles.profile`),
what its fields become (`searchkit.schema.fields`).

Nothing is guessed: a key that is not known is an error, for it was meant to say something.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from searchkit.corpus.entries import plain_key
from searchkit.model.errors import InvalidInput
from searchkit.profiles.field_checks import KEYED, FieldProblem, key_problems, problems_of
from searchkit.profiles.nz import NZ
from searchkit.profiles.profile import (
    CITATION_STYLES,
    FIELD_KINDS,
    LEAST_WEIGHT,
    MOST_WEIGHT,
    NAME,
    TEXT,
    Profile,
    ProfileField,
)
from searchkit.schema.analysis import fold, normalise
from searchkit.schema.currencies import CODES

MAX_FIELDS = 20
MAX_WORDS = 1_000
"""In one list."""
MAX_LENGTH = 80
"""Characters of one text."""

_TEXTS = ("name", "head_of_government")
_TOP = (*_TEXTS, "date_order", "currency", "long_vowels", "citation_styles", "words", "names")
_TABLES = ("keys", "fields")
_WORDS = ("statement", "statements")
_NAMES = ("honorifics", "post_nominals", "doubtful_post_nominals", "particles")
_FIELD = ("kind", "query", "title", "keys", "searched", "weight")
_OF_TEXTS = ("searched", "weight")
_ORDERS = ("day-first", "month-first")
_LINE = re.compile(
    r"\s*(?:\[{1,2}(?P<table>[^\[\]]+)\]|(?P<key>[\w.\"'-]+(?:\s*\.\s*[\w\"'-]+)*)\s*=)"
)

Keys = tuple[str, ...]
"""The keys that lead to a value, from the top of the file."""


class _Given(NamedTuple):
    """A value of the file, and the keys that lead to it."""

    value: object
    at: Keys


class ProfileReader:
    """Takes a profile out of a table.

    Args:
        path: of the file.
        text: what it holds, to find lines in.
    """

    def __init__(self, path: str, text: str) -> None:
        self._path, self._text = path, text

    def profile(self, table: dict[str, object]) -> Profile:
        top = self._table(_Given(table, ()), (*_TOP, *_TABLES))
        values: dict[str, object] = {
            name: self._one_text(top[name]) for name in _TEXTS if name in top
        }
        base = Profile(str(values["name"]), NZ.fields) if "name" in values else NZ
        if "date_order" in top:
            values["date_order"] = self._choice(top["date_order"], _ORDERS)
        if "currency" in top:
            values["currency"] = self._choice(top["currency"], CODES)
        if "long_vowels" in top:
            values["long_vowels"] = self._vowels(top["long_vowels"])
        if "citation_styles" in top:
            values["citation_styles"] = self._styles(top["citation_styles"])
        if "words" in top:
            words = self._table(top["words"], _WORDS)
            values["words"] = tuple((name, self._one_text(one)) for name, one in words.items())
        if "names" in top:
            for name, given in self._table(top["names"], _NAMES).items():
                listed = self._texts(given)
                folded = [fold(word.replace(".", "")) for text in listed for word in text.split()]
                if not all(folded):
                    what = f"a full stop alone is none of {_shown(given.at)}"
                    raise self._wrong(given, what, 'a list of words: ["Hon", "Dr"]')
                values[name] = frozenset(folded)
        keys = {}
        if "keys" in top:
            for name, given in self._table(top["keys"], KEYED).items():
                keys[name] = self._keys(given)
        values["fields"] = self._fields(top["fields"], keys) if "fields" in top else NZ.fields
        values["keys"] = tuple(keys.items())
        profile = base.replaced(**values)
        for problem in (*problems_of(profile.fields), *key_problems(profile.fields, profile.keys)):
            raise self._problem(problem)
        return profile

    def _problem(self, problem: FieldProblem) -> InvalidInput:
        name = problem.field
        of_any = problem.attribute == "keys" and name in KEYED
        at = ("keys", name) if of_any else ("fields", name, problem.attribute)
        return self._wrong(_Given(None, at), problem.what, problem.expected)

    def _vowels(self, given: _Given) -> str:
        text = self._one_text(given)
        if not set(text) <= set("aeiou"):
            raise self._wrong(given, f"long_vowels can't be {text!r:.60}", 'some of "aeiou"')
        return text

    def _styles(self, given: _Given) -> tuple[str, ...]:
        listed = self._texts(given)
        for name in listed:
            if name not in CITATION_STYLES:
                raise self._wrong(
                    given,
                    f"no style of citation is called {name!r:.60}",
                    ", ".join(CITATION_STYLES),
                )
        return tuple(listed)

    def _fields(self, given: _Given, keys: dict[str, tuple[str, ...]]) -> tuple[ProfileField, ...]:
        """The usual fields, but for those that are left out, then those of its own."""
        found = {field.name: field for field in NZ.fields}
        tables = self._table(given, None)
        if len(tables) > MAX_FIELDS:
            raise self._wrong(given, f"{len(tables)} fields are too many", f"at most {MAX_FIELDS}")
        for name, one in tables.items():
            if one.value is False and name in found:
                del found[name]
                continue
            usual = found.get(name)
            field, own = self._field(name, one, usual)
            found[name] = field
            if own is not None:
                keys[name] = own
        return tuple(found.values())

    def _field(
        self, name: str, given: _Given, usual: ProfileField | None
    ) -> tuple[ProfileField, tuple[str, ...] | None]:
        """A field, and the keys that it is read from if the file lists them."""
        told = self._table(given, _FIELD)
        if usual is None and "kind" not in told:
            raise self._wrong(given, f"the field {name} has no kind", f'kind = "{NAME}"')
        field = usual or ProfileField(name)
        if "kind" in told:
            field = field.replaced(kind=self._choice(told["kind"], FIELD_KINDS))
        if "query" in told:
            field = field.replaced(query=self._one_text(told["query"]))
        if "title" in told:
            field = field.replaced(title=self._one_text(told["title"]))
        for one in _OF_TEXTS:
            if one in told and field.kind != TEXT:
                what = f"only a text has {one}, and {name} is a {field.kind}"
                raise self._wrong(told[one], what, f'kind = "{TEXT}"')
        if "searched" in told:
            field = field.replaced(searched=self._flag(told["searched"]))
        if "weight" in told:
            field = field.replaced(weight=self._weight(told["weight"]))
        return field, self._keys(told["keys"]) if "keys" in told else None

    def _flag(self, given: _Given) -> bool:
        if not isinstance(given.value, bool):
            what = f"{_shown(given.at)} can't be {given.value!r:.60}"
            raise self._wrong(given, what, "true or false")
        return given.value

    def _weight(self, given: _Given) -> float:
        value = given.value
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        weight = float(str(value)) if is_number else 0.0
        if LEAST_WEIGHT <= weight <= MOST_WEIGHT:
            return weight
        what = f"{_shown(given.at)} can't be {value!r:.60}"
        raise self._wrong(given, what, f"a number from {LEAST_WEIGHT:g} to {MOST_WEIGHT:g}")

    def _table(self, given: _Given, known: tuple[str, ...] | None) -> dict[str, _Given]:
        """The values of a table; `known`: the keys that it may have, None: any."""
        if not isinstance(given.value, dict):
            raise self._wrong(given, f"{_shown(given.at)} can't be {given.value!r:.60}", "a table")
        for name in given.value:
            if known is not None and name not in known:
                inside = f" in [{_shown(given.at)}]" if given.at else ""
                raise self._wrong(
                    _Given(None, (*given.at, name)),
                    f"{name!r:.60} is nothing that a profile says{inside}",
                    ", ".join(known),
                )
        return {name: _Given(value, (*given.at, name)) for name, value in given.value.items()}

    def _choice(self, given: _Given, choices: tuple[str, ...]) -> str:
        if given.value not in choices:
            expected = " or ".join(f'"{one}"' for one in choices)
            raise self._wrong(given, f"{_shown(given.at)} can't be {given.value!r:.60}", expected)
        return str(given.value)

    def _one_text(self, given: _Given) -> str:
        value = given.value
        if not _is_text(value):
            expected = f"a text of 1 to {MAX_LENGTH} characters"
            raise self._wrong(given, f"{_shown(given.at)} can't be {value!r:.60}", expected)
        return normalise(str(value).strip())

    def _texts(self, given: _Given) -> list[str]:
        value = given.value
        if not isinstance(value, list) or len(value) > MAX_WORDS or not all(map(_is_text, value)):
            raise self._wrong(
                given, f"{_shown(given.at)} can't be {value!r:.60}", 'a list of texts: ["a", "b"]'
            )
        return value

    def _keys(self, given: _Given) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(plain_key, self._texts(given))))

    def _wrong(self, given: _Given, what: str, expected: str) -> InvalidInput:
        line = _line_of(self._text, given.at)
        where = f"{self._path}:{line}" if line else self._path
        return InvalidInput(what, where=where, expected=expected)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= MAX_LENGTH and value.isprintable()


def _shown(at: Keys) -> str:
    return ".".join(at)


def _line_of(text: str, at: Keys) -> int | None:
    """The line in which a value is written, or the table that it is in. The parser does not
    tell, so this looks for the line that names most of the keys.
    """
    best, longest = None, 0
    table: Keys = ()
    for number, line in enumerate(text.split("\n"), start=1):
        match = _LINE.match(line)
        if match is None:
            continue
        if match["table"]:
            named = table = _parts(match["table"])
        else:
            named = table + _parts(match["key"])
        shared = min(len(named), len(at))
        if shared > longest and named[:shared] == at[:shared]:
            best, longest = number, shared
    return best


def _parts(key: str) -> Keys:
    return tuple(part.strip().strip("\"'") for part in key.split("."))
