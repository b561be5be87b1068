"""One place chooses the implementation, and loads what is asked for."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from searchkit import kernels
from searchkit.kernels import plain


def test_every_kernel_can_be_asked_for() -> None:
    there = {path.stem for path in Path(plain.__file__).parent.glob("*.py")} - {"__init__"}
    assert set(kernels.__all__) == there == set(dir(kernels))
    for name in kernels.__all__:
        assert getattr(kernels, name) is import_module(f"searchkit.kernels.plain.{name}")


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
