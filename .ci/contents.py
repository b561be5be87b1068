"""What a wheel and a source distribution of searchkit hold, and must not.

Lives here: the rules, and what of a file breaks them. Does not live here: making such files, and
trying them (`release.py`).
"""

from __future__ import annotations

import re
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

PROJECT = Path(__file__).resolve().parent.parent
KERNEL = "searchkit/kernels/_kernel."
ASIDE = {"__pycache__", "target", ".ruff_cache", ".mypy_cache"}
SOURCES = {"MANIFEST.in", "LICENSE", "README.md", "PKG-INFO", "pyproject.toml", "setup.cfg"}


def is_binary(name: str) -> bool:
    """Whether a file of a package is the compiled kernel."""
    return name.startswith(KERNEL) and name.endswith((".so", ".pyd"))


def beneath(folder: str) -> set[str]:
    """The files of a folder of the project, but for what was made there."""
    return {
        name
        for path in (PROJECT / folder).rglob("*")
        if path.is_file() and not ASIDE & {*path.relative_to(PROJECT).parts}
        if not is_binary(name := path.relative_to(PROJECT).as_posix())
    }


def manual() -> set[str]:
    """The names of the manual pages."""
    return {path.name for path in (PROJECT / "man").glob("*.1")}


def wrong_in_wheel(wheel: Path) -> str:
    """What a wheel lacks or should not hold; empty if it is as it should be."""
    with zipfile.ZipFile(wheel) as file:
        names = {name for name in file.namelist() if not name.endswith("/")}
    name, version = wheel.name.split("-")[:2]
    info, data = f"{name}-{version}.dist-info/", f"{name}-{version}.data/data/share/man/man1/"
    wanted = beneath("searchkit")
    wanted |= {f"{info}{one}" for one in ("METADATA", "RECORD", "WHEEL", "entry_points.txt")}
    wanted |= {f"{info}licenses/LICENSE", *(f"{data}{page}" for page in manual())}
    extra = {one for one in names - wanted if not is_binary(one)} - {f"{info}top_level.txt"}
    return difference(wanted - names, extra)


def wrong_in_sdist(sdist: Path) -> str:
    """The same of a source distribution."""
    with tarfile.open(sdist) as file:
        members = {PurePosixPath(one.name) for one in file.getmembers() if one.isfile()}
    names = {str(PurePosixPath(*one.parts[1:])) for one in members}
    wanted = beneath("searchkit") | beneath("kernel") | {f"man/{page}" for page in manual()}
    wanted |= SOURCES - {"setup.cfg"}
    extra = {one for one in names - wanted - SOURCES if not one.startswith("searchkit.egg-info/")}
    return difference(wanted - names, extra)


def difference(missing: set[str], extra: set[str]) -> str:
    """Both in words."""
    said = []
    if not manual():
        said.append("there are no manual pages")
    if missing:
        said.append(f"it lacks {few(missing)}")
    if extra:
        said.append(f"it should not hold {few(extra)}")
    return "; ".join(said)


def few(names: set[str]) -> str:
    """Some of them, and how many more."""
    shown = sorted(names)[:5]
    return ", ".join(shown) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def version() -> str:
    """The version that the project says it is.

    Raises:
        SystemExit: it says two.
    """
    said = {
        name: re.search(r'^(?:__version__|version) = "(.+)"', (PROJECT / name).read_text(), re.M)
        for name in ("pyproject.toml", "searchkit/version.py")
    }
    found = {name: match[1] if match else "none" for name, match in said.items()}
    if len({*found.values()}) > 1:
        raise SystemExit(f"the versions differ: {found}")
    return found["pyproject.toml"]
