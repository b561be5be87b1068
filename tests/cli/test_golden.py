"""What people see, kept as files: tests/cli/golden/*.txt (`tests.support.golden`)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from searchkit.engines.computing import computed_by
from tests.support.command_line import run, run_in_terminal
from tests.support.golden import check_golden, terminal

pytestmark = terminal

PHRASE = ["North Korea", "-n", "2"]
IN_A_TERMINAL = {
    "phrase": PHRASE,
    "facets": ["North Korea", "-n", "1", "--facets"],
    "json": [*PHRASE, "--json", "--facets"],
    "explain": ["north", "korea", "-n", "2", "--explain"],
    "also": ["korea", "food", "sanctions", "-n", "3"],
    "macrons": ["maori", "-n", "2"],
    "listing": ["--minister", "peters", "--since", "2007"],
    "nothing": ["zyzzyva"],
    "syntax-error": ["korea (sanctions OR food"],
    "unknown-name": ["korea", "--minister", "petrs"],
    "unknown-name-in-the-query": ["korea", "minister:petrs", "food"],
}


def masked(text: str, folder: Path) -> str:
    """`text` without times and places, whoever computed it, and with scores that any processor
    agrees on.
    """
    text = text.replace(str(folder), "FOLDER").replace(computed_by(), "COMPUTED")
    text = re.sub(r"\b\d+ ms", "N ms", text)
    text = re.sub(r'"took_ms": [\d.]+', '"took_ms": 1.0', text)
    return re.sub(r'("score": \d+\.\d{4})\d*', r"\1", text)


@pytest.mark.parametrize("name", IN_A_TERMINAL)
def test_in_a_terminal(shop: Path, name: str) -> None:
    plain = run_in_terminal(shop, *IN_A_TERMINAL[name], "--color", "never")
    check_golden(name, masked(plain.out, shop))
    if name in ("phrase", "facets", "also", "explain", "listing"):
        coloured = run_in_terminal(shop, *IN_A_TERMINAL[name])
        check_golden(f"{name}-colour", masked(coloured.out, shop))


def test_in_a_pipe(shop: Path) -> None:
    check_golden("phrase-pipe", masked(run(shop, *PHRASE).out, shop))


def test_info(shop: Path) -> None:
    text = run(shop, "info", name="searchkit").out
    check_golden("info", re.sub(r"[\d.]+ MB", "N MB", masked(text, shop)))


def test_show(shop: Path) -> None:
    name = "seeds/2007/2007-11-20-north-korea-talks-in-washington.md"
    check_golden("show", masked(run(shop, "show", name, name="searchkit").out, shop))


def test_batch(shop: Path, tmp_path: Path) -> None:
    file = tmp_path / "queries.csv"
    file.write_text('query,minister\n"""North Korea""",\nsanctions,peters\n(korea,\nzyzzyva,\n')
    for form, options in (("csv", []), ("jsonl", ["--jsonl"])):
        done = run(shop, "batch", str(file), *options, name="searchkit")
        check_golden(f"batch-{form}", masked(done.out.replace("\r\n", "\n") + done.err, shop))


def test_help(shop: Path) -> None:
    check_golden("help-search", run(shop, "--help").out)
    check_golden("help-searchkit", run(shop, "--help", name="searchkit").out)
