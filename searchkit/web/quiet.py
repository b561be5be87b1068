"""A log that nobody can fill.

Lives here: holding back what is said again and again. Does not live here: the access log
(`guard`), which is as long as the requests are many and off unless asked for.
"""

from __future__ import annotations

import logging
import time

INTERVAL = 60.0
"""Seconds between two lines that say the same."""
KINDS = 200
"""Different lines that are told apart."""
LOGGERS = ("uvicorn.error", "asyncio")
"""Those whose lines clients can cause. Our own errors are all noted: each has its number."""


class Seldom(logging.Filter):
    """Lets a line pass once a minute, and says then how many like it were held back.

    Lines are alike if they are made from one text, before values are put into it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, str], float] = {}
        self._held_back: dict[tuple[str, str], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is time for this line."""
        kind = repr(record.exc_info[1])[:100] if record.exc_info else ""
        key = str(record.msg).partition("\n")[0][:100], kind
        now = time.monotonic()
        if now - self._said.get(key, -INTERVAL) < INTERVAL:
            self._held_back[key] = self._held_back.get(key, 0) + 1
            return False
        if len(self._said) >= KINDS:
            self._said.clear()
            self._held_back.clear()
        self._said[key] = now
        count = self._held_back.pop(key, 0)
        if count:
            text = record.getMessage()
            record.msg, record.args = f"{text} (and {count:,} more since the last time)", ()
        return True


def hold_back() -> None:
    """Let no line be repeated more than once a minute in this process."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(one, Seldom) for one in logger.filters):
            logger.addFilter(Seldom())
