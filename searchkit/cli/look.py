"""How an answer looks to people: in a terminal, or as plain text in a pipe.

Lives here: colours, wrapping, the layout of hits and facets. Does not live here:
JSON (`searchkit.model.answer`), options (`search`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from searchkit.cli.running import one_line, printable
from searchkit.cli.terminal import lines_of, width_of
from searchkit.model.answer import Answer, Copy, Hit
from searchkit.model.facets import Facets, FacetValue
from searchkit.model.width import columns
from searchkit.rendering.dates import short_date
from searchkit.rendering.voices import voice_label
from searchkit.schema.fields import DEFAULT, Schema
from searchkit.schema.values import shown_names

if TYPE_CHECKING:
    import datetime

INDENT = 4
FACET_ROWS = 10
BAR = 24

_TITLE, _MATCH, _QUIET = "1", "1;31", "2"
_EIGHTHS = " ▏▎▍▌▋▊▉█"
Marks = Sequence[tuple[int, int]]


class Look(NamedTuple):
    """How to print.

    Attributes:
        width: in columns; None: no wrapping.
        colour: whether there is any.
        schema: the fields to show.
    """

    width: int | None
    colour: bool
    schema: Schema = DEFAULT

    def paint(self, code: str, text: str) -> str:
        """`text` in a style, where there is colour."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def match(self, text: str) -> str:
        """`text` as what matched."""
        return self.paint(_MATCH, text)

    def link(self, text: str, address: str | None) -> str:
        """`text` that leads to an address, where there is colour: terminals that know no links
        (OSC 8) show it alone.
        """
        if not (self.colour and address):
            return text
        return f"\x1b]8;;{printable(address)}\x1b\\{text}\x1b]8;;\x1b\\"

    def marked(self, text: str, marks: Marks, base: str = "") -> str:
        """`text` with what matched in bold colour, the rest in the style `base`."""
        if not self.colour:
            return text
        parts, position = [], 0
        for start, end in marks:
            parts += [self._base(base, text[position:start]), self.paint(_MATCH, text[start:end])]
            position = end
        return "".join([*parts, self._base(base, text[position:])])

    def _base(self, base: str, text: str) -> str:
        return self.paint(base, text) if base else text

    def lines(self, text: str, marks: Marks, indent: int, base: str = "") -> Iterator[str]:
        """`text` wrapped at spaces, with marks; all lines but the first are indented."""
        room = self.width - indent if self.width else None
        for number, (start, end) in enumerate(lines_of(text, room)):
            inside = [
                (max(a, start) - start, min(b, end) - start)
                for a, b in marks
                if a < end and b > start
            ]
            front = " " * indent if number else ""
            yield front + self.marked(text[start:end], inside, base)


def look_of(colour: str, schema: Schema = DEFAULT) -> Look:
    """How to print on this standard output; `colour`: auto, always or never."""
    width = width_of()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    coloured = colour == "always" or (colour == "auto" and width is not None and not plain)
    return Look(width, coloured, schema)


def answer_lines(
    answer: Answer, look: Look, first: int, facet_rows: int | None = FACET_ROWS
) -> Iterator[str]:
    """The lines of an answer; its first hit has the number `first`."""
    for number, hit in enumerate(answer, start=first):
        yield from hit_lines(hit, look, f"{number}.")
        yield ""
    if answer.also:
        before = "Nothing matches the query as written. " if not answer.total else ""
        words = "some" if answer.is_question else "most"
        yield from look.lines(f"{before}These match {words} of its words:", (), 0, _TITLE)
        yield ""
        for hit in answer.also:
            yield from hit_lines(hit, look, "~")
            yield ""
    if answer.facets is not None:
        yield from facet_lines(answer.facets, look, facet_rows)


def hit_lines(hit: Hit, look: Look, number: str) -> Iterator[str]:
    """The lines of one hit, with `number` in front."""
    # Each character is replaced by one, so that highlights stay in place.
    title = printable(hit.title.replace("\n", " ").replace("\t", " ")) or "(no title)"
    head = f"{number} ".ljust(INDENT)
    yield from _in_front(head, look.lines(title, hit.title_highlights, len(head), _TITLE))
    indent = " " * INDENT
    names = (", ".join(shown_names(hit, field)) for field in look.schema.names)
    about = [_date(hit.date), *names]
    about_text = one_line(" · ".join(part for part in about if part))
    yield from _in_front(indent, look.lines(about_text, (), INDENT, _QUIET))
    if hit.missing:
        lacks = one_line("without: " + ", ".join(hit.missing))
        yield from _in_front(indent, look.lines(lacks, (), INDENT))
    for number_of, snippet in enumerate(hit.snippets, start=1):
        text = printable(snippet.text)
        following = [after.text for after in hit.snippets[number_of : number_of + 1]]
        if following and not (text.endswith("…") or following[0].startswith("…")):
            text += " …"  # There is text between this snippet and the next.
        marks = snippet.highlights
        if snippet.said_by is not None:
            front = printable(voice_label(snippet.said_by, snippet.own_words)) + " "
            text = front + text
            marks = tuple((start + len(front), end + len(front)) for start, end in marks)
        yield from _in_front(indent, look.lines(text, marks, INDENT))
    for copy in hit.copies:
        filed = one_line(_also_filed(hit, copy, look.schema))
        yield from _in_front(indent, look.lines(filed, (), INDENT, _QUIET))
    yield indent + look.paint(_QUIET, one_line(hit.url or hit.id))


def _in_front(front: str, lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield front + line
        front = ""


def _date(date: datetime.date | None) -> str:
    return short_date(date) if date else "date unknown"


def _also_filed(hit: Hit, copy: Copy, schema: Schema) -> str:
    """A copy's date, and what else differs."""
    parts = [f"also filed {_date(copy.date)}"]
    for field in schema.names:
        theirs = shown_names(copy, field)
        if set(theirs) != set(shown_names(hit, field)):
            parts.append(", ".join(theirs) or "nobody named")
    return " · ".join(parts)


def facet_lines(facets: Facets, look: Look, rows: int | None = FACET_ROWS) -> Iterator[str]:
    """Counts by name and year, with bars; `rows`: of names at most, None: all there are."""
    from searchkit.rendering.facets import YEAR, facet_titles

    for name, title in facet_titles(look.schema).items():
        values = facets[name]
        shown = values if name == YEAR else values[:rows]
        if not shown:
            continue
        yield look.paint(_TITLE, title)
        yield from _bars(shown, look)
        if len(values) > len(shown):
            more = f"and {len(values) - len(shown):,} more: --facets=all"
            yield "  " + look.paint(_QUIET, more)
        yield ""


def _bars(values: Sequence[FacetValue], look: Look) -> Iterator[str]:
    names = [one_line(value.value) for value in values]
    most = max(value.count for value in values)
    digits = len(f"{most:,}")
    bar_room = BAR
    if look.width:
        # Names first, then bars: in a narrow terminal the bars are short.
        longest = max(columns(name) for name in names)
        bar_room = max(6, min(BAR, look.width - digits - 8 - longest))
        room = max(8, look.width - digits - 8 - bar_room)
        names = [_shortened(name, room) for name in names]
    widest = max(columns(name) for name in names)
    for name, value in zip(names, values, strict=True):
        eighths = max(1, round(value.count / most * bar_room * 8))
        bar = "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
        padding = " " * (widest - columns(name))
        yield f"  {name}{padding}  {value.count:>{digits},}  {look.paint('34', bar)}"


def _shortened(name: str, room: int) -> str:
    """`name` in at most `room` columns."""
    if columns(name) <= room:
        return name
    while name and columns(name) > room - 1:
        name = name[:-1]
    return name + "…"


def footer(answer: Answer, first: int, *, whole: bool = False) -> str:
    """How many matched, which are shown (`whole`: all of them), how long it took."""
    if not answer.total:
        count = "Nothing matches"
    else:
        count = f"{answer.total:,} statement{'s match' if answer.total != 1 else ' matches'}"
    with_copies = len(answer) + sum(len(hit.copies) for hit in answer)
    is_part = not whole and len(answer) > 0 and (first > 1 or with_copies < answer.total)
    shown = f", {first}–{first + len(answer) - 1} shown" if is_part else ""
    return f"{count}{shown} · {answer.took_ms:.0f} ms"


def explain_lines(hits: Iterable[Hit], look: Look, first: int) -> Iterator[str]:
    """Where the score of each hit comes from, and who computed it."""
    from searchkit.engines.computing import computed_by

    yield look.paint(_TITLE, "Scores")
    for number, hit in enumerate(hits, start=first):
        yield f"  {number}. {hit.score:.4f}"
        parts = (hit.explain or {}).get("parts", ())
        for part in parts:  # type: ignore[attr-defined]
            if "term" in part:
                what = (
                    f"{part['term']}: {part['in_title']} in title, {part['in_body']} in body, "
                    f"idf {part['idf']:.3f}"
                )
            elif "title" in part:
                what = f"the title: {part['title']}"
            elif "meaning" in part:
                what = f"what it means: {part['meaning']}"
            elif "lede" in part:
                what = f"{part['lede']}: in the title or the lede"
            else:
                what = " near ".join(part["near"])
            front = f"     {part['score']:8.4f}  "
            yield from _in_front(front, look.lines(printable(what), (), len(front)))
    yield from _in_front("  ", look.lines(f"Kernel: {computed_by()}", (), 2))
    yield ""
