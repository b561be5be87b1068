"""Several trees as one.

Lives here: trees joined by AND and OR, and those that merely follow one another. Does not
live here: how operators are written (`operators`).
"""

from __future__ import annotations

from searchkit.query.tree import And, Everything, Node, Not, Or


def joined(kind: type[And] | type[Or], found: list[Node]) -> Node | None:
    """Some trees as one group; None of none."""
    if len(found) > 1:
        return kind(tuple(found), column=found[0].column)
    return found[0] if found else None


def all_of(found: list[Node]) -> Node | None:
    """All of some trees. What only excludes is taken from everything."""
    if found and all(isinstance(one, Not) for one in found):
        found = [Everything(), *found]
    return joined(And, found)


def one_after_another(found: list[Node], any_word: bool) -> Node | None:
    """Trees that merely follow one another: all must match, or, with `any_word`, any of the
    words (what filters or is in NOT always holds).
    """
    if any_word:
        words = joined(Or, [one for one in found if not one.is_filter])
        found = [*([words] if words else []), *(one for one in found if one.is_filter)]
    return all_of(found)
