"""Make what is uploaded, and refuse a wheel without the kernel.

    python .ci/release.py                  # the sdist, and of it the wheel of this system, in dist/
    python .ci/release.py --check WHEEL... # wheels that others have made

Needs the package `build`. A wheel that was made where the kernel did not compile has the same
name as one with it, so each is opened, installed in an environment of its own, and asked.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
KERNEL = "searchkit/kernels/_kernel."
ASK = "from searchkit.kernels.choice import choice; print(choice())"


def main() -> None:
    """Make or check; leave with 1 if a wheel is refused."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--check", nargs="+", type=Path, metavar="WHEEL")
    parser.add_argument("--outdir", type=Path, default=PROJECT / "dist")
    options = parser.parse_args()
    refused = False
    for wheel in options.check or made(options.outdir):
        problem = wrong_with(wheel)
        print(f"{wheel.name}: {problem or 'has the kernel'}")
        refused |= bool(problem)
        if problem and not options.check:
            wheel.unlink()
    sys.exit(1 if refused else 0)


def made(folder: Path) -> list[Path]:
    """The wheels of a new sdist: what is not in the sdist is not in them."""
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*.whl")}
    build = [sys.executable, "-m", "build", "--outdir", str(folder), str(PROJECT)]
    if subprocess.run(build, check=False).returncode:
        sys.exit("nothing was made")
    return [path for path in folder.glob("*.whl") if before.get(path) != path.stat().st_mtime_ns]


def wrong_with(wheel: Path) -> str:
    """Why a wheel must not be uploaded; empty if it may be."""
    with zipfile.ZipFile(wheel) as file:
        binaries = [
            name
            for name in file.namelist()
            if name.startswith(KERNEL) and name.endswith((".so", ".pyd"))
        ]
    if not binaries:
        return "refused: it has no kernel; did `cargo build` succeed?"
    if "-abi3-" not in wheel.name:
        return "refused: it is for one version of Python alone"
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        scripts = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin")
        python = str(scripts / "python")
        pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        installed = subprocess.run([*pip, str(wheel.resolve())], check=False)
        if installed.returncode:
            return "refused: it can't be installed here"
        said = subprocess.run(
            [python, "-c", ASK], cwd=folder, capture_output=True, text=True, check=False
        )
    answer = said.stdout.strip() or said.stderr.strip()
    return "" if answer == "compiled" else f"refused: searchkit is {answer}"


if __name__ == "__main__":
    main()
