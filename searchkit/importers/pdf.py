"""PDF files, one statement each.

Lives here: a file to what its reader says of it. Does not live here: reading it, which a process of
its own does (`isolated`, `pdf_pages`).
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from searchkit.importers.documents import UnreadableDocument, WrittenDocument, items_of
from searchkit.importers.isolated import GaveUp, Isolated
from searchkit.importers.items import Found
from searchkit.importers.options import Options
from searchkit.importers.sources import unreadable
from searchkit.model.errors import SearchkitError

SUFFIX = (".pdf",)
MAX_FILE = 256 * 1024 * 1024
SECONDS = 60.0
"""For one file."""
_READER = "searchkit.importers.pdf_pages"


def read(source: str, options: Options) -> Found:
    """The documents of a folder, or one document.

    Raises:
        InvalidInput: there is nothing at the path, or the one document can't be read.
        SearchkitError: the extra is missing.
    """
    if find_spec("pypdfium2") is None:
        raise SearchkitError(
            "importing pdf needs pypdfium2, which is not installed",
            remedy="Install it: pip install 'searchkit[pdf]'",
        )
    reader = Isolated(_READER, SECONDS)
    try:
        yield from items_of(source, SUFFIX, options, lambda path: _document(path, reader))
    finally:
        reader.close()


def _document(path: Path, reader: Isolated) -> WrittenDocument:
    try:
        if path.stat().st_size > MAX_FILE:
            raise UnreadableDocument(f"it is larger than {MAX_FILE // 2**20} MiB")
        with path.open("rb"):
            pass
    except OSError as error:
        raise unreadable(path, error) from None
    try:
        found = reader.ask(str(path.absolute()))
    except GaveUp as error:
        raise UnreadableDocument(str(error)) from None
    if "refused" in found:
        raise UnreadableDocument(found["refused"])
    bare = found.pop("bare")
    return WrittenDocument(**found, extra={"pages_without_text": bare} if bare else {})
