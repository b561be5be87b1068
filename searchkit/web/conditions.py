"""Whether a client has an answer already (RFC 9110, 13.1.2).

Lives here: reading `If-None-Match`. Does not live here: making tags (`site`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TAG = r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")'
_ONE = re.compile(_TAG)
_LIST = re.compile(rf"[ \t,]*{_TAG}(?:[ \t]*,[ \t,]*(?:{_TAG})?)*[ \t,]*")

ANY = "*"


def has_any(lines: Sequence[str]) -> bool:
    """Whether any answer will do for `If-None-Match`: then there is nothing to send where
    there is an answer at all.

    Args:
        lines: the values of all such headers.
    """
    return [line.strip() for line in lines] == [ANY]


def has(tag: str, lines: Sequence[str]) -> bool:
    """Whether a tag is among those of `If-None-Match`. They are compared weakly: `W/` makes no
    difference. What is no list of tags is ignored.
    """
    whole = ", ".join(lines)
    if not _LIST.fullmatch(whole):
        return False
    wanted = _ONE.fullmatch(tag)
    return wanted is not None and wanted[1] in _ONE.findall(whole)
