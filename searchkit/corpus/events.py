"""What the Markdown parser says of a text, made to say all that a reader sees.

Lives here: the parser's events, corrected. The parser takes away definitions of links, even
where they are somebody's words, the numbers in front of lines, and cells beyond a table's
width: they are put back. Whole words that emphasis runs together are parted. HTML becomes
its text, hidden elements vanish. The index and the page both take their text from here, so
they agree. Does not live here: how events become text (`markdown`), what HTML shows
(`html_text`).

The events are pyromark's, with these differences: `Html` comes once a block and holds text, a
list with numbers is `Lines` of `Line`, whose numbers are text, and an asterisk that the author
wanted to be one is `ASTERISK`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import pyromark

from searchkit.corpus.html_text import HIDDEN, closings, tag_name, visible

MAX_EVENTS = 500_000
"""Events of a text that are corrected: they take 600 bytes each. A text with more, a file of
megabytes that is nothing but marks, is taken as the parser reads it, in little memory."""
ASTERISK = "\0"
"""Stands for an asterisk that is no mark of emphasis, until all such marks are gone."""

_NUMBERED = re.compile(r"\n[ \t>*+-]*\d{1,9}[.)](?:\s|$)")
_DEFINITION = re.compile(
    r"(?:^|\n)[ \t>*+\-\d.)]*(?P<begin>\[)(?:[^\[\]\\]|\\.){1,999}+\]:\s*>?\s*(?P<target>\S*)"
)
# What can be nothing but the address that a link leads to.
_ADDRESS = re.compile(
    r"(?i)(?:[a-z][a-z0-9+.-]*:\S|[/#.?<]|www\.)|\S*(?:\.[a-z]{2,5}(?:[/?#]\S*)?$|/\S*[/.]\S)"
)
# A whole word in emphasis with words right before and after it: once there was space around
# it, or a reader could not read it. Fewer letters are part of a word ("M*ā*ori").
# The pattern begins with an asterisk, for which there is a fast search.
_RUN_TOGETHER = re.compile(r"\*(?<=[^\W\d_]{3}\*)(\*{0,2})([^\W\d_]{3,})\*\1(?=[^\W\d_]{3})")
_NUMBER = re.compile(rb"[ \t>]*(\d{1,9}[.)])")
_CELLS = re.compile(r"(?<!\\)\|")
_SHOWN = ("Text", "Code", "SoftBreak", "HardBreak", "Rule")

Ranged = tuple[Any, dict[str, int]]


def plain_events(markdown: str) -> Iterable[Any] | None:
    """The events of a text in which the parser loses nothing and finds no HTML; None for
    any other. Asterisks in them are as the parser left them.
    """
    if (
        "<" in markdown
        or ("*" in markdown and _RUN_TOGETHER.search(markdown))
        or "]:" in markdown
        or "\0" in markdown
        or ("|" in markdown and _may_be_uneven(markdown))
        or _NUMBERED.search("\n" + markdown)
    ):
        return None
    return _as_parsed(markdown)


def _as_parsed(markdown: str) -> Iterable[Any]:
    """The parser's events, one by one."""
    found: Iterable[Any] = pyromark.events(markdown, options=pyromark.Options.ENABLE_TABLES)
    return found


def _may_be_uneven(markdown: str) -> bool:
    """Whether a row of a table may have more cells than the table."""
    return len({line.count("|") for line in markdown.split("\n") if "|" in line}) > 1


def events(markdown: str) -> Iterator[Any]:
    """The events of any text, see above."""
    text = _RUN_TOGETHER.sub(r" *\1\2*\1 ", markdown.replace("\0", "\ufffd"))
    found = _parsed(text)
    if found is not None and "]:" in text:
        kept = _without_definitions(text, found)
        if kept != text:
            text, found = kept, _parsed(kept)
    if found is None:
        return iter(_as_parsed(text))
    stream = _whole(text.encode(), found)
    return _without_html(stream) if "<" in text else stream


def _parsed(text: str) -> list[Ranged] | None:
    """The parser's events with their places in the text in UTF-8; None if there are more
    than `MAX_EVENTS`.
    """
    found = pyromark.events_with_range(text, options=pyromark.Options.ENABLE_TABLES)
    listed = list(islice(found, MAX_EVENTS + 1))
    return listed if len(listed) <= MAX_EVENTS else None


def _without_definitions(text: str, found: Sequence[Ranged]) -> str:
    """`text`, in which no definition of a link is one unless it gives an address."""
    shown = [
        (place["start"], place["end"])
        for event, place in found
        if isinstance(event, dict)
        and (not event.keys() & {"Start", "End"} or _name(event) in ("Link", "Image"))
    ]
    shown.sort()
    starts = [start for start, _ in shown]
    ends: list[int] = []  # The furthest end of all that begin no later.
    for _, end in shown:
        ends.append(max(end, ends[-1] if ends else 0))
    parts: list[str] = []
    last = size = counted = 0
    for match in _DEFINITION.finditer(text):
        if _ADDRESS.match(match["target"]):
            continue
        begin = match.start("begin")
        size += len(text[counted:begin].encode())
        counted = begin
        at = bisect_right(starts, size)
        if not at or ends[at - 1] <= size:
            parts += (text[last:begin], "\\")
            last = begin
    return "".join([*parts, text[last:]])


def _name(event: dict[str, Any]) -> str:
    """What an event begins or ends."""
    value = event.get("Start") or event.get("End")
    return value if isinstance(value, str) else next(iter(value or {}), "")


def _whole(source: bytes, found: Sequence[Ranged]) -> Iterator[Any]:
    """The events with asterisks told apart, numbers of lines and all cells of tables."""
    numbers = _written_numbers(source, found)
    lists: list[bool] = []  # For each open list, whether it has numbers.
    number = ""
    in_code = False
    cell_end = 0
    for at, (event, place) in enumerate(found):
        kind = event if isinstance(event, str) else next(iter(event))
        name = _name(event) if kind in ("Start", "End") else ""
        if number and not (kind == "Start" and name in ("Paragraph", "Heading")):
            yield {"Text": number}
            number = ""
        if name in ("List", "Item"):
            if name == "List" and kind == "Start":
                lists.append(at in numbers)
            if lists[-1]:
                event = {kind: "Lines" if name == "List" else "Line"}
            if name == "List" and kind == "End":
                lists.pop()
        elif name == "CodeBlock":
            in_code = kind == "Start"
        elif name == "TableCell":
            cell_end = place["end"]
        elif name in ("TableRow", "TableHead") and kind == "End":
            yield from _further_cells(source[cell_end : place["end"]])
        elif kind == "Text" and "*" in event[kind]:
            event = {kind: _told_apart(event[kind], source, place, in_code)}
        elif kind == "Code":
            event = {kind: event[kind].replace("*", ASTERISK)}
        yield event
        if number:
            yield {"Text": number}
            number = ""
        if name == "Item" and kind == "Start" and at in numbers:
            number = numbers[at] + " "


def _written_numbers(source: bytes, found: Sequence[Ranged]) -> dict[int, str]:
    """For lists with numbers: the place of each item's event -> its number as a reader sees
    it, and that of the list's -> nothing.
    """
    written: dict[int, str] = {}
    lists: list[dict[int, str]] = []
    for at, (event, place) in enumerate(found):
        if isinstance(event, str) or not event.keys() & {"Start", "End"}:
            continue
        name = _name(event)
        if name == "List":
            if "Start" in event:
                lists.append({at: ""})
            else:
                written |= _counted(lists.pop())
        elif (
            name == "Item" and "Start" in event and (mark := _NUMBER.match(source, place["start"]))
        ):
            lists[-1][at] = mark[1].decode()
    return written


def _counted(marks: dict[int, str]) -> dict[int, str]:
    """The numbers of a list: as they are written, or counted up where all of several are 1,
    or 0, which leaves the counting to the reader's program; nothing for a list without.
    """
    numbers = {at: int(mark[:-1]) for at, mark in marks.items() if mark}
    if not numbers:
        return {}
    same = set(numbers.values())
    if len(numbers) == 1 or len(same) > 1 or not same <= {0, 1}:
        return marks
    first = min(same)
    counted = {at: f"{number}{marks[at][-1]}" for number, at in enumerate(numbers, start=first)}
    return marks | counted


def _told_apart(text: str, source: bytes, place: dict[str, int], in_code: bool) -> str:
    """The text of an event, with `ASTERISK` for those that can't be emphasis."""
    start = place["start"]
    if in_code or source[start : place["end"]] != text.encode():  # An entity.
        return text.replace("*", ASTERISK)
    before = source[max(0, start - 1_000) : start]
    if text[0] == "*" and (len(before) - len(before.rstrip(b"\\"))) % 2:
        return ASTERISK + text[1:]
    return text


def _further_cells(rest: bytes) -> Iterator[Any]:
    """What a row holds beyond the table's width, as cells."""
    from searchkit.corpus.markdown import clean_text

    if rest.strip(b"| \t\r\n"):
        for cell in _CELLS.split(rest.decode()):
            if cell.strip():
                yield {"Start": "TableCell"}
                yield {"Text": " ".join(clean_text(cell).split()).replace("*", ASTERISK)}
                yield {"End": "TableCell"}


def _without_html(stream: Iterable[Any]) -> Iterator[Any]:
    """The events with HTML as its text, and without what it hides."""
    found = list(stream)
    kinds = ("Html", "InlineHtml")
    pieces = [e[k] for e in found if isinstance(e, dict) for k in kinds if k in e]
    later = Counter(name for piece in pieces for name in closings(piece))
    hidden = ""
    html: list[str] = []
    for event in found:
        kind = event if isinstance(event, str) else next(iter(event))
        if kind == "Html":
            # A tag may be cut over several events: a block is read as a whole.
            html.append(event[kind])
        elif kind == "InlineHtml":
            name = tag_name(event[kind])
            if event[kind].startswith("</"):
                later[name] -= 1
                if not hidden:
                    yield event
                elif name == hidden:
                    hidden = ""
            elif not hidden:
                yield event
                if name in HIDDEN and later[name] > 0:
                    hidden = name
        elif kind == "End" and _name(event) == "HtmlBlock":
            block = "".join(html)
            html.clear()
            later.subtract(closings(block))
            text, hidden = visible(block, hidden, later)
            if hidden and later[hidden] <= 0:
                hidden = ""
            yield {"Html": text.replace("*", ASTERISK)}
            yield event
        elif not hidden or kind not in _SHOWN:
            yield event
