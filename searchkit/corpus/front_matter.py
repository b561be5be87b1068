"""Front matter: the block of YAML above a statement's text.

Lives here: telling whether a text has one, taking it off, and loading it safely. Does not
live here: what its values mean (`fields`), reading files (`reader`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml
from frontmatter.default_handlers import YAMLHandler

from searchkit.corpus.problems import Unreadable

MAX_FRONT_MATTER = 256 * 1024
"""Characters. No real front matter comes near it, and parsing this much takes next to no time."""
MAX_VALUES = 10_000
"""Values in one front matter. Aliases count each time they are used: a few lines of YAML can
stand for billions of values."""
MAX_BRACKETS = 500
MAX_DEPTH = 50
MAX_BITS = 4_000
"""Of a whole number. Python refuses to print much longer ones."""

_MANY_DASHES = re.compile(r"(?:[-?][ \t]+){50}")
_HANDLER = YAMLHandler()
_OPENING = re.compile(r"-{3,}[ \t]*\n")
_KEY = re.compile(r"-{3,}[ \t]*\n(?:[ \t]*(?:#.*)?\n)*[\w'\"-][^\n:]*:(?:[ \t]|\n)")


class SplitText(NamedTuple):
    """A file's text, taken apart.

    Attributes:
        values: what the front matter says; None if there is none.
        head: the lines up to the end of the front matter, as written.
        body: the rest, without white space around it.
    """

    values: dict[str, object] | None
    head: str
    body: str


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML's safe loader without merge keys: a few of them stand for billions of values."""

    def flatten_mapping(self, node: object) -> None:
        """Merge nothing."""


_TextLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Makes only text, lists and mappings."""


def split(text: str) -> SplitText:
    """Take a file's text apart.

    Raises:
        Unreadable: there is front matter, but it is no valid YAML mapping, or it asks
            for more work than any real one.
    """
    if not _OPENING.match(text):
        return _all_body(text)
    looks_meant = _KEY.match(text) is not None
    try:
        head, body = _HANDLER.split(text)
    except ValueError:
        if looks_meant:
            raise Unreadable("front matter has no closing --- line") from None
        return _all_body(text)
    start = text.index(head)
    try:
        values = _load(head, text[:start].count("\n"))
    except Unreadable:
        if not looks_meant:
            return _all_body(text)
        raise
    if not isinstance(values, dict):
        if looks_meant:
            raise Unreadable("front matter is not a mapping of names to values")
        return _all_body(text)
    return SplitText(values, text[: start + len(head)], body.strip())


def _all_body(text: str) -> SplitText:
    return SplitText(None, "", text.strip())


def _load(head: str, lines_before: int) -> object:
    """The value that YAML makes of front matter; `lines_before` it are in the file.

    What could take a parser's stack or time without bound is refused before it sees it.
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
    """Refuse more values, deeper nesting or longer numbers than any real front matter has."""
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
            # Checked inside the loop: aliases can make many values of a few.
            if seen + len(inner) > MAX_VALUES:
                raise Unreadable(f"front matter holds more than {MAX_VALUES:,} values")
        level, depth, seen = inner, depth + 1, seen + len(inner)


def load_as_texts(head: str) -> dict[str, object]:
    """The values of front matter that `split` has loaded, each as the text it is written as.

    Args:
        head: `SplitText.head`.
    """
    content = head.split("\n", 1)[1]
    values: dict[str, object] = yaml.load(content, Loader=_TextLoader)
    return values


def line_of(head: str, name: str, value: str = "") -> int | None:
    """The 1-based line of the file where `name:` stands (or, below it, `value`).

    Args:
        head: `SplitText.head`.
        name: a key of the front matter.
        value: a text in its value.
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
