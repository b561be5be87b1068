"""One file becomes one document.

Lives here: bytes to text to `Document`, with a note of every repair. Does not live here:
finding files (`files`), which encoding they are in (`encoding`), taking off front matter
(`front_matter`) and what it means (`fields`), what a reader sees of a body (`templates`,
`markdown`), of plain text (`plain_text`), of a page (`html_page`) and of titles (`titles`).
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import NamedTuple

from searchkit.corpus.dates import Order
from searchkit.corpus.document import Document, content_digest
from searchkit.corpus.encoding import decoded
from searchkit.corpus.fields import FILE_NAME, known_keys, name_of_file, read_fields
from searchkit.corpus.files import HTML, NO_FILE, FileState, file_state
from searchkit.corpus.front_matter import SplitText, split
from searchkit.corpus.markdown import clean_text
from searchkit.corpus.plain_text import PLAIN_TEXT, as_markdown
from searchkit.corpus.problems import Unavailable, Unreadable, Warn, Warned
from searchkit.corpus.templates import without_templates
from searchkit.corpus.titles import plain_title
from searchkit.model.statement import Statement
from searchkit.schema.analysis import normalise
from searchkit.schema.fields import DEFAULT, Schema

READER_VERSION = 4
"""Of what is made of a file. An index whose files were read by another version reads them once
again: raise it whenever the same bytes become another statement."""
MAX_FILE_BYTES = 16 * 1024 * 1024
"""A larger file is no statement and is skipped."""
TITLE_LENGTH = 120
"""Characters near which the first line is cut if it serves as the title."""


class FileContent(NamedTuple):
    """The bytes of a file, and its state before they were read."""

    data: bytes
    state: FileState


def read_file(path: str | Path) -> FileContent:
    """Read a file whole.

    Raises:
        Unavailable: it can't be read.
        Unreadable: it is too large for a statement.
    """
    try:
        with open(path, "rb") as file:
            state = file_state(os.fstat(file.fileno()), time.time_ns())
            data = b""
            if state.size <= MAX_FILE_BYTES:
                # Room for more than there is takes longer to make than the file to read.
                data = file.read(state.size + 1)
                if len(data) > state.size:  # It grows.
                    data += file.read(MAX_FILE_BYTES + 1 - len(data))
    except OSError as error:
        raise Unavailable(f"can't be read: {error.strerror or error}") from None
    if state.size > MAX_FILE_BYTES:
        raise Unreadable(
            f"{state.size / 1e6:,.0f} MB is too large for a statement "
            f"(at most {MAX_FILE_BYTES // 2**20} MiB)"
        )
    if len(data) > MAX_FILE_BYTES:
        raise Unreadable(f"is too large for a statement (over {MAX_FILE_BYTES // 2**20} MiB)")
    return FileContent(data, state)


def read_document(path: Path, statement_id: str, schema: Schema = DEFAULT) -> Document:
    """Read the statement in the file at `path`.

    Raises:
        Unreadable: the file can't be read or holds no statement; says why.
    """
    content = read_file(path)
    return read_bytes(content.data, str(path), statement_id, content.state, schema)


def read_bytes(
    data: bytes,
    path: str,
    statement_id: str,
    state: FileState = NO_FILE,
    schema: Schema = DEFAULT,
    order: Order | None = "unknown",
) -> Document:
    """Read the statement in the bytes of a file.

    Args:
        data: the bytes.
        path: names the file in warnings; its suffix tells Markdown from plain text and pages.
        statement_id: the id the statement gets.
        state: the file's state before it was read.
        schema: which fields hold names.
        order: of days and months in dates; None if it will be known later only.

    Raises:
        Unreadable: `data` is binary or empty.
        OrderNeeded: `order` is None, and the date depends on it.
    """
    warnings: list[Warned] = []

    def warn(line: int | None, message: str) -> None:
        warnings.append(Warned(path, line, message))

    parts = _split(data, path, schema, warn)
    fields = read_fields(parts, schema, warn, order=order, statement_id=statement_id)
    body = parts.body
    clean = clean_text(body)
    title, read_as = plain_title(fields.title or ""), fields.read_as
    if not title:
        file = name_of_file(statement_id) if parts.tree is not None else None
        if file and file.title and not body.startswith("#"):
            title, read_as = file.title, (*read_as, (FILE_NAME, "title"))
        else:
            title = first_line(clean)
            if parts.tree is not None:
                what = "the page" if parts.language == "HTML" else "front matter"
                warn(None, f"{what} has no title; the first line of the text serves as title")
    statement = Statement(
        id=statement_id,
        title=normalise(title),
        body=body,
        date=fields.date,
        url=fields.url,
        extra=fields.extra,
        fields=fields.own,
        **fields.lists,
    )
    return Document(
        statement,
        clean,
        content_digest(data),
        state,
        tuple(warnings),
        date_order=fields.order,
        read_as=read_as,
    )


def _split(data: bytes, path: str, schema: Schema, warn: Warn) -> SplitText:
    """What a file says it is, and its body as Markdown.

    Raises:
        Unreadable: `data` is binary, empty, or a page that can't be read.
    """
    name = path.lower()
    if name.endswith(HTML):
        from searchkit.corpus.html_page import read_page

        return read_page(data, known_keys(schema), warn)
    text = decoded(data, warn)
    if not text.strip():
        raise Unreadable("is empty")
    parts = split(text, known_keys(schema), warn)
    to_markdown = as_markdown if name.endswith(PLAIN_TEXT) else without_templates
    return parts._replace(body=to_markdown(parts.body))


def first_line(text: str) -> str:
    """The first line of `text`, cut at a word near `TITLE_LENGTH` characters."""
    line = " ".join(text.split("\n", 1)[0].split())
    if len(line) <= TITLE_LENGTH:
        return line
    cut = re.match(rf".{{1,{TITLE_LENGTH - 1}}}(?=\s)", line)
    return (cut[0] if cut else line[: TITLE_LENGTH - 1]).rstrip(" ,;:–-") + "…"
