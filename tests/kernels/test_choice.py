"""One place chooses the implementation, and loads what is asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

from searchkit import kernels
from searchkit.kernels import choice as choosing
from searchkit.kernels import compiled, plain
from searchkit.kernels.choice import INTERFACE, SWITCH, Implementation, choice
from tests.support.twins import kernel_is_there

NO_KERNEL = pytest.mark.skipif(
    not kernel_is_there().compiled and os.environ.get(SWITCH) != "1",
    reason=str(kernel_is_there()),
)


def modules_of(package: object) -> set[str]:
    (folder,) = package.__path__  # type: ignore[attr-defined]
    return {path.stem for path in Path(folder).glob("*.py")} - {"__init__"}


def chosen_anew(patch: pytest.MonkeyPatch, switch: str | None = None) -> Implementation:
    patch.delenv(SWITCH, raising=False)
    if switch is not None:
        patch.setenv(SWITCH, switch)
    return choice.__wrapped__()


def test_every_kernel_can_be_asked_for() -> None:
    assert set(kernels.__all__) == modules_of(plain) == set(dir(kernels))
    twins = modules_of(compiled) if choice().compiled else set()
    for name in kernels.__all__:
        package = "compiled" if name in twins else "plain"
        assert getattr(kernels, name) is import_module(f"searchkit.kernels.{package}.{name}")


@NO_KERNEL
# The rest of `compiled` is what several twins share.
@pytest.mark.parametrize("name", sorted(modules_of(compiled) & modules_of(plain)))
def test_a_twin_has_the_functions_of_the_plain_module(name: str) -> None:
    twin = import_module(f"searchkit.kernels.compiled.{name}")
    there = import_module(f"searchkit.kernels.plain.{name}")
    public = {
        key
        for key, value in vars(there).items()
        if not key.startswith("_")
        and callable(value)
        and getattr(value, "__module__", "") == there.__name__
    }
    assert public == set(twin.__all__)


@NO_KERNEL
def test_the_kernel_is_chosen_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for switch in (None, "", "1"):
        assert chosen_anew(monkeypatch, switch) == Implementation(True)
    assert str(Implementation(True)) == "compiled"


def test_the_kernel_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    said = chosen_anew(monkeypatch, "0")
    assert str(said) == "plain Python (SEARCHKIT_KERNEL=0)" and not said.compiled


@pytest.mark.parametrize(
    ("kernel", "why"),
    [
        (SimpleNamespace(INTERFACE=INTERFACE + 1), "of another version"),
        (SimpleNamespace(), "can't be loaded"),
        (ImportError("no such symbol"), "can't be loaded: no such symbol"),
    ],
)
def test_a_kernel_that_does_not_fit_is_not_used(
    monkeypatch: pytest.MonkeyPatch, kernel: object, why: str
) -> None:
    def imported(name: str) -> object:
        if isinstance(kernel, Exception):
            raise kernel
        return kernel

    monkeypatch.setattr(choosing, "find_spec", lambda name: name)
    monkeypatch.setattr(choosing, "import_module", imported)
    said = chosen_anew(monkeypatch)
    assert not said.compiled and why in str(said)


def test_without_a_kernel_all_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "find_spec", lambda name: None)
    assert str(chosen_anew(monkeypatch)) == "plain Python (installed without the kernel)"


@pytest.mark.parametrize("compiled", [True, False])
def test_a_module_comes_from_where_the_choice_says(
    monkeypatch: pytest.MonkeyPatch, compiled: bool
) -> None:
    monkeypatch.setattr(choosing, "choice", lambda: Implementation(compiled))
    monkeypatch.setattr(kernels, "import_module", lambda name: name)
    package = "compiled" if compiled else "plain"
    assert kernels.inversion == f"searchkit.kernels.{package}.inversion"
    assert kernels.sets == "searchkit.kernels.plain.sets"


def test_others_are_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'knots'"):
        kernels.knots  # noqa: B018


def test_a_kernel_is_loaded_when_it_is_asked_for() -> None:
    program = (
        "import sys\n"
        "import searchkit.kernels\n"
        "print('searchkit.kernels.plain' in sys.modules)\n"
        "from searchkit.kernels import joins\n"
        "print('searchkit.kernels.plain.joins' in sys.modules)\n"
        "print('searchkit.kernels.plain.inversion' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().split() == ["False", "True", "False"]
