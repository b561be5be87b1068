"""JSON as values.

Lives here: the object at the top of a file to the tree of `values`, and where it ends, with
bounded work. Does not live here: whether it is meant as front matter (`front_matter`).
"""

from __future__ import annotations

import json
import math
import re
from typing import NamedTuple

from searchkit.corpus.problems import Unreadable
from searchkit.corpus.values import (
    MAX_BRACKETS,
    MAX_DIGITS,
    MAX_FRONT_MATTER,
    Budget,
    Items,
    Pairs,
    Scalar,
    Value,
)

_HALVES = re.compile("[\ud800-\udfff]")


class JsonHead(NamedTuple):
    """The tree of an object, and how many characters it took."""

    tree: Value
    length: int


def read_json(text: str) -> JsonHead:
    """The JSON object that `text` begins with.

    Raises:
        Unreadable: it begins with no valid object, or one that asks for more work than any
            real one.
    """
    text = text[:MAX_FRONT_MATTER]
    try:
        value, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError) as error:
        reason = (
            f"line {error.lineno}: {error.msg}"
            if isinstance(error, json.JSONDecodeError)
            else "it is nested too deeply"
        )
        raise Unreadable(f"front matter is not valid JSON: {reason}") from None
    if text.count("[", 0, end) + text.count("{", 0, end) > MAX_BRACKETS:
        raise Unreadable(f"front matter opens more than {MAX_BRACKETS} brackets or lists")
    return JsonHead(_value(value, Budget(), 0), end)


def _whole(text: str) -> str:
    """`text` without halves of characters, which JSON can escape and no file can hold."""
    if _HALVES.search(text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _int(text: str) -> Scalar:
    if len(text) > MAX_DIGITS:
        return Scalar(text, None, "int")
    return Scalar(text, None, "int", int)


def _float(text: str) -> Scalar:
    finite = len(text) <= MAX_DIGITS and math.isfinite(float(text))
    return Scalar(text, None, "float", float) if finite else Scalar(text, None, "float")


_DECODER = json.JSONDecoder(
    object_pairs_hook=lambda pairs: Pairs([(Scalar(_whole(key)), value) for key, value in pairs]),
    parse_int=_int,
    parse_float=_float,
    parse_constant=lambda text: Scalar(text, None, "float"),
)


def _value(value: object, budget: Budget, depth: int) -> Value:
    """The tree of what the decoder made: its hooks made mappings and numbers already."""
    if isinstance(value, Pairs):
        budget.take(2 * len(value.pairs), depth)
        return Pairs([(key, _value(one, budget, depth + 1)) for key, one in value.pairs])
    if isinstance(value, Scalar):
        return value
    if isinstance(value, list):
        budget.take(len(value), depth)
        return Items([_value(one, budget, depth + 1) for one in value])
    if isinstance(value, bool):
        return Scalar(str(value).lower(), None, "bool", lambda _: value)
    if value is None:
        return Scalar("", None, "nothing", lambda _: None)
    return Scalar(_whole(str(value)))
