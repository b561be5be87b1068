"""The types of the compiled kernel; `kernel/src/python` is what they are of.

Lives here: what the type checker has to know. Does not live here: anything that runs.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from searchkit.kernels.marked import Shown
from searchkit.kernels.spoken import Said

INTERFACE: int

class Declined(Exception): ...

_Array = np.ndarray[Any, np.dtype[Any]]
_Sized = tuple[int, bytearray]

def positions_among(
    begins: _Array, listed: _Array, totals: _Array, within: _Array, wanted: _Array, few: bool
) -> bytearray: ...
def count_marked(
    marked: _Array, in_title: _Array, in_body: _Array
) -> tuple[bytearray, bytearray]: ...
def count_by_statement(
    starts: _Array, each: int, positions: _Array
) -> tuple[bytearray, list[bytearray]]: ...
def lines(letters: _Array, ends: _Array) -> bytes: ...
def near(
    word: str, letters: _Array, ends: _Array, numbers: _Array, most: int
) -> list[tuple[int, int]]: ...
def invert(
    form_tokens: _Array,
    lengths: _Array,
    starts: _Array,
    stem_of_form: _Array,
    counts: _Array,
    codes: _Array,
) -> tuple[_Sized, _Sized, bytearray, _Sized, bytearray, bytearray, bytearray]: ...
def simple_entries(head: str) -> list[tuple[str, str | None, list[str]]] | None: ...
def clean_markdown(text: str) -> str: ...
def further(
    texts: tuple[_Array, _Array, int, _Array],
    leaves: Sequence[tuple[Any, ...]],
    pairs: Sequence[tuple[int, int, float]],
    worth: tuple[float, float, int, int, float],
) -> list[bytearray]: ...

class Reading:
    def __init__(
        self,
        characters: bytes,
        units: Sequence[str],
        words: Sequence[str],
        codes: Sequence[str],
        signs: str,
    ) -> None: ...

def passages(
    reading: Reading,
    texts: list[str],
    wanted: bytes,
    starts: _Array,
    stops: _Array,
    leaves: Sequence[tuple[int, _Array, int, bytes]],
    runs: Sequence[tuple[int, int, int, int]],
    weights: Sequence[float],
    sizes: tuple[int, int, int],
) -> list[Shown] | None: ...

class Speech:
    def __init__(
        self, words: Sequence[Sequence[str]], characters: Sequence[tuple[int, int, int, str]]
    ) -> None: ...
    def spoken(self, text: str, title: str, people: Sequence[str]) -> Said: ...

def tally(
    codes: _Array, starts: _Array, stops: _Array, docs: _Array
) -> tuple[bytearray, bytearray]: ...
def likely_places(
    texts: list[str], kinds: bytes, classes: bytes, beside: list[bytes], codes: list[bytes]
) -> list[tuple[int, list[int] | None]]: ...
def merge_forms(lists: list[tuple[bytes, _Array]]) -> tuple[list[bytes], list[bytearray]]: ...
def number_words(
    texts: list[str],
    kinds: bytes,
    spans: dict[int, list[tuple[int, int]]],
    given: dict[int, list[bytes]],
) -> tuple[list[bytes], bytearray, bytearray, bytearray]: ...
