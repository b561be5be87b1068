"""Running a command: an error becomes one message and an exit code.

Lives here: what both commands do around their work. Does not live here: the work.

The exit codes are grep's: 0 found (or done), 1 nothing found, 2 error.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from searchkit.model.errors import QuerySyntaxError, SearchkitError, UnknownName

FOUND, NOTHING, ERROR = 0, 1, 2
DEBUG = "SEARCHKIT_DEBUG"

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")

_BREAK = re.compile("[\t\n]")


def printable(text: str) -> str:
    """`text` without characters that control a terminal: statements are not trusted."""
    return _CONTROL.sub("\ufffd", text) if _CONTROL.search(text) else text


def one_line(text: str) -> str:
    """`printable` text without line breaks and tabs, for what must stay on one line."""
    return printable(" ".join(text.split())) if _BREAK.search(text) else printable(text)


def escaped(json_text: str) -> str:
    """JSON with the characters that control a terminal escaped."""
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", json_text)


def say(message: str) -> None:
    """Print a line for people, on standard error."""
    click.echo(printable(message), err=True)


class QuietPipe(click.Command):
    """A command that ends with 0, found, when the reader of its output stops reading; click
    itself would end with 1, nothing found.
    """

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Nothing more can be written, neither what is buffered nor at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(FOUND)


def run_command(name: str, command: click.Command, arguments: Sequence[str] | None) -> None:
    """`run` a command, with these arguments or those of the process."""

    def work() -> int:
        result = command.main(
            args=None if arguments is None else list(arguments),
            prog_name=name,
            standalone_mode=False,
        )
        return result if isinstance(result, int) else FOUND

    run(name, work)


def run(name: str, work: Callable[[], int]) -> None:
    """Do `work` and end the process with its code; no traceback reaches the user.

    The process ends at once: shutting the interpreter down properly would take a tenth of
    the time of a search.
    """
    for stream in (sys.stdout, sys.stderr):
        # A character that the output's encoding lacks becomes a question mark.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:
        code = FOUND
    except SearchkitError as error:
        _explain(name, error)
        code = ERROR
    except click.ClickException as error:
        error.show()
        code = ERROR
    except (click.Abort, KeyboardInterrupt):
        say(f"{name}: interrupted")
        code = 130
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        say(
            f"{name}: this is a mistake in searchkit, not yours: {type(error).__name__}: {error}. "
            f"Run it again with {DEBUG}=1 and report what it prints"
        )
        code = ERROR
    try:
        sys.stderr.flush()
    finally:
        os._exit(code)


def _explain(name: str, error: SearchkitError) -> None:
    """Say what is wrong; in a query, with a caret under the column."""
    pointed = error.pointed() if isinstance(error, (QuerySyntaxError, UnknownName)) else None
    if pointed is None:
        say(f"{name}: {error}")
        return
    say(f"{name}: {error.what}" + (f" (expected {error.expected})" if error.expected else ""))
    for line in pointed.split("\n"):
        say("  " + line)
    if error.remedy:
        say(error.remedy)
