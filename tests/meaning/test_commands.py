"""The commands that ask for meaning, and those that do not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from searchkit.storage.manifest import MANIFEST
from tests.support.command_line import call, environment

# `main` ends the process at once, so what was imported is said just before.
PROGRAM = """
import json, os, sys
leave = os._exit
def tell(code):
    sys.stdout.flush()
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
    sys.stderr.flush()
    leave(code)
os._exit = tell
from searchkit.cli.search import main
main()
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with three statements."""
    folder = tmp_path / "releases"
    folder.mkdir()
    for name, text in {
        "ferry": "A ferry for the islands\n\nThe harbour will have a new ferry in June.",
        "levy": "The harbour levy\n\nThe levy at the harbour ends.",
        "wheat": "Wheat prices\n\nWheat is dear at the harbour.",
    }.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    return tmp_path


def test_from_files_to_an_answer(own: Path, model_folder: Path) -> None:
    model = str(model_folder)
    made = call(own, "index", "releases", "--meaning", "--model", model, name="searchkit")
    assert (made.code, made.out[:7]) == (0, "3 added")
    assert made.err.startswith("vectors: 3 made, 0 kept, 0 removed in ")
    (own / "releases" / "levy.md").write_text("A charge\n\nA charge at the harbour.", "utf-8")
    # The environment will do in the place of the option.
    again = call(own, "index", "releases", "--meaning", name="searchkit", SEARCHKIT_MODEL=model)
    assert again.err.startswith("vectors: 1 made, 2 kept, 1 removed in ")

    plain = call(own, "harbour", "--files")
    meant = call(own, "harbour", "boats", "--any", "--meaning", "--model", model, "--files")
    assert sorted(meant.out.split()) == sorted(plain.out.split())
    asked = ("harbour", "boats", "--any", "--meaning", "--explain", "--json")
    answer = call(own, *asked, SEARCHKIT_MODEL=model)
    found = json.loads(answer.out)
    assert found["notes"][0]["code"] == "meaning"
    gains: dict[str, float] = {}
    for hit in found["hits"]:
        parts = hit["explain"]["parts"]
        assert sum(part["score"] for part in parts) == pytest.approx(hit["score"])
        gains[hit["id"]] = sum(part["score"] for part in parts if "meaning" in part)
    assert min(gains.values()) > 0
    shown = call(own, "harbour", "--meaning", "--explain", "--model", model)
    assert "what it means: near the query" in shown.out
    assert "Note: the best 300 are ordered by words and by meaning.\n" in shown.err


def test_what_was_not_fetched_is_one_clear_error(own: Path) -> None:
    assert call(own, "index", "releases", name="searchkit").code == 0
    result = call(own, "harbour", "--meaning")
    assert (result.code, result.out) == (2, "")
    assert "this index has no vectors" in result.err
    assert "`searchkit index --meaning PATH`" in result.err


def test_no_index_is_made_for_a_model_that_is_missing(own: Path) -> None:
    result = call(own, "index", "releases", "--meaning", "--model", "nowhere", name="searchkit")
    assert (result.code, result.out) == (2, "")
    assert "nowhere/model.onnx: the sentence model can't be read" in result.err
    assert not (own / "index" / MANIFEST).exists()


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--model", "m"], "--model goes with --meaning"),
        (["--meaning", "--sort", "newest"], "--meaning does not go with --sort"),
        (["--meaning", "--count"], "--count does not go with --meaning"),
    ],
)
def test_options_that_do_not_go_together(own: Path, arguments: list[str], what: str) -> None:
    result = call(own, "harbour", *arguments)
    assert result.code == 2
    assert what in result.err
    result = call(own, "index", "releases", "--model", "m", name="searchkit")
    assert result.code == 2
    assert "--model goes with --meaning" in result.err


def test_a_likeness_is_no_query(own: Path) -> None:
    result = call(own, "--like", "releases/levy.md", "--meaning")
    assert result.code == 2
    assert "--like does not go with --meaning" in result.err


def test_a_search_without_it_loads_none_of_it(tmp_path: Path, index: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "harbour", "--index", str(index)],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    imported = json.loads(done.stderr.decode().splitlines()[-1])
    unwanted = ("onnxruntime", "tokenizers", "huggingface_hub", "searchkit.meaning")
    assert [name for name in imported if name.startswith(unwanted)] == []
