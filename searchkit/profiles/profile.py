"""What a country, a parliament or a newsroom says of its statements, as a value.

Lives here: `Profile`, and what of it an index records. Does not live here: the profile of a
country (one module each), reading one from a file (`searchkit.corpus.profile_file`), the
functions that are given one (`searchkit.schema`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from searchkit.model.errors import InvalidArgument
from searchkit.model.frozen import Frozen
from searchkit.profiles import words as usual
from searchkit.profiles.field_checks import key_problems, problems_of
from searchkit.profiles.function_words import FUNCTION_WORDS

PERSON, NAME, DATE, TEXT = "person", "name", "date", "text"
"""Kinds of fields: names of people, whose honorifics are no part of them; other names; a day;
words in order."""
FIELD_KINDS = (NAME, PERSON, DATE, TEXT)
LEAST_WEIGHT, MOST_WEIGHT = 0.1, 10.0
"""Of a text."""
CITATION_STYLES = ("nzlsg",)
"""Styles of citation that only one country has (`searchkit.rendering.citations`)."""


_ONLY_ASKED = frozenset(
    [
        *("name", "fields", "words", "long_vowels", "citation_styles", "head_of_government"),
        "function_words",
    ]
)
"""Attributes of a profile that change nothing about how statements are read and kept (what
changes of fields is told field by field)."""


class Nouns(NamedTuple):
    """What one statement, and many, are called."""

    one: str = "statement"
    many: str = "statements"

    @property
    def heading(self) -> str:
        """Many, with a capital."""
        return self.many[:1].upper() + self.many[1:]

    def counted(self, number: int) -> str:
        """17 statements, 1 speech."""
        return f"{number:,} {self.one if number == 1 else self.many}"


STATEMENTS = Nouns()


class ProfileField(Frozen):
    """A field of one's own.

    Attributes:
        name: what it is called in front matter, in `Statement.fields` and in JSON.
        kind: one of `FIELD_KINDS`.
        query: what a query writes before the colon; empty: the name.
        title: what a page calls it; empty: the name, with a capital.
        searched: of a text: whether words without a field are looked for in it, too.
        weight: of a text: what a word in it counts, against 1 in the body.
    """

    name: str
    kind: str = NAME
    query: str = ""
    title: str = ""
    searched: bool = False
    weight: float = 1.0


class Profile(Frozen):
    """What there is to know of the statements of one country or site beforehand.

    Words are folded (`schema.analysis.fold`), as they are compared.

    Attributes:
        name: of the country, by its ISO 3166 code, or of the site.
        fields: the fields of names of its statements, in the order in which they are shown.
            Title, body and date are always there.
        keys: (field, keys): the keys of front matter that a field is read from beside its
            own name, in the order in which they are tried. A field that is not listed has
            the usual ones (`schema.aliases`).
        date_order: how 5/6/2007 is read: "day-first" or "month-first"; empty: as the other
            dates of a folder tell.
        words: (ours, theirs): what pages and citations call a statement:
            ("statement", "speech"), ("statements", "speeches").
        stemmer: the Snowball algorithm of its language. An index records it.
        honorifics: words in front of a person's name that are no part of it.
        articles: words in front of honorifics, no part of the name either.
        post_nominals: letters after a person's name that are no part of it.
        doubtful_post_nominals: such that could be a surname, too.
        particles: words inside a person's name that are written small.
        caption_words: words of a link's caption, never of a person's name.
        doubtful_captions: such that are names, too: alone they are none.
        sentence_words: words that, written small, occur in sentences and in no name.
        long_vowels: vowels that may be written doubled where the correct spelling has a
            macron.
        months: the names of the months, January first.
        currency: the code of the one that a mere `$` and a mere number mean.
        citation_styles: the styles of citation that only this country has.
        head_of_government: the portfolio of whoever leads the government; may be empty.
        function_words: words that every text is made of, whatever it speaks of.
    """

    name: str
    fields: tuple[ProfileField, ...] = ()
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    date_order: str = ""
    words: tuple[tuple[str, str], ...] = ()
    stemmer: str = "english"
    honorifics: frozenset[str] = usual.HONORIFICS
    articles: frozenset[str] = usual.ARTICLES
    post_nominals: frozenset[str] = usual.POST_NOMINALS
    doubtful_post_nominals: frozenset[str] = usual.DOUBTFUL_POST_NOMINALS
    particles: frozenset[str] = usual.PARTICLES
    caption_words: frozenset[str] = usual.CAPTION_WORDS
    doubtful_captions: frozenset[str] = usual.DOUBTFUL_CAPTIONS
    sentence_words: frozenset[str] = usual.SENTENCE_WORDS
    long_vowels: str = ""
    months: tuple[str, ...] = usual.MONTHS
    currency: str = "USD"
    citation_styles: tuple[str, ...] = ()
    head_of_government: str = ""
    function_words: frozenset[str] = FUNCTION_WORDS

    @property
    def nouns(self) -> Nouns:
        """What pages call a statement; where only one is named, many have an s."""
        said = dict(self.words)
        one = said.get("statement", STATEMENTS.one)
        return Nouns(one, said.get("statements", f"{one}s"))

    def check_fields(self) -> None:
        """Refuse fields that no statement can have.

        Raises:
            InvalidArgument: one is of no known kind or weight, is called like something else, or
                is read from a key of another.
        """
        for one in self.fields:
            if one.kind not in FIELD_KINDS:
                raise InvalidArgument(
                    f"the field {one.name!r:.60} can't be of the kind {one.kind!r:.60}",
                    expected=", ".join(FIELD_KINDS),
                )
            if not LEAST_WEIGHT <= one.weight <= MOST_WEIGHT:
                raise InvalidArgument(
                    f"{one.name:.60} can't weigh {one.weight!r:.20}",
                    expected=f"a number from {LEAST_WEIGHT:g} to {MOST_WEIGHT:g}",
                )
        for problem in (*problems_of(self.fields), *key_problems(self.fields, self.keys)):
            raise InvalidArgument(
                f"the field {problem.field:.60}: {problem.what}", expected=problem.expected or None
            )

    def differences(self, other: Profile) -> tuple[str, ...]:
        """What `other` says otherwise that makes statements be read or kept otherwise: the
        names of fields as "the field party", then those of attributes. What is only shown, or
        asked of an open index, is none of it.
        """
        ours, theirs = ({one.name: one for one in each.fields} for each in (self, other))
        found = []
        for name in dict.fromkeys((*ours, *theirs)):
            one, another = ours.get(name), theirs.get(name)
            if one is None or another is None or _kept(one) != _kept(another):
                found.append(f"the field {name}")
        if not found and [*ours] != [*theirs]:
            found.append("the order of fields")
        return (
            *found,
            *(
                name
                for name, value in self.as_dict().items()
                if name not in _ONLY_ASKED and value != getattr(other, name)
            ),
        )

    def to_json(self) -> dict[str, Any]:
        """What an index records: all of it, for words may be added to a later version."""
        return {
            name: sorted(value) if isinstance(value, frozenset) else _plain(value)
            for name, value in self.as_dict().items()
        }

    @classmethod
    def from_json(cls, recorded: dict[str, Any]) -> Profile:
        """Undo `to_json`.

        Raises:
            ValueError, KeyError, TypeError: this is no profile.
        """
        known = cls(name="").as_dict()
        if recorded.keys() != known.keys():
            raise ValueError("a profile has just these attributes")
        values: dict[str, Any] = {}
        for name, value in recorded.items():
            kind = type(known[name])
            if kind is not str and not isinstance(value, list):
                raise ValueError(f"{name} is a list")
            values[name] = kind(value) if kind is not tuple else tuple(map(_tupled, value))
        values["fields"] = tuple(map(_field, recorded["fields"]))
        return cls(**values)


def _kept(field: ProfileField) -> tuple[str, str, str]:
    """What of a field says how statements are read and kept."""
    return field.name, field.kind, field.query


def _field(recorded: list[Any]) -> ProfileField:
    name, kind, query, title, searched, weight = recorded
    if not LEAST_WEIGHT <= float(weight) <= MOST_WEIGHT:
        raise ValueError(f"no text weighs {weight!r:.20}")
    return ProfileField(str(name), str(kind), str(query), str(title), bool(searched), float(weight))


def _plain(value: object) -> object:
    if isinstance(value, ProfileField):
        return list(value.as_dict().values())
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _tupled(value: object) -> object:
    return tuple(map(_tupled, value)) if isinstance(value, list) else str(value)
