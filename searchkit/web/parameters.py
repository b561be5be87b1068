"""The parameters of a query string, each described once.

Lives here: their names, kinds and bounds, and reading them. The pages, the API and its
OpenAPI document all use this list, so the document can say nothing but what is done. Does
not live here: what they do (`searchkit.engines`), the state of a page (`state`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from searchkit.model import arguments
from searchkit.model.arguments import CONTEXT, GROUP, LINE_SORTS, NEWEST, RELEVANCE, SORTS
from searchkit.model.errors import InvalidArgument
from searchkit.schema.fields import Schema
from searchkit.web.date_fields import as_unit

MAX_QUERY = 2_000
"""Characters of a query; the language itself accepts more."""
MAX_NAME = 200
MAX_NAMES = 20
MAX_SIZE = 100
"""Hits of a page."""
MAX_DEEP = 10_000
"""Hits that can be paged through; a download has all of them."""

DATE = re.compile("[0-9]{4}(-[0-9]{1,2}(-[0-9]{1,2})?)?")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")


class Parameter(NamedTuple):
    """A parameter of a query string.

    Attributes:
        name: as it is written.
        kind: "text", "names" (may be given again), "date", "number", "choice" or "flag".
        about: one sentence for people.
        default: where it is not given.
        least, most: bounds of a number; `most` also the length of a text.
        choices: of a choice.
    """

    name: str
    kind: str
    about: str
    default: object = ""
    least: int = 0
    most: int = MAX_NAME
    choices: tuple[str, ...] = ()


class BadParameter(InvalidArgument):
    """A parameter has a value it can't have; `parameter` is its name."""

    def __init__(self, parameter: str, what: str, expected: str) -> None:
        super().__init__(what, where=parameter, expected=expected)
        self.parameter = parameter


QUERY = Parameter(
    "q", "text", "What to search for, in the query language; empty: everything.", "", 0, MAX_QUERY
)
WORDS = Parameter(
    "q", "text", "A query, in the query language; it must have words.", "", 1, MAX_QUERY
)
ID = Parameter("id", "text", "The id of a statement.", "", 1, 4_000)
_RANGE = "Then: 2007, 2007-11-20, 2006..2008 or unknown"
_AGAIN = "given again, either will do."
_QUOTED = "in double quotes, just this name."
_ONLY = {"person": "Only theirs", "label": "Only in it"}
DATES = (
    Parameter("since", "date", "From then on: 2007, 2007-11 or 2007-11-20."),
    Parameter("until", "date", "Up to then, included: 2007, 2007-11 or 2007-11-20."),
)
ANY = Parameter("any", "flag", "Any of the words is enough.", False)
VARIANTS = Parameter("variants", "flag", "The other ways to write the words will do, too.", False)
STRICT = Parameter("strict", "flag", "Never show what lacks a word of the query.", False)
VERBATIM = Parameter("verbatim", "flag", "Never search for a correction instead.", False)
SORT = Parameter("sort", "choice", "The order.", RELEVANCE, choices=SORTS)
PAGE = Parameter("page", "number", "Which page; no further than 10,000 hits.", 1, 1, MAX_DEEP)
PASSAGES = Parameter("passages", "number", "Passages of each statement.", 1, 1, 3)
AT = Parameter("at", "number", "Its number among the results.", 0, 0, MAX_DEEP)
COPIES = Parameter(
    "copies", "choice", "Equal texts as one entry, or each.", GROUP, choices=arguments.COPIES
)
LINE_SORT = Parameter(
    "sort",
    "choice",
    "The order: by date, by what matched, by the first, second or third word before or after it.",
    NEWEST,
    choices=LINE_SORTS,
)
MOST = 999_999_999
SAMPLE = Parameter("sample", "number", "So many lines, chosen by chance; 0: all.", 0, 0, MOST)
SEED = Parameter("seed", "number", "Another seed chooses other lines.", 0, 0, MOST)
WIDTH = Parameter("width", "number", "Characters on each side.", CONTEXT, 0, 500)
JSON, CSV = FORMATS = ("json", "csv")
FORMAT = Parameter("format", "choice", "JSON: a page. CSV: all of it.", JSON, choices=FORMATS)


def filters(schema: Schema) -> tuple[Parameter, ...]:
    """The parameters that narrow: one for each field of names or days, and the dates."""
    named = (
        Parameter(field.query, "names", f"{_ONLY[field.kind]}; {_AGAIN[:-1]}; {_QUOTED}", ())
        for field in schema.names
    )
    days = (Parameter(day.query, "names", f"{_RANGE}; {_AGAIN}", ()) for day in schema.own_days)
    return (*named, *days, *DATES)


def matching(schema: Schema, query: Parameter = QUERY) -> tuple[Parameter, ...]:
    """The parameters that say which statements match."""
    return (query, *filters(schema), ANY, VARIANTS)


def size(name: str, least: int, what: str = "Hits", default: int = 10) -> Parameter:
    """The parameter for how many of what there are on a page."""
    return Parameter(name, "number", f"{what} a page.", default, least, MAX_SIZE)


def read(
    pairs: Iterable[tuple[str, str]], parameters: Sequence[Parameter], *, strict: bool
) -> dict[str, object]:
    """The values of parameters, by name.

    Args:
        pairs: of the query string, decoded, in order.
        parameters: those there are.
        strict: whether unknown parameters and empty values are errors. A page ignores
            them: other sites add their own to links, and a form sends fields that were
            left empty. A page takes dates in words, too.

    Raises:
        BadParameter: one is unknown, out of bounds, or given twice.
    """
    known = {parameter.name: parameter for parameter in parameters}
    given: dict[str, list[str]] = {}
    for name, text in pairs:
        if name in known:
            given.setdefault(name, []).append(text)
        elif strict:
            expected = ", ".join(sorted(known)) or "none"
            raise BadParameter(name, "there is no such parameter", expected)
    return {name: _value(known[name], given.get(name, []), strict) for name in known}


def _value(parameter: Parameter, texts: list[str], strict: bool) -> object:
    if not strict:
        texts = [text for text in texts if text.strip()]
    if parameter.kind == "names":
        if len(texts) > MAX_NAMES:
            raise BadParameter(parameter.name, "is given too often", f"at most {MAX_NAMES} times")
        for name in texts:
            _check_length(parameter, name)
        return tuple(dict.fromkeys(texts))
    if len(texts) > 1:
        raise BadParameter(parameter.name, "is given more than once", "one value")
    if texts and parameter.kind == "date" and not strict:
        return _one(parameter, as_unit(texts[0]))
    return _one(parameter, texts[0]) if texts else parameter.default


def _one(parameter: Parameter, text: str) -> object:
    if parameter.kind == "number":
        if not _NUMBER.fullmatch(text) or not parameter.least <= int(text) <= parameter.most:
            expected = f"a number from {parameter.least} to {parameter.most:,}"
            raise BadParameter(parameter.name, f"can't be {_short(text)!r}", expected)
        return int(text)
    if parameter.kind == "flag":
        if text not in ("true", "false"):
            raise BadParameter(parameter.name, f"can't be {_short(text)!r}", "true or false")
        return text == "true"
    if parameter.kind == "choice":
        if text not in parameter.choices:
            expected = ", ".join(parameter.choices)
            raise BadParameter(parameter.name, f"can't be {_short(text)!r}", expected)
        return text
    _check_length(parameter, text)
    if parameter.kind == "date" and not DATE.fullmatch(text):
        raise BadParameter(
            parameter.name, f"can't be {_short(text)!r}", "2007, 2007-11 or 2007-11-20"
        )
    return text


def _check_length(parameter: Parameter, text: str) -> None:
    if not text and (parameter.kind != "text" or parameter.least):
        raise BadParameter(parameter.name, "is empty", "a value")
    if len(text) > parameter.most:
        expected = f"at most {parameter.most:,} characters"
        raise BadParameter(parameter.name, f"has {len(text):,} characters", expected)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
