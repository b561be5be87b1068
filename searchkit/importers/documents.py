"""Documents, one statement a file.

Lives here: a file or the files of a folder to items, and which title a document gets. Does not live
here: what a document says (`docx`, pdf).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from searchkit.corpus.markdown import clean_text
from searchkit.corpus.reader import first_line
from searchkit.importers.blocks import in_a_line
from searchkit.importers.items import MAX_TITLE, Found, Item, Refused
from searchkit.importers.options import Options
from searchkit.importers.sources import files_of
from searchkit.model.errors import InvalidInput

# What programs write where nobody gave a title, or an author.
_NO_TITLE = re.compile(
    r"Microsoft (?:Word|PowerPoint)\b.*|(?:Document|Untitled|Slide)[ -]?\d*|"
    r"\(?(?:anonymous|unspecified|unknown|none)\)?|"
    r".*\.(?:docx?|dotx?|odt|rtf|pdf|indd|pptx?|pages|qxp|tmp)",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class UnreadableDocument(Exception):
    """Why a document gives nothing. It never leaves the run."""


@dataclass(frozen=True, slots=True)
class WrittenDocument:
    """What a document says.

    Attributes:
        body: Markdown.
        title, author: as its properties have them; "" where they have none.
        date: the day on which it was made, as ISO writes it, or "".
        heading: the first that stands in the text.
        extra: other values, by name.
    """

    body: str
    title: str = ""
    author: str = ""
    date: str = ""
    heading: str = ""
    extra: dict[str, object] = field(default_factory=dict)


def items_of(
    source: str,
    suffixes: tuple[str, ...],
    options: Options,
    read_one: Callable[[Path], WrittenDocument],
) -> Found:
    """The documents of a folder, or one document; one that can't be read is named.

    Raises:
        InvalidInput: there is nothing at the path, or the one document can't be read.
    """
    top = Path(source)
    for path in files_of(source, suffixes, options):
        name = path.relative_to(top).as_posix() if path != top else path.name
        key = f"{top.name}/{name}" if path != top else name
        try:
            yield _item(read_one(path), key, str(path))
        except UnreadableDocument as error:
            if path == top:
                raise InvalidInput(str(error), where=str(path)) from None
            yield Refused(str(path), str(error))
        except InvalidInput as error:
            if path == top:
                raise
            yield Refused(str(path), error.what)


def _item(document: WrittenDocument, key: str, where: str) -> Item:
    title = in_a_line(document.title)[:MAX_TITLE]
    if not title or _NO_TITLE.fullmatch(title):
        title = first_line(document.heading or clean_text(document.body))
    author = in_a_line(document.author)[:MAX_TITLE]
    author = "" if _NO_TITLE.fullmatch(author) else author
    day = document.date[:10]
    return Item(
        key=key,
        title=title or Path(key).stem,
        body=document.body,
        date=day if _DAY.fullmatch(day) else None,
        extra=({"author": author} if author else {}) | document.extra,
        where=where,
    )
