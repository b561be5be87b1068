"""Which addresses may be shown as links, and where a site shows a statement.

Lives here: the one check for every address that comes from a source; the path of a statement's
page. Does not live here: finding addresses in a text (`structure`), the other pages of a site
(`searchkit.web`).
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode, urljoin

MAX_ADDRESS = 2_000
"""Characters of a link's address; a longer address is not a link."""
_SAFE = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNWISE = re.compile(r"[\s\"<>\\^`{|}]")


def safe_address(address: str, base_url: str | None = None) -> str | None:
    """`address` where it is absolute and of http, https or mailto; else None.

    Args:
        address: from anywhere.
        base_url: what an address that begins with a slash is relative to.
    """
    address = address.strip()
    if address.startswith("/") and base_url is not None:
        try:
            address = urljoin(base_url, address)
        except ValueError:
            return None
    if len(address) > MAX_ADDRESS or _CONTROL.search(address) or not _SAFE.match(address):
        return None
    return _UNWISE.sub(lambda match: "".join(f"%{b:02X}" for b in match[0].encode()), address)


def page_of(id: str, page: str = "statements") -> str:
    """Where a site shows a statement, below its prefix: a path, perhaps with a query string.

    An id that would not survive as a path is a parameter: on the way, "." and ".." and nothing
    between two slashes are removed, and control characters are not let through.
    """
    parts = id.split("/")
    if id.isprintable() and not any(part in ("", ".", "..") for part in parts):
        return f"/{page}/{quote(id, safe='/', errors='replace')}"
    return f"/{page}?{urlencode({'id': id}, errors='replace')}"
