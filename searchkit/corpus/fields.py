"""What front matter says about a statement.

Lives here: turning its values into those of a `Statement`, with a warning for every repair,
and what its file's name says where no key does. Does not live here: taking front matter off
(`front_matter`), what a date says (`dates`), what is one name and what several (`listing`),
the other keys of a field (`searchkit.schema.aliases`), which fields hold names
(`searchkit.schema.fields`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from searchkit.corpus.dates import AMBIGUOUS, DAY_FIRST, MONTH_FIRST, Order, read_date
from searchkit.corpus.entries import Entries, Entry, IsKnown
from searchkit.corpus.front_matter import SplitText
from searchkit.corpus.listing import listed_texts
from searchkit.corpus.problems import OrderNeeded, Warn
from searchkit.corpus.values import Items, Pairs, Scalar, Value, as_text, is_empty, kind_of
from searchkit.profiles.profile import Profile
from searchkit.schema.aliases import aliases_of
from searchkit.schema.analysis import normalise
from searchkit.schema.fields import Schema
from searchkit.schema.names import is_person

if TYPE_CHECKING:
    from searchkit.model.statement import FieldValue

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|/|www\.", re.IGNORECASE)
FILE_NAME = "the file's name"
"""Stands in the place of a key where a date or title comes from there."""


class Fields(NamedTuple):
    """What front matter says, in the types of `Statement`.

    Attributes:
        lists: the attributes that hold any number of texts (names, attachments).
        extra: all else, as JSON can hold it.
        order: what the date tells of the order of days and months (`dates.ReadDate`).
        read_as: (key, field) of each key that is not the field's own.
        own: what fields hold for which `Statement` has no attribute (`Statement.fields`).
    """

    title: str | None
    date: datetime.date | None
    url: str | None
    lists: dict[str, tuple[str, ...]]
    extra: dict[str, object]
    order: str = ""
    read_as: tuple[tuple[str, str], ...] = ()
    own: dict[str, FieldValue] = {}  # noqa: RUF012 (a field of a tuple)


class NameOfFile(NamedTuple):
    """What the name of a file says, as Jekyll and Hugo name them: `2007-11-20-harbour-opens.md`.

    Attributes:
        date: the day.
        title: made of the words after it; empty if there are none.
    """

    date: datetime.date
    title: str


_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})[-_ ]+(.+)")
_INDEX = frozenset({"index", "_index"})


def name_of_file(statement_id: str) -> NameOfFile | None:
    """What the name of a statement's file says, if it begins with a day. A file called
    `index.md` has the name of its folder.
    """
    *folders, name = statement_id.split("/")
    stem = name.rpartition(".")[0] or name
    if stem in _INDEX and folders:
        stem = folders[-1]
    match = _DATED.fullmatch(stem)
    day = read_date(match[1]).day if match else None
    if match is None or day is None:
        return None
    # A number is no title.
    words = " ".join(re.split(r"[-_ ]+", match[2])).strip()
    has_letters = any(map(str.isalpha, words))
    return NameOfFile(day, words[:1].upper() + words[1:] if has_letters else "")


@lru_cache(maxsize=8)
def known_keys(schema: Schema) -> IsKnown:
    """Tells the keys that a statement's fields are read from, aliases too."""
    days = (day.name for day in schema.days)
    texts = (text.name for text in schema.own_texts)
    names = ["title", "url", *_listing(schema), *days, *texts]
    return frozenset(
        key for name in names for key in (name, *aliases_of(name, schema.profile))
    ).__contains__


@lru_cache(maxsize=8)
def _listing(schema: Schema) -> dict[str, str]:
    """The names of all fields that are lists, in order, and of which kind each one's names are
    (`schema.fields.Names.kind`); nothing where they are no names.
    """
    return {field.name: field.kind for field in schema.names} | {"attachments": ""}


def read_fields(
    text: SplitText,
    schema: Schema,
    warn: Warn,
    *,
    order: Order | None = "unknown",
    statement_id: str = "",
) -> Fields:
    """The values of front matter as fields.

    Args:
        text: what `split` gives.
        schema: which fields hold names.
        warn: told of each repair.
        order: of days and months in dates; None if it will be known later only.
        statement_id: ends in the name of the file, which can say the day.

    Raises:
        OrderNeeded: `order` is None, and the date depends on it.
    """
    if text.tree is None:
        return Fields(None, None, None, {}, {})
    entries = Entries(text.tree, known_keys(schema), warn)
    reading = _Reading(entries, text.language, warn, schema.profile)
    title = reading.title()
    if schema.own_days:
        days, evidence = reading.days([day.name for day in schema.days], order, statement_id)
        date = days.pop(schema.day.name, None)
    else:
        days = {}
        date, evidence = reading.date(schema.day.name, order, statement_id)
    url = reading.url()
    lists = {name: reading.texts(name, kind) for name, kind in _listing(schema).items()}
    said = {one.name: reading.text(one.name) for one in schema.own_texts}
    texts = {name: text for name, text in said.items() if text}
    extra = {entry.key.text: reading.plain(entry.value, entry) for entry in entries.rest()}
    own: dict[str, FieldValue] = {**days, **texts}
    for field in schema.own_names:
        if listed := lists.pop(field.name):
            own[field.name] = tuple(map(normalise, listed))
    return Fields(title, date, url, lists, extra, evidence, tuple(reading.read_as), own)


_aliases = lru_cache(maxsize=64)(aliases_of)


class _Reading:
    """Takes the fields out of front matter, one by one.

    Args:
        entries: of the front matter; what is taken as a field is taken out.
        language: of the front matter.
        warn: told of each repair.
        profile: the other keys of a field, what is no part of a name, the names of months.
    """

    def __init__(self, entries: Entries, language: str, warn: Warn, profile: Profile) -> None:
        self._entries, self._language, self._warn = entries, language, warn
        self._profile = profile
        self.read_as: list[tuple[str, str]] = []

    def _pop(self, name: str, is_one: Callable[[Value], bool] = lambda _: True) -> Entry | None:
        """The entry of a field: its own, or of the first other key that says something.

        Args:
            name: of the field.
            is_one: whether what another key says can be a value of the field.
        """
        if name in self._entries:
            return self._entries.pop(name)
        for alias in _aliases(name, self._profile):
            entry = self._entries.get(alias)
            if entry and not is_empty(entry.value) and is_one(entry.value):
                self.read_as.append((alias, name))
                return self._entries.pop(alias)
        return None

    def _read_as_text(self, name: str, line: int | None, value: Value) -> None:
        """Warn that YAML takes for something else what is meant as text."""
        if self._language == "YAML" and kind_of(value) not in ("text", "nothing"):
            kind = (
                "list"
                if isinstance(value, Items)
                else "dict"
                if isinstance(value, Pairs)
                else value.kind
            )
            self._warn(line, f"{name}: YAML reads this as {kind}; taken as text")

    def title(self) -> str | None:
        entry = self._pop("title")
        if entry is None:
            return None
        self._read_as_text("title", entry.line, entry.value)
        return " ".join(as_text(entry.value).split()) or None

    def text(self, name: str) -> str:
        """A text of the profile's; empty where it says nothing."""
        entry = self._pop(name)
        if entry is None or is_empty(entry.value):
            return ""
        self._read_as_text(name, entry.line, entry.value)
        return normalise(as_text(entry.value)).strip()

    def url(self) -> str | None:
        entry = self._pop("url", lambda value: _ADDRESS.match(as_text(value).strip()) is not None)
        return as_text(entry.value).strip() or None if entry else None

    def days(
        self, names: Sequence[str], order: Order | None, statement_id: str
    ) -> tuple[dict[str, datetime.date], str]:
        """The days that are known, by field, and what they tell of the order together: one
        that can only be read in one way tells how the others of the file are read.

        Raises:
            OrderNeeded: as `date`.
        """
        entries = {name: self._pop(name) for name in names}
        told = {
            read_date(entry.value.text, "unknown", self._profile).order
            for entry in entries.values()
            if entry is not None and isinstance(entry.value, Scalar)
        }
        certain = told & {DAY_FIRST, MONTH_FIRST}
        if len(certain) == 1:
            order = "day-first" if DAY_FIRST in certain else "month-first"
        found = {}
        for place, (name, entry) in enumerate(entries.items()):
            file_id = "" if place else statement_id
            day, _ = self._date(name, entry, order, file_id)
            if day is not None:
                found[name] = day
        evidence = certain if len(certain) == 1 else told & {AMBIGUOUS}
        return found, next(iter(evidence), "")

    def date(
        self, name: str, order: Order | None, statement_id: str
    ) -> tuple[datetime.date | None, str]:
        return self._date(name, self._pop(name), order, statement_id)

    def _date(
        self, name: str, entry: Entry | None, order: Order | None, statement_id: str
    ) -> tuple[datetime.date | None, str]:
        """What an entry says, or else the name of the file; "": that has no say."""
        if entry is None or is_empty(entry.value):
            file = name_of_file(statement_id) if statement_id else None
            if file is None:
                return None, ""
            self.read_as.append((FILE_NAME, name))
            return file.date, ""
        if not isinstance(entry.value, Scalar) or entry.value.kind == "bool":
            text = as_text(entry.value)
            self._warn(entry.line, f"{name}: {text[:80]!r} is no date; taken as unknown")
            return None, ""
        read = read_date(entry.value.text, order or "unknown", self._profile)
        if order is None and read.order == AMBIGUOUS:
            raise OrderNeeded
        if read.problem:
            self._warn(entry.line, f"{name}: {read.problem}")
        return read.day, read.order

    def texts(self, name: str, names: str) -> tuple[str, ...]:
        """The values of a list, each as one text; `names`: of which kind they are, if any."""
        entry = self._pop(name)
        if entry is None:
            return ()
        texts = []
        for text, item in listed_texts(entry.value, names, self._profile):
            line = item.line or entry.line
            if not text:
                continue
            is_name = isinstance(item, Pairs) and text != " ".join(as_text(item).split())
            kind = kind_of(item)
            if self._language == "YAML" and kind not in ("text", "nothing") and not is_name:
                self._warn(line, f"{name}: YAML reads this as {kind}; taken as the text {text!r}")
            if names == "person" and not is_person(text, self._profile):
                self._warn(
                    line, f"{name}: {text!r} is no person's name; kept, but nobody's statement"
                )
            texts.append(text)
        return tuple(texts)

    def plain(self, value: Value, entry: Entry) -> object:
        """A value as JSON can hold it."""
        if isinstance(value, Items):
            return [self.plain(one, entry) for one in value.items]
        if isinstance(value, Pairs):
            made: dict[str, object] = {}
            for key, one in value.pairs:
                made.setdefault(key.text, self.plain(one, entry))
            return made
        try:
            return value.typed(value.text)
        except Exception:  # PyYAML lets any through.
            self._warn(
                value.line or entry.line,
                f"{entry.key.text}: {value.text[:80]!r} is no {value.kind}; kept as text",
            )
            return value.text
