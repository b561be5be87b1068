"""Templates, and how values are written in them.

Lives here: Jinja, set up so that everything is escaped; dates, numbers, marked text,
addresses that may be links. Does not live here: what a page shows (`pages`, `reading`).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

_MONTHS = "January February March April May June July August September October November December"
MONTHS = tuple(_MONTHS.split())


def environment() -> Environment:
    """The templates of the package."""
    made = Environment(
        loader=PackageLoader("searchkit.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        day=day, thousands=thousands, marked=marked, web=web_address, host=host, iso=iso
    )
    return made


def day(date: datetime.date | None) -> str:
    """14 May 2018."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}" if date else "Date unknown"


def iso(date: datetime.date) -> str:
    """2018-05-14."""
    return date.isoformat()


def thousands(number: int) -> str:
    """50,673."""
    return f"{number:,}"


def marked(text: str, highlights: Sequence[tuple[int, int]]) -> Markup:
    """`text` with what matched in `<mark>`."""
    parts: list[str] = []
    position = 0
    for start, end in highlights:
        parts += [escape(text[position:start]), Markup("<mark>"), escape(text[start:end])]
        parts.append(Markup("</mark>"))
        position = end
    return Markup("").join([*parts, escape(text[position:])])


@lru_cache(maxsize=4096)
def web_address(address: str | None) -> str | None:
    """`address` where it may be a link: on the web, and nowhere else."""
    if not address:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return address.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def host(address: str) -> str:
    """The site that an address is on, without `www.`."""
    return urlsplit(address).netloc.rpartition("@")[2].removeprefix("www.")
