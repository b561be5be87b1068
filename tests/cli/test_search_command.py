"""The `search` command, as a process in a folder of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit import Statement
from tests.support.command_line import (
    ESCAPE,
    Result,
    bare,
    call,
    command,
    environment,
    run,
    run_in_terminal,
)

SAMPLE = "This searches a sample of 22 statements; for your own: `searchkit index PATH`.\n"
terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def found(folder: Path, *arguments: str, **extra: str) -> Any:
    """The object that --json prints."""
    result = call(folder, *arguments, "--json", **extra)
    assert result.code in (0, 1), result.err
    return json.loads(result.out)


def ids(folder: Path, *arguments: str) -> list[str]:
    return [hit["id"] for hit in found(folder, *arguments)["hits"]]


def check_error(result: Result, *parts: str) -> None:
    assert result.code == 2
    assert result.out == ""
    assert "Traceback" not in result.err
    assert "mistake in searchkit" not in result.err
    for part in parts:
        assert part in result.err


# The first run


def test_first_search_builds_the_sample(fresh: Path) -> None:
    result = run(fresh, "North Korea")
    assert result.code == 0
    assert "No index yet: built ./index from ./seeds, a sample of 22 statements." in result.err
    assert result.err.count("\n") == 3  # That, what to do for one's own, the footer.
    assert result.out.startswith("1.  ")
    assert "North Korea" in result.out
    assert "5 statements match" in result.err
    assert (fresh / "index" / "manifest.json").exists()
    again = run(fresh, "North Korea")
    assert again.out == result.out
    assert "No index yet" not in again.err
    assert SAMPLE in again.err
    assert again.err.startswith(SAMPLE)


def test_no_index_and_no_seeds(tmp_path: Path) -> None:
    result = run(tmp_path, "North Korea")
    check_error(result, "there is no index", "`searchkit index PATH`")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mark", [None, "", "something else"])
def test_seeds_without_our_mark_are_not_built(tmp_path: Path, mark: str | None) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("Harbour", encoding="utf-8")
    if mark is not None:
        (tmp_path / "seeds" / ".searchkit-seeds").write_text(mark, encoding="utf-8")
    check_error(call(tmp_path, "harbour"), "there is no index")
    assert not (tmp_path / "index").exists()


def test_a_named_index_is_never_built(fresh: Path) -> None:
    check_error(call(fresh, "korea", "--index", "other"), "other: there is no index here")
    check_error(call(fresh, "korea", SEARCHKIT_INDEX="third"), "third: there is no index here")
    assert not (fresh / "index").exists()


def test_which_index(shop: Path, port: Path, tmp_path: Path) -> None:
    own = str(port / "index")
    assert (
        call(shop, "harbour", "--count", "--index", own).out != call(shop, "harbour", "--count").out
    )
    assert call(tmp_path, "harbour", "--count", SEARCHKIT_INDEX=own).code == 0
    both = call(shop, "korea", "--count", "--index", str(shop / "index"), SEARCHKIT_INDEX=own)
    assert both.out == "5\n"


@pytest.mark.skipif(sys.platform != "linux", reason="its place is another elsewhere")
def test_the_index_of_the_user(port: Path, tmp_path: Path) -> None:
    place = tmp_path / "home" / "searchkit" / "index"
    place.parent.mkdir(parents=True)
    place.symlink_to(port / "index")
    assert call(tmp_path, "harbour", "--count").code == 0


# What is found


def test_a_phrase_and_words(shop: Path) -> None:
    assert found(shop, "North Korea")["interpreted"] == '"North Korea"'
    assert found(shop, "North", "Korea")["interpreted"] == "North Korea"
    assert found(shop, "North Korea", "sanctions")["interpreted"] == '"North Korea" sanctions'
    assert len(ids(shop, "North Korea")) == 5
    assert ids(shop, "North Korea", "sanctions") == [
        "seeds/2017/2017-08-07-north-korea-sanctions.md"
    ]


def test_minus_is_query_and_long_options_stand_anywhere(shop: Path) -> None:
    said = found(shop, "korea", "-nuclear")
    assert (said["interpreted"], said["total"]) == ("korea -nuclear", 2)
    assert found(shop, "-nuclear", "korea")["interpreted"] == "-nuclear korea"
    assert len(ids(shop, "korea", "-n", "2")) == len(ids(shop, "-n2", "korea")) == 2
    assert found(shop, "korea", "-2")["interpreted"] == "korea -2"
    assert found(shop, "north", "--sort", "oldest", "korea")["interpreted"] == "north korea"
    assert found(shop, "--limit=1", "korea")["total"] == 5


def test_everything_behind_two_dashes_is_query(shop: Path) -> None:
    result = call(shop, "--count", "--", "korea", "-n", "5")
    assert result.out.strip() == str(found(shop, "korea -n 5")["total"])


def test_nothing_found(shop: Path) -> None:
    for arguments in ((), ("--count",), ("--files",), ("--json",), ("--jsonl",), ("--facets",)):
        result = call(shop, "zyzzyva", *arguments)
        assert result.code == 1, arguments
        assert "Traceback" not in result.err
    assert call(shop, "zyzzyva").out == ""
    assert "Nothing matches" in call(shop, "zyzzyva").err
    assert call(shop, "zyzzyva", "--count").out == "0\n"
    assert call(shop, "zyzzyva", "--files").out == ""


def test_exit_code_is_about_the_query_as_written(shop: Path) -> None:
    result = call(shop, "korea", "nuclear", "zyzzyva")
    assert result.code == 1
    assert "Nothing matches the query as written. These match most of its words:" in result.out
    assert "without: zyzzyva" in result.out
    strict = call(shop, "korea", "nuclear", "zyzzyva", "--strict")
    assert (strict.code, strict.out) == (1, "")


def test_any(shop: Path) -> None:
    assert call(shop, "korea", "zyzzyva", "--any", "--count").out == "5\n"


def test_filters(shop: Path) -> None:
    assert call(shop, "--minister", "peters", "--count").out == "2\n"
    said = found(shop, "--minister", "peters", "--since", "2010")
    assert [hit["date"] for hit in said["hits"]] == ["2018-05-14"]
    dates = [hit["date"] for hit in found(shop, "--until", "2030", "-n", "50")["hits"]]
    assert dates == sorted(dates, reverse=True)
    two = call(shop, "--minister", "peters", "--minister", "Helen Clark", "--count")
    assert int(two.out) > 2
    assert call(shop, "--portfolio", "foreign affairs", "--count").code == 0


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_sort(port: Path, sort: str) -> None:
    dates = [hit["date"] or "" for hit in found(port, "the", "--sort", sort, "-n", "300")["hits"]]
    known = [date for date in dates if date]
    assert known == sorted(known, reverse=sort == "newest")
    assert dates == known + [""] * (len(dates) - len(known))
    assert len(known) < len(dates)


def test_pages(port: Path) -> None:
    whole = ids(port, "harbour", "-n", "300")
    pages = [ids(port, "harbour", "-n", "20", "--page", str(page)) for page in (1, 2, 3)]
    assert [name for page in pages for name in page] == whole[:60]
    second = call(port, "harbour", "-n", "20", "--page", "2")
    assert second.out.startswith("21. ")
    assert "21–40 shown" in second.err
    behind = call(port, "harbour", "--page", "500")
    assert (behind.code, behind.out) == (0, "")
    assert "There is no page 500." in behind.err


def test_files(port: Path) -> None:
    result = call(port, "harbour", "--files")
    lines = result.out.splitlines()
    assert result.code == 0
    assert result.err == ""
    assert len(lines) == len(set(lines)) == found(port, "harbour")["total"]
    oldest = call(port, "harbour", "--files", "--sort", "oldest").out.splitlines()
    assert sorted(oldest) == sorted(lines)
    assert oldest != lines
    assert call(port, "harbour", "--count").out == f"{len(lines)}\n"
    assert call(port, "harbour", "--files", "-n", "3").out.splitlines() == lines[:3]
    assert call(port, "harbour", "--files", "--page", "2").out.splitlines() == lines[10:20]


HIT = {
    "id": str,
    "title": str,
    "date": (str, type(None)),
    "ministers": list,
    "portfolios": list,
    "url": (str, type(None)),
    "attachments": list,
    "score": float,
    "copies": list,
    "snippets": list,
    "explain": (dict, type(None)),
}


def check_hit(hit: dict[str, Any], extra: dict[str, Any]) -> None:
    shape = HIT | extra
    assert list(hit) == list(shape)
    for name, kind in shape.items():
        assert isinstance(hit[name], kind), name
    for name in ("ministers", "portfolios", "attachments", "copies"):
        assert all(isinstance(value, str) for value in hit[name])
    assert hit["date"] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", hit["date"])
    for snippet in hit["snippets"]:
        assert list(snippet) == ["text", "highlights"]
        for start, end in snippet["highlights"]:
            assert 0 <= start < end <= len(snippet["text"])


def test_json(port: Path) -> None:
    result = call(
        port, "harbour", "ferry", "minister:brannigan", "🙂", "--json", "--facets", "-n", "40"
    )
    said = json.loads(result.out)
    assert result.out.count("\n") == 1
    assert list(said) == [
        *("query", "interpreted", "total", "took_ms", "suggestion", "notes", "variants"),
        *("related", "hits", "also", "also_total", "facets"),
    ]
    assert said["query"] == "harbour ferry minister:brannigan 🙂"
    assert isinstance(said["took_ms"], float)
    assert said["suggestion"] is None
    assert [list(note) for note in said["notes"]] == [["code", "message"]] * 2
    assert said["total"] == sum(1 + len(hit["copies"]) for hit in said["hits"])
    assert said["hits"]
    for hit in said["hits"]:
        check_hit(hit, {})
    also = found(port, "harbour", "ferry", "zyzzyva")["also"]
    assert also
    for hit in also:
        check_hit(hit, {"missing": list})
        assert hit["missing"] == ["zyzzyva"]
    assert list(said["facets"]) == ["minister", "portfolio", "year"]
    for values in said["facets"].values():
        assert all(list(value) == ["value", "count"] for value in values)
    assert "facets" not in found(port, "harbour")
    assert found(port, "harbour", "--explain", "-n", "1")["hits"][0]["explain"]["parts"]


def test_json_highlights_are_offsets_into_the_text(shop: Path) -> None:
    said = found(shop, "maori", "OR", "korea*")
    words = {
        snippet["text"][start:end]
        for hit in said["hits"]
        for snippet in hit["snippets"]
        for start, end in snippet["highlights"]
    }
    assert words == {"Māori", "Korea", "Korean"}


def test_jsonl(port: Path) -> None:
    result = call(port, "harbour", "--jsonl", "--passages", "-n", "7")
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert lines == found(port, "harbour", "-n", "7", "--all-copies")["hits"]
    for hit in lines:
        check_hit(hit, {})
        assert hit["snippets"]
    short = [json.loads(line) for line in call(port, "harbour", "--jsonl").out.splitlines()]
    assert short[:7] == [hit | {"snippets": []} for hit in lines]


def test_facets(port: Path) -> None:
    said = found(port, "harbour", "--facets", "-n", "1")
    years = Counter(
        hit["date"][:4] for hit in found(port, "harbour", "-n", "300")["hits"] if hit["date"]
    )
    counted = {value["value"]: value["count"] for value in said["facets"]["year"]}
    assert set(years) <= set(counted)
    out = call(port, "harbour", "--facets", "-n", "1").out
    for heading in ("Ministers", "Portfolios", "Years"):
        assert f"\n{heading}\n" in out
    for value in said["facets"]["minister"]:
        assert re.search(rf"  {value['value']} +{value['count']}  █", out)


def test_explain(port: Path) -> None:
    out = call(port, "harbour", "ferry", "--explain", "-n", "2").out
    assert "\nScores\n  1. " in out
    assert re.search(r"\n +\d+\.\d{4}  harbour: \d+ in title, \d+ in body, idf \d\.\d{3}", out)


def test_notes_go_to_standard_error(shop: Path) -> None:
    result = call(shop, "korea", "🙂")
    assert "Note: left out, for there is no letter or digit in it: 🙂." in result.err
    assert "Note" not in result.out


def test_attachments_copies_and_unknown_dates_are_shown(tmp_path: Path) -> None:
    body = "The same words in the same order, long enough to be known as a copy."
    searchkit.build(
        [
            Statement(id="a", title="Same", body=body, url="https://vellmark.example/a"),
            Statement(id="b", title="Same", body=body, ministers=("Hon Orla Brannigan",)),
        ],
        tmp_path / "index",
    )
    out = call(tmp_path, "same").out
    assert "date unknown" in out
    assert "also filed date unknown · Hon Orla Brannigan" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["korea", "--facets"], "Ministers"),
        (["korea", "--explain"], "Scores"),
        (["korea", "🙂"], "Note: left out"),
        (["zyzzyva"], "Nothing matches"),
        (["korea", "--page", "3"], "page"),
    ],
)
def test_all_hits_as_well(shop: Path, arguments: list[str], said: str) -> None:
    result = call(shop, *arguments, "-n0")
    assert said in result.out + result.err


# Errors


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["(korea"], ["this bracket is never closed", "\n  (korea\n  ^\n", "meant: (korea)"]),
        (["a OR"], ["OR has nothing after it", "\n  a OR\n      ^\n"]),
        (["date:2007-13"], ["there is no month 13", "\n       ^\n"]),
        (['north "korea'], ["this quote is never closed", 'Perhaps you meant: north "korea"']),
        (["..."], ["there is nothing to search for"]),
        (["korea", "--minister", "petrs"], ["no minister is called 'petrs'", "Winston Peters"]),
        (["korea", "minister:petrs"], ["no minister is called 'petrs'", "Winston Peters"]),
        (["korea", "--portfolio", "forein afairs"], ["no portfolio", "Foreign Affairs"]),
        (["korea", "--since", "tomorrow"], ["since: 'tomorrow' is not a date"]),
        (["korea", "--sort", "best"], ["--sort"]),
        (["korea", "--limit", "-1"], ["--limit"]),
        (["korea", "--limit", "x"], ["--limit"]),
        (["korea", "--page", "0"], ["--page"]),
        (["korea", "--nonsense"], ["--nonsense"]),
        (["korea", "--color", "red"], ["--color"]),
        ([], ["what are you looking for?"]),
        ([""], ["what are you looking for?"]),
        (["  ", ""], ["what are you looking for?"]),
        (["--facets"], ["what are you looking for?"]),
        (["x" * 20_001], ["a query has at most 20,000 characters"]),
    ],
)
def test_errors(shop: Path, arguments: list[str], parts: list[str]) -> None:
    check_error(call(shop, *arguments), *parts)


def test_errors_of_a_process(shop: Path) -> None:
    """The same from outside, once."""
    check_error(run(shop, "(korea"), "never closed", "\n  (korea\n  ^\n")
    check_error(run(shop, "korea", "--minister", "petrs"), "Did you mean Winston Peters?")
    check_error(run(shop, "korea", "--nonsense"), "--nonsense")


@pytest.mark.parametrize("option", ["--minister", "--index", "--sort", "--limit", "--since"])
def test_an_option_without_its_value(shop: Path, option: str) -> None:
    check_error(call(shop, "korea", option), f"'{option}' requires an argument")


def test_a_damaged_index_is_one_message(tmp_path: Path) -> None:
    searchkit.build([Statement(id="a", title="Same", body="")], tmp_path / "index")
    (segment,) = (tmp_path / "index").glob("segment-*.sk")
    segment.write_bytes(b"no index")
    result = call(tmp_path, "same")
    check_error(result, str(segment.name), "searchkit index --rebuild PATH")
    assert result.err.count("\n") == 1


def test_what_is_no_utf_8_is_no_traceback(shop: Path) -> None:
    for arguments in ((), ("--files",)):
        result = run(shop, b"\xff korea", *arguments)
        assert result.code == 0, result.err
        assert "Traceback" not in result.err


def test_json_is_utf_8_whatever_the_query(shop: Path) -> None:
    assert json.loads(run(shop, b"\xff korea", "--json").out)["total"] == 5


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_other_encodings(shop: Path, encoding: str) -> None:
    done = subprocess.run(
        [*command("search"), "maori"],
        cwd=shop,
        env=environment(shop, {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}),
        capture_output=True,
        check=False,
    )
    assert b"mistake in searchkit" not in done.stderr
    assert done.returncode == 0


# Pipes and terminals


def test_plain_in_a_pipe(shop: Path) -> None:
    for extra in ({}, {"COLUMNS": "40"}, {"NO_COLOR": "1"}):
        result = call(shop, "North Korea", **extra)
        assert not ESCAPE.search(result.out + result.err)
        assert max(map(len, result.out.splitlines())) > 150


def test_colour_when_asked_for(shop: Path) -> None:
    always = call(shop, "North Korea", "--color", "always")
    assert "\x1b[1;31mNorth Korea\x1b[0m" in always.out
    assert bare(always.out) == call(shop, "North Korea").out
    assert max(map(len, bare(always.out).splitlines())) > 150
    assert "\x1b" in call(shop, "korea", "--color", "always", NO_COLOR="1").out
    assert "\x1b" not in always.err


@terminal
def test_in_a_terminal(shop: Path) -> None:
    seen = run_in_terminal(shop, "North Korea")
    assert seen.code == 0
    assert "\x1b[1;31mNorth Korea\x1b[0m" in seen.out
    for line in bare(seen.out).splitlines():
        # An address is not broken, nor is the line about the sample.
        assert len(line) <= 80 or "https://" in line
    for arguments, extra in (
        (["--color", "never"], {}),
        ([], {"NO_COLOR": "1"}),
        ([], {"TERM": "dumb"}),
    ):
        plain = run_in_terminal(shop, "North Korea", *arguments, **extra)
        assert "\x1b" not in plain.out
    narrow = bare(run_in_terminal(shop, "North Korea", columns=50).out).splitlines()
    assert all(len(line) <= 50 or "https://" in line or line == SAMPLE.strip() for line in narrow)


@terminal
def test_json_in_a_terminal_is_indented_and_plain(shop: Path) -> None:
    seen = run_in_terminal(shop, "North Korea", "--json")
    assert "\x1b" not in seen.out
    assert '\n  "total": 5,\n' in seen.out


def test_codes_in_a_statement_do_not_reach_the_terminal(tmp_path: Path) -> None:
    hostile = "Harbour \x1b[31mred\x1b]0;owned\x07 \x9b31m \u202eexe"
    searchkit.build(
        [
            Statement(
                id="a\x1b[2J",
                title=hostile,
                body=hostile,
                ministers=(hostile,),
                portfolios=(hostile,),
                url=hostile,
            )
        ],
        tmp_path / "index",
    )
    for arguments in ((), ("--facets",), ("--explain",), ("--files",), ("--color", "always")):
        result = call(tmp_path, "harbour", *arguments)
        assert result.code == 0
        said = bare(result.out) + result.err
        assert not re.search("[\x1b\x07\x9b\u202e]", said), arguments
    for arguments in (("--json",), ("--jsonl",)):
        out = call(tmp_path, "harbour", *arguments).out
        assert "\x1b" not in out
        said = json.loads(out)
        assert said.get("hits", [said])[0]["title"] == hostile
    shown = call(tmp_path, "show", "a\x1b[2J", name="searchkit")
    assert shown.code == 0
    assert not re.search("[\x1b\x07\x9b\u202e]", shown.out)


def test_no_code_at_all_in_json(tmp_path: Path) -> None:
    searchkit.build([Statement(id="a", title="Harbour \x9b31m", body="")], tmp_path / "index")
    assert "\x9b" not in call(tmp_path, "harbour", "--json").out


def cut_off(folder: Path, *arguments: str) -> tuple[int, bytes]:
    """Exit code and messages of a command whose reader goes after one line."""
    with subprocess.Popen(
        [*command("search"), *arguments],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        return process.wait(60), said


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index whose answers are longer than a pipe takes at once."""
    folder = tmp_path_factory.mktemp("long")
    statements = [
        Statement(id=f"{'x' * 200}/{n:05}", title="Harbour " * 20, body="") for n in range(2_000)
    ]
    searchkit.build(statements, folder / "index")
    return folder


@pytest.mark.parametrize("arguments", [["--files"], ["-n", "2000"], ["--json", "-n", "2000"]])
def test_a_reader_that_goes_early_is_no_error(long: Path, arguments: list[str]) -> None:
    code, said = cut_off(long, "harbour", *arguments)
    assert code in (0, 1)
    assert b"Traceback" not in said
    assert b"mistake" not in said
    assert b"BrokenPipe" not in said


@pytest.mark.parametrize("arguments", [["--files"], ["-n", "0"]])
def test_a_reader_that_goes_early_has_found_something(long: Path, arguments: list[str]) -> None:
    assert cut_off(long, "harbour", *arguments)[0] == 0


# Help


def test_help() -> None:
    result = run(Path.cwd(), "--help")
    lines = result.out.splitlines()
    assert result.code == 0
    assert 20 <= len(lines) <= 60
    for option in (
        *("-n", "--limit", "--page", "--sort", "--minister", "--portfolio", "--since", "--until"),
        *("--any", "--strict", "--count", "--files", "--facets", "--explain", "--json"),
        *("--jsonl", "--color", "--index"),
    ):
        assert option in result.out
    for lesson in ('"North Korea"', " OR ", "-", "*", "title:", "minister:", "date:", "since:"):
        assert lesson in result.out


def test_help_fits_80_columns() -> None:
    assert max(map(len, call(Path.cwd(), "--help").out.splitlines())) <= 80


def test_every_example_of_the_help_can_be_run(shop: Path) -> None:
    import shlex

    lines = re.findall(r"^ +(search .+?)(?:  .*)?$", call(shop, "--help").out, re.MULTILINE)
    assert len(lines) >= 5
    for line in lines:
        arguments = shlex.split(line)[1:]
        result = call(shop, *arguments, "--strict")
        # Names and words that the sample lacks are no mistakes of the help.
        assert result.code in (0, 1) or "is called" in result.err, (line, result.err)


@terminal
def test_pairs_of_numbers_stand_on_one_line(shop: Path) -> None:
    out = run_in_terminal(shop, "North Korea", "--json", "-n", "3").out
    shown = out[out.index("{\n") :]
    answer = json.loads(shown[: shown.rindex("}") + 1])
    lines = [line for line in shown.splitlines() if '"highlights": ' in line]
    pairs = [s["highlights"] for hit in answer["hits"] for s in hit["snippets"]]
    assert [json.loads(line.split(": ")[1]) for line in lines] == pairs
    assert any(len(several) > 1 for several in pairs)
