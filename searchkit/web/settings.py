"""What can be chosen about a server.

Lives here: the settings, and handing them to worker processes. Does not live here: the
options of the command (`searchkit.cli.serve`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from searchkit.model.errors import InvalidArgument

VARIABLE = "SEARCHKIT_SERVE"
TITLE = "What ministers said"


class Settings(NamedTuple):
    """How to serve an index.

    Attributes:
        address: of the index.
        title: what the site is called.
        url: where people reach it: an address, or just the path under which a proxy
            shows it; None: where it listens.
        hosts: the host names it answers to; empty: any.
        cors: origins whose scripts may use the API, "*" for all.
        running: searches at once in a process.
        waiting: how many more may wait for them.
        exports: downloads at once in a process, half of them of any size.
        access_log: whether each request is noted on standard error.
        metrics: whether `/metrics` shows what the process has done.
    """

    address: str = "index"
    title: str = TITLE
    url: str | None = None
    hosts: tuple[str, ...] = ()
    cors: tuple[str, ...] = ()
    running: int = 1
    waiting: int = 500
    exports: int = 8
    access_log: bool = False
    metrics: bool = False

    @property
    def prefix(self) -> str:
        """The path under which everything is, without a slash at its end."""
        return urlsplit(self.url).path.rstrip("/") if self.url else ""

    @property
    def origin(self) -> str | None:
        """Scheme and host where people reach the site, or None where none is set."""
        parts = urlsplit(self.url or "")
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else None

    def check(self) -> Settings:
        """Refuse settings that make no sense.

        Raises:
            InvalidArgument: naming the setting.
        """
        if self.url is not None:
            parts = urlsplit(self.url)
            absolute = parts.scheme in ("http", "https") and parts.netloc
            path_alone = not parts.scheme and not parts.netloc and self.url.startswith("/")
            if not (absolute or path_alone) or parts.query or parts.fragment:
                raise InvalidArgument(
                    f"no site can be reached at {self.url!r}",
                    expected="https://example.org/statements, or a path such as /statements",
                )
        for origin in self.cors:
            parts = urlsplit(origin)
            if origin != "*" and (not parts.netloc or origin != f"{parts.scheme}://{parts.netloc}"):
                raise InvalidArgument(
                    f"{origin!r} is no origin", expected="https://example.org, without a path"
                )
        return self

    def to_environment(self) -> dict[str, str]:
        """The environment variable that hands the settings to worker processes."""
        return {VARIABLE: json.dumps(self._asdict())}


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings that `Settings.to_environment` handed over.

    Raises:
        InvalidArgument: there are none, or they can't be read.
    """
    try:
        given: dict[str, Any] = json.loads(environment[VARIABLE])
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in given.items()
        }
        return Settings(**values).check()
    except (KeyError, ValueError, TypeError, AttributeError):
        raise InvalidArgument(
            f"the variable {VARIABLE} holds no settings", remedy="Start with `searchkit serve`"
        ) from None
