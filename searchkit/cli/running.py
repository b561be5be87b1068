"""Running a command: errors become one message and an exit code.

Lives here: what both commands do around their work. Does not live here: the work.

Exit codes as grep's: 0 found (or done), 1 nothing found, 2 error.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable

import click

from searchkit.errors import QuerySyntaxError, SearchkitError

FOUND, NOTHING, ERROR = 0, 1, 2
DEBUG = "SEARCHKIT_DEBUG"

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """`text` without characters that steer a terminal: statements are not trusted."""
    return _CONTROL.sub("\ufffd", text) if _CONTROL.search(text) else text


def say(message: str) -> None:
    """Print a line for people, on standard error."""
    click.echo(printable(message), err=True)


def run(name: str, work: Callable[[], int]) -> None:
    """Do `work` and end the process with its code; no traceback reaches the user.

    The process ends at once: taking the interpreter apart would cost a tenth of the
    time of a search.
    """
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough. Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FOUND
    except QuerySyntaxError as error:
        _explain_syntax(name, error)
        code = ERROR
    except SearchkitError as error:
        say(f"{name}: {error}")
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
    sys.stderr.flush()
    os._exit(code)


def _explain_syntax(name: str, error: QuerySyntaxError) -> None:
    say(f"{name}: {error.what}" + (f" (expected {error.expected})" if error.expected else ""))
    for line in error.pointed().split("\n"):
        say("  " + line)
    if error.suggestion:
        say(f"Perhaps you meant: {error.suggestion}")
