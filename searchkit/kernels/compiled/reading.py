"""Texts as they come from files.

Lives here: the compiled twin of `searchkit.kernels.plain.reading`. Does not live here: the loops
(`kernel/src/reading.rs`, `kernel/src/markdown.rs`).
"""

from __future__ import annotations

from searchkit.kernels import _kernel
from searchkit.kernels.entries import Entry
from searchkit.kernels.plain import reading as plain

__all__ = ["clean_markdown", "simple_entries"]


def simple_entries(head: str) -> list[Entry] | None:
    """See `searchkit.kernels.plain.reading.simple_entries`."""
    try:
        return _kernel.simple_entries(head)
    except (_kernel.Declined, UnicodeEncodeError):  # Half of a surrogate pair.
        return plain.simple_entries(head)


def clean_markdown(text: str) -> str | None:
    """See `searchkit.kernels.plain.reading.clean_markdown`."""
    try:
        return _kernel.clean_markdown(text)
    except (_kernel.Declined, UnicodeEncodeError):
        return plain.clean_markdown(text)
