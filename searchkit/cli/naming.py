"""The statements that the arguments of a command name.

Lives here: reading names from standard input, and what is said of one that names nothing.
Does not live here: finding statements by id, address or path (`Archive.find`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from searchkit.model.errors import StatementNotFound

if TYPE_CHECKING:
    from searchkit.engines.protocol import Archive

STANDARD_INPUT = "-"


def names_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """The argument of a command that takes statements."""
    return click.argument("id", nargs=-1, required=True, metavar="ID...")(command)


def names_of(arguments: Sequence[str]) -> list[str]:
    """The names given, `-` replaced by those that standard input has: one a line, or each
    ended by a zero byte where there is one (`search --files --null`).

    Raises:
        UsageError: standard input has none.
    """
    names: list[str] = []
    for argument in arguments:
        if argument != STANDARD_INPUT:
            # The system hands over what is not valid Unicode as lone surrogates.
            names.append(argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
            continue
        given = sys.stdin.buffer.read().decode("utf-8", "replace")
        names += given.split("\0") if "\0" in given else given.splitlines()
    names = [name for name in names if name.strip()]
    if not names:
        raise click.UsageError("standard input names no statement")
    return names


def each_named(archive: Archive, names: Sequence[str]) -> Iterator[str]:
    """The ids of the statements, each once, in the order in which they are named.

    Raises:
        StatementNotFound: at the end: some names are no statement's.
    """
    done: set[str] = set()
    lacking = []
    for name, ids in zip(names, archive.find(names), strict=True):
        if not ids:
            lacking.append(name)
        for one in ids:
            if one not in done:
                done.add(one)
                yield one
    if lacking:
        more = f" (nor {len(lacking) - 1:,} more)" if lacking[1:] else ""
        raise StatementNotFound(
            f"no statement has this id, address or path{more}",
            where=lacking[0],
            remedy="Ids are what `search --files` prints",
        )
