"""The same statements give the same bytes and the same answers, whatever surrounds them:
the seed of Python's hashes, the locale, the time zone, the mask of new files, the width of
the terminal, how many cores there are and how many of them may be used, who computes.

Times of files are those of the files; here there are none.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.filenames import UNICODE

PROJECT = Path(__file__).resolve().parent.parent
PROGRAM = """
import hashlib, json, os, sys
from pathlib import Path

cores, mask = int(sys.argv[2]), int(sys.argv[3], 8)
os.cpu_count = lambda: cores
os.umask(mask)

import searchkit
from tests.support.vellmark import many

folder = Path(sys.argv[1])
statements = many(120, seed=9)
files = folder / "releases"
# More than one process reads at a time.
for number, statement in enumerate(many(1_600, seed=4)):
    path = files / f"{number % 7}" / f"{number:04d}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {statement.title}\\n\\n{statement.body}", encoding="utf-8")
    os.utime(path, ns=(0, 10**18))
said = []
for index, source in (("given", statements), ("read", str(files))):
    searchkit.build(source, folder / index)
    with searchkit.open(folder / index) as archive:
        for query in ("harbour", "ferry OR treaty", "harb*", "habour~1", "NOT grain"):
            for any_word in (False, True):
                answer = archive.search(query, facets=True, explain=True, any_word=any_word)
                said.append(answer.to_json() | {"took_ms": 0})
    for path in sorted((folder / index).glob("*.sk")):
        said.append([path.name, hashlib.sha256(path.read_bytes()).hexdigest()])
print(json.dumps(said, sort_keys=True))
"""
PLAIN = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "80"}
OTHERS = {
    "far east": ({"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Pacific/Auckland"}, 64, "077"),
    "far west": ({"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles", "COLUMNS": "40"}, 1, "0"),
    "plain Python": ({"SEARCHKIT_KERNEL": "0"}, 2, "022"),
    "turkish": ({"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "COLUMNS": "200"}, 2, "022"),
}


def said_in(folder: Path, settings: dict[str, str], cores: int, mask: str) -> str:
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, str(folder), str(cores), mask],
        env=os.environ | {"PYTHONPATH": str(PROJECT)} | PLAIN | settings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is said in the plainest of surroundings."""
    return said_in(tmp_path_factory.mktemp("plain") / "x", {}, 2, "022")


@pytest.mark.parametrize("name", OTHERS)
def test_same_bytes_and_same_answers(plain: str, name: str, tmp_path: Path) -> None:
    assert "harbour" in plain
    # A path with a space and letters that are not ASCII, of another length.
    folder = tmp_path / ("Ōrva straße" if UNICODE else "a folder")
    assert said_in(folder, *OTHERS[name]) == plain
