"""The compiled kernel for tests of it, where it is."""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from searchkit.kernels.choice import SWITCH, Implementation, choice


def kernel_is_there() -> Implementation:
    """What would be chosen if nothing switched the kernel off."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(SWITCH, raising=False)
        return choice.__wrapped__()


def twins(name: str) -> list[Any]:
    """The parameters of a fixture: the plain module of this name, and the compiled one."""
    there = kernel_is_there()
    # A run that is told that there is a kernel must not pass without it.
    missing = not there.compiled and os.environ.get(SWITCH) != "1"
    skipped = [pytest.mark.skip(reason=str(there))] if missing else []
    return [
        pytest.param(f"searchkit.kernels.plain.{name}", id="plain"),
        pytest.param(f"searchkit.kernels.compiled.{name}", id="compiled", marks=skipped),
    ]


def outcome(module: str | ModuleType, function: str, *arguments: Any) -> Any:
    """What a function gives, for `same`: its result, or the type of its error."""
    found = import_module(module) if isinstance(module, str) else module
    try:
        return getattr(found, function)(*arguments)
    except Exception as error:
        return type(error)


def same(one: Any, other: Any) -> bool:
    """Whether two outcomes are equal, dtypes included."""
    if isinstance(one, np.ndarray):
        return (
            isinstance(other, np.ndarray)
            and one.dtype == other.dtype
            and np.array_equal(one, other)
        )
    if isinstance(one, list | tuple):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)
