"""What an index notes of the files it has read, beside their statements.

Lives here: one letter for each file of which there is something to note, how the manifest
records them, and what they decide: in which order a site writes days and months, and which
files are read again. Does not live here: what a date says (`searchkit.corpus.dates`), reading
files (`reading`).

A site's order is a function of the notes of the files that are there, so it does not depend on
the order in which they came: an update gives what a rebuild gives.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple

from searchkit.corpus.dates import AMBIGUOUS, DAY_FIRST, MONTH_FIRST, Order

DateOrder = Literal["day-first", "month-first", "files"]
"""What a caller can say of the order of days and months; "files": let the files tell."""
DATE_ORDERS: tuple[DateOrder, ...] = ("day-first", "month-first", "files")

NOTHING = "."
OLD = "o"
"""Read by another version of the reader."""
READ_AS: Mapping[str, str] = {"day-first": "D", "month-first": "M", "unknown": AMBIGUOUS}
"""The notes of a date that depends on the order: with which it was read."""

_RUN = re.compile(r"([0-9]{0,12})([.odmDM?])")
_REPEATED = re.compile(r"(.)\1+")

Notes = dict[str, str]
"""The note of each file that has one, by the id of its statement."""


class Recorded(NamedTuple):
    """What the manifest records of files.

    Attributes:
        notes: for each root that has any, the letters of all its ids in order; a number
            before a letter tells how often it stands there.
        date_orders: for each root, the order that was asked for.
    """

    notes: dict[str, str] = {}  # noqa: RUF012 (a field of a tuple)
    date_orders: dict[str, str] = {}  # noqa: RUF012


def root_of(statement_id: str) -> str:
    """The name of the root that an id begins with."""
    return statement_id.partition("/")[0]


def encoded(notes: Notes, ids: Iterable[str], roots: Collection[str]) -> dict[str, str]:
    """The notes as the manifest records them.

    Args:
        notes: of any ids; only those of `ids` count.
        ids: of all statements of the index.
        roots: their names.
    """
    if not notes:
        return {}
    written: dict[str, str] = {}
    for root, members in _by_root(ids, {root_of(one) for one in notes} & set(roots)).items():
        letters = "".join([notes.get(one, NOTHING) for one in members])
        if letters.strip(NOTHING):
            written[root] = _REPEATED.sub(lambda run: f"{len(run[0])}{run[1]}", letters)
    return written


def decoded(written: Mapping[str, str], ids: Iterable[str]) -> Notes:
    """Undo `encoded`. Where the letters don't fit the ids, all files are to be read again."""
    notes: Notes = {}
    for root, members in _by_root(ids, written.keys()).items():
        letters = _letters(written[root], len(members))
        notes |= {
            one: letter for one, letter in zip(members, letters, strict=True) if letter != NOTHING
        }
    return notes


def _letters(runs: str, length: int) -> str:
    found, place, total = [], 0, 0
    while match := _RUN.match(runs, place):
        count = int(match[1] or 1)
        total += count
        if total > length:
            break
        found.append(match[2] * count)
        place = match.end()
    return "".join(found) if total == length and place == len(runs) else OLD * length


def _by_root(ids: Iterable[str], roots: Collection[str]) -> dict[str, list[str]]:
    """The ids of each of `roots`, in order."""
    found: dict[str, list[str]] = {root: [] for root in roots}
    for one in ids:
        if (members := found.get(root_of(one))) is not None:
            members.append(one)
    return {root: sorted(members) for root, members in found.items()}


class Decided(NamedTuple):
    """What notes decide.

    Attributes:
        orders: of days and months, for each root that has an ambiguous date.
        again: the ids of files that were read with another order.
    """

    orders: dict[str, Order]
    again: list[str]


def decide(notes: Notes, waiting: Iterable[str], asked: Mapping[str, str]) -> Decided:
    """The orders of days and months of all roots that need one.

    Args:
        notes: of all files that are there.
        waiting: ids of files that can't be read before their root's order is known.
        asked: the order that was asked for, by root.
    """
    evidence: dict[str, set[str]] = {}
    for one, letter in notes.items():
        evidence.setdefault(root_of(one), set()).add(letter)
    orders: dict[str, Order] = {}
    for root in {root_of(one) for one in waiting} | evidence.keys():
        orders[root] = _order(evidence.get(root, set()), asked.get(root))
    ambiguous = set(READ_AS.values())
    again = [
        one
        for one, letter in notes.items()
        if letter in ambiguous and letter != READ_AS[orders[root_of(one)]]
    ]
    return Decided(orders, sorted(again))


def _order(evidence: Collection[str], asked: str | None) -> Order:
    if asked == "day-first" or (asked is None and _only(DAY_FIRST, MONTH_FIRST, evidence)):
        return "day-first"
    if asked == "month-first" or (asked is None and _only(MONTH_FIRST, DAY_FIRST, evidence)):
        return "month-first"
    return "unknown"


def _only(one: str, other: str, evidence: Collection[str]) -> bool:
    return one in evidence and other not in evidence


def asked_orders(
    before: Mapping[str, str], roots: Iterable[str], date_order: DateOrder | None
) -> dict[str, str]:
    """The orders that were asked for, by root, after a run.

    Args:
        before: as the index records them.
        roots: those of the run.
        date_order: what is asked for now; None: nothing else than before.
    """
    asked = dict(before)
    for root in roots:
        if date_order == "files":
            asked.pop(root, None)
        elif date_order is not None:
            asked[root] = date_order
    return asked
