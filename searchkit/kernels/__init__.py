"""The hot loops, as functions of arrays.

Lives here: naming an implementation, in this module alone, as `choice` says; what kernels take
and give (`arrays`, `entries`, `inverted`, `marked`, `numbered`,
`spoken`, `standing`); the implementations, in NumPy
(`plain`), which has all kernels and is what they mean, and in Rust (`compiled`), which has some.
Does not live here: where the arrays come from (`searchkit.segment`), what is asked of them
(`searchkit.matching`, `searchkit.ranking`).

Callers write `from searchkit.kernels import joins` and do not know who answers. Each kernel is
loaded when it is first asked for, so a search does not load the inversion.
docs/decisions/kernels.md and kernel.md tell how to add a function and its twin.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.kernels.plain import (
        decoding,
        fragments,
        inversion,
        joins,
        nearness,
        offsets,
        passages,
        periods,
        phrases,
        quoting,
        reading,
        scores,
        sets,
        spellings,
        texts,
        windows,
        words,
    )

_PLAIN, _COMPILED = "searchkit.kernels.plain", "searchkit.kernels.compiled"
_HAVE_TWINS = frozenset(
    {
        *("decoding", "inversion", "nearness", "passages", "quoting", "reading", "spellings"),
        *("texts", "windows", "words"),
    }
)
"""The modules that `compiled` has, too."""

__all__ = [
    "decoding",
    "fragments",
    "inversion",
    "joins",
    "nearness",
    "offsets",
    "passages",
    "periods",
    "phrases",
    "quoting",
    "reading",
    "scores",
    "sets",
    "spellings",
    "texts",
    "windows",
    "words",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'searchkit.kernels' has no attribute {name!r}")
    if name in _HAVE_TWINS:
        from searchkit.kernels.choice import choice

        if choice().compiled:
            return import_module(f"{_COMPILED}.{name}")
    return import_module(f"{_PLAIN}.{name}")


def __dir__() -> list[str]:
    return __all__
