"""Lists of statements, and which options go together."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import searchkit
from searchkit import Statement
from searchkit.indexing.statements import build_statements
from searchkit.schema.fields import DEFAULT, Names, Schema
from tests.support.command_line import call, command, environment, run, run_in_terminal

terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of statements that are hard to list."""
    folder = tmp_path_factory.mktemp("odd")
    statements = [
        Statement(id="two\nlines", title="=harbour", body="Māori harbour, 東京."),
        Statement(id="a\x1b[2J", title="-harbour", body='A "harbour"\nof Oster.'),
    ]
    searchkit.build(statements, folder / "index")
    return folder


def test_csv_is_utf_8_with_cr_lf_whatever_the_terminal_has(odd: Path) -> None:
    done = subprocess.run(
        [*command("search"), "harbour", "--csv", "--passages"],
        cwd=odd,
        env=environment(odd, {"PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}),
        capture_output=True,
        check=True,
    )
    text = done.stdout.decode("utf-8")
    assert text.startswith("id,date,title,ministers,portfolios,url,score,passage\r\n")
    assert text.count("\r\n") == text.count("\n") == 3
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert rows["two lines"]["title"] == "'=harbour"
    assert rows["two lines"]["passage"] == "Māori harbour, 東京."
    assert 'A "harbour" of Oster.' in text.replace('""', '"')


def test_csv_of_another_schema(tmp_path: Path) -> None:
    schema = Schema((*DEFAULT.fields, Names("parties", query="party", kind="label")))
    statement = Statement("a", "Harbour", "x", fields={"parties": ["Lakes", "Green"]})
    build_statements([statement], tmp_path / "index", schema=schema)
    header, row = csv.reader(io.StringIO(call(tmp_path, "harbour", "--csv").out))
    assert header[3:6] == ["ministers", "portfolios", "parties"]
    assert row[5] == "Lakes; Green"


def test_an_id_is_a_line_or_ends_with_a_zero_byte(odd: Path) -> None:
    lines = call(odd, "harbour", "--files").out.splitlines()
    assert sorted(lines) == ["a\ufffd[2J", "two lines"]
    ended = call(odd, "harbour", "--files", "--null").out
    assert sorted(ended.split("\0")) == ["", "a\x1b[2J", "two\nlines"]
    shown = subprocess.run(
        [*command("searchkit"), "show", "-"],
        cwd=odd,
        env=environment(odd),
        input=ended.encode(),
        capture_output=True,
        check=True,
    )
    assert shown.stdout.decode().count("harbour") == 4


@terminal
@pytest.mark.parametrize("form", [["--files", "--null"], ["--csv", "--passages"], ["--jsonl"]])
def test_a_list_does_not_steer_the_terminal(odd: Path, form: list[str]) -> None:
    seen = run_in_terminal(odd, "harbour", *form).out
    assert "\x1b" not in seen
    assert "harbour" in seen or "--null" in form


def test_what_people_should_know_is_said_beside_a_list(odd: Path) -> None:
    for form in ("--files", "--jsonl", "--csv"):
        result = call(odd, "harbour", "🙂", form)
        assert "Note: left out" in result.err
        assert "Note" not in result.out
        assert "There is no page 9." in call(odd, "harbour", form, "--page", "9").err
        beyond = call(odd, "harbour", form, "-n0", "--page", "9")
        assert "There is no page 9: -n 0 shows everything on the first." in beyond.err


def test_count_with_facets(port: Path) -> None:
    counted = call(port, "harbour", "--count", "--facets")
    number, empty, *rest = counted.out.split("\n")
    assert (number, empty) == (call(port, "harbour", "--count").out.strip(), "")
    assert rest == call(port, "harbour", "--facets", "-n1").out.split("\n")[-len(rest) :]
    said = json.loads(call(port, "harbour", "--count", "--facets", "--json").out)
    assert (str(said["total"]), said["hits"], said["also"]) == (number, [], [])
    assert list(said["facets"]) == ["minister", "portfolio", "year"]
    assert call(port, "zyzzyva", "--count", "--facets").out == "0\n"


def test_all_values_of_a_facet(tmp_path: Path) -> None:
    names = [f"Orla {chr(65 + n)}mber" for n in range(15)]
    statements = [Statement(f"{n}", "Harbour", "x", ministers=(n,)) for n in names]
    searchkit.build(statements, tmp_path / "index")
    few = call(tmp_path, "harbour", "--facets", "--count").out
    assert "and 5 more: --facets=all" in few
    assert sum(name in few for name in names) == 10
    for more in (["--count"], ["-n1"], ["-n0"], ["--page", "2"]):
        every = call(tmp_path, "harbour", "--facets=all", *more).out
        assert all(f"  {name} " in every for name in names), more
        assert "more" not in every
    # It is a flag: what follows it is the query.
    assert call(tmp_path, "--facets", "harbour", "--count").out.startswith("15\n")
    assert call(tmp_path, "--facets", "all", "--count").out == "0\n"
    wrong = call(tmp_path, "harbour", "--facets=years")
    assert wrong.code == 2 and "--facets" in wrong.err and "all" in wrong.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--json", "--jsonl"], "--jsonl and --json"),
        (["--csv", "--files"], "--csv and --files"),
        (["--count", "--files"], "--count and --files"),
        (["--null"], "--null goes with --files"),
        (["--null", "--csv"], "--null goes with --files"),
        (["--files", "--passages"], "--files does not go with --passages"),
        (["--count", "--passages"], "--count does not go with --passages"),
        (["--files", "--facets"], "--files does not go with --facets"),
        (["--csv", "--explain"], "--csv does not go with --explain"),
        (["--jsonl", "--facets=all"], "--jsonl does not go with --facets"),
        (["--like", "two\nlines", "--facets"], "--like does not go with --facets"),
        (["--like", "two\nlines", "--sort", "newest"], "--like does not go with --sort"),
    ],
)
def test_options_of_which_one_would_do_nothing(odd: Path, arguments: list[str], said: str) -> None:
    words = [] if "--like" in arguments else ["harbour"]
    result = call(odd, *words, *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_everything_is_printed_as_it_is_made(port: Path) -> None:
    """`-n 0` is one page of all entries, with passages, copies grouped, and what stands below."""
    out = run(port, "harbour", "-n0", "--facets", "--explain").out
    said = json.loads(call(port, "harbour", "-n0", "--json").out)
    assert len(said["hits"]) > 20
    for number, hit in enumerate(said["hits"], start=1):
        assert f"\n{number}. " in f"\n{out}"
        for snippet in hit["snippets"]:
            assert snippet["text"].splitlines()[0] in out
    assert out.count("also filed") == sum(len(hit["copies"]) for hit in said["hits"]) > 0
    assert "\nMinisters\n" in out
    assert f"\n  {len(said['hits'])}. {said['hits'][-1]['score']:.4f}" in out
    few = call(port, "harbour", "ferry", "-n0")
    assert "These match most of its words" in call(port, "harbour", "zyzzyva", "ferry", "-n0").out
    assert "shown" not in few.err
