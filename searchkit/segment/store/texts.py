"""The texts that a profile adds to title and body.

Lives here: the format in prose, packing, unpacking. Does not live here: the title and the body
(`records`), their words (`segment.postings`, `segment.positions`), bounds and compression
(`packing`, `sources`).

A text T has the section `text.T`: for each statement raw DEFLATE of its UTF-8; nothing where it
has no such text.
"""

from __future__ import annotations

from searchkit.schema.fields import Schema, Text
from searchkit.segment.section import Section, per_statement, strings
from searchkit.segment.store.sources import deflate, inflate

PREFIX = "text."


def section_of(text: Text) -> str:
    """The name of its section."""
    return PREFIX + text.name


def sections(schema: Schema) -> tuple[Section, ...]:
    """The sections of all of them."""
    return tuple(
        section
        for text in schema.own_texts
        for section in strings(section_of(text), size=per_statement, text=False)
    )


def pack_text(text: str) -> bytes:
    """A text as it is stored."""
    return deflate(text.encode("utf-8", "surrogatepass"), b"") if text else b""


def unpack_text(data: bytes) -> str:
    """Undo `pack_text`.

    Raises:
        ValueError: `data` is no such text.
    """
    return inflate(data, b"").decode("utf-8", "surrogatepass") if data else ""
