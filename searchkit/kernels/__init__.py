"""The hot loops, as functions of arrays.

Lives here: the choice of an implementation, made in this module alone; the arrays that
kernels take and give (`arrays`, `inverted`); the implementation in NumPy (`plain`). Does not
live here: where the arrays come from (`searchkit.segment`), what is asked of them
(`searchkit.matching`, `searchkit.ranking`).

Callers write `from searchkit.kernels import joins` and do not know who answers. Each kernel is
loaded when it is first asked for, so a search does not load the inversion.
docs/decisions/kernels.md tells how to add a function and its twin.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.kernels.plain import (
        decoding,
        inversion,
        joins,
        offsets,
        periods,
        phrases,
        scores,
        sets,
        texts,
        windows,
    )

_IMPLEMENTATION = "searchkit.kernels.plain"

__all__ = [
    "decoding",
    "inversion",
    "joins",
    "offsets",
    "periods",
    "phrases",
    "scores",
    "sets",
    "texts",
    "windows",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'searchkit.kernels' has no attribute {name!r}")
    return import_module(f"{_IMPLEMENTATION}.{name}")


def __dir__() -> list[str]:
    return __all__
