"""`searchkit serve` as a user starts and stops it."""

from __future__ import annotations

import gc
import json
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from shlex import quote

import pytest

import searchkit
from searchkit.web.serving import _listening
from tests.support.command_line import environment, run
from tests.support.live_server import live
from tests.support.server_process import served
from tests.support.vellmark import many

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "index"
    searchkit.build(many(300, seed=5), folder)
    return folder


@pytest.mark.parametrize("options", [(), ("--workers", "2")])
def test_it_serves_and_stops_on_ctrl_c(index: Path, options: tuple[str, ...]) -> None:
    with served(index, *options) as server:
        status, text = server.get("/api/search?q=harbour")
        assert status == 200 and json.loads(text)["total"] > 50
        assert server.get("/")[0] == 200
        code, rest = server.stop()
        assert code == 0 and "Traceback" not in rest and "rror" not in rest


def test_a_process_that_goes_on_is_left_as_it_was(index: Path) -> None:
    with live(index):
        assert gc.get_freeze_count() > 10_000
    # The interpreter's own few.
    assert gc.get_freeze_count() < 1_000


def test_answers_in_flight_complete(index: Path) -> None:
    with served(index) as server:
        host, port = server.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as slow:
            slow.sendall(
                b"GET /export.jsonl HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            )
            received = slow.recv(1000)
            stopping = threading.Thread(target=server.stop)
            stopping.start()
            time.sleep(0.3)
            while part := slow.recv(65_536):
                received += part
            stopping.join(20)
        assert received.endswith(b"0\r\n\r\n") and received.count(b'{"id"') == 300
        assert server.process.returncode == 0


def test_a_new_generation_is_followed_without_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    searchkit.build(many(20, seed=1), folder)
    with served(folder) as server:
        assert json.loads(server.get("/api/search")[1])["total"] == 20
        searchkit.build(many(30, seed=2), folder)
        deadline = time.monotonic() + 15
        while json.loads(server.get("/api/search")[1])["total"] != 30:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_without_the_extra_one_line_says_what_to_install(index: Path) -> None:
    program = (
        "import sys\n"
        "sys.modules['starlette'] = None\n"
        "sys.modules['uvicorn'] = None\n"
        f"sys.argv[1:] = ['serve', '--index', {str(index)!r}]\n"
        "from searchkit.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(index.parent),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr == 'searchkit: the page needs more packages: pip install "searchkit[web]"\n'


def test_the_page_is_shown_in_the_browser(index: Path, tmp_path: Path) -> None:
    browser, shown = tmp_path / "browser", tmp_path / "shown"
    browser.write_text(f'#!/bin/sh\necho "$1" > {quote(str(shown))}\n')
    browser.chmod(0o755)
    with served(index, "--open", BROWSER=f"{quote(str(browser))} %s") as server:
        deadline = time.monotonic() + 10
        while not (shown.exists() and shown.read_text()):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert shown.read_text() == f"{server.address}/\n"


@pytest.mark.parametrize("options", [(), ("--workers", "2")])
def test_a_port_that_is_taken(index: Path, options: tuple[str, ...]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run(index.parent, "serve", "--port", str(port), *options, name="searchkit")
    assert done.code == 2 and f"port {port}" in done.err and "--port" in done.err


def test_two_servers_do_not_share_a_port(index: Path) -> None:
    """Their workers share theirs, so the system alone would not object."""
    with served(index, "--workers", "2") as server:
        port = server.address.rpartition(":")[2]
        other = run(index.parent, "serve", "--port", port, "--workers", "2", name="searchkit")
        assert other.code == 2 and f"port {port}" in other.err
        assert server.get("/healthz")[0] == 200


@pytest.mark.skipif(not hasattr(socket, "SO_REUSEPORT"), reason="one socket for all workers")
def test_connections_are_divided_among_workers() -> None:
    with _listening("127.0.0.1", 0, 2) as sockets:
        for one in sockets:
            one.listen(64)
            one.setblocking(False)
        address = sockets[0].getsockname()
        clients = [socket.create_connection(address) for _ in range(40)]
        accepted = [_accepted(one) for one in sockets]
        for client in clients:
            client.close()
    assert sum(accepted) == 40 and min(accepted) > 0


def _accepted(listening: socket.socket) -> int:
    count = 0
    while True:
        try:
            listening.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


@pytest.mark.parametrize(
    "options",
    [
        ("--index", "nowhere"),
        ("--index", "nowhere", "--workers", "2"),
        ("--url", "ftp://x"),
        ("--cors", "reader.example"),
        ("--host", "host.invalid"),
    ],
)
def test_what_can_not_be_served_is_one_line(index: Path, options: tuple[str, ...]) -> None:
    done = run(index.parent, "serve", "--port", "0", *options, name="searchkit")
    assert done.code == 2 and done.err.startswith("searchkit: ")
    assert len(done.err.strip().splitlines()) == 1


def test_other_commands_do_not_load_the_server(index: Path) -> None:
    program = (
        "import os, sys\nleave = os._exit\n"
        "def tell(code):\n    print({'starlette', 'uvicorn', 'jinja2'} & set(sys.modules))\n"
        "    sys.stdout.flush()\n    leave(code)\nos._exit = tell\n"
        "sys.argv[1:] = ['info']\nfrom searchkit.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=index.parent,
        env=environment(index.parent),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.stdout.splitlines()[-1] == "set()"
