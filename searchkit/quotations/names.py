"""When two words of names are one's.

Lives here: words of names as they are compared, first names that may be one, surnames that a
typing error parts. Does not live here: when whole names are one (`searchkit.schema.names`), who
is named (`cast`).
"""

from __future__ import annotations

from functools import lru_cache

from searchkit.schema import analysis

_LONG = 5


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """A word of a name as it is compared."""
    return analysis.fold(word.replace("’", "'"))


def are_alike(one: str, other: str) -> bool:
    """Whether two first names may be one's ("chris", "christopher")."""
    return one[:3] == other[:3] or (min(len(one), len(other)) == 1 and one[0] == other[0])


def differ_by_one(one: str, other: str) -> bool:
    """Whether two long words differ in one letter: another, or one that only one has."""
    if min(len(one), len(other)) < _LONG or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    if len(one) == len(other):
        return one[start + 1 :] == other[start + 1 :]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[start + 1 :] == shorter[start:]
