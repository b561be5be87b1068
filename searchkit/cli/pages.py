"""Pages of entries: for people as text, for programs as one JSON object.

Lives here: printing an answer, whole or as it is made, and what is said beside it. Does not
live here: what an entry looks like (`look`), which entries (`asking`).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.asking import Asked, Part
from searchkit.cli.running import escaped, is_utf8, say
from searchkit.model.arguments import PAGE

if TYPE_CHECKING:
    from searchkit.cli.look import Look
    from searchkit.model.answer import Answer, Hit
    from searchkit.schema.fields import Schema

_EVERY = "all"
"""What `--facets` is given for all names."""


def print_json(answer: Answer) -> None:
    """Print an answer as one object."""
    indent = 2 if sys.stdout.isatty() else None
    text = json.dumps(answer.to_json(), ensure_ascii=not is_utf8(), indent=indent)
    click.echo(escaped(_with_short_pairs(text)))


def _with_short_pairs(text: str) -> str:
    """Indented JSON with lists of pairs of numbers on one line."""
    text = re.sub(r"\[\n\s+(\d+),\n\s+(\d+)\n\s+\]", r"[\1, \2]", text)
    pairs = r"\[\n\s+(\[\d+, \d+\](?:,\n\s+\[\d+, \d+\])*)\n\s+\]"
    return re.sub(pairs, lambda found: "[" + re.sub(r"\s+", " ", found[1]) + "]", text)


def print_count(answer: Answer, options: Mapping[str, Any], schema: Schema) -> None:
    """Print how many match, and the facets if they were counted."""
    click.echo(str(answer.total))
    if answer.facets is not None and answer.total:
        from searchkit.cli.look import facet_lines, look_of

        look = look_of(options["color"], schema)
        lines = facet_lines(answer.facets, look, _facet_rows(options))
        click.echo("\n" + "\n".join(lines), color=look.colour)


def print_text(asked: Asked, part: Part, options: Mapping[str, Any], schema: Schema) -> Answer:
    """Print a page, or all of them, for people; returns the answer to the first."""
    from searchkit.cli.look import answer_lines, explain_lines, footer, look_of

    look = look_of(options["color"], schema)
    first_page = Part(PAGE, 0, 1) if part.limit is None else part
    answer = asked.page(first_page)
    first = part.offset + 1
    if part.limit is None and _with_copies(answer) < answer.total:
        _print_all(asked, answer, look, options)
        say_notes(answer, options)
        say(footer(answer, first, whole=True))
        return answer
    lines = [*answer_lines(answer, look, first, _facet_rows(options))]
    if options["explain"]:
        lines += explain_lines(answer, look, first)
    if lines:
        click.echo("\n".join(lines), color=look.colour)
    say_notes(answer, options)
    say_if_beyond(answer, len(answer) + len(answer.also), part)
    say(footer(answer, first))
    return answer


def _with_copies(answer: Answer) -> int:
    return len(answer) + sum(len(hit.copies) for hit in answer)


def _print_all(asked: Asked, answer: Answer, look: Look, options: Mapping[str, Any]) -> None:
    """Print every entry as it is made, then facets and scores if asked for."""
    from searchkit.cli.lists import emit
    from searchkit.cli.look import explain_lines, facet_lines, hit_lines

    def entries(hits: Iterable[Hit]) -> Iterator[str]:
        for number, hit in enumerate(hits, start=1):
            yield "\n".join(hit_lines(hit, look, f"{number}.")) + "\n\n"

    emit(entries(asked.every_entry()), look.colour)
    if answer.facets is not None:
        lines = facet_lines(answer.facets, look, _facet_rows(options))
        emit((line + "\n" for line in lines), look.colour)
    if options["explain"]:
        lines = explain_lines(asked.every_entry(snippets=False, explain=True), look, 1)
        emit((line + "\n" for line in lines), look.colour)


def _facet_rows(options: Mapping[str, Any]) -> int | None:
    from searchkit.cli.look import FACET_ROWS

    return None if options["facets"] == _EVERY else FACET_ROWS


def say_if_beyond(answer: Answer, shown: int, part: Part) -> None:
    """Say that there is no such page."""
    if answer.total and not shown and part.page > 1:
        why = ": -n 0 shows everything on the first" if part.is_beyond else ""
        say(f"There is no page {part.page}{why}.")


def say_notes(answer: Answer, options: Mapping[str, Any]) -> None:
    """Say on standard error what people should know about an answer."""
    if answer.suggestion:
        say(f"Did you mean: {answer.suggestion}")
    if answer.variants:
        from searchkit.cli.telling import variants_line

        say(variants_line(answer, included=options["variants"]))
    if answer.related:
        tries = ", ".join(f"{one.query} ({one.count:,})" for one in answer.related)
        say(f"Also try: {tries}")
    for note in answer.notes:
        say(f"Note: {note.message}.")
