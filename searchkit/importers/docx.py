"""Word files, one statement each.

Lives here: the container, with bounds on what may be unpacked of it. Does not live here: the text
(`word_text`), what the other parts mean (`word_parts`).

Nothing is installed for it. A library that holds a document as a tree has a text without what was
inserted while changes were tracked, and has every picture in memory before it can be asked.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from posixpath import basename, dirname, join

from searchkit.importers.blocks import joined
from searchkit.importers.documents import UnreadableDocument, WrittenDocument, items_of
from searchkit.importers.items import MAX_BODY, Found
from searchkit.importers.options import Options
from searchkit.importers.sources import unreadable
from searchkit.importers.word_parts import ListNumbering, Properties, Relations, Styles
from searchkit.importers.word_text import BodyText
from searchkit.importers.xml_events import BrokenXml, Elements, fed_from

SUFFIX = (".docx",)
MAX_TEXT, MAX_OTHER = 128 * 1024 * 1024, 8 * 1024 * 1024
"""Bytes of the text and of any other part that is read, unpacked."""
MAX_RATIO = 400
"""How much larger a part may be than it is packed, if it is larger than a megabyte."""
MAX_DIRECTORY = 1024 * 1024
"""Bytes of the container's directory: some ten thousand parts."""
_END = b"PK\x05\x06"
_LOCATOR = b"PK\x06\x07"
"""Before the end: the directory is another one, which may be of any size."""
_END_LENGTH, _LOCATOR_LENGTH, _MAX_COMMENT = 22, 20, 65_535
_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


def read(source: str, options: Options) -> Found:
    """The documents of a folder, or one document.

    Raises:
        InvalidInput: there is nothing at the path, or the one document can't be read.
    """
    return items_of(source, SUFFIX, options, _document)


def _document(path: Path) -> WrittenDocument:
    try:
        _check_directory(path)
        with zipfile.ZipFile(path) as container:
            return _read(container)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise UnreadableDocument("it is damaged, or no Word file") from None
    except OSError as error:
        raise unreadable(path, error) from None


def _check_directory(path: Path) -> None:
    """Refuse a directory that would fill the memory, before it is read.

    Raises:
        UnreadableDocument: it is too large, or there is none.
    """
    with path.open("rb") as file:
        start = file.read(len(_OLD_OR_ENCRYPTED))
        size = file.seek(0, 2)
        file.seek(max(0, size - _LOCATOR_LENGTH - _END_LENGTH - _MAX_COMMENT))
        tail = file.read()
    if start == _OLD_OR_ENCRYPTED:
        raise UnreadableDocument("it is encrypted, or of a Word older than 2007 (save it as .docx)")
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        raise UnreadableDocument("it is damaged, or no Word file")
    is_large = int.from_bytes(tail[at + 12 : at + 16], "little") > MAX_DIRECTORY
    if is_large or tail[max(0, at - _LOCATOR_LENGTH) :].startswith(_LOCATOR):
        raise UnreadableDocument("its directory is too large for a Word file")


def _read(container: zipfile.ZipFile) -> WrittenDocument:
    relations = Relations()
    _feed(container, "_rels/.rels", relations, MAX_OTHER)
    part = relations.part("officeDocument")
    if part not in container.NameToInfo:
        raise UnreadableDocument("it has no text part, so it is no Word file")
    folder = dirname(part)
    beside = Relations(folder)
    _feed(container, join(folder, "_rels", f"{basename(part)}.rels"), beside, MAX_OTHER)

    def called(kind: str) -> str:
        return beside.part(kind) or join(folder, f"{kind}.xml")

    styles, numbering, properties = Styles(), ListNumbering(), Properties()
    _feed(container, called("styles"), styles, MAX_OTHER)
    _feed(container, called("numbering"), numbering, MAX_OTHER)
    _feed(container, relations.part("core-properties"), properties, MAX_OTHER)
    text = BodyText(styles, numbering)
    for name in (part, called("footnotes"), called("endnotes")):
        _feed(container, name, text, MAX_TEXT)
    if text.embeds:
        raise UnreadableDocument(
            "some of its text is another file inside of it (open it in Word and save it again)"
        )
    body = joined(text.blocks)
    if text.length > MAX_BODY:
        raise UnreadableDocument(f"its text has more than {MAX_BODY:,} characters")
    if not body:
        raise UnreadableDocument("it has no text")
    values = properties.values
    return WrittenDocument(
        body=body,
        title=values.get("title", ""),
        author=values.get("creator", ""),
        date=values.get("created", values.get("modified", "")),
        heading=text.heading,
    )


def _feed(container: zipfile.ZipFile, name: str, reader: Elements, most: int) -> None:
    """Feed a part to a reader, if there is one of that name."""
    info = container.NameToInfo.get(name)
    if info is None:
        return
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableDocument("it is encrypted")
    if info.compress_type not in _METHODS:
        raise UnreadableDocument(f"{name:.80} is packed as no Word file is")
    is_bomb = info.file_size > max(2**20, info.compress_size * MAX_RATIO)
    if info.file_size > most or is_bomb:
        raise UnreadableDocument(f"{name:.80} would unpack to {info.file_size:,} bytes")
    try:
        with container.open(info) as file:
            for done in fed_from(file, reader):
                if done > most:
                    raise UnreadableDocument(f"{name:.80} unpacks to more than it says")
    except BrokenXml as error:
        raise UnreadableDocument(f"{name:.80}, line {error.line}: {error.reason}") from None
