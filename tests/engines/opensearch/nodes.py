"""Real nodes of OpenSearch on this machine, for tests and benchmarks.

Lives here: finding a JVM and Maven, fetching the jars once, starting nodes on loopback, ending
them by their process ids whatever happens. Does not live here: what is tested with them.

`SEARCHKIT_OPENSEARCH` may name a cluster that runs already (`opensearch://127.0.0.1:9211`); else
`SEARCHKIT_OPENSEARCH_DIR` is where jars are kept between runs.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
HEAP = "512m"
STARTED_WITHIN = 120.0
_RUNNING: list[Node] = []


class NoNodes(Exception):
    """Nodes can't be started here; the message says what is missing."""


class Java:
    """A JVM, and which OpenSearch runs on it."""

    def __init__(self, home: Path) -> None:
        self.java, self.javac = home / "bin/java", home / "bin/javac"
        said = subprocess.run(
            [self.java, "-XshowSettings:properties", "-version"],
            capture_output=True,
            text=True,
            check=True,
        ).stderr
        (line,) = [row for row in said.splitlines() if "java.specification.version =" in row]
        self.feature = int(line.rpartition("=")[2].strip().partition(".")[0])
        self.opensearch = "3.8.0" if self.feature >= 21 else "2.19.6"


def _homes() -> list[Path]:
    named = os.environ.get("JAVA_HOME")
    found = [Path(named)] if named else []
    found += sorted(Path("/usr/lib/jvm").glob("*"), reverse=True) if not named else []
    return [
        home for home in found if (home / "bin/java").exists() and (home / "bin/javac").exists()
    ]


@lru_cache(maxsize=1)
def java() -> Java:
    """The newest JVM of the machine; without one there are no nodes."""
    try:
        made = [Java(home) for home in _homes()]
    except (OSError, subprocess.CalledProcessError, ValueError):
        made = []
    usable = sorted((one for one in made if one.feature >= 17), key=lambda one: one.feature)
    if not usable:
        raise NoNodes("no JDK 17 or newer: apt install openjdk-17-jdk-headless maven")
    return usable[-1]


@lru_cache(maxsize=1)
def class_path() -> str:
    """The jars and our launcher, fetched and compiled once."""
    given = os.environ.get("SEARCHKIT_OPENSEARCH_DIR")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = Path(given) if given else cache / "searchkit-opensearch"
    jvm = java()
    jars, classes = home / f"lib-{jvm.opensearch}", home / f"classes-{jvm.feature}"
    if not (jars / ".done").exists():
        if shutil.which("mvn") is None:
            raise NoNodes("no Maven: apt install maven")
        jars.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [
                *("mvn", "-B", "-q", "-f", str(HERE / "pom.xml")),
                f"-Dopensearch.version={jvm.opensearch}",
                "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies",
                *("-DincludeScope=runtime", f"-DoutputDirectory={jars}"),
            ],
            capture_output=True,
            text=True,
            timeout=300,
        )
        if done.returncode:
            raise NoNodes(f"Maven can't fetch OpenSearch: {done.stdout[-300:]}")
        (jars / ".done").touch()
    classes.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            *(str(jvm.javac), "-nowarn", "-cp", f"{jars}/*", "-d", str(classes)),
            str(HERE / "TestNode.java"),
        ],
        check=True,
        capture_output=True,
    )
    return f"{classes}:{jars}/*"


class Node:
    """A node: a process of its own, and where it answers."""

    def __init__(
        self,
        name: str,
        home: Path,
        http: int,
        transport: int,
        settings: Sequence[str],
        heap: str = HEAP,
    ) -> None:
        self.name, self.home, self.http, self.transport = name, home, http, transport
        self._settings, self._heap = list(settings), heap
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; its data is what it had."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    str(java().java),
                    *(
                        f"-Xms{self._heap}",
                        f"-Xmx{self._heap}",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                    ),
                    *("-Djava.awt.headless=true", "-Dfile.encoding=UTF-8"),
                    *("-Dio.netty.noUnsafe=true", "-Dlog4j2.disable.jmx=true"),
                    *(f"-Djava.io.tmpdir={self.home}", "-cp", class_path()),
                    *("TestNode", str(self.home), f"node.name={self.name}"),
                    *(f"http.port={self.http}", f"transport.port={self.transport}"),
                    *self._settings,
                ],
                stdin=subprocess.PIPE,  # It ends when this does.
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        _RUNNING.append(self)

    def send(self, which: signal.Signals) -> None:
        """Send a signal to its process."""
        assert self.process is not None
        self.process.send_signal(which)
        if which == signal.SIGKILL:
            self.process.wait(30)
            assert self.process.stdin is not None
            self.process.stdin.close()

    def stop(self) -> None:
        """End it, and wait until it has."""
        process, self.process = self.process, None
        if self in _RUNNING:
            _RUNNING.remove(self)
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        if process.poll() is not None:
            return
        process.send_signal(signal.SIGCONT)
        process.kill()  # Its data is thrown away: nothing needs to be closed.
        process.wait(30)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.http}"

    def ask(self, path: str, timeout: float = 10.0) -> dict[str, object]:
        """The answer to a GET."""
        with urllib.request.urlopen(f"{self.url}{path}", timeout=timeout) as answer:
            found: dict[str, object] = json.loads(answer.read())
            return found


class Cluster:
    """Some nodes that know of one another.

    Args:
        count: how many.
        home: the folder of all they write.
        heap: of each.
        further: settings of each, `key=value`.
    """

    def __init__(
        self, count: int, home: Path, heap: str = HEAP, further: Sequence[str] = ()
    ) -> None:
        ports = free_ports(2 * count)
        seeds = [f"127.0.0.1:{port}" for port in ports[count:]]
        names = [f"n{number}" for number in range(count)]
        settings = [f"cluster.name={home.name}", *further]
        if count == 1:
            settings.append("discovery.type=single-node")
        else:
            checks = [
                f"cluster.fault_detection.{who}_check.{what}"
                for who in ("follower", "leader")
                for what in ("timeout=2s", "retry_count=2")
            ]
            settings += [
                f"discovery.seed_hosts={','.join(seeds)}",
                f"cluster.initial_cluster_manager_nodes={','.join(names)}",
                *checks,
            ]
        self.nodes = [
            Node(name, home / name, http, transport, settings, heap)
            for name, http, transport in zip(names, ports[:count], ports[count:], strict=True)
        ]

    def start(self) -> None:
        """Start all nodes, and wait until they have found one another."""
        for node in self.nodes:
            node.start()
        self.wait(f"wait_for_nodes={len(self.nodes)}&wait_for_status=yellow")

    def wait(self, what: str, within: float = STARTED_WITHIN) -> None:
        """Wait until the cluster is as asked; fails with the logs where it is not."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            for node in self.nodes:
                try:
                    health = node.ask(f"/_cluster/health?{what}&timeout=1s", 5.0)
                except (OSError, urllib.error.URLError):
                    continue
                if not health["timed_out"]:
                    return
            time.sleep(0.2)
        logs = "\n".join((node.home / "log").read_text()[-1500:] for node in self.nodes)
        raise AssertionError(f"the cluster is not up: {what}\n{logs}")

    @property
    def address(self) -> str:
        """What an address of an index in it begins with."""
        return "opensearch://" + ",".join(f"127.0.0.1:{node.http}" for node in self.nodes)

    def stop(self) -> None:
        """End all nodes."""
        for node in self.nodes:
            node.stop()


def free_ports(count: int) -> list[int]:
    """Ports that nothing listens to."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


@contextmanager
def running(count: int, heap: str = HEAP, further: Sequence[str] = ()) -> Iterator[Cluster]:
    """A cluster, for as long as the block lasts.

    Raises:
        NoNodes: it can't be had here.
    """
    class_path()
    with tempfile.TemporaryDirectory(prefix="searchkit-nodes-", ignore_cleanup_errors=True) as home:
        cluster = Cluster(count, Path(home), heap, further)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


@contextmanager
def nodes_or_skip(count: int) -> Iterator[Cluster]:
    """`running`; where that can't be, the test is skipped."""
    import pytest

    try:
        class_path()
    except NoNodes as missing:
        pytest.skip(str(missing))
    with running(count) as cluster:
        yield cluster


@lru_cache(maxsize=1)
def one_node() -> str:
    """What addresses of a cluster of one node begin with; it lives as long as the tests."""
    given = os.environ.get("SEARCHKIT_OPENSEARCH")
    if given:
        return given
    kept = ExitStack()
    atexit.register(kept.close)
    return kept.enter_context(nodes_or_skip(1)).address


@atexit.register
def _end_all() -> None:
    for node in list(_RUNNING):
        node.stop()
