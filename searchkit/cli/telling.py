"""What the user is told of how the arguments of a command were taken.

Lives here: notes about them, with what another reading finds; the line that offers other
ways to write words. Does not live here: taking them (`arguments`), notes about the query
itself, and which ways there are (`searchkit.engines`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from searchkit.cli.arguments import Taken
from searchkit.model.answer import Answer, Note
from searchkit.model.errors import QuerySyntaxError, QueryTooBroad, UnknownName
from searchkit.query.doubts import MAX_COUNTED

if TYPE_CHECKING:
    from searchkit.engines.protocol import Archive


def with_notes(answer: Answer, taken: Taken, archive: Archive, common: Mapping[str, Any]) -> Answer:
    """`answer` with notes about the arguments.

    Args:
        answer: to them.
        taken: what they were taken for.
        archive: what was asked.
        common: the arguments of `Archive.count`.
    """
    doubts = taken.doubts if answer.total else (*taken.doubts, *taken.if_nothing)
    notes: list[Note] = []
    for number, doubt in enumerate(doubts):
        found = None
        if doubt.other and number < MAX_COUNTED:
            try:
                found = archive.count(**dict(common) | {"query": doubt.other})
            except (QuerySyntaxError, UnknownName, QueryTooBroad):
                found = None
        if found or doubt not in taken.if_nothing:
            notes.append(doubt.note(found))
    return answer.noted(notes)


def variants_line(answer: Answer, *, included: bool) -> str:
    """The other ways to write the words of a query, with what each finds."""
    ways = ", ".join(f"{one.text} ({one.count:,})" for one in answer.variants)
    them = "it" if len(answer.variants) == 1 else "them"
    return f"Also written: {ways}; " + ("included" if included else f"--variants includes {them}")
