"""Running a command: an error becomes one message and an exit code.

Lives here: what both commands do around their work, and what becomes of what they print
where it can't be printed. Does not live here: the work.

The exit codes are grep's: 0 found (or done), 1 nothing found, 2 error.
"""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NoReturn

import click

from searchkit.cli.terminal import fitted, width_of
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


def is_utf8() -> bool:
    """Whether standard output can have any letter."""
    return sys.stdout.encoding.lower().replace("-", "") == "utf8"


def say(message: str, *, as_it_is: bool = False) -> None:
    """Print lines for people on standard error, fitted to a terminal. Where that can't be
    written, nobody could be told of it either, so the work goes on.

    Args:
        message: what to say.
        as_it_is: its columns matter: nothing is fitted.
    """
    with suppress(OSError):
        text = printable(message)
        width = None if as_it_is else width_of(sys.stderr)
        for line in text.split("\n") if width else ():
            click.echo("\n".join(fitted(line, width)), err=True)
        if not width:
            click.echo(text, err=True)


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
    _stand_in_for_closed_streams()
    _watch_output()
    for stream in (sys.stdout, sys.stderr):
        # A character that the output's encoding lacks becomes a question mark.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:
        code = FOUND
    except _LostOutput as error:
        say(f"{name}: can't write to standard output, which is incomplete: {error.strerror}")
        code = ERROR
    except SearchkitError as error:
        _explain(name, error)
        code = ERROR
    except click.ClickException as error:
        with suppress(OSError):
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
    _end(code)


def _end(code: int) -> NoReturn:
    try:
        sys.stderr.flush()
    finally:
        os._exit(code)


def _stand_in_for_closed_streams() -> None:
    """Open what takes the place of a standard stream that is closed: otherwise the next file,
    perhaps one of the index, would get its number, and what is printed.

    Writing to standard output must fail; what goes to standard error may vanish.
    """
    for name, access, mode in (
        ("stdin", os.O_RDONLY, "r"),
        ("stdout", os.O_RDONLY, "w"),
        ("stderr", os.O_WRONLY, "w"),
    ):
        if getattr(sys, name) is None:
            number = os.open(os.devnull, access)  # The lowest number that is free: its own.
            os.set_inheritable(number, True)
            stream = os.fdopen(number, mode, encoding="utf-8")
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)  # Or it would be closed once it is replaced.


class _LostOutput(OSError):
    """Standard output can't be written."""


class _Output(io.FileIO):
    """Standard output, whose errors are told from those of files."""

    def write(self, data: Any, /) -> int:
        """Write what can be written."""
        try:
            return super().write(data)
        except BrokenPipeError:  # No error: nobody wants to read on.
            raise
        except OSError as error:
            closed = error.errno == errno.EBADF
            reason = "it is closed" if closed else error.strerror
            raise _LostOutput(error.errno, reason) from None


def _watch_output() -> None:
    """Let standard output tell its errors, where it is one that Python opened."""
    stream = sys.stdout
    buffer = getattr(stream, "buffer", None)  # Of Python's -u it is the file itself.
    if isinstance(getattr(buffer, "raw", buffer), io.FileIO):
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(_Output(stream.fileno(), "wb", closefd=False)),
            stream.encoding,
            line_buffering=True,
        )


def _explain(name: str, error: SearchkitError) -> None:
    """Say what is wrong; in a query, with a caret under the column."""
    room = min(76, (width_of(sys.stderr) or 80) - 4)
    pointed = error.pointed(room) if isinstance(error, (QuerySyntaxError, UnknownName)) else None
    if pointed is None:
        say(f"{name}: {error}")
        return
    say(f"{name}: {error.what}" + (f" (expected {error.expected})" if error.expected else ""))
    for line in pointed.split("\n"):
        say("  " + line, as_it_is=True)
    if error.remedy:
        say(error.remedy)
