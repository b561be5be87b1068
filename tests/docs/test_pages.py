"""What the tutorial and the guides show is what their commands print.

A block of `sh` or `python` is run, in order and in one folder for each page; the block of `text`
that follows it is what a terminal of 80 columns shows. A line that is nothing but "…" stands for
any lines. SEARCHKIT_UPDATE_GOLDEN=1 writes the texts anew; look at the difference.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.command_line import call, command, environment, in_terminal
from tests.support.golden import UPDATE, terminal

PROJECT = Path(__file__).parents[2]
PAGES = [PROJECT / "docs" / "tutorial.md", *sorted((PROJECT / "docs" / "howto").glob("*.md"))]
BLOCK = re.compile(
    r"^```(?P<kind>sh|python)\n(?P<code>.*?)^```\n(?P<between>\n*)(?:^```text\n(?P<shown>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)
PORT = "8765"
"""The one that pages show; a free one is used."""
MASKS = {
    r"\b[\d.,]+ (ms|s)\b": r"N \1",
    r"\b\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)": "TIME",
    r"\d{1,2}\s+[A-Z][a-z]+\s+20[2-9]\d,\s+\d\d:\d\d\s+UTC": "TIME",
    r"\(index\s+[0-9a-f]{16}\)": "(index FINGERPRINT)",
    r'("score": \d+\.\d{3})\d*': r"\1",
    r'("took_ms"|"seconds"): ?[\d.]+': r"\1: N",
    r"[ \t]+$": "",
}
PROGRESS = r"\x1b\[\?25[lh]|^[^\n]*\r(?!\n)"
"""What a terminal does not show any more once a bar has come to its end."""

pytestmark = [
    terminal,
    pytest.mark.skipif(
        not find_spec("mkdocs"), reason='pages are run where pip install ".[docs]" makes the site'
    ),
]


class Block(NamedTuple):
    """A block of a page: its language, what it says, and the text that follows it, if one does."""

    kind: str
    code: str
    shown: str | None


def blocks(text: str) -> list[Block]:
    return [Block(one["kind"], one["code"], one["shown"]) for one in BLOCK.finditer(text)]


def free_port() -> str:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return str(listening.getsockname()[1])


def masked(text: str) -> str:
    for pattern, replacement in MASKS.items():
        text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
    # Where a day was named, another one has broken the lines elsewhere.
    return " ".join(text.split()) if "TIME" in text else text.strip("\n")


def agree(shown: str, seen: str) -> bool:
    """Whether a text is what was seen, as far as it shows it."""
    parts = re.split(r"^…$\n?", masked(shown) + "\n", flags=re.MULTILINE)
    pattern = r"(?:.*\n)*?".join(map(re.escape, parts))
    return bool(re.fullmatch(pattern, masked(seen) + "\n"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the sample and both commands."""
    shutil.copytree(PROJECT / "seeds", tmp_path / "seeds")
    (tmp_path / "seeds" / ".searchkit-seeds").unlink()
    programs = tmp_path / "home" / "bin"
    programs.mkdir(parents=True)
    for name in ("search", "searchkit"):
        python, dash_c, program = command(name)
        script = programs / name
        script.write_text(f"#!/bin/sh\nexec '{python}' {dash_c} '{program}' \"$@\"\n")
        script.chmod(0o755)
    (programs / "python").write_text(f"#!/bin/sh\nexec '{sys.executable}' \"$@\"\n")
    (programs / "python").chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_shows_what_its_commands_print(page: Path, place: Path) -> None:
    text = page.read_text("utf-8")
    if "curl " in text and not shutil.which("curl"):
        pytest.skip("there is no curl")
    port = free_port()
    path = f"{place / 'home' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    env = environment(place, {"PATH": path, "NO_COLOR": "1", "COLUMNS": "80", "PS1": ""})
    if page.stem != "tutorial":
        assert call(place, "index", "seeds", name="searchkit").code == 0
    found = blocks(text)
    assert found
    for block in found:
        if block.kind == "python":
            (place / "example.py").write_text(block.code, encoding="utf-8")
        line = block.code if block.kind == "sh" else "python example.py"
        seen = in_terminal(["bash", "-c", line.replace(PORT, port)], place, env)
        said = re.sub(PROGRESS, "", seen.out, flags=re.MULTILINE)
        # Lines of CSV end with two signs, to which a terminal adds one.
        said = said.replace("\r\n", "\n").replace(port, PORT).replace(str(place), "/home/you")
        assert "Traceback" not in said, said
        if block.shown is None:
            assert seen.code in (0, 1), said
        elif os.environ.get(UPDATE) and not agree(block.shown, said):
            before = f"{block.code}```\n\n```text\n{block.shown}```"
            after = f"{block.code}```\n\n```text\n{said.strip(chr(10))}\n```"
            text = text.replace(before, after, 1)
            page.write_text(text, encoding="utf-8")
        else:
            assert agree(block.shown, said), f"{line}\nprints\n{said}"


def test_this_test_can_fail() -> None:
    page = "```sh\nsearch a\n```\n\n```text\n1 statement\n…\nlast\n```\n"
    (block,) = blocks(page)
    assert block == ("sh", "search a\n", "1 statement\n…\nlast\n")
    assert agree(block.shown or "", "1 statement\n\nwhatever\nlast\n")
    assert agree(block.shown or "", "1 statement\nlast\n")
    assert not agree(block.shown or "", "1 statement\nwhatever\n")
    assert not agree("7 statements · 6 ms\n", "8 statements · 6 ms\n")
    assert agree("7 statements · 6 ms\n", "7 statements · 12 ms\n")
    assert agree("on 30 November\n2026, 07:54 UTC, a\nb\n", "on 1 May 2027,\n17:54 UTC, a b\n")
