"""Standard output or standard error that is full or closed: one clear line, the right code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import searchkit
from searchkit import Statement
from tests.support.command_line import command, environment

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")

STATEMENT = Statement(id="r/a.md", title="Levy", body="The harbour of Oster. " * 2_000)
COMMANDS = [
    *[["search", "harbour", *more] for more in ([], ["--json"], ["--jsonl"], ["--files"])],
    *[["search", "harbour", *more] for more in (["--count"], ["--facets"], ["-n", "0"])],
    *[["search", "--help"], ["searchkit", "--help"], ["searchkit", "--version"]],
    *[["searchkit", "info"], ["searchkit", "info", "--json"], ["searchkit", "ministers", "--json"]],
    *[["search", "harbour", "--csv"], ["searchkit", "concordance", "harbour", "--csv"]],
    *[["searchkit", "show", "r/a.md"], ["searchkit", "cite", "r/a.md"]],
    *[["searchkit", "check"], ["searchkit", "completion", "bash"]],
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lost")
    searchkit.build([STATEMENT], folder / "index")
    (folder / "releases").mkdir()
    (folder / "releases" / "a.md").write_text("The harbour.")
    return folder


def run(place: Path, redirect: str, *arguments: str, **extra: str) -> tuple[int, str, str]:
    """(exit code, standard output, standard error) under a redirection of the shell."""
    words = [*command(arguments[0]), *arguments[1:]]
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirect}', "sh", *words],
        cwd=place,
        env=environment(place, extra),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("redirect", [">/dev/full", ">&-"])
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_lost_output_is_one_line_and_an_error(
    place: Path, redirect: str, arguments: list[str]
) -> None:
    reason = "it is closed" if redirect == ">&-" else "No space left on device"
    code, out, err = run(place, redirect, *arguments)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == (
        f"{arguments[0]}: can't write to standard output, which is incomplete: {reason}"
    )
    assert "mistake" not in err and "Traceback" not in err


@pytest.mark.parametrize("redirect", [">/dev/full", ">&-"])
def test_completion_is_no_traceback(place: Path, redirect: str) -> None:
    code, _, err = run(place, redirect, "search", _SEARCH_COMPLETE="bash_source")
    assert code == 2
    assert err.count("\n") == 1 and "standard output" in err


# Of each kind of output one, and all that say something on standard error.
@pytest.mark.parametrize("arguments", [*COMMANDS[:7], *COMMANDS[-4:]], ids=" ".join)
def test_lost_notes_change_nothing(place: Path, arguments: list[str]) -> None:
    seconds = re.compile(r"\d+\.\d+")
    code, out, _ = run(place, "", *arguments)
    for redirect in ("2>/dev/full", "2>&-"):
        lost_code, lost_out, err = run(place, redirect, *arguments)
        assert (lost_code, err) == (code, "")
        assert seconds.sub("0", lost_out) == seconds.sub("0", out) != ""


@pytest.mark.parametrize("redirect", ["2>/dev/full", "2>&-", ">&- 2>&-", ">&- 2>&- <&-"])
def test_errors_keep_their_code(place: Path, redirect: str) -> None:
    for words in (["harbour", "--no-such-option"], ["("], ["--minister", "nobody", "x"]):
        assert run(place, redirect, "search", *words)[0] == 2
    assert run(place, "2>&-", "search", "zebra")[0] == 1


@pytest.mark.parametrize(
    ("redirect", "code"),
    [
        *[(">/dev/full", 2), (">&-", 2), ("2>/dev/full", 0), ("2>&-", 0)],
        *[(">&- 2>&- <&-", 2), (">/dev/full 2>/dev/full", 2), ("<&-", 0)],
    ],
)
def test_an_index_is_built_all_the_same(
    place: Path, tmp_path: Path, redirect: str, code: int
) -> None:
    # A file that is skipped is said on standard error.
    arguments = ["searchkit", "-v", "index", "releases", "--index", str(tmp_path / "index")]
    assert run(place, redirect, *arguments)[0] == code
    with searchkit.open(tmp_path / "index", verify=True) as archive:
        assert archive.count("harbour") == 1


SERVE = """
import sys
from searchkit.web import serving
serving.serve = lambda settings, host, port, workers, ready: ready("http://x/")
from searchkit.cli.main import main
main(["serve"])
"""


@pytest.mark.parametrize("redirect", ["2>/dev/full", "2>&-", ">&-", ">/dev/full"])
def test_a_server_starts_all_the_same(place: Path, redirect: str) -> None:
    pytest.importorskip("uvicorn")
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirect}', "sh", sys.executable, "-c", SERVE],
        cwd=place,
        env=environment(place),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
