"""The `search` command: it only searches; every word after its options is the query.

Lives here: its options, and choosing how to print. Does not live here: the look (`look`),
the shell's rules (`arguments`), which index it is (`opening`).
"""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.arguments import arrange, query_text
from searchkit.cli.running import FOUND, NOTHING, QuietPipe, escaped, printable, run_command, say
from searchkit.model.arguments import ALL, GROUP, NEWEST, RELEVANCE, SORTS
from searchkit.schema.fields import DEFAULT

if TYPE_CHECKING:
    from searchkit.engines.protocol import Archive
    from searchkit.model.answer import Answer, Hit
    from searchkit.schema.fields import Schema

# Written by hand to fit a screen of 24 lines; a test checks that it names every option.
_HELP = f"""Search what ministers said: all words, any endings, case and accents.

\b
  search "North Korea"                    the phrase
  search north korea -nuclear             both words, anywhere; without a word
  search '"six party talks" OR iran'      either; also AND, NOT and ( )
  search nuclea* te?t korae~1 title:act   wildcards; typing error; title only
  search '"nuclear (test OR weapon*)"'    a choice inside a phrase
  search korea NEAR/10 missile '=ACT'    within 10; just so (quoted for zsh)
  search minister:peters date:2006..2008 since:2007-03 money:1m..5m
  search --minister peters --since 2007   all of them, newest first

\b
Options:
  -n, --limit N   --page N                hits a page (0: all), which page
  --sort {"|".join(SORTS)}          --all-copies: equal texts one by one
  --minister NAME   --portfolio NAME      only theirs; given again: either
  --since DATE   --until DATE             2007, 2007-11 or 2007-11-20
  --any   --strict                        any word will do; all must
  --count   --files   --facets            how many; ids; by whom and when
  --json   --jsonl   --explain   --like ID    programs; scores; more like this
  --color auto|always|never   --index DIR [$SEARCHKIT_INDEX or ./index]

Exit: 0 found, 1 nothing found, 2 error. To index: `searchkit index PATH`.
"""


_ONLY = {"person": "Only theirs.", "label": "Only in it."}


def name_filters(command: Callable[..., None]) -> Callable[..., None]:
    """An option for each field of names. Options must exist before an index is open, so
    the fields are those of the default schema.
    """
    for field in reversed(DEFAULT.names):
        name, about = f"--{field.query}", _ONLY[field.kind]
        command = click.option(name, multiple=True, metavar="NAME", help=about)(command)
    return command


class _Command(QuietPipe):
    """Takes long options anywhere, and -word as query; its help is `_HELP` alone."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Nothing: the options are in the help text."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with_value = [
            name
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option) and not parameter.is_flag
            for name in parameter.opts
        ]
        return super().parse_args(ctx, arrange(args, with_value))


@click.command(
    "search",
    cls=_Command,
    help=_HELP,
    context_settings={"max_content_width": 80, "help_option_names": ["--help"]},
)
@click.argument("query", nargs=-1)
# Shells show these short texts when they complete.
@click.option("-n", "--limit", type=click.IntRange(0), default=10, help="Hits a page; 0: all.")
@click.option("--page", type=click.IntRange(1), default=1, help="Which page.")
@click.option("--sort", type=click.Choice(SORTS), default=RELEVANCE)
@name_filters
@click.option("--since", metavar="DATE", help="From then on.")
@click.option("--until", metavar="DATE", help="Up to then.")
@click.option("--any", "any_word", is_flag=True, help="Any word is enough.")
@click.option("--strict", is_flag=True, help="Never show what lacks a word.")
@click.option("--all-copies", is_flag=True, help="Show equal texts each on their own.")
@click.option("--like", metavar="ID", help="Statements like this one.")
@click.option("--count", is_flag=True, help="Print how many match.")
@click.option("--files", is_flag=True, help="Print the id of every match.")
@click.option("--facets", is_flag=True, help="Count ministers, portfolios, years.")
@click.option("--explain", is_flag=True, help="Show where scores come from.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--jsonl", is_flag=True, help="Print one hit a line, as JSON.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
@click.option("--index", metavar="DIR", help="The folder of the index.")
def command(**options: Any) -> None:
    """See `_HELP`."""
    click.get_current_context().exit(search(options))


def search(options: dict[str, Any]) -> int:
    """Search as the options say; returns the exit code."""
    from searchkit.cli.opening import index_to_read
    from searchkit.engines.opening import open_index

    text = query_text(options["query"])
    named = {field.query: options[field.query] for field in DEFAULT.names}
    dates = {name: options[name] for name in ("since", "until")}
    narrows = any((*named.values(), *dates.values()))
    if options["like"] and (text or narrows):
        raise click.UsageError("--like ID takes no query and no filter")
    if not text and not options["like"] and not narrows:
        raise click.UsageError(
            'what are you looking for? Give words or a filter, as in: search "North Korea"'
        )
    place = index_to_read(options["index"])
    with open_index(place.address) as archive:
        size = archive.sample_size
        if size is not None and not place.just_built:
            say(
                f"This searches a sample of {size} statements; "
                "for your own: `searchkit index PATH`."
            )
        if options["like"]:
            answer = archive.similar(options["like"], limit=options["limit"] or len(archive))
            return _print_answer(answer, options, 1, archive.schema)
        common = {"query": text, "any_word": options["any_word"], "where": named, **dates}
        if options["count"] or options["files"] or not (options["limit"] or options["as_json"]):
            return _print_every(archive, common, options)
        limit = options["limit"] or max(1, len(archive))
        offset = (options["page"] - 1) * limit
        answer = archive.search(
            **common,
            limit=limit,
            offset=offset,
            sort=options["sort"],
            strict=options["strict"],
            facets=options["facets"],
            explain=options["explain"],
            copies=ALL if options["all_copies"] else GROUP,
        )
        return _print_answer(answer, options, offset + 1, archive.schema)


def _print_every(archive: Archive, common: dict[str, Any], options: dict[str, Any]) -> int:
    """Print what describes all matches: their number, their ids, or each hit as it comes,
    without snippets.
    """
    # No order is asked for: it takes time and changes neither the number nor the facets.
    answer = archive.search(**common, limit=0, sort=NEWEST, facets=options["facets"])
    code = FOUND if answer.total else NOTHING

    def hits(explain: bool = False) -> Iterator[Hit]:
        return archive.stream(**common, sort=options["sort"], explain=explain)

    if options["count"]:
        click.echo(str(answer.total))
    elif options["files"]:
        for hit in hits():
            click.echo(printable(hit.id))
    elif options["page"] > 1:
        say(f"There is no page {options['page']}: -n 0 shows everything on the first.")
    elif options["jsonl"]:
        for hit in hits(options["explain"]):
            _print_json_line(hit)
    else:
        _print_hits(hits, answer, options, archive.schema)
        return code
    _say_notes(answer)
    return code


def _print_hits(
    hits: Callable[[bool], Iterator[Hit]], answer: Answer, options: dict[str, Any], schema: Schema
) -> None:
    """Print every hit as it comes, then facets and scores if asked for."""
    from searchkit.cli.look import explain_lines, facet_lines, footer, hit_lines, look_of

    look = look_of(options["color"], schema)
    for number, hit in enumerate(hits(False), start=1):
        lines = "\n".join(hit_lines(hit, look, f"{number}."))
        click.echo(lines + "\n", color=look.colour)
    if answer.facets is not None:
        for line in facet_lines(answer.facets, look):
            click.echo(line, color=look.colour)
    if options["explain"]:
        for line in explain_lines(hits(True), look, 1):
            click.echo(line, color=look.colour)
    _say_notes(answer)
    say(footer(answer, 1))


def _print_answer(answer: Answer, options: dict[str, Any], first: int, schema: Schema) -> int:
    if options["as_json"] or options["jsonl"]:
        _print_json(answer, options["jsonl"])
    else:
        _print_text(answer, options, first, schema)
    return FOUND if answer.total else NOTHING


def _is_utf8() -> bool:
    return sys.stdout.encoding.lower().replace("-", "") == "utf8"


def _print_json_line(hit: Hit) -> None:
    import json

    click.echo(escaped(json.dumps(hit.to_json(), ensure_ascii=not _is_utf8())))


def _print_json(answer: Answer, lines: bool) -> None:
    import json

    if lines:
        for hit in answer:
            _print_json_line(hit)
        _say_notes(answer)
        return
    indent = 2 if sys.stdout.isatty() else None
    text = json.dumps(answer.to_json(), ensure_ascii=not _is_utf8(), indent=indent)
    click.echo(escaped(_with_short_pairs(text)))


def _with_short_pairs(text: str) -> str:
    """Indented JSON with lists of pairs of numbers on one line."""
    text = re.sub(r"\[\n\s+(\d+),\n\s+(\d+)\n\s+\]", r"[\1, \2]", text)
    pairs = r"\[\n\s+(\[\d+, \d+\](?:,\n\s+\[\d+, \d+\])*)\n\s+\]"
    return re.sub(pairs, lambda found: "[" + re.sub(r"\s+", " ", found[1]) + "]", text)


def _print_text(answer: Answer, options: dict[str, Any], first: int, schema: Schema) -> None:
    from searchkit.cli.look import answer_lines, explain_lines, footer, look_of

    look = look_of(options["color"], schema)
    lines = [*answer_lines(answer, look, first)]
    if options["explain"]:
        lines += explain_lines(answer, look, first)
    if lines:
        click.echo("\n".join(lines), color=look.colour)
    _say_notes(answer)
    if not len(answer) and answer.total:
        say(f"There is no page {options['page']}.")
    say(footer(answer, first))


def _say_notes(answer: Answer) -> None:
    if answer.suggestion:
        say(f"Did you mean: {answer.suggestion}")
    for note in answer.notes:
        say(f"Note: {note.message}.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the command, which ends the process."""
    # The process gives one answer and ends: NumPy's threads for linear algebra would never
    # be used, and collecting garbage would gain nothing.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()
    run_command("search", command, arguments)
