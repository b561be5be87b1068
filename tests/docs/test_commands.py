"""The commands' manual against the commands."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from docs import commands as manual
from searchkit.cli.main import group
from searchkit.cli.search import command as search

COMMANDS = {command.name: command for command in manual.commands()}


def test_the_page_is_what_the_commands_say():
    kept = manual.PAGE.read_text(encoding="utf-8")
    assert kept == manual.page(), "`python docs/commands.py` writes docs/commands.md anew"


def test_every_command_is_in_it():
    names = {f"searchkit {name}" for name in group.list_commands(click.Context(group))}
    assert names | {"search", "searchkit", "searchkit model fetch"} == set(COMMANDS)
    assert set(COMMANDS) >= {*manual.EXITS, *manual.EXAMPLES, *manual.MORE}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself(name: str):
    command = COMMANDS[name]
    assert re.fullmatch(r"[A-Z].*\.", command.summary.replace(": all", "", 1)), command.summary
    assert [option for option, said in command.options if not said.strip()] == []
    # A backslash and a "b" is what an example lacks that click has put into a paragraph.
    assert "\\b" not in f"{command.summary} {command.blocks} {command.options}".replace(
        "\\\\", "\\"
    )


def calls() -> list[str]:
    # A choice of commands has no example of its own.
    return [example for command in COMMANDS.values() for example in command.examples]


def test_every_command_has_an_example():
    without = [one.name for one in COMMANDS.values() if not one.examples and not one.parts]
    assert without == []


@pytest.mark.parametrize("example", calls())
def test_an_example_is_a_call_that_the_command_takes(example: str):
    # Beside an example of `search` stands what it means.
    typed = re.split(r"\s{3,}|\s+[|>]+\s", example)[0 if "| searchkit" not in example else 1]
    name, *words = shlex.split(typed)
    command: click.Command = search if name == "search" else group
    parent = None
    while isinstance(command, click.Group):
        # Its settings, for commands remember by which options they give help.
        parent = click.Context(command, parent=parent, **command.context_settings)
        inner = command.get_command(parent, words.pop(0))
        assert inner is not None
        command = inner
    command.make_context(command.name, words, parent=parent)


def test_man_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    pages = manual.write_man(tmp_path)
    assert {page.name for page in pages} >= {"search.1", "searchkit.1", "searchkit-model-fetch.1"}
    text = (tmp_path / "searchkit-index.1").read_text("ascii")
    assert text.startswith('.TH SEARCHKIT\\-INDEX 1 1970-01-01 "searchkit ')
    for page in pages:
        for line in page.read_text("ascii").splitlines():
            assert not line.startswith(".") or re.match(r"\.[A-Z]{1,2}\b|\.nf$|\.fi$", line), line
    # Those that judge roff, where they are there.
    if shutil.which("mandoc"):
        lint = ["mandoc", "-Tlint", "-Wwarning", *map(str, pages)]
        assert subprocess.run(lint, capture_output=True, text=True, check=False).stdout == ""
    if shutil.which("man"):
        read = ["man", "--warnings", "-l", str(tmp_path / "search.1")]
        done = subprocess.run(read, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert "SYNOPSIS" in done.stdout
