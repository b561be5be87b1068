"""Names that are one person's.

Lives here: which they are, by the profile's table and by initials; which may be a slip of the
pen. Does not live here: what of a name is a title (`searchkit.schema.names`), looking names up
(`names`), people of one name (`searchkit.engines`).

"J Vell" is Jan Vell where she is the only Vell whose first name begins so, and "Jan P Vell" is Jan
Vell. A name in the profile's table follows the table alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from searchkit.query.names import KnownNames
from searchkit.schema.fields import Names

LEAST = 10
"""Statements that a name must have before a name like it may be a slip."""
LONG = 12
"""Letters of a name from which on it may be written wrong in two places."""


def same_people(
    keys: Iterable[str], table: Sequence[Sequence[str]]
) -> Mapping[str, tuple[str, ...]]:
    """Key -> the keys of all names of the same person, the fullest or first listed name first.

    Args:
        keys: of the names of an index: folded words.
        table: keys of one person each, by the profile; some may not be in the index.
    """
    found = {key: tuple(group) for group in table for key in group}
    free = [key for key in keys if key not in found]
    known = set(free)
    full: dict[tuple[str, str], list[str]] = {}
    for key in free:
        words = key.split()
        if len(words) > 1 and len(words[0]) > 1:
            full.setdefault((words[-1], words[0][0]), []).append(key)
    joined: dict[str, list[str]] = {}
    for key in free:
        *given, last = key.split()
        initials = [word for word in given if len(word) == 1]
        if not initials:
            continue
        if len(initials) < len(given):
            without = " ".join([*(word for word in given if len(word) > 1), last])
            fits = [without] if without in known else []
        else:
            fits = full.get((last, given[0]), [])
            # Of several forms of one name, the shortest.
            if len(fits) > 1 and all(" ".join(_spelled_out(one)) in known for one in fits):
                fits = list(dict.fromkeys(" ".join(_spelled_out(one)) for one in fits))
        if len(fits) == 1 and fits[0] != key:
            joined.setdefault(fits[0], []).append(key)
    for main, others in joined.items():
        group = (main, *sorted(others))
        found.update(dict.fromkeys(group, group))
    return found


def _spelled_out(key: str) -> list[str]:
    return [word for word in key.split() if len(word) > 1]


def slips(key: str, counts: Mapping[str, int]) -> list[str]:
    """The keys of names so like a given one that one of both may be a slip, sorted: one of them has
    one statement, the other `LEAST` or more.

    Args:
        key: of the name.
        counts: how many statements each name has, by key.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    own = counts.get(key, 0)
    if own != 1 and own < LEAST:
        return []
    others = [
        one
        for one, count in counts.items()
        if one != key and (count == 1 if own > 1 else count >= LEAST)
    ]
    most = 2 if len(key) >= LONG else 1
    found = process.extract(key, others, scorer=OSA.distance, score_cutoff=most, limit=None)
    return sorted(one for one, _, _ in found)


def names_of_field(
    field: Names, shown: Mapping[str, str], family: Callable[[str], tuple[str, ...]]
) -> KnownNames:
    """The names of a field, people and offices under all their names.

    Args:
        field: of names.
        shown: key -> the name as it is shown.
        family: gives the keys of all names of the office that goes by a key.
    """
    if field.kind != "person":
        return KnownNames(field, shown, family=family)
    table = [tuple(dict.fromkeys(map(field.how.key, names))) for names in field.profile.same_people]
    return KnownNames(field, shown, same_people(shown, table))
