"""Front matter: the block above a statement's text that says what it is.

Lives here: telling whether a text has one and in which language (YAML, TOML, JSON), and taking
it off; where it is broken, what can be kept of it. Does not live here: parsing
(`yaml_values`, `toml_values`, `json_values`, `loose_values`), what its values mean (`fields`),
reading files (`reader`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from frontmatter.default_handlers import BaseHandler, YAMLHandler

from searchkit.corpus.entries import IsKnown, plain_key
from searchkit.corpus.json_values import read_json
from searchkit.corpus.loose_values import KEY_LINE, Parse, read_loose
from searchkit.corpus.problems import Unreadable, Warn
from searchkit.corpus.toml_values import read_toml
from searchkit.corpus.values import MAX_FRONT_MATTER, Pairs, Value
from searchkit.corpus.yaml_values import read_yaml


class SplitText(NamedTuple):
    """A file's text, taken apart.

    Attributes:
        tree: what the front matter says; None if there is none.
        body: the rest, without white space around it.
        language: of the front matter.
    """

    tree: Pairs | None
    body: str
    language: str = ""


class _TomlHandler(BaseHandler):
    """Where TOML begins. The library's own handler needs a parser that is not kept any more."""

    FM_BOUNDARY = re.compile(r"^\+{3,}\s*$", re.MULTILINE)


class _Language(NamedTuple):
    name: str
    handler: BaseHandler
    closing: re.Pattern[str]
    parse: Parse
    no_close: str


_LANGUAGES = {
    "-": _Language(
        "YAML",
        YAMLHandler(),
        re.compile(r"^(?:-{3,}|\.{3})[ \t]*$", re.MULTILINE),
        read_yaml,
        "front matter has no closing --- line",
    ),
    "+": _Language(
        "TOML",
        _TomlHandler(),
        re.compile(r"^\+{3,}[ \t]*$", re.MULTILINE),
        read_toml,
        "front matter has no closing +++ line",
    ),
}
# What may stand above the opening line: empty lines and comments.
_LEAD = re.compile(r"(?:[ \t]*\n|#[^\n]*\n|<!--[^\n]*-->[ \t]*\n)*")
_JSON_OPENING = re.compile(r"\{\s*\"")
_JSON_CLOSING = re.compile(r"^\}[ \t]*$", re.MULTILINE)


def split(text: str, is_known: IsKnown, warn: Warn) -> SplitText:
    """Take a file's text apart.

    Front matter that is broken is only meant as such if it has a key that is known.

    Args:
        text: of the file.
        is_known: tells keys of a statement's fields.
        warn: told what is broken.
    """
    first = text[:1]
    start, has_comment = 0, False
    if first in ("\n", " ", "\t", "#", "<") and (lead := _LEAD.match(text)):
        start = lead.end()
        has_comment = not lead[0].isspace() and start > 0
        first = text[start : start + 1]
    found = None
    if language := _LANGUAGES.get(first):
        found = _fenced(text, start, language, is_known, warn, has_comment)
    elif first == "{" and _JSON_OPENING.match(text, start):
        found = _json(text, start, is_known, warn)
    return found or SplitText(None, text.strip())


def _fenced(
    text: str, start: int, language: _Language, is_known: IsKnown, warn: Warn, has_comment: bool
) -> SplitText | None:
    """Front matter between two lines, or None if it is not meant as such."""
    end_of_line = text.find("\n", start)
    # Only the first line is looked at: a boundary may match white space over several.
    boundary = language.handler.FM_BOUNDARY
    if end_of_line < 0 or not boundary or not boundary.match(text[start:end_of_line]):
        return None
    begin = end_of_line + 1
    lines_before = text.count("\n", 0, begin)
    closing = language.closing.search(text, begin)
    if closing is None:
        return (
            None if has_comment else _unclosed(text, begin, lines_before, language, is_known, warn)
        )
    head, body = text[begin : closing.start()], text[closing.end() :].strip()
    try:
        tree = language.parse(head, lines_before)
        problem = "front matter is not a mapping of names to values"
    except Unreadable as error:
        tree, problem = None, str(error)
        if has_comment:
            return None
    else:
        if tree is None or isinstance(tree, Pairs):
            # A heading above a line is no comment, unless what follows is certainly meant.
            if tree is None or (has_comment and not _has_known(tree, is_known)):
                return None
            return SplitText(_with_lines(tree, head, lines_before), body, language.name)
    lines = head.split("\n")
    loose = read_loose(lines, lines_before, language.parse, language.name, is_known, closed=True)
    if not _has_known(loose.tree, is_known):
        return None
    warn(None, f"{problem}; read line by line")
    return SplitText(loose.tree, "\n".join([*loose.rest, "", body]).strip(), language.name)


def _unclosed(
    text: str, begin: int, lines_before: int, language: _Language, is_known: IsKnown, warn: Warn
) -> SplitText | None:
    lines = text[begin : begin + MAX_FRONT_MATTER].split("\n")
    loose = read_loose(lines, lines_before, language.parse, language.name, is_known, closed=False)
    if not _has_known(loose.tree, is_known):
        return None
    warn(None, f"{language.no_close}; its first lines are read as one")
    body = text[begin:].split("\n", loose.lines)[loose.lines :]
    return SplitText(loose.tree, "".join(body).strip(), language.name)


def _json(text: str, start: int, is_known: IsKnown, warn: Warn) -> SplitText | None:
    """A JSON object at the top, or None if it is not meant as front matter."""
    lines_before = text.count("\n", 0, start)
    try:
        tree, length = read_json(text[start : start + MAX_FRONT_MATTER])
    except Unreadable as error:
        problem = str(error)
    else:
        rest = text[start + length :]
        if not isinstance(tree, Pairs) or not _has_known(tree, is_known):
            return None
        if rest.split("\n", 1)[0].strip():  # It is the beginning of a sentence.
            return None
        tree = _with_lines(tree, text[start : start + length], lines_before)
        return SplitText(tree, rest.strip(), "JSON")
    closing = _JSON_CLOSING.search(text, start)
    head = text[start : closing.end() if closing else start + MAX_FRONT_MATTER]
    parse: Parse = lambda part, _: read_json(part).tree  # noqa: E731
    lines, is_closed = head.split("\n"), closing is not None
    loose = read_loose(lines, lines_before, parse, "JSON", is_known, closed=is_closed)
    if not _has_known(loose.tree, is_known):
        return None
    warn(None, f"{problem}; read line by line")
    if closing:
        body = "\n".join([*loose.rest, "", text[closing.end() :]])
    else:
        body = "".join(text[start:].split("\n", loose.lines)[loose.lines :])
    return SplitText(loose.tree, body.strip(), "JSON")


def _has_known(tree: Value, is_known: IsKnown) -> bool:
    return isinstance(tree, Pairs) and any(is_known(plain_key(key.text)) for key, _ in tree.pairs)


def _with_lines(tree: Pairs, head: str, lines_before: int) -> Pairs:
    """`tree` with the lines of its keys, where the parser does not tell them."""
    if not tree.pairs or tree.pairs[0][0].line is not None:
        return tree
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(head.split("\n"), start=lines_before + 1):
        if match := KEY_LINE.match(line):
            lines.setdefault(match[2], []).append(number)
    pairs = []
    for key, value in tree.pairs:
        numbers = lines.get(key.text)
        pairs.append((key._replace(line=numbers.pop(0)) if numbers else key, value))
    return Pairs(pairs, tree.line)
