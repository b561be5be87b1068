"""PDFs of our own making, as bytes.

Lives here: the objects of a file, text at places on its pages. Does not live here: what is expected
of reading them (the tests).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

Placed = tuple[float, float, str]
"""Points from the left and from the bottom, and text."""


def content(placed: Iterable[Placed], size: float = 10, turn: str = "1 0 0 1") -> bytes:
    """What draws text at places of a page, each with its first letter there."""
    signs = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})
    drawn = (
        f"BT /F1 {size} Tf {turn} {x} {y} Tm ({text.translate(signs)}) Tj ET"
        for x, y, text in placed
    )
    return "\n".join(drawn).encode("cp1252")


def pdf(pages: Sequence[bytes], info: str = "", trailer: str = "", packed: bool = False) -> bytes:
    """A file with pages of these contents.

    Args:
        pages: of each, what draws it.
        info: what the file says of itself, such as `/Title (Dues)`.
        trailer: more of the trailer.
        packed: whether contents are deflated.
    """
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
        font.encode(),
    ]
    for number, data in enumerate(pages):
        resources = "/Resources<</Font<</F1 3 0 R>>>>/MediaBox[0 0 600 800]"
        page = f"<</Type/Page/Parent 2 0 R{resources}/Contents {5 + 2 * number} 0 R>>"
        data = zlib.compress(data, 9) if packed else data
        how = "/Filter/FlateDecode" if packed else ""
        head = f"<</Length {len(data)}{how}>>stream\n".encode()
        objects += [page.encode(), head + data + b"\nendstream"]
    objects.append(f"<<{info}>>".encode("cp1252"))
    return written(objects, f"/Root 1 0 R/Info {len(objects)} 0 R{trailer}")


def written(objects: Sequence[bytes], trailer: str) -> bytes:
    """Objects, numbered from 1, as a file."""
    file = bytearray(b"%PDF-1.5\n")
    places = []
    for number, data in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = f"<</Size {len(objects) + 1}{trailer}>>"
    file += f"trailer\n{size}\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(file)
