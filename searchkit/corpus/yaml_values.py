"""YAML as values.

Lives here: front matter in YAML to the tree of `values`, safely and with bounded work. Does not
live here: where front matter begins and ends (`front_matter`).

PyYAML composes nodes and constructs nothing of them: a node has its text as it was written, its
line, and the type that YAML sees in it. A value that can't be constructed is no error until
somebody asks for it. Front matter of the usual shape is read without it
(`searchkit.kernels.reading`), and says the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any

import yaml

from searchkit.corpus.problems import Unreadable
from searchkit.corpus.values import (
    MAX_BRACKETS,
    MAX_DIGITS,
    NULLS,
    Budget,
    Items,
    Pairs,
    Scalar,
    Value,
    as_text,
    check_brackets,
)
from searchkit.kernels import reading
from searchkit.kernels.entries import Entry

_MANY_DASHES = re.compile(r"(?:[-?][ \t]+){50}")
_CORE = "tag:yaml.org,2002:"
_TEXT = _CORE + "str"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Composes nodes; aliases are resolved, merge keys are plain keys."""


def read_yaml(head: str, lines_before: int) -> Value | None:
    """The tree of front matter which has so many lines of the file before it; None if there is
    nothing in it.

    Raises:
        Unreadable: it is no valid YAML, or asks for more work than any real one.
    """
    check_brackets(head)
    if head.count("- ") + head.count("? ") < MAX_BRACKETS // 10:
        entries = reading.simple_entries(head)
        if entries is not None:
            return _simple(entries, lines_before + 1)
    if _MANY_DASHES.search(head):
        raise Unreadable(f"front matter opens more than {MAX_BRACKETS} brackets or lists")
    try:
        node = yaml.compose(head, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + lines_before + 1}: " if error.problem_mark else ""
        raise Unreadable(f"front matter is not valid YAML: {line}{error.problem}") from None
    except Exception as error:  # PyYAML lets any through.
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Unreadable(f"front matter is not valid YAML: {first}") from None
    if node is None:
        return None
    # Without an alias, all texts together are no longer than the head.
    return _value(node, lines_before + 1, Budget(counts_text="*" in head), 0)


def _simple(entries: Sequence[Entry], line: int) -> Pairs:
    """The tree of simple front matter that begins on this line."""
    tree = Pairs([], line)
    for key, value, items in entries:
        made: Value
        if items:
            listed: list[Value] = [_written(one, line + i) for i, one in enumerate(items, start=1)]
            made = Items(listed, line + 1)
        else:
            made = _written(value or "", line)
        tree.pairs.append((_written(key, line), made))
        line += 1 + len(items)
    return tree


def _written(text: str, line: int) -> Scalar:
    """A value of simple front matter, written like this."""
    if text[:1] in ('"', "'") and text:
        return Scalar(text[1:-1], line, "text", str)
    text = text.rstrip(" ")
    # The resolvers that PyYAML itself asks for a plain value.
    for tag, pattern in _Loader.yaml_implicit_resolvers.get(text[:1], ()):
        if pattern.match(text):
            return _tagged(text, tag, line)
    return Scalar(text, line, "text", str)


def _value(node: Any, first_line: int, budget: Budget, depth: int) -> Value:
    """The tree of a node. Aliases are walked each time, a node in itself until it is too deep."""
    if isinstance(node, yaml.ScalarNode):
        if budget.counts_text:
            budget.take_text(node.value)
        # Most values are plain texts, and most front matters nothing else.
        if node.tag == _TEXT:
            return Scalar(node.value, node.start_mark.line + first_line, "text", str)
        return _tagged(node.value, node.tag, node.start_mark.line + first_line)
    inner = node.value
    line = node.start_mark.line + first_line
    if isinstance(node, yaml.SequenceNode):
        budget.take(len(inner), depth)
        return Items([_value(one, first_line, budget, depth + 1) for one in inner], line)
    budget.take(2 * len(inner), depth)
    pairs = []
    for key, value in inner:
        made = _value(key, first_line, budget, depth + 1)
        name = made if isinstance(made, Scalar) else Scalar(as_text(made), made.line)
        pairs.append((name, _value(value, first_line, budget, depth + 1)))
    if node.tag == _CORE + "set":
        keys: list[Value] = [*sorted((key for key, _ in pairs), key=lambda key: key.text)]
        return Items(keys, line)
    return Pairs(pairs, line)


def _tagged(text: str, tag: str, line: int) -> Scalar:
    """A value that YAML sees a type in."""
    kind, typed = _kind(tag)
    if kind == "nothing" and text not in NULLS:
        kind = "text"
    elif kind == "date" and len(text) > len("2007-11-20"):
        kind = "datetime"
    return Scalar(text, line, kind, typed)


@lru_cache(maxsize=64)
def _kind(tag: str) -> tuple[str, Any]:
    """What a tag makes of a value: its name, and the function that makes it."""
    if tag == _TEXT:
        return "text", str
    name = tag.removeprefix(_CORE) if tag.startswith(_CORE) else tag
    kind = {"null": "nothing", "timestamp": "date", "merge": "text", "value": "text"}.get(
        name, name
    )
    return kind, str if kind == "text" else partial(_constructed, tag)


def _constructed(tag: str, text: str) -> object:
    """What YAML makes of a text with a tag, as JSON can hold it."""
    if len(text) > MAX_DIGITS and tag in (_CORE + "int", _CORE + "float"):
        raise ValueError("is a number of more than a thousand digits")
    # A constructor remembers every node, so each value has its own.
    made = yaml.constructor.SafeConstructor().construct_object(yaml.ScalarNode(tag, text))
    if isinstance(made, float) and (made != made or made in (float("inf"), float("-inf"))):
        return str(made)
    return made if made is None or isinstance(made, (str, int, float, bool)) else str(made)
