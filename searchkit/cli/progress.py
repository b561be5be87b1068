"""A progress bar.

Lives here: showing how far a task has come. Does not live here: the task.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

import click

from searchkit.cli.running import say


class Bar:
    """A progress bar on standard error, where that is a terminal.

    Args:
        label: names the task.
        then: names what follows once it is done.
    """

    def __init__(self, label: str, then: str = "") -> None:
        self._label, self._then = label, then
        self._bar: Any = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            with suppress(OSError):
                self._bar.__exit__(None, None, None)

    def show(self, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        if sys.stderr.isatty():
            with suppress(OSError):  # A terminal may go while the task goes on.
                self._show(done, total)

    def _show(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = click.progressbar(
                length=total, label=self._label, file=sys.stderr, show_pos=True
            )
            self._bar.__enter__()
        self._bar.update(done - self._bar.pos)
        if done >= total:
            self.__exit__()
            self._bar = None
            if self._then:
                say(self._then)
