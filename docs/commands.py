"""The commands' manual, made of what click knows of them.

    python docs/commands.py             # writes docs/commands.md
    python docs/commands.py --man DIR   # writes searchkit.1, searchkit-index.1, search.1 ...

Lives here: the page, the man pages, and the exit codes and examples that no option says. Does not
live here: the commands and what their options do (`searchkit.cli`).
"""

from __future__ import annotations

import argparse
import inspect
import os
import re
import textwrap
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import click

from searchkit.cli.main import group
from searchkit.cli.search import command as search
from searchkit.version import __version__

PAGE = Path(__file__).with_name("commands.md")

DONE = {0: "done", 2: "an error"}
FOUND = {0: "found", 1: "nothing found", 2: "an error"}
EXITS = {
    "search": FOUND,
    "searchkit alerts": {
        0: "something is new",
        1: "nothing is new",
        2: "a search could not be made, a message was not taken, or another error",
    },
    "searchkit batch": {
        0: "every query was answered",
        1: "a row has an error",
        2: "the file can't be read, or another error",
    },
    "searchkit collocates": FOUND,
    "searchkit concordance": FOUND,
    "searchkit first": FOUND,
    "searchkit import": {0: "done", 1: "something could not be imported", 2: "an error"},
    "searchkit index": {0: "done", 1: "a file was skipped", 2: "an error"},
    "searchkit keywords": FOUND,
    "searchkit ministers": FOUND,
    "searchkit people": FOUND,
    "searchkit portfolios": FOUND,
    "searchkit quotations": {0: "found", 1: "nobody is quoted", 2: "an error"},
    "searchkit quote": {0: "all quotations are exact", 1: "one is not", 2: "an error"},
    "searchkit repeats": {0: "found", 1: "nothing is said again", 2: "an error"},
    "searchkit rerun": {0: "the receipt holds", 1: "it does not", 2: "an error"},
    "searchkit saved": {0: "found", 1: "there is none", 2: "an error"},
    "searchkit timeline": FOUND,
    "searchkit trend": FOUND,
    "searchkit who": FOUND,
}
"""What the exit codes of a command mean, where they are not `DONE`."""

EXAMPLES = {
    "searchkit alerts": ["searchkit alerts", "searchkit alerts --json > new.json"],
    "searchkit check": ["searchkit check", "searchkit check --deep"],
    "searchkit completion": ["searchkit completion bash >> ~/.bashrc"],
    "searchkit import": ["searchkit import csv export.csv --to statements --map title=headline"],
    "searchkit index": ["searchkit index statements", "searchkit index statements --watch"],
    "searchkit info": ["searchkit info", "searchkit info --json"],
    "searchkit ministers": ["searchkit ministers peters"],
    "searchkit model fetch": ["searchkit model fetch"],
    "searchkit portfolios": ["searchkit portfolios trade --json"],
    "searchkit quotations": ["searchkit quotations statements/2007/talks.md"],
    "searchkit remove": ["searchkit remove statements/2007"],
    "searchkit repeats": ["searchkit repeats statements/2007/talks.md"],
    "searchkit rerun": ["searchkit rerun talks.json"],
    "searchkit saved": ["searchkit saved", "searchkit saved --remove Korea"],
    "searchkit serve": ["searchkit serve --open", "searchkit serve --port 8080 --workers 2"],
}
"""How to call a command, where its help shows none."""

MORE = {
    "search": (
        "Long options may stand anywhere: before the query, after it or within. Any other word "
        "that begins with a hyphen leaves out a word, and `--` ends the options. An argument with "
        "a space in it is a phrase, unless it holds an operator. docs/query-language.md has the "
        "whole language, docs/outputs.md what is printed."
    ),
}
"""What the help of a command has no room for."""

ENVIRONMENT = {
    "SEARCHKIT_INDEX": "the index, where `--index` does not say.",
    "SEARCHKIT_MODEL": "the folder of the sentence model, where `--model` does not say.",
    "SEARCHKIT_KERNEL": "0: compute in plain Python; 1: fail where the compiled kernel is missing.",
    "SEARCHKIT_DEBUG": "1: show where an unexpected error comes from.",
    "NO_COLOR": "anything: no colours.",
}


class Command(NamedTuple):
    """What is known of a command.

    Attributes:
        name: as it is typed, `searchkit index`.
        usage: what follows the name.
        summary: one sentence.
        blocks: paragraphs.
        examples: calls, each a line.
        options: how each is written, and what it does.
        exits: what exit codes mean.
        parts: the commands of a group, with their summaries.
    """

    name: str
    usage: str
    summary: str
    blocks: tuple[str, ...]
    examples: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    exits: tuple[tuple[int, str], ...]
    parts: tuple[tuple[str, str], ...]


def commands() -> Iterator[Command]:
    """Both commands, and every subcommand after its group."""
    yield described(search, "search")
    yield from walked(group, "searchkit")


def walked(command: click.Command, name: str) -> Iterator[Command]:
    """A command and those below it."""
    yield described(command, name)
    for part, inner in inner_commands(command):
        yield from walked(inner, f"{name} {part}")


def inner_commands(command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """The commands of a group, and of what is none nothing."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None and not found.hidden:
                yield name, found


def described(command: click.Command, name: str) -> Command:
    """What click knows of a command, and what is noted above."""
    summary, *rest = inspect.cleandoc(command.help or "").split("\n\n")
    if name == "search":  # Its options, below, stand in its help for a screen.
        rest = [block for block in rest if "Options:" not in block and "Exit:" not in block]
    blocks, examples = [], []
    for block in rest:
        if block.startswith("\b\n"):
            examples += [line.strip() for line in block.split("\n")[1:]]
        elif block.lstrip().startswith(("search ", "searchkit ")):
            examples += [line.strip() for line in block.split("\n")]
        else:
            blocks.append(" ".join(block.split()))
    blocks += [MORE[name]] if name in MORE else []
    parts = tuple(
        (part, " ".join(inspect.cleandoc(inner.help or "").split("\n\n")[0].split()))
        for part, inner in inner_commands(command)
    )
    return Command(
        name,
        usage(command),
        " ".join(summary.split()),
        tuple(blocks),
        tuple(examples or EXAMPLES.get(name, ())),
        tuple(option(one) for one in command.params if isinstance(one, click.Option)),
        tuple(EXITS.get(name, DONE).items()),
        parts,
    )


def usage(command: click.Command) -> str:
    """What a command takes after its name."""
    words = ["[OPTIONS]"]
    for one in command.params:
        if isinstance(one, click.Argument):
            word = (one.metavar or value(one.type) or one.name or "").removesuffix("...")
            word = word.upper() if one.metavar is None and "|" not in word else word
            word = f"{word}..." if one.nargs == -1 else word
            words.append(word if one.required else f"[{word}]")
    if isinstance(command, click.Group):
        words.append("COMMAND ...")
    return " ".join(words)


def option(one: click.Option) -> tuple[str, str]:
    """How an option is written, and what it does."""
    names = ", ".join([*one.opts, *one.secondary_opts])
    what = "" if one.is_flag or one.count else one.metavar or value(one.type) or "TEXT"
    if one._flag_needs_value:
        names += f"[={what}]"
    elif what:
        names += f" {what}"
    said = " ".join((one.help or "").replace("  ", " ").split())
    return names, f"{said} May be given again.".strip() if one.multiple else said


def value(kind: click.ParamType) -> str:
    """What a value of this kind looks like."""
    if isinstance(kind, click.Choice):
        return "|".join(map(str, kind.choices))
    return "N" if kind.name in ("integer", "integer range") else ""


HEAD = """# Commands

Two commands: `search` only searches, `searchkit` does everything else. `--help` of each says
what stands here; `python docs/commands.py` makes this page of the commands themselves. The wheels
of a release bring the same as manual pages: `man search`, `man searchkit-index`. [How to get
them](releasing.md#manual-pages).

As with grep, the exit code is 0 for found or done, 1 for nothing found, 2 for an error; 130 where
Ctrl-C ended a command. Results go to standard output, everything else to standard error.

| in the environment | is |
| --- | --- |
"""


def page() -> str:
    """The text of `docs/commands.md`."""
    rows = [f"| `{name}` | {meaning} |" for name, meaning in ENVIRONMENT.items()]
    return HEAD + "\n".join([*rows, ""]) + "".join(map(section, commands()))


def section(command: Command) -> str:
    """A command as Markdown."""
    depth = "##" if command.name in ("search", "searchkit") else "###"
    parts = [f"{depth} {command.name}", literal(command.summary)]
    parts.append(f"```text\n{command.name} {command.usage}\n```")
    parts += map(literal, command.blocks)
    if command.examples:
        parts.append("```sh\n" + "\n".join(command.examples) + "\n```")
    if command.parts:
        link = f"{command.name} ".replace(" ", "-")
        rows = [
            f"| [`{name}`](#{link}{name}) | {cell(literal(said))} |" for name, said in command.parts
        ]
        parts.append("\n".join(["| command | does |", "| --- | --- |", *rows]))
    if command.options:
        rows = [f"| `{cell(name)}` | {cell(literal(said))} |" for name, said in command.options]
        parts.append("\n".join(["| option | does |", "| --- | --- |", *rows]))
    if not command.parts:
        exits = "; ".join(f"{code}: {meaning}" for code, meaning in command.exits)
        parts.append(f"Exit code {exits}.")
    return "\n" + "\n\n".join(parts) + "\n"


def literal(text: str) -> str:
    """Prose whose signs are not Markdown, but for what stands in backticks."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(
        piece if piece.startswith("`") else re.sub(r"([*_<\[])", r"\\\1", piece) for piece in pieces
    )


def cell(text: str) -> str:
    """Text for a cell of a table."""
    return text.replace("|", "\\|")


def manual_page(command: Command, day: str) -> str:
    """A command as a manual page, in the macros that every man knows."""
    name = command.name.replace(" ", "-")
    lines = [
        f'.TH {roff(name.upper())} 1 {day} "searchkit {__version__}" "searchkit manual"',
        *(".SH NAME", f"{roff(name)} \\- {roff(lowered(command.summary))}"),
        *(".SH SYNOPSIS", f".B {roff(command.name)}", roff(command.usage)),
        ".SH DESCRIPTION",
    ]
    lines += paragraphs([command.summary, *command.blocks])
    for title, rows in (("COMMANDS", command.parts), ("OPTIONS", command.options)):
        if rows:
            lines.append(f".SH {title}")
            for term, said in rows:
                lines += [".TP", f".B {roff(term)}", *paragraphs([said])]
    if not command.parts:
        lines.append(".SH EXIT STATUS")
        for code, meaning in command.exits:
            lines += [".TP", f".B {code}", *paragraphs([meaning])]
    if command.name in ("search", "searchkit"):
        lines.append(".SH ENVIRONMENT")
        for variable, meaning in ENVIRONMENT.items():
            lines += [".TP", f".B {roff(variable)}", *paragraphs([meaning])]
    if command.examples:
        lines += [".SH EXAMPLES", ".nf", *map(roff, command.examples), ".fi"]
    lines += [".SH SEE ALSO", ",\n".join(f".BR {roff(one)} (1)" for one in beside(command))]
    return "\n".join(lines) + "\n"


def beside(command: Command) -> list[str]:
    """The pages to read next."""
    if command.name == "searchkit":
        return ["search", *(f"searchkit-{name}" for name, _ in command.parts)]
    return ["searchkit"] if command.name == "search" else ["search", "searchkit"]


def lowered(summary: str) -> str:
    """A summary as the line of an index: no capital, no full stop."""
    return summary[:1].lower() + summary[1:].removesuffix(".")


def paragraphs(texts: Sequence[str]) -> Iterator[str]:
    """Paragraphs, in lines, with the macro between them."""
    for number, text in enumerate(texts):
        if number:
            yield ".PP"
        yield from map(roff, textwrap.wrap(text, 72, break_on_hyphens=False))


def roff(text: str) -> str:
    """Text in which nothing is a request of roff."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "").replace("'", "\\(aq")
    text = text.replace("~", "\\(ti").replace("^", "\\(ha").replace('"', "\\(dq")
    return f"\\&{text}" if text.startswith((".", "\\(aq")) else text


def write_man(folder: Path) -> list[Path]:
    """Write all manual pages; their date is SOURCE_DATE_EPOCH's, or today's."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(seconds), UTC) if seconds else datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for command in commands():
        path = folder / f"{command.name.replace(' ', '-')}.1"
        path.write_text(manual_page(command, now.strftime("%Y-%m-%d")), encoding="ascii")
        written.append(path)
    return written


def main() -> None:
    """Write what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--man", type=Path, metavar="DIR", help="write manual pages there")
    options = parser.parse_args()
    if options.man:
        print(f"{len(write_man(options.man))} pages in {options.man}")
    else:
        PAGE.write_text(page(), encoding="utf-8")
        print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
