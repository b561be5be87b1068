"""The fields of a statement, as a value.

Lives here: which fields statements have, of which kinds, and what each is called where:
in a `Statement`, in a query, in the index. Everything that needs to know asks the schema
it was handed. Does not live here: how a text becomes words (`analysis`), when two names
are one (`names`), what a statement has in a field (`values`), what a country adds
(`searchkit.profiles`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from searchkit.model.errors import InvalidArgument
from searchkit.model.frozen import Frozen, attribute
from searchkit.profiles.field_checks import ATTRIBUTES, CALLED
from searchkit.profiles.nz import NZ
from searchkit.profiles.profile import DATE, PERSON, TEXT, Profile, ProfileField
from searchkit.schema.names import NameKind, name_kinds


def _title(name: str, profile: Profile) -> str:
    given = {one.name: one.title for one in profile.fields}.get(name)
    return given or name.replace("_", " ").capitalize()


class Text(Frozen):
    """Words in order. A plain word of a query may be in any text of a statement.

    Attributes:
        name: the attribute of `Statement`, and the column in an index.
        query: what a query writes before the colon to mean this text alone; None where
            it can't be asked for by itself.
        profile: that of its schema, which sets it.
    """

    name: str
    query: str | None = None
    profile: Profile = attribute(default=NZ, compare=False, repr=False)

    @cached_property
    def given(self) -> ProfileField | None:
        """What the profile says of it; None of the title and the body."""
        return next((one for one in self.profile.fields if one.name == self.name), None)

    @property
    def searched(self) -> bool:
        """Whether words without a field are looked for in it."""
        return self.given is None or self.given.searched

    @property
    def weight(self) -> float:
        """What a word in it counts, against 1 in the body."""
        return 1.0 if self.given is None else self.given.weight

    @cached_property
    def title(self) -> str:
        """What a page calls it."""
        return _title(self.name, self.profile)

    def as_dict(self) -> dict[str, Any]:
        """The attributes by name, without the profile."""
        return {"name": self.name, "query": self.query}


class Names(Frozen):
    """Names, any number of them: a filter and a facet.

    Attributes:
        name: the attribute of `Statement`, or a name in its `fields` (`schema.values`).
        query: what a query writes before the colon; also the name of the facet, and of
            the column in an index.
        kind: when two spellings are one name: "person" or "label" (`schema.names`).
        profile: that of its schema, which sets it.
    """

    name: str
    query: str
    kind: str
    profile: Profile = attribute(default=NZ, compare=False, repr=False)

    @property
    def how(self) -> NameKind:
        """How its names are compared and shown."""
        return name_kinds(self.profile)[self.kind]

    @cached_property
    def title(self) -> str:
        """What a page calls it."""
        return _title(self.name, self.profile)

    def as_dict(self) -> dict[str, Any]:
        """The attributes by name, without the profile."""
        return {name: value for name, value in super().as_dict().items() if name != "profile"}


class Day(Frozen):
    """A day, which may be unknown: a filter, ranges of it; of the first one also an order.

    Attributes:
        name: the attribute of `Statement`, or a name in its `fields`; the column in an index.
        query: what a query writes before the colon.
        profile: that of its schema, which sets it.
    """

    name: str
    query: str
    profile: Profile = attribute(default=NZ, compare=False, repr=False)

    @cached_property
    def title(self) -> str:
        """What a page calls it."""
        return _title(self.name, self.profile)

    def as_dict(self) -> dict[str, Any]:
        """The attributes by name, without the profile."""
        return {"name": self.name, "query": self.query}


Field = Text | Names | Day
_PROFILE = "profile"
_KINDS: dict[str, type[Text] | type[Names] | type[Day]] = {"text": Text, "names": Names, "day": Day}


class Schema(Frozen):
    """The fields of the statements of an index, in order, and the profile they are read by.

    Texts come in the order in which they are searched and shown; the first of them is
    the title, of which a hit shows all, the others are shown in passages.

    Raises:
        InvalidArgument: a field can't be called so, two fields share a name, names are of
            no known kind, or there is no text, or no day.
    """

    fields: tuple[Field, ...]
    profile: Profile = NZ

    def __post_init__(self) -> None:
        state = self.__dict__
        state["fields"] = tuple(one.replaced(profile=self.profile) for one in self.fields)
        for what in ("name", "query"):
            used = [one for field in self.fields if (one := getattr(field, what)) is not None]
            if len(used) != len(set(used)):
                raise InvalidArgument(f"two fields of a schema have one {what}: {used}")
            for one in used:
                if not CALLED.fullmatch(one):
                    raise InvalidArgument(
                        f"no field can be called {one!r:.60}",
                        expected="up to 20 small letters, digits and underscores",
                    )
        for field in self.names:
            if field.kind not in name_kinds():
                raise InvalidArgument(
                    f"{field.name}: no names are of the kind {field.kind!r:.60}",
                    expected=", ".join(name_kinds()),
                )
        if not (self.texts and self.days):
            raise InvalidArgument("a schema has at least one text, and one day")

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """The texts, in order."""
        return tuple(field for field in self.fields if isinstance(field, Text))

    @property
    def own_texts(self) -> tuple[Text, ...]:
        """The texts that the profile adds, in order: those after title and body."""
        return self.texts[2:]

    @cached_property
    def plain_texts(self) -> tuple[int, ...] | None:
        """The places of the texts that words without a field are looked for in; None: all."""
        places = tuple(place for place, text in enumerate(self.texts) if text.searched)
        return None if len(places) == len(self.texts) else places

    @cached_property
    def names(self) -> tuple[Names, ...]:
        """The fields of names, in order."""
        return tuple(field for field in self.fields if isinstance(field, Names))

    @cached_property
    def own_names(self) -> tuple[Names, ...]:
        """The fields of names that are no attributes of a statement, in order."""
        return tuple(field for field in self.names if field.name not in ATTRIBUTES)

    @cached_property
    def speaker(self) -> Names | None:
        """The field of who made a statement: the first of people."""
        return next((field for field in self.names if field.kind == "person"), None)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The days, in order."""
        return tuple(field for field in self.fields if isinstance(field, Day))

    @property
    def day(self) -> Day:
        """The day on which a statement was made: the first."""
        return self.days[0]

    @cached_property
    def filters(self) -> tuple[Names | Day, ...]:
        """The fields that narrow by a value, in order: all of names, and the profile's days."""
        return (*self.names, *self.own_days)

    @property
    def own_days(self) -> tuple[Day, ...]:
        """The days that the profile adds, in order."""
        return self.days[1:]

    @cached_property
    def by_query(self) -> Mapping[str, Field]:
        """The fields that a query can name, by what it writes before the colon."""
        return {field.query: field for field in self.fields if field.query is not None}

    def text_number(self, name: str) -> int:
        """The place of a text among the texts of a statement.

        Raises:
            KeyError: there is no such text.
        """
        for number, text in enumerate(self.texts):
            if text.name == name:
                return number
        raise KeyError(name)

    def to_json(self) -> list[dict[str, Any]]:
        """What an index records."""
        called = {kind: name for name, kind in _KINDS.items()}
        listed = [{"field": called[type(field)], **field.as_dict()} for field in self.fields]
        # A program that knows no profiles would compare names otherwise: it refuses the field.
        told = [] if self.profile == NZ else [{"field": _PROFILE, **self.profile.to_json()}]
        return [*listed, *told]

    @classmethod
    def from_json(cls, recorded: list[dict[str, Any]]) -> Schema:
        """Undo `to_json`.

        Raises:
            ValueError, KeyError, TypeError, InvalidArgument: this is no schema.
        """
        fields, profile = [], NZ
        for values in recorded:
            values = dict(values)
            if values["field"] == _PROFILE:
                del values["field"]
                profile = Profile.from_json(values)
                continue
            kind = _KINDS[values.pop("field")]
            if not all(value is None or isinstance(value, str) for value in values.values()):
                raise ValueError("a field is described by texts")
            fields.append(kind(**values))
        return cls(tuple(fields), profile)


def schema_of(profile: Profile) -> Schema:
    """The fields that a profile gives statements: title, body, its
    texts, its names, the date, its days.

    Raises:
        InvalidArgument: they can't be the fields of one schema, or one can't be at all
            (`Profile.check_fields`).
    """
    profile.check_fields()
    own, days = [], [Day("date", query="date")]
    texts = [Text("title", query="title"), Text("body")]
    for one in profile.fields:
        if one.kind == DATE:
            days.append(Day(one.name, query=one.query or one.name))
            continue
        if one.kind == TEXT:
            texts.append(Text(one.name, query=one.query or one.name))
            continue
        kind = "person" if one.kind == PERSON else "label"
        own.append(Names(one.name, query=one.query or one.name, kind=kind))
    return Schema((*texts, *own, *days), profile)


DEFAULT = schema_of(NZ)
"""The fields of a ministerial statement, where nothing else is said."""
