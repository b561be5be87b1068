"""The kinds of source there are.

Lives here: for each its name, its module, and the extra it needs. Does not live here: reading
(the modules). A kind is added by a module with `read(source, options)` and a line here.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, cast

from searchkit.importers.folder import Folder, ImportReport
from searchkit.importers.items import Found
from searchkit.importers.options import Options
from searchkit.model.errors import InvalidArgument, SearchkitError


class Kind(NamedTuple):
    """A kind of source.

    Attributes:
        module: of this room, which reads it.
        what: what SOURCE is, for a person.
        suffixes: of its files, in lower case.
        extra: what has to be installed besides, as `searchkit[extra]`; "" for nothing.
    """

    module: str
    what: str
    suffixes: tuple[str, ...]
    extra: str = ""


KINDS = {
    "csv": Kind("tables", "a table with named columns", (".csv", ".tsv")),
    "docx": Kind("docx", "a Word file, or a folder of them", (".docx",)),
    "feed": Kind("feed", "RSS or Atom: an address or a file", (), "feed"),
    "hansard": Kind("hansard", "a day of TheyWorkForYou's XML, or a folder of them", (".xml",)),
    "html": Kind("pages", "a web page, or a folder of them", (), "html"),
    "jsonl": Kind("json_lines", "one JSON object a line", (".jsonl", ".ndjson")),
    "parlamint": Kind("parlamint", "a corpus of ParlaMint, or a sitting of one", (".xml",)),
    "pdf": Kind("pdf", "a PDF, or a folder of them", (".pdf",), "pdf"),
}


def import_from(
    kind: str, source: str, folder: str | Path, options: Options, *, overwrite: bool = False
) -> ImportReport:
    """Write the statements of a source as Markdown files, those that are new or have changed.

    Raises:
        InvalidArgument: there is no such kind.
        InvalidInput: the source as a whole can't be read.
        SearchkitError: an extra is missing, or the folder can't be written to.
    """
    if kind not in KINDS:
        raise InvalidArgument(f"there is no kind {kind!r:.40}", expected=", ".join(sorted(KINDS)))
    written = Folder(Path(folder), overwrite=overwrite)
    options = replace(options, folder=Path(folder), has=written.has)
    return written.take(found_in(kind, source, options))


def found_in(kind: str, source: str, options: Options) -> Found:
    """What a source of this kind holds, one by one.

    Raises:
        SearchkitError: an extra is missing.
    """
    wanted = KINDS[kind]
    try:
        module = import_module(f"searchkit.importers.{wanted.module}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("searchkit"):
            raise
        raise SearchkitError(
            f"importing {kind} needs {error.name}, which is not installed",
            remedy=f"Install it: pip install 'searchkit[{wanted.extra}]'",
        ) from None
    return cast(Found, module.read(source, options))
