"""Front matter that is broken, line by line.

Lives here: what can still be read of front matter whose parser gave up: `key: value` lines,
each by itself. Does not live here: when that is asked for (`front_matter`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from searchkit.corpus.entries import IsKnown, plain_key
from searchkit.corpus.problems import Unreadable
from searchkit.corpus.values import Pairs, Scalar, Value

MAX_PARSED = 1_000
"""Keys whose values are given to a parser one by one; those after them are texts."""

KEY_LINE = re.compile(r"[ \t]*(['\"]?)([\w][\w .-]{0,60}?)\1[ \t]*[:=](?=[ \t]|$)[ \t]*(.*)")
"""A key and its value."""
_TOML_LINE = re.compile(r"[ \t]*(['\"]?)([\w][\w .-]{0,60}?)\1[ \t]*=[ \t]*(.*)")
# A key that touches its value. It counts only if it is one of a statement's fields: "12:30" and
# "https://" look like it too.
_TOUCHING = re.compile(r"()(\w[\w-]{0,60}):(?!//)(?=\S)(.*)")
_JSON_KEY = re.compile(r"[ \t]*\"([^\"\n]{1,60})\"[ \t]*:[ \t]*(.*)")
_JSON_OPENING = re.compile(r"[ \t]*\{[ \t]*(?=\".*,[ \t]*$)")
_MORE = (" ", "\t", "- ", "]", "}")
# Lines that say nothing, in languages that have them: brackets, the heads of tables.
_SYNTAX = re.compile(r"[ \t]*(?:[\[\]{}],?|\[{1,2}[^\[\]\n]{1,60}\]{1,2})[ \t]*")

Parse = Callable[[str, int], Value | None]
"""Reads front matter which has so many lines of the file before it, or raises Unreadable."""


class LooseHead(NamedTuple):
    """What could be read.

    Attributes:
        tree: keys and values.
        lines: how many lines were taken.
        rest: those of them that are no part of a value, as they stand.
    """

    tree: Pairs
    lines: int
    rest: list[str]


class _Part(NamedTuple):
    key: str
    value: str
    line: int
    lines: list[str]


def read_loose(
    lines: Sequence[str],
    lines_before: int,
    parse: Parse,
    language: str,
    is_known: IsKnown,
    *,
    closed: bool,
) -> LooseHead:
    """Read what can be read of the lines of front matter.

    Args:
        lines: of the front matter; of all that follows it if it is not closed.
        lines_before: of the file.
        parse: the parser of the language, for one key and its value.
        language: its name.
        is_known: tells keys of a statement's fields.
        closed: whether `lines` end where the front matter does. If not, it ends with the
            first line that can be no part of it.
    """
    json = language == "JSON"
    parts: list[_Part] = []
    rest: list[str] = []
    inside = False
    taken = len(lines)
    for number, line in enumerate(lines):
        # The first of several keys may stand beside the bracket.
        if json and number == 0 and (opening := _JSON_OPENING.match(line)):
            line = line[opening.end() :]
        match = _key_line(line, language, is_known)
        if match and (json or not line.startswith((" ", "\t")) or not inside):
            key, value = match.groups()[-2:]
            if match.re is _TOUCHING:
                line = f"{key}: {value}"
            parts.append(_Part(key, value, lines_before + number + 1, [line]))
            inside = True
        elif inside and line.rstrip() and (line.startswith(_MORE) or line.rstrip() == "-"):
            parts[-1].lines.append(line)
        elif line.startswith("#") or (language != "YAML" and _SYNTAX.fullmatch(line)):
            continue
        elif not line.strip():
            if not closed:
                taken = number
                break
            if inside:
                parts[-1].lines.append(line)
        elif closed:
            rest.append(line)
            inside = False
        else:
            taken = number
            break
    pairs: list[tuple[Scalar, Value]] = []
    for number, part in enumerate(parts):
        pairs += _read(part, parse if number < MAX_PARSED else _refuse, json)
    return LooseHead(Pairs(pairs, lines_before), taken, rest)


def _key_line(line: str, language: str, is_known: IsKnown) -> re.Match[str] | None:
    """A key and its value as the last two groups, if `line` begins with a key."""
    if language == "JSON":
        return _JSON_KEY.match(line)
    if match := KEY_LINE.match(line):
        return match
    if language == "TOML":
        return _TOML_LINE.match(line)
    match = _TOUCHING.match(line)
    return match if match and is_known(plain_key(match[2])) else None


def _read(part: _Part, parse: Parse, json: bool) -> list[tuple[Scalar, Value]]:
    """The pair of one key; its value is text where the parser gives up."""
    text = "\n".join(part.lines)
    if json:
        text = "{" + text.rstrip().removesuffix(",") + "}"
    try:
        tree = parse(text, part.line - 1)
    except Unreadable:
        tree = None
    if isinstance(tree, Pairs):
        return [(key._replace(line=part.line), value) for key, value in tree.pairs]
    written = " ".join([part.value, *part.lines[1:]]) if not json else part.value.rstrip(" ,")
    value = " ".join(written.split())
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        value = value[1:-1]
    return [(Scalar(part.key, part.line), Scalar(value, part.line))]


def _refuse(_: str, __: int) -> Value | None:
    raise Unreadable("too many keys")
