"""Templates, and how values are written in them.

Lives here: Jinja, set up to escape everything; dates, numbers, marked text, addresses that
may be links. Does not live here: what a page shows (`pages`, `reading`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from unicodedata import bidirectional
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from searchkit.model.answer import Snippet
from searchkit.rendering.addresses import safe_address
from searchkit.rendering.dates import long_date, short_date
from searchkit.rendering.voices import voice_label
from searchkit.schema.values import shown_names


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
        day=day,
        short=short_date,
        iso=iso,
        thousands=thousands,
        marked=marked,
        voice=voice,
        web=web_address,
        host=host,
        filename=filename,
        names=shown_names,
        bdi=isolated_element,
        isolated=isolated,
    )
    return made


def day(date: datetime.date | None) -> str:
    """14 May 2018."""
    return long_date(date) if date else "Date unknown"


def iso(date: datetime.date) -> str:
    """2018-05-14."""
    return date.isoformat()


def voice(snippet: Snippet) -> str:
    """Who says what a snippet shows."""
    return voice_label(snippet.said_by or (), snippet.own_words)


def thousands(number: int) -> str:
    """50,673."""
    return f"{number:,}"


def marked(text: str, highlights: Sequence[tuple[int, int]]) -> Markup:
    """`text` with what matched in `<mark>`."""
    parts: list[str] = []
    position = 0
    for start, end in highlights:
        parts += [escape(text[position:start]), "<mark>", escape(text[start:end]), "</mark>"]
        position = end
    return Markup("".join([*parts, escape(text[position:])]))


def isolated_element(text: object) -> Markup:
    """`text` in a `<bdi>`: whatever direction it has or asks for ends with it. Empty where the
    text is.
    """
    return Markup(f"<bdi>{escape(text)}</bdi>") if str(text) else Markup("")


_DIRECTING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def isolated(text: object) -> str:
    """The same for titles and attributes, where no element can stand: without characters that
    ask for a direction, between two that isolate it where it holds letters of another one.
    """
    plain = _DIRECTING.sub("", str(text))
    if all(bidirectional(letter) not in ("R", "AL") for letter in plain):
        return plain
    return f"\u2068{plain}\u2069"


def web_address(address: str | None) -> str | None:
    """`address` where it may be a link, else None."""
    return safe_address(address) if address else None


def filename(address: str) -> str:
    """The last part of an address, as people read it."""
    parts = urlsplit(address)
    name = unquote(parts.path.rstrip("/").rpartition("/")[2])
    return "".join(c if c.isprintable() else "\ufffd" for c in name) or parts.netloc


def host(address: str) -> str:
    """The site that an address is on, without `www.`."""
    return urlsplit(address).netloc.rpartition("@")[2].removeprefix("www.")
