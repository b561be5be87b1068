"""XML as it streams by, with bounded memory and bounded work.

Lives here: feeding a file to a reader of elements, and refusing what a hostile file may try. Does
not live here: what elements mean (`parlamint`, `parliament_lists`, `hansard`, `word_parts`).

The parser is expat, with the rules of defusedxml except for one: an entity may be declared if it
stands for a few plain characters. The files of TheyWorkForYou begin with a hundred of those
(`&ndash;`, `&pound;`). One that names another entity, or that stands for more, is refused when it
is declared, so nothing can grow; and nothing outside of the file is ever asked for.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol
from xml.parsers import expat

from searchkit.importers.options import Progress, no_progress
from searchkit.importers.sources import unreadable
from searchkit.model.errors import InvalidInput

CHUNK = 64 * 1024
MAX_TOKEN = 1024 * 1024
"""Bytes of one tag, comment or other sign."""
MAX_DEPTH = 200
"""Elements inside one another."""
MAX_ENTITY = 16
"""Characters that an entity may stand for: any accented letter, and no bomb."""
_INVALID_TOKEN = expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]
_REFERENCES = re.compile(r"&#|&\w|%\w")


class Elements(Protocol):
    """What a reader of elements does. Names are local: `tei:u` is `u`."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters, in as many pieces as there are elements around them, or more."""


class BrokenXml(Exception):
    """Why a file can't be read any further. It never leaves the run.

    Attributes:
        line: where.
        reason: in words.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason

    def where(self, path: Path) -> str:
        """The file with the line, for messages."""
        return f"{path}:{self.line}"


class _Refused(Exception):
    """What no file may do. Inside of the parser, which has no line for it yet."""


class _Enough(Exception):
    """A reader wants no more of a file."""


def root_of(path: Path, encoding: str) -> tuple[str, dict[str, str]]:
    """The name and the attributes of a file's root element.

    Raises:
        InvalidInput: it has none, or the system won't give the file.
    """
    root = _Root()
    try:
        for _ in fed(path, root, encoding=encoding, progress=no_progress):
            pass
    except _Enough:
        pass
    except BrokenXml as error:
        raise InvalidInput(error.reason, where=error.where(path)) from None
    return root.name, root.attributes


class _Root:
    """Remembers the first element, and wants no more."""

    def __init__(self) -> None:
        self.name, self.attributes = "", dict[str, str]()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.name, self.attributes = name, attributes
        raise _Enough

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def fed(path: Path, reader: Elements, *, encoding: str, progress: Progress) -> Iterator[None]:
    """Feed a file to a reader, and pause after each piece of it, so that what was found so far can
    be taken from the reader.

    Args:
        path: the file.
        reader: is told of elements.
        encoding: of the file, whatever it says itself; "" for what it says.
        progress: is told how many bytes were read, and of how many.

    Raises:
        BrokenXml: it is no XML any further, or does what no file may.
        InvalidInput: the system won't give the file.
    """
    try:
        with path.open("rb") as file:
            total = os.fstat(file.fileno()).st_size
            for done in fed_from(file, reader, encoding=encoding):
                progress(done, total)
                yield
    except OSError as error:
        raise unreadable(path, error) from None


def fed_from(file: IO[bytes], reader: Elements, *, encoding: str = "") -> Iterator[int]:
    """Feed an open file, as `fed` does; each pause tells how many bytes were read.

    Raises:
        BrokenXml: it is no XML any further, or does what no file may.
        OSError: and whatever else the file raises.
    """
    parser, done = _parser(reader, encoding), 0
    while chunk := file.read(CHUNK):
        done += len(chunk)
        _parse(parser, chunk, final=False)
        if done - parser.CurrentByteIndex > MAX_TOKEN + CHUNK:
            raise BrokenXml(
                parser.CurrentLineNumber, f"a tag is longer than {MAX_TOKEN // 2**20} MiB"
            )
        yield done
    _parse(parser, b"", final=True)
    yield done


def _parse(parser: expat.XMLParserType, data: bytes, *, final: bool) -> None:
    try:
        parser.Parse(data, final)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code) or "unknown"
        if error.code == _INVALID_TOKEN:
            reason += ", or another encoding (see --encoding)"
        raise BrokenXml(error.lineno, f"the XML is broken here: {reason}") from None
    except (_Refused, LookupError, ValueError) as error:  # The latter two of an encoding.
        raise BrokenXml(parser.CurrentLineNumber, str(error)) from None


def _parser(reader: Elements, encoding: str) -> expat.XMLParserType:
    parser = expat.ParserCreate(encoding or None)
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.EntityDeclHandler = _check_entity
    parser.ExternalEntityRefHandler = _refuse_external
    parser.SkippedEntityHandler = _refuse_skipped
    depth = 0
    start, end = reader.start, reader.end

    def start_local(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise _Refused(f"elements are nested deeper than {MAX_DEPTH}")
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def end_local(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(":")[2] if ":" in name else name)

    parser.StartElementHandler = start_local
    parser.EndElementHandler = end_local
    parser.CharacterDataHandler = reader.text
    return parser


def _check_entity(
    name: str,
    is_parameter: bool,
    value: str | None,
    base: str | None,
    system: str | None,
    public: str | None,
    notation: str | None,
) -> None:
    """Refuse the declaration of an entity that stands for more than a few characters."""
    if value is None or is_parameter:
        raise _Refused(f"the entity {name!r:.40} stands for something outside of the text")
    if len(value) > MAX_ENTITY or _REFERENCES.search(value):
        raise _Refused(f"the entity {name!r:.40} stands for more than a few characters")


def _refuse_external(context: str, base: str | None, system: str | None, public: str | None) -> int:
    raise _Refused("it asks for another file")


def _refuse_skipped(name: str, is_parameter: bool) -> None:
    raise _Refused(f"the entity {name!r:.40} is nowhere declared")
