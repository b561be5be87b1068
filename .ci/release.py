"""Make what is uploaded, and refuse what would not work elsewhere.

    python .ci/release.py                  # the sdist, and of it the wheel of this system, in dist/
    python .ci/release.py --plain          # the same without a compiler; nothing to be uploaded
    python .ci/release.py --check WHEEL... # wheels that others have made

Needs pip install ".[release]". A wheel that was made where the kernel did not compile has the same
name as one with it, so each is installed in an environment of its own, and asked. uv, where it is
on the PATH, makes these faster.

Lives here: making, and trying in such environments. Does not live here: what must be in the files
(`contents.py`), what has to work once they are installed (`installed.py`).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

from contents import is_binary, version, wrong_in_sdist, wrong_in_wheel

PROJECT = Path(__file__).resolve().parent.parent
INSTALLED = str(PROJECT / ".ci" / "installed.py")
UV = shutil.which("uv")
WITHOUT = {"CARGO": "/bin/false"}
"""A cargo that fails: what is built with it has no kernel."""
# One folder for what cargo makes, so that the same crates are not compiled at each trial.
WITH = {"CARGO_TARGET_DIR": str(PROJECT / "kernel" / "target")}


class Refused(Exception):
    """Something must not be uploaded; the message says why."""


def main() -> None:
    """Make or check; leave with 1, and without what was made, if something is refused."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--check", nargs="+", type=Path, metavar="WHEEL")
    parser.add_argument("--plain", action="store_true", help="without a compiler")
    parser.add_argument("--outdir", type=Path, default=PROJECT / "dist")
    options = parser.parse_args()
    how = "plain" if options.plain else "compiled"
    make_manual()
    if options.check:
        refused = False
        for wheel in options.check:
            try:
                check_wheel(wheel, how)
                print(f"{wheel.name}: good")
            except Refused as error:
                print(f"{wheel.name}: refused: {error}")
                refused = True
        sys.exit(1 if refused else 0)
    made: list[Path] = []
    try:
        made += make(options.outdir, how)
        sdist, wheel = made
        if problem := wrong_in_sdist(sdist):
            raise Refused(f"{sdist.name}: {problem}")
        run("twine", sys.executable, "-m", "twine", "check", "--strict", *map(str, made))
        check_wheel(wheel, how)
        for other in dict.fromkeys(["plain", how]):
            with tempfile.TemporaryDirectory() as folder:
                trial = Trial(Path(folder))
                # At a place of its own, for uv remembers by it what it has built.
                trial.install(str(shutil.copy(sdist, folder)), how=other)
                trial.run("alone", other)
    except Refused as error:
        for path in made:
            path.unlink()
        sys.exit(f"refused, and removed: {error}")
    print("good:", *(path.name for path in made))


def make_manual() -> None:
    """The manual pages, which wheels must hold too."""
    shutil.rmtree(PROJECT / "man", ignore_errors=True)
    page = str(PROJECT / "docs" / "commands.py")
    run("manual", sys.executable, page, "--man", str(PROJECT / "man"))


def make(folder: Path, how: str) -> list[Path]:
    """The sdist, and the wheel of it: what is not in the sdist is not in the wheel."""
    folder = folder.resolve()
    name = f"searchkit-{version()}"
    for left_over in folder.glob(f"{name}*"):
        left_over.unlink()
    # setuptools would go on with what an earlier build has left there.
    shutil.rmtree(PROJECT / "build", ignore_errors=True)
    (PROJECT / "searchkit.egg-info" / "SOURCES.txt").unlink(missing_ok=True)
    build = [sys.executable, "-m", "build", "--outdir", str(folder)]
    build += ["--installer", "uv"] if UV else []
    run("build", *build, str(PROJECT), env=WITHOUT if how == "plain" else WITH)
    return [folder / f"{name}.tar.gz", *folder.glob(f"{name}-*.whl")]


def check_wheel(wheel: Path, how: str) -> None:
    """Look at a wheel, and try it where there is nothing else.

    Raises:
        Refused: it must not be uploaded.
    """
    problem = wrong_in_wheel(wheel)
    if problem:
        raise Refused(problem)
    if how == "compiled":
        if not has_kernel(wheel):
            raise Refused("it has no kernel; did `cargo build` succeed?")
        if "-abi3-" not in wheel.name:
            raise Refused("it is for one version of Python alone")
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder))
        trial.install(str(wheel.resolve()))
        trial.run("alone", how)
        trial.install(f"{wheel.resolve()}[web]")
        trial.run("page")


def has_kernel(wheel: Path) -> bool:
    """Whether a wheel holds the compiled kernel."""
    with zipfile.ZipFile(wheel) as file:
        return any(map(is_binary, file.namelist()))


class Trial:
    """An environment of its own, beside the sample."""

    def __init__(self, folder: Path) -> None:
        """Make it."""
        self.folder = folder / "elsewhere"
        self.home = folder / "environment"
        scripts = "Scripts" if sys.platform == "win32" else "bin"
        self.python = str(self.home / scripts / "python")
        shutil.copytree(PROJECT / "seeds", self.folder / "seeds")
        if UV:
            run("environment", UV, "venv", "-q", "--python", sys.executable, str(self.home))
        else:
            venv.create(self.home, with_pip=True)

    def install(self, what: str, how: str = "compiled") -> None:
        """Install a file, with or without a compiler at hand."""
        tool = [UV, "pip", "install", "-q", "--python", self.python] if UV else []
        pip = [self.python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        run("install", *(tool or pip), what, env=WITHOUT if how == "plain" else WITH)

    def run(self, *what: str) -> None:
        """Ask what is installed."""
        run("installed", self.python, INSTALLED, *what, cwd=self.folder)


def run(
    title: str, *command: str, env: Mapping[str, str] | None = None, cwd: Path = PROJECT
) -> None:
    """Run a command, and be silent if it works.

    Raises:
        Refused: it failed; what it said has been printed.
    """
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command,
        env=clean | dict(env or {}),
        cwd=cwd,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        print(done.stdout)
        raise Refused(f"{title} failed")


if __name__ == "__main__":
    try:
        main()
    except Refused as error:
        sys.exit(str(error))
