"""`searchkit save`, `saved`, `alerts`, `rerun`, and `search --receipt`."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import searchkit
from tests.support.command_line import call, command, environment
from tests.support.golden import check_golden
from tests.support.vellmark import many

NEW = """---
title: Talks on the harbour levy
date: 2009-03-04
ministers: [Hon Orla Brannigan]
---
The six party talks on the harbour levy began in Käldby.
"""


def kit(folder: Path, *arguments: str, **extra: str):  # type: ignore[no-untyped-def]
    return call(folder, *arguments, name="searchkit", **extra)


@pytest.fixture
def desk(fresh: Path) -> Path:
    """A folder with an index of the seeds, and a saved search."""
    assert kit(fresh, "index", "seeds").code == 0
    assert kit(fresh, "save", "talks", "six party talks", "OR", "levy").code == 0
    return fresh


def new(desk: Path, text: str = NEW) -> None:
    (desk / "seeds/2009-03-04-levy.md").write_text(text, encoding="utf-8")
    assert kit(desk, "index", "seeds").code == 0


def masked(text: str, folder: Path) -> str:
    return text.replace(str(folder), "FOLDER")


def test_the_daily_loop(desk: Path) -> None:
    nothing = kit(desk, "alerts")
    assert (nothing.code, nothing.out, nothing.err) == (1, "", "Nothing new\n")
    new(desk)
    done = kit(desk, "alerts")
    assert (done.code, done.err) == (0, "")
    check_golden("alerts", masked(done.out, desk))
    assert kit(desk, "alerts").code == 1
    new(desk, NEW + "It ended.\n")
    changed = kit(desk, "alerts", "--json")
    assert changed.code == 0
    assert json.loads(changed.out) == [
        {
            "search": "talks",
            "id": "seeds/2009-03-04-levy.md",
            "date": "2009-03-04",
            "title": "Talks on the harbour levy",
            "why": [
                "The six party talks on the harbour levy began in Käldby. It ended.",
                "matched: levy, six party talks",
            ],
            "changed": True,
        }
    ]
    assert (kit(desk, "alerts", "--json").out, kit(desk, "alerts").code) == ("[]\n", 1)


def test_saving_and_listing(desk: Path) -> None:
    more = ("--minister", "peters", "--since", "2006", "--mail", "desk@vellmark.example")
    done = kit(desk, "save", "Peters", *more)
    check_golden("save", masked(done.out + done.err, desk))
    check_golden("saved", masked(kit(desk, "saved").out, desk))
    first, second = json.loads(kit(desk, "saved", "--json").out)
    assert first["where"] == {"minister": ["peters"]}
    assert first["to"] == ["mailto:desk@vellmark.example"]
    assert second["query"] == '"six party talks" OR levy'
    assert Path(second["feed"]).is_file()
    assert kit(desk, "save", "talks", "levy").code == 2
    assert kit(desk, "saved", "--remove", "talks").code == 0
    assert kit(desk, "saved", "--remove", "Peters").code == 0
    nothing = kit(desk, "saved")
    assert (nothing.code, nothing.out) == (1, "")


def test_other_spellings_are_offered_when_a_search_is_saved(tmp_path: Path) -> None:
    searchkit.build(many(100), tmp_path / "index")
    done = kit(tmp_path, "save", "slip", "harbuor")
    assert (done.code, done.err) == (0, "Did you mean: harbour\n")
    done = kit(tmp_path, "save", "coop", "co-operate")
    assert "Also written: cooperate (" in done.err


def test_what_is_wrong_is_said_and_told_by_the_exit_code(desk: Path) -> None:
    hook = "http://127.0.0.1:9/"
    done = kit(desk, "save", "talks", "levy", "--replace", "--webhook", hook)
    assert done.code == 0
    assert "SEARCHKIT_WEBHOOK_SECRET" in done.err
    new(desk)
    done = kit(desk, "alerts", "--json")
    assert (done.code, len(json.loads(done.out))) == (2, 1)
    assert f"1 alert waits for {hook}: webhooks need SEARCHKIT_WEBHOOK_SECRET" in done.err
    assert "waiting: 1 for" in kit(desk, "saved").out
    done = kit(desk, "alerts", "--json", "--no-send")
    assert (done.code, done.out, done.err) == (1, "[]\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("save", "a/b", "levy"), "can't be called 'a/b'"),
        (("save", "a"), "needs a query or a filter"),
        (("save", "a", "(levy"), "bracket"),
        (("save", "a", "levy", "--mail", "nobody"), "no address of mail"),
        (("save", "a", "levy", "--webhook", "ftp://x"), "can't be the address of a webhook"),
        (("saved", "--remove", "b"), "no saved search of this name"),
        (("rerun", "none.json"), "none.json: it can't be read"),
    ],
)
def test_errors(shop: Path, arguments: tuple[str, ...], said: str) -> None:
    done = kit(shop, *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in " ".join(done.err.split())
    assert not (shop / "index.alerts/searches").exists() or not [
        *(shop / "index.alerts/searches").iterdir()
    ]


def test_a_reader_that_stops_is_told_again(desk: Path) -> None:
    """As `searchkit alerts | true`."""
    new(desk)
    with subprocess.Popen(
        [*command("searchkit"), "alerts"],
        cwd=desk,
        env=environment(desk),
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout
        process.stdout.close()
    assert len(json.loads(kit(desk, "alerts", "--json").out)) == 1


def test_a_receipt(desk: Path) -> None:
    made = call(desk, "six party talks", "--receipt", "talks.json", "--count")
    total = int(made.out)
    assert "Receipt: talks.json\nTo cite it: Search for “" not in made.out
    assert 'Receipt: talks.json\nTo cite it: Search for "six party talks": ' in made.err
    content = json.loads((desk / "talks.json").read_text())
    assert content["total"] == len(content["hits"]) == total
    holds = kit(desk, "rerun", "talks.json")
    assert holds.code == 0
    assert "The index is the very same." in holds.out
    new(desk)
    changed = kit(desk, "rerun", "talks.json", "--json")
    assert changed.code == 1
    assert json.loads(changed.out) == {
        "holds": False,
        "came": ["seeds/2009-03-04-levy.md"],
        "went": [],
        "changed": [],
    }
    text = kit(desk, "rerun", "talks.json").out
    assert "It no longer holds: 1 came.\ncame  seeds/2009-03-04-levy.md  Talks on" in text


def test_a_receipt_is_not_written_over(desk: Path) -> None:
    (desk / "r.json").write_text("mine")
    done = call(desk, "talks", "--receipt", "r.json")
    assert (done.code, done.out) == (2, "")
    assert (desk / "r.json").read_text() == "mine"
    assert call(desk, "--like", "x", "--receipt", "s.json").code == 2
    output = call(desk, "talks", "--receipt", "-")
    assert (output.code, output.out) == (2, "")
    assert "name a file" in output.err
    nothing = call(desk, "zyzzyva", "--receipt", "none.json")
    assert nothing.code == 1
    assert json.loads((desk / "none.json").read_text())["total"] == 0


def test_help(shop: Path) -> None:
    for name in ("save", "saved", "alerts", "rerun"):
        assert kit(shop, name, "--help").code == 0


def test_watching(desk: Path) -> None:
    """It tells what is new when it starts, and whenever the index has changed."""
    new(desk)
    told = desk / "told"
    command_line = [*command("searchkit"), "alerts", "--watch", "--json"]
    with (
        told.open("w") as out,
        subprocess.Popen(
            command_line, cwd=desk, env=environment(desk), stdout=out, stderr=subprocess.PIPE
        ) as process,
    ):
        try:
            wait_for(lambda: "false" in told.read_text())
            new(desk, NEW + "It ended.\n")
            wait_for(lambda: "true" in told.read_text())
        finally:
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=10)[1].decode()
    assert process.returncode == 130
    assert said.split("\n") == [
        *("Watching the index; Ctrl-C ends it.", "", "searchkit: interrupted", "")
    ]
    lists = [json.loads(line) for line in told.read_text().splitlines()]
    assert [(one["id"], one["changed"]) for (one,) in lists] == [
        ("seeds/2009-03-04-levy.md", False),
        ("seeds/2009-03-04-levy.md", True),
    ]


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("nothing has changed")
