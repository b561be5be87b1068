"""How wide a text is in a terminal.

Lives here: counting columns, the one thing an error's caret and the look of an answer
have in common. Does not live here: wrapping and colours (`searchkit.cli.look`).
"""

from __future__ import annotations

import unicodedata

_NO_WIDTH = ("Mn", "Me", "Cf")


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes: East Asian wide characters two,
    combining marks none (Unicode Standard Annex 11).
    """
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(c) in _NO_WIDTH
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )
