"""What a process has done, for Prometheus.

Lives here: counting, and the text that is scraped. Does not live here: where it is shown
(`app`), which is nowhere unless asked for.

Each process counts for itself, and says which it is.
"""

from __future__ import annotations

import os
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds."""
KINDS = ("search", "statements", "similar", "api", "export", "feed", "static", "healthz")
"""The first parts of addresses that are told apart; all others are "other"."""


def kind_of(path: str) -> str:
    """What kind of address a path is."""
    first = path.lstrip("/").partition("/")[0].partition(".")[0]
    return first if first in KINDS else "other"


class Metrics:
    """Counts the answers of a process."""

    def __init__(self) -> None:
        self._answers: Counter[tuple[str, int]] = Counter()
        self._buckets: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}
        self._began = time.time()

    def count(self, kind: str, status: int, seconds: float) -> None:
        """An answer has been given (status 0: it was broken off)."""
        self._answers[kind, status] += 1
        buckets = self._buckets.setdefault(kind, [0] * (len(BUCKETS) + 1))
        buckets[bisect_left(BUCKETS, seconds)] += 1
        self._seconds[kind] = self._seconds.get(kind, 0.0) + seconds

    def text(self, values: Mapping[str, float], generation: str, closed: Mapping[str, int]) -> str:
        """All of it as text.

        Args:
            values: gauges, by name.
            generation: the stamp of the index that is served.
            closed: connections broken off, by reason.
        """
        worker = f'worker="{os.getpid()}"'
        lines = ["# TYPE searchkit_answers_total counter"]
        for (kind, status), count in sorted(self._answers.items()):
            labels = f'{worker},kind="{kind}",status="{status}"'
            lines.append(f"searchkit_answers_total{{{labels}}} {count}")
        lines.append("# TYPE searchkit_answer_seconds histogram")
        for kind, buckets in sorted(self._buckets.items()):
            lines += self._histogram(f'{worker},kind="{kind}"', buckets, self._seconds[kind])
        lines.append("# TYPE searchkit_connections_broken_off_total counter")
        for reason, count in sorted(closed.items()):
            labels = f'{worker},reason="{reason}"'
            lines.append(f"searchkit_connections_broken_off_total{{{labels}}} {count}")
        for name, value in sorted(values.items()):
            lines.append(f"# TYPE searchkit_{name} gauge")
            lines.append(f"searchkit_{name}{{{worker}}} {value:g}")
        lines.append("# TYPE searchkit_generation_info gauge")
        lines.append(f'searchkit_generation_info{{{worker},generation="{generation}"}} 1')
        lines.append("# TYPE searchkit_started_seconds gauge")
        lines.append(f"searchkit_started_seconds{{{worker}}} {self._began:.0f}")
        return "\n".join(lines) + "\n"

    def _histogram(self, labels: str, buckets: list[int], seconds: float) -> Iterable[str]:
        total = 0
        for bound, count in zip((*BUCKETS, "+Inf"), buckets, strict=True):
            total += count
            yield f'searchkit_answer_seconds_bucket{{{labels},le="{bound}"}} {total}'
        yield f"searchkit_answer_seconds_sum{{{labels}}} {seconds:.6f}"
        yield f"searchkit_answer_seconds_count{{{labels}}} {total}"


class Counting:
    """Counts each answer: middleware."""

    def __init__(self, app: ASGIApp, metrics: Metrics, prefix: str) -> None:
        self._app = app
        self._prefix = prefix
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            kind = kind_of(scope["path"].removeprefix(self._prefix))
            self._metrics.count(kind, status, time.perf_counter() - began)
