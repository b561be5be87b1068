"""Front matter: the YAML block before a statement's text.

Lives here: telling whether there is one, and turning its values into the fields
of a `Statement`, with a note of everything that had to be repaired. Does not live
here: reading files (`reader`), the body (`markdown`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml
from frontmatter.default_handlers import YAMLHandler

from searchkit.corpus.problems import Unreadable
from searchkit.schema.names import is_person

MAX_FRONT_MATTER = 256 * 1024
"""Characters; more than any real one needs, little enough to parse at once."""
MAX_VALUES = 10_000
"""Values in one front matter, aliases counted each time (a few lines of YAML
can stand for billions)."""
MAX_BRACKETS = 500
MAX_DEPTH = 50
MAX_BITS = 4_000
"""Of a whole number; Python refuses to write out much longer ones."""

_MANY_DASHES = re.compile(r"(?:[-?][ \t]+){50}")
_HANDLER = YAMLHandler()
_OPENING = re.compile(r"-{3,}[ \t]*\n")
_KEY = re.compile(r"-{3,}[ \t]*\n(?:[ \t]*(?:#.*)?\n)*[\w'\"-][^\n:]*:(?:[ \t]|\n)")
_UNKNOWN_DATE = datetime.date(1, 1, 1)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML's safe loader without merge keys, a few of which stand for billions of
    values; they are refused instead.
    """

    def flatten_mapping(self, node: object) -> None:
        """Merge nothing."""


_TextLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Only makes text, lists and mappings."""

Warn = Callable[[int | None, str], None]


@dataclass(slots=True)
class Fields:
    """What front matter says, in the types of `Statement`."""

    title: str | None = None
    date: datetime.date | None = None
    url: str | None = None
    ministers: tuple[str, ...] = ()
    portfolios: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    extra: dict[str, object] | None = None


def split(text: str) -> tuple[dict[str, object] | None, str, str]:
    """(values, the lines up to the end of the front matter, body) of a file's text.

    `values` is None where there is no front matter: the whole text is body.

    Raises:
        Unreadable: there is front matter, but it is no valid YAML mapping, or it asks
            for more work than any real one.
    """
    if not _OPENING.match(text):
        return None, "", text.strip()
    looks_meant = _KEY.match(text) is not None
    try:
        head, body = _HANDLER.split(text)
    except ValueError:
        if looks_meant:
            raise Unreadable("front matter has no closing --- line") from None
        return None, "", text.strip()
    try:
        values = _load(head, text[: text.index(head)].count("\n"))
    except Unreadable:
        if not looks_meant:
            return None, "", text.strip()
        raise
    if not isinstance(values, dict):
        if looks_meant:
            raise Unreadable("front matter is not a mapping of names to values")
        return None, "", text.strip()
    return values, text[: text.index(head) + len(head)], body.strip()


def _load(head: str, lines_before: int) -> object:
    """What YAML makes of front matter that begins behind so many lines.

    What can take a parser's stack or time without bound is refused before it sees it.
    """
    if len(head) > MAX_FRONT_MATTER:
        raise Unreadable(f"front matter is longer than {MAX_FRONT_MATTER:,} characters")
    if head.count("[") + head.count("{") > MAX_BRACKETS or _MANY_DASHES.search(head):
        raise Unreadable(f"front matter opens more than {MAX_BRACKETS} brackets or lists")
    try:
        values: object = _HANDLER.load(head, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + lines_before + 1}: " if error.problem_mark else ""
        raise Unreadable(f"front matter is not valid YAML: {line}{error.problem}") from None
    except Exception as error:  # PyYAML's constructors let any through.
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Unreadable(f"front matter is not valid YAML: {first}") from None
    _check_size(values)
    return values


def _check_size(values: object) -> None:
    """Refuse more values, deeper nesting or longer numbers than any real one has."""
    level, depth, seen = [values], 0, 1
    while level:
        if depth > MAX_DEPTH:
            raise Unreadable(f"front matter is nested deeper than {MAX_DEPTH}")
        inner: list[object] = []
        for value in level:
            if isinstance(value, str):
                continue
            if isinstance(value, dict):
                inner += [*value.keys(), *value.values()]
            elif isinstance(value, (list, tuple, set)):
                inner += value
            elif isinstance(value, int) and value.bit_length() > MAX_BITS:
                raise Unreadable("front matter holds a number of more than a thousand digits")
            # Aliases can make few values many.
            if seen + len(inner) > MAX_VALUES:
                raise Unreadable(f"front matter holds more than {MAX_VALUES:,} values")
        level, depth, seen = inner, depth + 1, seen + len(inner)


def _line_of(head: str, name: str, value: str = "") -> int | None:
    """The line of the file where `name:` stands (and, below it, `value`).

    Args:
        head: the lines up to the end of the front matter.
    """
    found = None
    for number, line in enumerate(head.split("\n"), start=1):
        if found is None and re.match(rf"['\"]?{re.escape(name)}['\"]?\s*:", line):
            found = number
            if not value:
                break
        if found is not None and value and value in line:
            return number
    return found


def _as_written(head: str, name: str) -> str:
    """The value of `name` as the text it is written as."""
    content = head.split("\n", 1)[1]
    values = yaml.load(content, Loader=_TextLoader)
    return as_text(values.get(name))


def as_text(value: object) -> str:
    """A YAML value that should have been text, as text.

    A mapping `{a: b}` is what YAML makes of the plain text "a: b".
    """
    if isinstance(value, dict):
        return ", ".join(f"{as_text(k)}: {as_text(v)}" for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(as_text(v) for v in value)
    if isinstance(value, set):
        return ", ".join(sorted(as_text(v) for v in value))
    return "" if value is None else str(value)


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else type(value).__name__


def _texts(values: dict[str, object], name: str, head: str, warn: Warn) -> tuple[str, ...]:
    """The values of a list field, each as one text."""
    value = values.pop(name, None)
    listed = value if isinstance(value, list) else [] if value is None else [value]
    texts = []
    for item in listed:
        text = " ".join(as_text(item).split()) if not isinstance(item, str) else item.strip()
        if not isinstance(item, str) and text:
            line = _line_of(head, name, str(as_text(item)).split(":")[0])
            warn(line, f"{name}: YAML reads this as {_kind(item)}; taken as the text {text!r}")
        if text:
            texts.append(text)
    return tuple(texts)


def _date(values: dict[str, object], head: str, warn: Warn) -> datetime.date | None:
    value = values.pop("date", None)
    if value is None:
        return None
    if isinstance(value, datetime.datetime):
        value = value.date()
    elif not isinstance(value, datetime.date):
        try:
            value = datetime.datetime.fromisoformat(str(value).strip()).date()
        except ValueError:
            warn(_line_of(head, "date"), f"date: {value!r} is no date; taken as unknown")
            return None
    if value == _UNKNOWN_DATE:
        warn(_line_of(head, "date"), "date: 0001-01-01 stands for no date; taken as unknown")
        return None
    return value


def read_fields(values: dict[str, object], head: str, warn: Warn) -> Fields:
    """The values of front matter as fields; what is none of ours goes to `extra`.

    Args:
        values: what YAML made of the front matter.
        head: the lines up to the end of the front matter.
        warn: called with (line, message) for each repair.
    """
    rest = dict(values)
    fields = Fields()
    title = rest.pop("title", None)
    if title is not None and not isinstance(title, str):
        read_as = type(title).__name__
        title = _as_written(head, "title") or as_text(title)
        warn(_line_of(head, "title"), f"title: YAML reads this as {read_as}; taken as text")
    fields.title = " ".join(title.split()) if title else None
    fields.date = _date(rest, head, warn)
    url = rest.pop("url", None)
    fields.url = as_text(url).strip() or None
    fields.ministers = _texts(rest, "ministers", head, warn)
    fields.portfolios = _texts(rest, "portfolios", head, warn)
    fields.attachments = _texts(rest, "attachments", head, warn)
    for name in fields.ministers:
        if not is_person(name):
            line = _line_of(head, "ministers", name)
            warn(line, f"ministers: {name!r} is no person's name; kept, but nobody's statement")
    fields.extra = {str(name): _plain(value) for name, value in rest.items()}
    return fields


def _plain(value: object) -> object:
    """A YAML value as JSON can hold it."""
    if isinstance(value, dict):
        return {as_text(k): _plain(v) for k, v in value.items()}
    if isinstance(value, set):
        return sorted(as_text(v) for v in value)
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if (isinstance(value, float) and value in (float("inf"), float("-inf"))) or value != value:
        return str(value)
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)
