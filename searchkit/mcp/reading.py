"""The tool `read`, and statements as resources.

Lives here: the text of one statement, a part at a time. Does not live here: finding it (`asking`).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from searchkit.engines.protocol import Archive
from searchkit.mcp.arguments import Text
from searchkit.mcp.results import QUOTED, ReadResult, cited, short, short_list
from searchkit.model.errors import InvalidArgument, StatementNotFound
from searchkit.model.statement import Statement

LENGTH, LONGEST = 10_000, 40_000
"""Characters of a part where nobody says otherwise, and at most."""


def read(
    archive: Archive,
    id: Annotated[
        Text, Field(description="The id of a statement, or the address of its original.")
    ],
    offset: Annotated[
        int, Field(ge=0, le=10**9, description="Where in the text to begin, in characters.")
    ] = 0,
    length: Annotated[
        int, Field(ge=1, le=LONGEST, description="Characters of text at most.")
    ] = LENGTH,
) -> ReadResult:
    """Read a statement: its clean text from `offset` on, and what it takes to cite it. Offsets are
    those of passages, lines and sources. Of a long text this is a part; `next_offset` goes on.
    """
    statement = archive.statement(_id(archive, id))
    text = archive.text(statement.id)
    if offset > len(text):
        raise InvalidArgument(
            f"the text has {len(text):,} characters: nothing begins at {offset:,}",
            where=short(statement.id),
        )
    return part_of(statement, text, offset, length)


def part_of(statement: Statement, text: str, offset: int, length: int) -> ReadResult:
    """A part of a statement's clean text."""
    end = min(len(text), offset + length)
    following = end if end < len(text) else None
    return {
        "quoted_material": QUOTED,
        **cited(statement),
        "attachments": short_list(statement.attachments),
        "length": len(text),
        "start": offset,
        "end": end,
        "next_offset": following,
        "more": f"The text goes on: read with offset {end}." if following is not None else None,
        "text": text[offset:end],
    }


def _id(archive: Archive, name: str) -> str:
    """The id that a name means.

    Raises:
        StatementNotFound: it means none.
        InvalidArgument: it means several.
    """
    (ids,) = archive.find([name])
    if not ids:
        raise StatementNotFound(
            "no statement has this id or address",
            where=short(name),
            remedy="Take an id as search gives it, letter by letter",
        )
    if len(ids) > 1:
        raise InvalidArgument(
            f"{len(ids)} statements have this address",
            where=short(name),
            remedy=f"Give one of their ids: {', '.join(short_list(ids))}",
        )
    return ids[0]
