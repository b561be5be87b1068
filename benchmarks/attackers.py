"""
Clients that want a server down, and readers who only want an answer.

    python -m benchmarks.attackers http://127.0.0.1:8000 --seconds 30 --half-open 900

Lives here: one coroutine for each kind of client, all of one event loop, and what they
met; as a command the attackers alone, so that those whose answers are timed are in another
process. Does not live here: the server, how long they go on and what is asked of the figures
(`siege`, `tests/web/test_attacks.py`).

Each goes on until its `Meeting` is over. The queries cost what the clients of a real attack
would make them cost; they vary, so that nothing helps that remembers answers.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import socket
import string
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

PATIENCE = 60.0
"""Seconds after which a client gives up on an answer."""
BLOCK = 65_536


class Answer(NamedTuple):
    """What came back: a status (0: no answer), a size in bytes, seconds."""

    status: int
    size: int
    seconds: float


class Meeting:
    """A server, those who ask it, and what they met.

    Attributes:
        met: kind of client -> every answer it got.
        over: set when all of them should stop.
    """

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition("//")[2].partition(":")
        self.host, self.port = host, int(port)
        self.met: dict[str, list[Answer]] = {}
        self.over = asyncio.Event()

    def note(self, kind: str, answer: Answer) -> None:
        """Keep an answer."""
        self.met.setdefault(kind, []).append(answer)

    async def rest(self, seconds: float) -> bool:
        """Wait; whether the meeting is over by then."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.over.wait(), seconds)
        return self.over.is_set()

    async def ask(self, path: str, patience: float = PATIENCE) -> Answer:
        """Ask once, on a connection of its own, and read all of the answer."""
        began = time.perf_counter()
        status = size = 0
        try:
            async with asyncio.timeout(patience):
                reader, writer = await asyncio.open_connection(self.host, self.port)
                try:
                    writer.write(self.request(path, close=True))
                    head = await reader.readuntil(b"\r\n\r\n")
                    while part := await reader.read(BLOCK):
                        size += len(part)
                    status = int(head.split(b" ", 2)[1])
                finally:
                    writer.close()
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            status = 0
        return Answer(status, size, time.perf_counter() - began)

    def request(self, path: str, *, close: bool = False) -> bytes:
        """The bytes of a request."""
        more = "Connection: close\r\n" if close else ""
        return f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\n{more}\r\n".encode()

    async def reader(self, kind: str, paths: Sequence[str], pause: float) -> None:
        """Somebody honest: asks, reads, thinks for a while, asks something else."""
        rng = random.Random(kind)
        while not await self.rest(pause * rng.uniform(0.5, 1.5)):
            self.note(kind, await self.ask(rng.choice(paths)))

    async def greedy(self, kind: str, path: Callable[[], str]) -> None:
        """Asks again as soon as there is an answer, whatever it is."""
        while not self.over.is_set():
            answer = await self.ask(path(), 2 * PATIENCE)
            if not self.over.is_set():
                self.note(kind, answer)
            if not answer.status and await self.rest(0.05):
                break

    async def half_open(self, kind: str, drip: float = 1.0) -> None:
        """Begins a request and never ends it: a byte of a header about every `drip` seconds;
        anew where the server closes the connection.
        """
        rng = random.Random()
        while not self.over.is_set():
            began = time.perf_counter()
            try:
                async with asyncio.timeout(PATIENCE):
                    reader, writer = await asyncio.open_connection(self.host, self.port)
                try:
                    writer.write(f"GET / HTTP/1.1\r\nHost: {self.host}\r\nX-Slow: ".encode())
                    # What the server says, if anything, ends the reading.
                    closed = asyncio.ensure_future(_end_of(reader))
                    while not closed.done():
                        await asyncio.wait([closed], timeout=drip * rng.uniform(0.5, 1.5))
                        writer.write(b"a")
                        if self.over.is_set():
                            closed.cancel()
                            break
                finally:
                    writer.close()
            except (OSError, TimeoutError):
                pass
            if not self.over.is_set():
                self.note(kind, Answer(0, 0, time.perf_counter() - began))
            await self.rest(rng.uniform(0.02, 0.2))

    async def stalled(self, kind: str, path: str, hold: float = 15.0) -> None:
        """Asks for a download, reads its beginning, and then nothing for `hold` seconds."""
        loop = asyncio.get_running_loop()
        while not self.over.is_set():
            began, status = time.perf_counter(), 0
            with socket.socket() as one:
                # So that what the system takes for the reader is little.
                one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                one.setblocking(False)
                with contextlib.suppress(OSError, TimeoutError, ValueError, IndexError):
                    async with asyncio.timeout(PATIENCE):
                        await loop.sock_connect(one, (self.host, self.port))
                        await loop.sock_sendall(one, self.request(path))
                        status = int((await loop.sock_recv(one, 512)).split(b" ", 2)[1])
                if status == 200:
                    await self.rest(hold)
            self.note(kind, Answer(status, 0, time.perf_counter() - began))
            await self.rest(0.05)


async def _end_of(reader: asyncio.StreamReader) -> None:
    with contextlib.suppress(OSError):
        await reader.read()


async def meet(meeting: Meeting, clients: Sequence[Awaitable[None]], seconds: float) -> None:
    """Let all clients ask for some seconds, then wait until each has stopped."""
    tasks = [asyncio.ensure_future(client) for client in clients]
    try:
        await asyncio.sleep(seconds)
        for task in tasks:
            if task.done():
                task.result()
    finally:
        meeting.over.set()
        _, late = await asyncio.wait(tasks, timeout=3)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


FREQUENT = ("the", "of", "and", "to", "in", "a", "for", "that", "is", "on", "with", "be", "we")


def costly_queries(seed: int) -> Callable[[], str]:
    """Queries of the costly kinds, drawn anew at each call."""
    rng = random.Random(seed)

    def letters(count: int) -> list[str]:
        return rng.sample(string.ascii_lowercase, count)

    def word() -> str:
        return rng.choice(FREQUENT)

    kinds: list[Callable[[], str]] = [
        lambda: " OR ".join(f'"{word()} {c}*"' for c in letters(26)),
        lambda: " ".join(f'"the {c}*"' for c in letters(26)),
        lambda: " OR ".join(f"*{c}{d}*" for c, d in zip(letters(9), letters(9), strict=True)),
        lambda: " OR ".join(f"*{c}*" for c in rng.sample("aeiourstn", 5)),
        lambda: " OR ".join(f"({word()} NEAR/{rng.randint(5, 99)} {word()})" for _ in range(12)),
        lambda: " ".join(f"{c}{rng.choice('aeiou')}* *{c}" for c in letters(12)),
        lambda: " NEAR/20 ".join(f"{c}*" for c in letters(5)),
        lambda: f'"{word()} {rng.choice("abcdps")}*"',
    ]
    return lambda: rng.choice(kinds)()


def costly_paths(seed: int, page: str = "/search") -> Callable[[], str]:
    """Addresses of the results of `costly_queries`."""
    query = costly_queries(seed)
    return lambda: f"{page}?q={quote(query())}"


class Summary(NamedTuple):
    """What a kind of client met; seconds of the answers with status 200."""

    answers: int
    statuses: Counter[int]
    p50: float
    p99: float
    most: float


def summary(answers: Sequence[Answer]) -> Summary:
    """The figures of some answers."""
    took = sorted(one.seconds for one in answers if one.status == 200)
    at = [
        took[min(len(took) - 1, int(len(took) * share))] if took else 0.0 for share in (0.5, 0.99)
    ]
    statuses = Counter(one.status for one in answers)
    return Summary(len(answers), statuses, at[0], at[1], took[-1] if took else 0.0)


class Attack(NamedTuple):
    """How many clients of each kind attack, and for how many seconds."""

    seconds: float
    half_open: int = 0
    costly: int = 0
    stalled: int = 0


async def attack(address: str, wanted: Attack) -> Meeting:
    """Attack a server; gives what the attackers met."""
    meeting = Meeting(address)
    clients = [meeting.half_open("half-open") for _ in range(wanted.half_open)]
    clients += [meeting.greedy("costly", costly_paths(n)) for n in range(wanted.costly)]
    clients += [meeting.stalled("stalled", "/export.jsonl") for _ in range(wanted.stalled)]
    await meet(meeting, clients, wanted.seconds)
    return meeting


@contextlib.contextmanager
def attacking(address: str, wanted: Attack) -> Iterator[dict[str, list[Answer]]]:
    """An attack from another process for as long as the block lasts; what the attackers met is
    there when it has ended.
    """
    met: dict[str, list[Answer]] = {}
    options = [f"--{name.replace('_', '-')}={value}" for name, value in wanted._asdict().items()]
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.attackers", address, *options],
        cwd=Path(__file__).parent.parent,
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
    )
    try:
        yield met
    finally:
        written, _ = process.communicate(timeout=wanted.seconds + PATIENCE)
    for kind, answers in json.loads(written).items():
        met[kind] = [Answer(*one) for one in answers]


def main() -> None:
    """Attack, and print what was met as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("address")
    parser.add_argument("--seconds", type=float, default=30)
    for kind in ("half-open", "costly", "stalled"):
        parser.add_argument(f"--{kind}", type=int, default=0)
    options = vars(parser.parse_args())
    meeting = asyncio.run(attack(options.pop("address"), Attack(**options)))
    print(json.dumps(meeting.met))


if __name__ == "__main__":
    main()
