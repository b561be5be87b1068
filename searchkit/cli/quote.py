"""`searchkit quote`: whether a quotation is real.

Lives here: its options, checks as text and JSON. Does not live here: checking
(`searchkit.engines.protocol`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searchkit.cli.instruments import print_json
from searchkit.cli.naming import STANDARD_INPUT
from searchkit.cli.opening import open_to_read
from searchkit.cli.options import INDEX
from searchkit.cli.quotations import speakers_of
from searchkit.cli.running import FOUND, NOTHING, QuietPipe, one_line
from searchkit.cli.terminal import fitted, width_of
from searchkit.model.errors import InvalidArgument, InvalidInput
from searchkit.model.quote_checks import (
    ALTERED,
    ATTRIBUTION,
    EXACT,
    NOT_FOUND,
    SAME,
    SPLICED,
)

if TYPE_CHECKING:
    from searchkit.model.quote_checks import QuoteCheck, QuoteMatch, QuotePart

_OWN_WORDS = "in its own words"
"""Where a statement says the words, and quotes nobody with them."""


_HELP = """Say whether a quotation is real, who said it, when and where.

It is exact, altered, spliced from several places, or not found. Of what is altered each
difference is shown: [-in the quotation-] {+in the statement+}. The exit code is 0 where all
quotations are exact, 1 where one is not, 2 for an error.

\b
  searchkit quote "the harbour opens in May"
  searchkit quote --file quotations.txt
"""


@click.command(cls=QuietPipe, help=_HELP)
@click.argument("text", nargs=-1)
@click.option("--file", "file", metavar="FILE", help="Check each line of a file; - is input.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@INDEX
def quote(text: tuple[str, ...], file: str | None, as_json: bool, index: str | None) -> None:
    """See `_HELP`."""
    given = " ".join(text)
    if bool(given.strip()) == (file is not None):
        raise click.UsageError("give one quotation, or --file for several")
    quotes = [("", given)] if file is None else _lines_of(file)
    checks = []
    with open_to_read(index) as archive:
        for where, one in quotes:
            try:
                checks.append(archive.check_quote(one))
            except InvalidArgument as error:
                if not where:
                    raise
                raise InvalidInput(str(error), where=where) from error
    if as_json:
        print_json([check.to_json() for check in checks])
    else:
        for number, check in enumerate(checks):
            if number:
                click.echo()
            for line in text_lines(check, width_of(), show_quote=file is not None):
                click.echo(line)
    all_exact = all(check.verdict == EXACT for check in checks)
    click.get_current_context().exit(FOUND if all_exact else NOTHING)


def _lines_of(file: str) -> list[tuple[str, str]]:
    """(where it is, a quotation) of each line of a file that is not empty.

    Raises:
        InvalidInput: the file can't be read, is not UTF-8, or has no quotation.
    """
    try:
        data = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
        lines = data.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise InvalidInput(error.strerror or "it can't be read", where=file) from error
    except UnicodeDecodeError as error:
        raise InvalidInput("it is not UTF-8", where=file, expected="a quotation a line") from error
    found = [
        (f"{file}, line {number}", line) for number, line in enumerate(lines, 1) if line.strip()
    ]
    if not found:
        raise InvalidInput("there is no quotation in it", where=file, expected="one a line")
    return found


def text_lines(check: QuoteCheck, width: int | None, show_quote: bool = False) -> Iterator[str]:
    """A check for people: the verdict, then each place with its differences."""
    room = width - 4 if width else None
    if show_quote:
        yield from fitted(one_line(check.quote), width)
    yield _verdict(check)
    for match in check.matches:
        who = speakers_of(match.speakers, True) if match.speakers else _OWN_WORDS
        yield f"  {match.date or 'date unknown'}  {who}"
        yield f"    {one_line(match.id)}"
        shown = "".join(map(_part, match.diff)) if match.diff else match.text
        yield from (f"    {line}" for line in fitted(one_line(shown), room))


def _verdict(check: QuoteCheck) -> str:
    places, matches = len(check.matches), check.matches
    if check.verdict == EXACT:
        if check.more:
            return f"Exact, in more than {places} statements; the oldest:"
        return "Exact" if places == 1 else f"Exact, in {places} statements"
    if check.verdict == ALTERED:
        return "Altered" + ("" if _alters_words(matches) else ": punctuation or case only")
    if check.verdict == SPLICED:
        return f"Spliced from {places} places"
    assert check.verdict == NOT_FOUND
    return "Not found" + ("; the nearest:" if matches else "")


def _alters_words(matches: Sequence[QuoteMatch]) -> bool:
    return any(match.alters_words for match in matches)


def _part(part: QuotePart) -> str:
    """A part of a comparison: what both have, or what each has."""
    if part.kind in (SAME, ATTRIBUTION):
        return part.source
    given = f"[-{part.given.strip()}-]" if part.given.strip() else ""
    source = f"{{+{part.source.strip()}+}}" if part.source.strip() else ""
    space = " " if (part.given[-1:] + part.source[-1:]).isspace() else ""
    return f"{given}{source}{space}"
