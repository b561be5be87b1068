"""What a release may hold (.ci/contents.py), on a project of a few files."""

from __future__ import annotations

import importlib.util
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "contents.py"
CODE = ["searchkit/__init__.py", "searchkit/py.typed", "searchkit/web/static/serif.woff2"]
INFO = [f"searchkit-1.dist-info/{name}" for name in ("METADATA", "RECORD", "WHEEL")]
INFO += ["searchkit-1.dist-info/entry_points.txt", "searchkit-1.dist-info/licenses/LICENSE"]
MAN = "searchkit-1.data/data/share/man/man1/search.1"
WHEEL = [*CODE, *INFO, MAN, "searchkit/kernels/_kernel.abi3.so"]
SDIST = [*CODE, "kernel/Cargo.toml", "man/search.1", "searchkit.egg-info/PKG-INFO"]
SDIST += ["LICENSE", "MANIFEST.in", "PKG-INFO", "README.md", "pyproject.toml", "setup.cfg"]


@pytest.fixture
def contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("contents", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    project = tmp_path / "project"
    aside = ["searchkit/__pycache__/a.pyc", "searchkit/kernels/_kernel.abi3.so", "kernel/target/a"]
    for name in [*CODE, *aside, "kernel/Cargo.toml", "man/search.1"]:
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    monkeypatch.setattr(module, "PROJECT", project)
    return module


def wheel(folder: Path, names: Iterable[str]) -> Path:
    path = folder / "searchkit-1-cp311-abi3-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(name, "")
    return path


def sdist(folder: Path, names: Iterable[str]) -> Path:
    path = folder / "searchkit-1.tar.gz"
    empty = folder / "empty"
    empty.touch()
    with tarfile.open(path, "w:gz") as file:
        for name in names:
            file.add(empty, f"searchkit-1/{name}")
    return path


def test_what_is_whole_is_good(contents: ModuleType, tmp_path: Path) -> None:
    assert contents.wrong_in_wheel(wheel(tmp_path, WHEEL)) == ""
    assert contents.wrong_in_sdist(sdist(tmp_path, SDIST)) == ""


@pytest.mark.parametrize("name", [*CODE, MAN, "searchkit-1.dist-info/licenses/LICENSE"])
def test_a_wheel_lacks_something(contents: ModuleType, tmp_path: Path, name: str) -> None:
    path = wheel(tmp_path, set(WHEEL) - {name})
    assert contents.wrong_in_wheel(path) == f"it lacks {name}"


@pytest.mark.parametrize("name", [*CODE, "kernel/Cargo.toml", "man/search.1", "LICENSE"])
def test_a_source_distribution_lacks_something(
    contents: ModuleType, tmp_path: Path, name: str
) -> None:
    path = sdist(tmp_path, set(SDIST) - {name})
    assert contents.wrong_in_sdist(path) == f"it lacks {name}"


@pytest.mark.parametrize(
    "name", ["tests/test_a.py", "searchkit/__pycache__/a.pyc", "kernel/target/a", "build/a", ".env"]
)
def test_what_does_not_belong_there(contents: ModuleType, tmp_path: Path, name: str) -> None:
    said = f"it should not hold {name}"
    assert contents.wrong_in_wheel(wheel(tmp_path, [*WHEEL, name])) == said
    assert contents.wrong_in_sdist(sdist(tmp_path, [*SDIST, name])) == said


def test_no_manual_is_no_release(contents: ModuleType, tmp_path: Path) -> None:
    (contents.PROJECT / "man" / "search.1").unlink()
    found = contents.wrong_in_wheel(wheel(tmp_path, set(WHEEL) - {MAN}))
    assert found == "there are no manual pages"


def test_the_project_has_one_version() -> None:
    spec = importlib.util.spec_from_file_location("contents", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    import searchkit

    assert module.version() == searchkit.__version__
