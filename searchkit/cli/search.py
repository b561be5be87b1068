"""The `search` command: it only searches; every word after its options is the query.

Lives here: its options, and choosing how to print. Does not live here: what is asked
(`asking`), printing it (`pages`, `lists`), the shell's rules (`arguments`), which index it is
(`opening`).
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli.arguments import arrange, taken_for
from searchkit.cli.asking import LISTS, Asked, check, part_of
from searchkit.cli.flags import refuse_flags
from searchkit.cli.options import COLOR
from searchkit.cli.running import FOUND, NOTHING, QuietPipe, run_command, say
from searchkit.model.arguments import RELEVANCE, SORTS
from searchkit.schema.fields import DEFAULT

if TYPE_CHECKING:
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
  -n, --limit N   --page N                how many (0: all), which page
  --sort {"|".join(SORTS)}          --all-copies: equal texts one by one
  --minister, --portfolio NAME  --where FIELD=NAME  only theirs; again: either
  --since DATE   --until DATE             2007, 2007-11 or 2007-11-20
  --any --strict --like ID --meaning --model DIR   any; all; alike; by meaning
  --count --facets[=all] --explain --repeats  how many; whose; scores; again
  --json  --jsonl  --csv  --files  --passages  --null    for programs; lists
  --bibtex  --ris  --columns A,B  --site URL   to cite; of CSV; for permalinks
  --color auto|always|never   --index DIR [$SEARCHKIT_INDEX or ./index]
  --variants  --receipt FILE  -h, --help  --version  e-mail=email; proof; this

Exit: 0 found, 1 nothing found, 2 error. To index: `searchkit index PATH`.
"""


_FEW, EVERY = "few", "all"
_OPTIONAL = frozenset(["--facets"])
"""Options whose value follows `=` or not at all: `--facets korea` is a flag and a word."""
_WHERE = "Only theirs, by any field of the index; of a date a range."
_ONLY = {"person": "Only theirs.", "label": "Only in it."}


def name_filters(command: Callable[..., None]) -> Callable[..., None]:
    """An option for each field of names, and `--where` for all of them. Options must exist
    before an index is open, so the fields with one of their own are those of the default
    schema.
    """
    option = click.option("--where", multiple=True, metavar="FIELD=VALUE", help=_WHERE)
    command = option(command)
    for field in reversed(DEFAULT.names):
        name, about = f"--{field.query}", _ONLY[field.kind]
        command = click.option(name, multiple=True, metavar="NAME", help=about)(command)
    return command


def named(options: Mapping[str, Any]) -> dict[str, list[str]]:
    """What those options ask for, by field.

    Raises:
        UsageError: `--where` names no field.
    """
    found = {field.query: [*options[field.query]] for field in DEFAULT.names}
    for given in options["where"]:
        field, equals, name = given.partition("=")
        if not (field.strip() and equals and name.strip()):
            raise click.UsageError(f"--where {given}: give a field and a value, as in party=green")
        found.setdefault(field.strip(), []).append(name.strip())
    return found


class QueryCommand(QuietPipe):
    """Takes long options anywhere, and -word as query."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with_value = [
            name
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option) and not parameter.is_flag
            for name in parameter.opts
            if name not in _OPTIONAL
        ]
        options = [name for one in self.get_params(ctx) for name in one.opts]
        # What comes after "--" is query, whatever it looks like.
        before = args[: args.index("--")] if "--" in args else args
        arranged = arrange(before, with_value)
        loose = arranged[arranged.index("--") + 1 :] if "--" in arranged else []
        if "-h" in loose:
            return super().parse_args(ctx, ["--help"])
        refuse_flags(loose, options)
        return super().parse_args(ctx, arrange(args, with_value))


class _Command(QueryCommand):
    """The command itself: its help is `_HELP` alone."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Nothing: the options are in the help text."""


@click.command(
    "search",
    cls=_Command,
    help=_HELP,
    context_settings={"max_content_width": 80, "help_option_names": ["--help"]},
)
@click.argument("query", nargs=-1)
# Shells show these short texts when they complete.
@click.option("-n", "--limit", type=click.IntRange(0), help="How many; 0: all.")
@click.option("--page", type=click.IntRange(1), help="Which page.")
@click.option("--sort", type=click.Choice(SORTS), default=RELEVANCE, help="In which order.")
@name_filters
@click.option("--since", metavar="DATE", help="From then on.")
@click.option("--until", metavar="DATE", help="Up to then.")
@click.option("--any", "any_word", is_flag=True, help="Any word is enough.")
@click.option("--variants", is_flag=True, help="Other ways to write the words will do.")
@click.option("--strict", is_flag=True, help="Never show what lacks a word.")
@click.option("--all-copies", is_flag=True, help="Show equal texts each on their own.")
@click.option("--like", metavar="ID", help="Statements like this one.")
@click.option("--count", is_flag=True, help="Print how many match.")
@click.option(
    "--facets",
    is_flag=False,
    flag_value=_FEW,
    type=click.Choice([_FEW, EVERY]),
    help="Count ministers, portfolios, years.",
)
@click.option("--explain", is_flag=True, help="Show where scores come from.")
@click.option("--repeats", is_flag=True, help="Show what announces the same, before or after.")
@click.option("--meaning", is_flag=True, help="Order the best by meaning too.")
@click.option("--model", metavar="DIR", help="The sentence model.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--jsonl", is_flag=True, help="List matches, one JSON object a line.")
@click.option("--csv", is_flag=True, help="List matches as CSV.")
@click.option("--columns", metavar="NAME,...", help="Of CSV; page: what the page offers.")
@click.option("--bibtex", is_flag=True, help="List matches as BibTeX.")
@click.option("--ris", is_flag=True, help="List matches as RIS.")
@click.option("--site", metavar="URL", help="Where `searchkit serve` shows statements.")
@click.option("--files", is_flag=True, help="List the ids of matches.")
@click.option("--passages", is_flag=True, help="Show passages in a list too.")
@click.option("--null", is_flag=True, help="End each id with a zero byte.")
@COLOR
@click.option("--receipt", metavar="FILE", help="Write proof of what is found.")
@click.option("--index", metavar="DIR", help="The folder of the index.")
@click.version_option(package_name="searchkit", prog_name="search")
def command(**options: Any) -> None:
    """See `_HELP`."""
    click.get_current_context().exit(search(options))


def search(options: dict[str, Any]) -> int:
    """Search as the options say; returns the exit code."""
    from searchkit.cli.opening import index_to_read
    from searchkit.engines.opening import open_index

    has_words = bool(taken_for(options["query"]).text)
    names = named(options)
    dates = {name: options[name] for name in ("since", "until")}
    narrows = any((*names.values(), *dates.values()))
    if options["like"] and (has_words or narrows):
        raise click.UsageError("--like ID takes no query and no filter")
    check(options)
    if not has_words and not options["like"] and not narrows:
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
        taken = taken_for(options["query"], archive.schema)
        common = {"query": taken.text, "any_word": options["any_word"], "where": names, **dates}
        common["variants"] = options["variants"]
        if options["receipt"]:
            from searchkit.cli.receipts import check_receipt, give_receipt

            check_receipt(options["receipt"])
        code = _print(Asked(archive, common, options, taken), options, archive.schema)
        if options["receipt"]:
            give_receipt(archive, common, options["receipt"])
        return code


def _print(asked: Asked, options: dict[str, Any], schema: Schema) -> int:
    """Print what is asked in the form that the options name; returns the exit code."""
    from searchkit.cli import pages

    part = part_of(options)
    if any(options[name] for name in LISTS):
        from searchkit.cli.lists import print_list

        answer = asked.counts()
        length = print_list(asked.listed(part), options, schema)
        pages.say_notes(answer, options)
        pages.say_if_beyond(answer, length, part)
    elif options["count"]:
        answer = asked.counts()
        if options["as_json"]:
            pages.print_json(answer)
        else:
            pages.print_count(answer, options, schema)
            pages.say_notes(answer, options)
    elif options["as_json"]:
        answer = asked.page(part)
        pages.print_json(answer)
        pages.say_if_beyond(answer, len(answer) + len(answer.also), part)
    else:
        answer = pages.print_text(asked, part, options, schema)
    return FOUND if answer.total else NOTHING


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the command, which ends the process."""
    # The process gives one answer and ends: NumPy's threads for linear algebra would never
    # be used, and collecting garbage would gain nothing.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()
    run_command("search", command, arguments)
