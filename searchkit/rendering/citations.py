"""How to cite a statement.

Lives here: one statement as a plain reference, in BibTeX, in RIS and in the form of the
New Zealand Law Style Guide. Does not live here: files of many (`exports`).

A citation says what is known and nothing else: honorifics are dropped, only a person's
name is an author, a statement without a date gets none. The address is that of the
original, or else the permalink. Every style is one paragraph or one record: line breaks
and control characters of the source become spaces.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from searchkit.model.errors import InvalidArgument
from searchkit.profiles.profile import CITATION_STYLES, Profile
from searchkit.rendering.addresses import safe_address
from searchkit.rendering.citable import Citable, one_line, title_of
from searchkit.rendering.dates import long_date, short_month
from searchkit.schema.analysis import fold, tokens
from searchkit.schema.fields import DEFAULT, Schema
from searchkit.schema.names import is_person, person_key, plain_name
from searchkit.schema.values import shown_names

_OPENING = re.compile(r"(?:(?<=[\s(\[/–—-])|^)[\"“]")
# A brace by itself would end the field, even after a backslash.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{c: "\\" + c for c in "#$%&_"},
    }
)


def cite(
    statement: Citable,
    style: str,
    *,
    permalink: str | None = None,
    accessed: datetime.date | None = None,
    schema: Schema = DEFAULT,
) -> str:
    """A citation of `statement`.

    Args:
        statement: a `Statement` or a `Hit`.
        style: one of `STYLES`.
        permalink: where this statement is shown; used where the original's address
            isn't known.
        accessed: the day on which it was read; left out where unknown. The New Zealand
            Law Style Guide asks for neither.
        schema: the fields of the statement. Its first field of people names the authors, its
            other names are keywords; what the profile calls a statement describes it.

    Raises:
        InvalidArgument: no such style.

    Sources:
        New Zealand Law Style Guide, rules 7.4 (press releases: author, title in double
        quotation marks with single ones inside, description and date in round
        brackets) and 6.1.2 (authors: no honorifics, up to three named, the last after
        "and"; of more the first "and others"; none where none is given),
        https://www.lawfoundation.org.nz/style-guide/nzlsg_28.html. Titles in capitals
        are left as they are: nothing here can tell an acronym from a word.
        RIS: https://en.wikipedia.org/wiki/RIS_(file_format).
    """
    if style not in STYLES:
        raise InvalidArgument(f"no citation style {style!r}", expected=", ".join(STYLES))
    address = safe_address(statement.url or "") or safe_address(permalink or "")
    return STYLES[style].write(_Cited(statement, schema), address, accessed)


class _Cited:
    """A statement as citations need it.

    Args:
        statement: the statement.
        schema: its fields.
    """

    def __init__(self, statement: Citable, schema: Schema) -> None:
        self.statement, self._schema = statement, schema
        self.date = statement.date
        self.title = title_of(statement)
        called = dict(schema.profile.words).get("statement", "")
        self.described = called or "press release"

    @cached_property
    def authors(self) -> list[str]:
        """Who made it, without honorifics, each person once."""
        field, profile = self._schema.speaker, self._schema.profile
        names = shown_names(self.statement, field) if field else ()
        people = {
            person_key(name, profile): plain_name(name, profile)
            for name in names
            if is_person(name, profile)
        }
        return [one_line(name) for key, name in people.items() if key]

    @cached_property
    def keywords(self) -> list[str]:
        """The names of its other fields."""
        fields = [field for field in self._schema.names if field.kind != "person"]
        return [one_line(name) for field in fields for name in shown_names(self.statement, field)]

    @cached_property
    def key(self) -> str:
        return _key(self.statement, self.authors)


def citation_key(statement: Citable, schema: Schema = DEFAULT) -> str:
    """A stable key that no other statement has: family name and year for people to read,
    60 bits of the id's SHA-256 to make it unique.
    """
    return _Cited(statement, schema).key


def _key(statement: Citable, authors: Sequence[str]) -> str:
    words = [fold(word) for word in tokens(_family(authors[0])[0])] if authors else []
    name = "".join(c for c in "".join(words) if c.isascii()) or "statement"
    year = f"{statement.date.year:04d}" if statement.date else "undated"
    digest = hashlib.sha256(statement.id.encode("utf-8", "surrogatepass")).digest()
    return f"{name[:20]}-{year}-{base64.b32encode(digest)[:12].decode().lower()}"


def _family(name: str) -> tuple[str, str]:
    """(family name, the rest): the last word, with the lower-case words before it.

    This is how BibTeX reads a name; whether a family name has two words, only its bearer
    knows.
    """
    words = name.split()
    first = len(words) - 1
    while first > 1 and words[first - 1][:1].islower():
        first -= 1
    return " ".join(words[first:]), " ".join(words[:first])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _plain(cited: _Cited, address: str | None, accessed: datetime.date | None) -> str:
    parts = [
        _joined(cited.authors),
        f"“{_inner_single(cited.title)}”",
        cited.described,
        long_date(cited.date) if cited.date else "date unknown",
        address or "",
    ]
    read = f" (accessed {long_date(accessed)})" if accessed and address else ""
    return ", ".join(part for part in parts if part) + read + "."


def _nzlsg(cited: _Cited, address: str | None, accessed: datetime.date | None) -> str:
    authors = cited.authors
    author = f"{authors[0]} and others" if len(authors) > 3 else _joined(authors)
    date = long_date(cited.date) if cited.date else "date unknown"
    title = f"“{_inner_single(cited.title)}”"
    return f"{author} {title} (press release, {date}).".lstrip()


def _inner_single(title: str) -> str:
    """Single quotation marks inside a title that is put in double ones."""
    return _OPENING.sub("‘", title).replace('"', "’").replace("”", "’").replace("“", "‘")


def _bibtex(cited: _Cited, address: str | None, accessed: datetime.date | None) -> str:
    date = cited.date
    fields = [
        ("author", " and ".join(map(_bibtex_name, cited.authors))),
        # Braces keep the capitals.
        ("title", "{" + _tex(cited.title) + "}"),
        ("howpublished", _tex(_capital(cited.described))),
        ("year", f"{date.year:04d}" if date else ""),
        ("month", short_month(date).lower() if date else ""),
        ("day", str(date.day) if date else ""),
        ("note", "" if date else "Date unknown"),
        ("keywords", ", ".join(map(_bibtex_keyword, cited.keywords))),
        # BibTeX takes an address verbatim: nothing in it may be escaped.
        ("url", address or ""),
        ("urldate", accessed.isoformat() if accessed and address else ""),
    ]
    lines = [
        # The names of months are macros of BibTeX: no braces.
        f"  {name} = {value}" if name == "month" else f"  {name} = {{{value}}}"
        for name, value in fields
        if value
    ]
    return f"@misc{{{cited.key},\n" + ",\n".join(lines) + "\n}\n"


def _bibtex_name(name: str) -> str:
    # Braces keep together what BibTeX would split at commas and "and".
    return "{" + _tex(name) + "}" if " and " in name.lower() or "," in name else _tex(name)


def _bibtex_keyword(name: str) -> str:
    word = _tex(name)
    return "{" + word + "}" if "," in word else word


def _tex(text: str) -> str:
    return text.translate(_TEX)


def _ris(cited: _Cited, address: str | None, accessed: datetime.date | None) -> str:
    date = cited.date
    lines = [
        # Press releases have no type of their own that all programs know.
        ("TY", "RPRT"),
        ("ID", cited.key),
        *[("AU", _ris_name(name)) for name in cited.authors],
        ("TI", cited.title),
        ("M3", _capital(cited.described)),
        ("PY", f"{date.year:04d}" if date else ""),
        ("DA", date.strftime(f"{date.year:04d}/%m/%d") if date else ""),
        # An asterisk is not allowed in authors and keywords.
        *[("KW", name.replace("*", "")) for name in cited.keywords],
        ("UR", address or ""),
        ("Y2", f"{accessed:%Y/%m/%d}" if accessed and address else ""),
        ("N1", "" if date else "Date unknown"),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def _ris_name(name: str) -> str:
    family, rest = _family(name.replace("*", ""))
    return f"{family}, {rest}" if rest else family


class Style(NamedTuple):
    """A way to cite.

    Attributes:
        label: what people call it.
        write: makes the citation from a statement, the address to give (or None) and the
            day on which it was read (or None).
        for_people: whether it is a sentence, not a record for programs.
    """

    label: str
    write: Callable[[_Cited, str | None, datetime.date | None], str]
    for_people: bool = False


STYLES = {
    "plain": Style("Plain", _plain, for_people=True),
    "bibtex": Style("BibTeX", _bibtex),
    "ris": Style("RIS", _ris),
    "nzlsg": Style("NZ Law Style Guide", _nzlsg, for_people=True),
}
"""All styles, the default first, those that only one country has last: commands offer these."""


def styles_of(profile: Profile) -> dict[str, Style]:
    """The styles that pages offer: those of every country, and those of the profile's."""
    foreign = set(CITATION_STYLES) - set(profile.citation_styles)
    return {name: style for name, style in STYLES.items() if name not in foreign}
