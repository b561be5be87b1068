"""A PDF's pages as text.

Lives here: what PDFium says of a file's characters and properties, as the reply to `pdf`. That
asks from another process: run as a module, this one answers a path a line. Does not live here: the
order of what stands on a page (`reading_order`), the bounds of the process (`isolated`).
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from statistics import median
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from searchkit.importers.blocks import joined, paragraph
from searchkit.importers.isolated import serve
from searchkit.importers.items import MAX_BODY
from searchkit.importers.page_paragraphs import Paragraph, paragraphs, text_of
from searchkit.importers.reading_order import PlacedLine, in_order, without_running_heads

MAX_PAGES = 2_000
MAX_SIGNS = 400_000
"""Characters of a page."""
MEMORY = 2 * 1024**3
"""Bytes that the process may have, where the system can hold it to that."""
_APART, _BACK = 0.6, 0.5
"""Times the height of a line: white space that parts it, and how far a sign may stand back."""
_BELOW = 10_000.0
"""Points below the page, where nothing stands."""
_LARGER = 1.2
"""Times the usual height: the first such paragraph is a title."""
_HYPHENS = (0x2, 0xFFFE)
"""What PDFium has for a hyphen at the end of a line."""
_MADE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")


class _Refused(Exception):
    """Why a file gives nothing."""


def answer(path: str) -> dict[str, Any]:
    """What a file says, as values of JSON: `refused` alone, or the parts of a document."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            return {"refused": "it is encrypted: it opens with a password alone"}
        return {"refused": "it is damaged, or no PDF"}
    try:
        return _answer(document)
    except _Refused as error:
        return {"refused": str(error)}
    except (pypdfium2.PdfiumError, MemoryError) as error:
        return {"refused": f"it can't be read ({type(error).__name__})"}
    finally:
        document.close()


def _answer(document: Any) -> dict[str, Any]:
    count = len(document)
    if count > MAX_PAGES:
        raise _Refused(f"it has {count:,} pages (at most {MAX_PAGES:,})")
    pages = list(_pages(document))
    bare = sum(not page for page in pages)
    if not any(character.isalnum() for page in pages for line in page for character in line.text):
        raise _Refused(
            f"it has no text on {count:,} pages: a scan, which has to be recognised first"
        )
    found: list[Paragraph] = []
    for page in without_running_heads(pages):
        found += paragraphs(in_order(page))
    values = document.get_metadata_dict()
    made = _MADE.match(values.get("CreationDate", "") or values.get("ModDate", ""))
    return {
        "body": joined(map(paragraph, text_of(found))),
        "title": values.get("Title", ""),
        "author": values.get("Author", ""),
        "date": "-".join((made[1], made[2] or "01", made[3] or "01")) if made else "",
        "heading": _heading(found),
        "bare": bare,
    }


def _pages(document: Any) -> Iterator[list[PlacedLine]]:
    total = 0
    for page in document:
        textpage = page.get_textpage()
        count = textpage.count_chars()
        total += count
        if count > MAX_SIGNS or total > MAX_BODY:
            raise _Refused(
                f"it has more than {MAX_SIGNS:,} characters on a page, or too many in all"
            )
        is_upright = _is_upright(textpage.raw, count)
        yield list(_lines(textpage.raw, count) if is_upright else _as_they_come(textpage))
        textpage.close()
        page.close()


def _is_upright(textpage: Any, count: int) -> bool:
    """Whether most of a page is written from left to right."""
    step = max(1, count // 200)
    some = [_is_turned(textpage, at) for at in range(0, count, step)]
    return sum(some) * 2 <= len(some)


def _is_turned(textpage: Any, index: int) -> bool:
    angle: float = pdfium.FPDFText_GetCharAngle(textpage, index)
    return abs(math.sin(angle)) > 0.1 or math.cos(angle) < 0


def _lines(textpage: Any, count: int) -> Iterator[PlacedLine]:
    """The pieces of a page's lines, in the order in which the file has them."""
    box = pdfium.FS_RECTF()
    at = ctypes.byref(box)
    texts: list[str] = []
    turned: list[str] = []
    left = bottom = right = top = 0.0
    for index in range(count):
        sign = _sign(pdfium.FPDFText_GetUnicode(textpage, index))
        if sign.isspace():
            if sign in "\r\n" and texts:
                yield PlacedLine(left, bottom, right, top, "".join(texts))
                texts = []
            elif texts:
                texts.append(" ")
            elif turned:
                turned.append(" ")
            continue
        if not sign or not pdfium.FPDFText_GetLooseCharBox(textpage, index, at):
            continue
        if _is_turned(textpage, index):
            turned.append(sign)
            continue
        height = min(top - bottom, box.top - box.bottom)
        beside = min(top, box.top) - max(bottom, box.bottom) > 0.5 * height
        step = box.left - right
        if texts and not (beside and -_BACK * height < step < _APART * height):
            yield PlacedLine(left, bottom, right, top, "".join(texts))
            texts = []
        if not texts:
            left, bottom, right, top = box.left, box.bottom, box.right, box.top
        texts.append(sign)
        right, top, bottom = max(right, box.right), max(top, box.top), min(bottom, box.bottom)
    if texts:
        yield PlacedLine(left, bottom, right, top, "".join(texts))
    if turned:  # A stamp or a note in the margin: below all else.
        yield PlacedLine(0.0, -_BELOW, 6.0 * len(turned), 10.0 - _BELOW, "".join(turned))


def _sign(code: int) -> str:
    if code in _HYPHENS:
        return "-"
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\ufffd"
    sign = chr(code)
    return sign if sign.isspace() or unicodedata.category(sign) != "Cc" else ""


def _as_they_come(textpage: Any) -> Iterator[PlacedLine]:
    """The lines of a page that is turned, as the file has them."""
    text = textpage.get_text_range().replace("\x02", "-").replace("\ufffe", "-")
    for number, line in enumerate(text.splitlines()):
        yield PlacedLine(0.0, -12.0 * number, 6.0 * len(line), 10.0 - 12.0 * number, line)


def _heading(found: list[Paragraph]) -> str:
    """The first paragraph in larger type, if there is one."""
    if not found:
        return ""
    usual = median(one.height for one in found for _ in one.lines)
    large = next((one for one in found if one.height > _LARGER * usual), None)
    said = " ".join(large.lines) if large else ""
    return said if len(said) <= 200 else ""


if __name__ == "__main__":
    serve(answer, MEMORY)
