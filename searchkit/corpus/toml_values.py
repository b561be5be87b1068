"""TOML as values.

Lives here: front matter in TOML to the tree of `values`, by the standard library's parser, with
bounded work. Does not live here: where front matter begins and ends (`front_matter`).
"""

from __future__ import annotations

import datetime
import math
import tomllib

from searchkit.corpus.problems import Unreadable
from searchkit.corpus.values import (
    MAX_DIGITS,
    Budget,
    Items,
    Pairs,
    Scalar,
    Value,
    check_brackets,
)

MAX_DOTS = 50
"""In a line that can be a key: the parser's memory grows with the square of a key's parts."""
MAX_KEY_DOTS = 2_000
"""In all such lines together."""


class _Float(float):
    """A float that knows how it was written."""

    text: str


def read_toml(head: str, lines_before: int) -> Value:
    """The tree of front matter which has so many lines of the file before it.

    Raises:
        Unreadable: it is no valid TOML, or asks for more work than any real one.
    """
    check_brackets(head)
    _check_keys(head)
    try:
        table = tomllib.loads(head, parse_float=_float)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise Unreadable(f"front matter is not valid TOML: {_reason(error)}") from None
    return _value(table, Budget(), 0)


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return " ".join(str(error).split()) or type(error).__name__


def _check_keys(head: str) -> None:
    total = 0
    for line in head.split("\n"):
        dots = line.count(".")
        if dots > MAX_DOTS:
            # Dots of a text are no parts of a key; those in quotes before it may be.
            key = line if line.lstrip().startswith(("[", "{")) else line.split("=", 1)[0]
            dots = max(key.count("."), line.count(".") if "{" in line else 0)
            if dots > MAX_DOTS:
                raise Unreadable(f"front matter has a key of more than {MAX_DOTS} parts")
        else:
            dots = line.split("=", 1)[0].count(".")
        total += dots
    if total > MAX_KEY_DOTS:
        raise Unreadable(f"front matter has keys of more than {MAX_KEY_DOTS:,} parts")


def _float(text: str) -> _Float:
    made = _Float(text)
    made.text = text
    return made


def _value(value: object, budget: Budget, depth: int) -> Value:
    if isinstance(value, dict):
        budget.take(2 * len(value), depth)
        return Pairs([(Scalar(str(k)), _value(v, budget, depth + 1)) for k, v in value.items()])
    if isinstance(value, list):
        budget.take(len(value), depth)
        return Items([_value(one, budget, depth + 1) for one in value])
    if isinstance(value, str):
        return Scalar(value)
    if isinstance(value, bool):
        return Scalar(str(value).lower(), None, "bool", lambda _: value)
    if isinstance(value, _Float):
        # What JSON can't hold stays text.
        if math.isfinite(value):
            return Scalar(value.text, None, "float", lambda _: float(value))
        return Scalar(value.text, None, "float")
    if isinstance(value, int):
        if value.bit_length() > 4 * MAX_DIGITS:
            raise Unreadable("front matter holds a number of more than a thousand digits")
        return Scalar(str(value), None, "int", lambda _: value)
    if isinstance(value, datetime.datetime):
        return Scalar(value.isoformat(" "), None, "datetime")
    if isinstance(value, datetime.date):
        return Scalar(value.isoformat(), None, "date")
    return Scalar(str(value), None, "time")
