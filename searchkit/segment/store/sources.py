"""The second record of a statement: what no search reads.

Lives here: the format in prose, packing and reading it. Does not live here: what every hit
shows (`records`), bounds (`packing`).

`source` has for each statement raw DEFLATE of JSON `[body, extra]`: the body as it was given
(`null` where it is its own clean text), and the values that are no attributes of a statement;
nothing where there is neither. The clean text differs little from the body, so its last
32 KiB are the dictionary. (zstd takes more bytes and more time for that.)
"""

from __future__ import annotations

import json
import zlib
from functools import cached_property
from typing import TYPE_CHECKING

from searchkit.segment.section import per_statement, strings
from searchkit.segment.store import packing
from searchkit.segment.store.packing import from_json, to_json
from searchkit.storage.container import Container
from searchkit.storage.strings import Strings

if TYPE_CHECKING:
    from searchkit.model.statement import Statement

SOURCE = "source"
SECTIONS = strings(SOURCE, size=per_statement, text=False)

LEVEL, MEMORY = 3, 8
"""Of DEFLATE: docs/decisions/stored-text.md says what others cost."""
_WINDOW = 32 * 1024  # As far back as DEFLATE can refer.


def pack_source(statement: Statement, text: str) -> bytes:
    """The second record; empty where the body is its own clean text and `extra` is empty."""
    body = None if statement.body == text else statement.body
    if body is None and not statement.extra:
        return b""
    data = to_json([body, dict(statement.extra)])
    return deflate(data.encode("utf-8", "surrogatepass"), _window(text))


def unpack_source(data: bytes, text: str) -> tuple[str, dict[str, object]]:
    """(body, extra) of the second record.

    Raises:
        ValueError, TypeError: `data` is no such record.
    """
    if not data:
        return text, {}
    unpacked = inflate(data, _window(text)).decode("utf-8", "surrogatepass")
    body, rest = text, len("[null")
    if unpacked.startswith('["'):
        # A body may be long; the rest must not, so that a short record can't ask for
        # millions of values.
        body, rest = json.JSONDecoder().raw_decode(unpacked, 1)
    elif not unpacked.startswith("[null"):
        raise ValueError("no stored source")
    if unpacked[rest : rest + 1] != ",":
        raise ValueError("no stored source")
    (extra,) = from_json("[" + unpacked[rest + 1 :])
    return body, dict(extra)


def _window(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")[-_WINDOW:]


def deflate(data: bytes, dictionary: bytes) -> bytes:
    """Raw DEFLATE of `data`, with a dictionary unless that is empty."""
    if dictionary:
        strategy = zlib.Z_DEFAULT_STRATEGY
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15, MEMORY, strategy, dictionary)
    else:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15, MEMORY)
    return packer.compress(data) + packer.flush()


def inflate(data: bytes, dictionary: bytes) -> bytes:
    """Undo `deflate`; a result over `MAX_UNPACKED` is refused.

    Raises:
        ValueError: not DEFLATE, or more than that.
    """
    unpacker = zlib.decompressobj(-15, dictionary) if dictionary else zlib.decompressobj(-15)
    try:
        result = unpacker.decompress(data, packing.MAX_UNPACKED)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if not unpacker.eof:
        raise ValueError("a stored text is cut short or too long")
    return result


class SourceReader:
    """The second records of an open segment.

    Args:
        container: whose structure has been checked.
    """

    def __init__(self, container: Container) -> None:
        self._container = container

    @cached_property
    def _packed(self) -> Strings:
        return Strings(self._container, SOURCE)

    def of(self, doc: int, text: str) -> tuple[str, dict[str, object]]:
        """(the body as it was given, extra values) of a statement with clean text `text`.

        Raises:
            CorruptIndex: the record is damaged.
        """
        try:
            return unpack_source(self._packed[doc], text)
        except (ValueError, TypeError, IndexError):
            raise self._container.damaged(SOURCE) from None
