"""One file becomes one statement.

Lives here: bytes to text to `Statement`, with what had to be repaired. Does not
live here: finding files (`files`), what front matter means (`front_matter`).
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from searchkit.corpus.document import Document, content_digest
from searchkit.corpus.files import NO_FILE, FileState, file_state
from searchkit.corpus.front_matter import Fields, read_fields, split
from searchkit.corpus.markdown import clean_text
from searchkit.corpus.problems import Unavailable, Unreadable, Warned
from searchkit.model.statement import Statement
from searchkit.schema.analysis import normalise

MAX_FILE_BYTES = 16 * 1024 * 1024
"""A larger file is no statement and is skipped."""
TITLE_LENGTH = 120
"""Characters near which the first line is cut where it serves as title."""


def read_file(path: Path) -> tuple[bytes, FileState]:
    """(the bytes of a file, its state before it was read).

    Raises:
        Unavailable: it can't be read.
        Unreadable: it is too large for a statement.
    """
    try:
        with path.open("rb") as file:
            state = file_state(os.fstat(file.fileno()), time.time_ns())
            data = file.read(MAX_FILE_BYTES + 1) if state.size <= MAX_FILE_BYTES else b""
    except OSError as error:
        raise Unavailable(f"can't be read: {error.strerror or error}") from None
    if state.size > MAX_FILE_BYTES:
        raise Unreadable(
            f"{state.size / 1e6:,.0f} MB is too large for a statement "
            f"(at most {MAX_FILE_BYTES // 2**20} MiB)"
        )
    if len(data) > MAX_FILE_BYTES:
        raise Unreadable(f"is too large for a statement (over {MAX_FILE_BYTES // 2**20} MiB)")
    return data, state


def read_document(path: Path, statement_id: str) -> Document:
    """Read the statement in the file at `path`.

    Raises:
        Unreadable: the file can't be read or holds no statement; says why.
    """
    data, state = read_file(path)
    return read_bytes(data, str(path), statement_id, state)


def read_bytes(data: bytes, path: str, statement_id: str, state: FileState = NO_FILE) -> Document:
    """Read the statement in `data`; `path` names it in warnings.

    Raises:
        Unreadable: `data` is binary or its front matter is broken.
    """
    if b"\0" in data:
        raise Unreadable("is binary (it holds a zero byte)")
    warnings: list[Warned] = []

    def warn(line: int | None, message: str) -> None:
        warnings.append(Warned(path, line, message))

    text = _decoded(data, warn)
    if not text.strip():
        raise Unreadable("is empty")
    values, head, body = split(text)
    if values is None:
        fields = Fields(title=first_line(clean_text(body)), extra={})
    else:
        fields = read_fields(values, head, warn)
    clean = clean_text(body)
    title = fields.title
    if title is None and values is not None:
        title = first_line(clean)
        warn(None, "front matter has no title; the first line of the text serves as title")
    statement = Statement(
        id=statement_id,
        title=normalise(title or ""),
        body=body,
        date=fields.date,
        url=fields.url,
        ministers=fields.ministers,
        portfolios=fields.portfolios,
        attachments=fields.attachments,
        extra=fields.extra or {},
    )
    return Document(statement, clean, content_digest(data), state, tuple(warnings))


def _decoded(data: bytes, warn: object) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8-sig", "replace")
        line = data.count(b"\n", 0, error.start) + 1
        count = text.count("\ufffd")
        warn(line, f"not valid UTF-8; {count} characters read as \ufffd")  # type: ignore[operator]
    return text.replace("\r\n", "\n").replace("\r", "\n")


def first_line(text: str) -> str:
    """The first line of `text`, cut at a word near `TITLE_LENGTH` characters."""
    line = " ".join(text.split("\n", 1)[0].split())
    if len(line) <= TITLE_LENGTH:
        return line
    cut = re.match(rf".{{1,{TITLE_LENGTH - 1}}}(?=\s)", line)
    return (cut[0] if cut else line[: TITLE_LENGTH - 1]).rstrip(" ,;:–-") + "…"
