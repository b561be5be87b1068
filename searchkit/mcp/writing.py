"""Results as text that nothing in it can forge.

Lives here: writing a result down for a reader who must tell our words from those of statements.
Does not live here: what a result holds (`results`).

A result is written as keys and values. A value that comes from a statement can't leave its place: a
short one is a string as JSON writes it, on one line, in quotation marks; a running text stands on
lines of its own, each of which begins with `>`. Whatever ends a line in Unicode ends
one here, and invisible characters are written as escapes, so that no text can begin a line of ours.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

QUOTE = "> "
"""What each line of a running text begins with, after the indentation."""
RUNNING = "text"
"""The key whose value is a running text."""
OURS = frozenset({"quoted_material", "more", "meaning", "limits"})
"""The keys whose values are sentences of ours, in which nothing is quoted."""
INDENT = "  "
_INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
"""Control, format and private characters, halves of characters, ends of lines and paragraphs."""


def as_text(result: Mapping[str, Any]) -> str:
    """A result as text, ending with a line break."""
    return "".join(f"{line}\n" for line in _object(result, ""))


def plain(text: str) -> str:
    """A message on one line, without characters that nobody would see."""
    return "".join(map(_seen, " ".join(text.split())))


def quoted(text: str, indent: str = "") -> Iterator[str]:
    """The lines of a running text, each marked as quoted."""
    for line in text.splitlines() or [""]:
        yield f"{indent}{QUOTE}{''.join(map(_seen, line))}"


def _object(values: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in values.items():
        # A profile or a client may name a key.
        name = key if key.isidentifier() else _short(key)
        if key == RUNNING and isinstance(value, str):
            yield f"{indent}{name}:"
            yield from quoted(value, indent)
        elif key in OURS and isinstance(value, str):
            yield f"{indent}{name}: {plain(value)}"
        elif isinstance(value, Mapping) and value:
            yield f"{indent}{name}:"
            yield from _object(value, indent + INDENT)
        elif isinstance(value, list) and not _is_flat(value):
            yield f"{indent}{name}:"
            yield from _items(value, indent)
        else:
            yield f"{indent}{name}: {_short(value)}"


def _items(values: Sequence[Mapping[str, Any]], indent: str) -> Iterator[str]:
    for value in values:
        if not any(_is_long(key, one) for key, one in value.items()):
            yield f"{indent}- {', '.join(_object(value, ''))}"
            continue
        lines = _object(value, "")
        yield f"{indent}- {next(lines, '')}"
        yield from (f"{indent}{INDENT}{line}" for line in lines)


def _is_flat(value: object) -> bool:
    """Whether it is a list without objects."""
    return isinstance(value, list) and not any(isinstance(one, Mapping) for one in value)


def _is_long(key: str, value: object) -> bool:
    """Whether a value takes several lines."""
    return key == RUNNING or bool(
        value and isinstance(value, Mapping | list) and not _is_flat(value)
    )


def _short(value: object) -> str:
    """A value on one line, as JSON."""
    return "".join(map(_seen, json.dumps(value, ensure_ascii=False)))


def _seen(letter: str) -> str:
    """A character, or the escape of one that nobody would see."""
    if letter.isascii():
        return letter if letter.isprintable() or letter == "\t" else f"\\u{ord(letter):04x}"
    if unicodedata.category(letter) not in _INVISIBLE:
        return letter
    number = ord(letter)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
