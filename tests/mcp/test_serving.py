"""Serving as an assistant starts it: a process, over its input and output, and over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import searchkit
from tests.support.command_line import command, environment, run

needs_extra = pytest.mark.skipif(find_spec("mcp") is None, reason="needs the extra [mcp]")
PROGRAM = command("searchkit")
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


def call(number: int, tool: str, **arguments: Any) -> dict[str, Any]:
    params = {"name": tool, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}


@needs_extra
def test_a_conversation_over_standard_input_and_output(index: Path, tmp_path: Path) -> None:
    from mcp import Client, StdioServerParameters

    server = StdioServerParameters(
        command=PROGRAM[0],
        args=[*PROGRAM[1:], "mcp"],
        env={"SEARCHKIT_INDEX": str(index)},
        cwd=tmp_path,
    )

    async def converse() -> None:
        async with Client(server) as client:
            tools = (await client.list_tools()).tools
            assert len(tools) == 7 and all(one.annotations.read_only_hint for one in tools)
            answer = await client.call_tool("search", {"query": '"six harbour talks"'})
            hit = answer.structured_content["hits"][0]
            part = await client.call_tool("read", {"id": hit["id"]})
            passage = hit["passages"][0]
            text = part.structured_content["text"]
            assert text[passage["start"] : passage["end"]] == passage["text"]
            whole = await client.read_resource(hit["resource"])
            assert "six harbour talks" in whole.contents[0].text
            quote = {"quote": passage["text"]}
            checked = await client.call_tool("check_quote", quote)
            assert checked.structured_content["verdict"] == "exact"
            wrong = await client.call_tool("search", {"query": '"open'})
            assert wrong.is_error and "column 1" in wrong.content[0].text

    asyncio.run(asyncio.wait_for(converse(), 60))


@needs_extra
def test_nothing_but_the_protocol_is_on_standard_output(index: Path) -> None:
    """Neither by what is no message, nor by what fails; and the end of the input ends it."""
    asked = [
        HELLO,
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        "no message at all",
        '{"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": "\\ud800"}',
        call(2, "count", query="harbour"),
        call(3, "count", query="(harbour"),
        {"jsonrpc": "2.0", "id": 4, "method": "nothing/known"},
        call(5, "search", query="hostile"),
    ]
    lines = [one if isinstance(one, str) else json.dumps(one) for one in asked]
    process = subprocess.Popen(
        [*PROGRAM, "mcp", "--index", str(index)],
        env=environment(index.parent),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdin and process.stdout
    answers = []
    for line in lines:
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        # What is no message of ours, and a notification, has no answer to wait for.
        if '"id": ' in line and "ud800" not in line:
            answers.append(json.loads(process.stdout.readline()))
    rest, errors = process.communicate(timeout=30)
    assert process.returncode == 0 and rest == ""
    by_id = {one.get("id"): one for one in answers}
    assert by_id[1]["result"]["serverInfo"]["name"] == "searchkit"
    assert by_id[2]["result"]["structuredContent"]["total"] == 6
    assert by_id[3]["result"]["isError"] and "error" in by_id[4]
    assert "\u202e" not in by_id[5]["result"]["content"][0]["text"]
    assert "Traceback" not in errors


@needs_extra
@pytest.mark.parametrize("leaving", ["closed", "interrupted"])
def test_it_ends_with_its_assistant(index: Path, leaving: str) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "mcp", "--index", str(index)],
        env=environment(index.parent),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdin and process.stdout and process.stderr
    with contextlib.suppress(BrokenPipeError), process.stdin as given:
        given.write(f"{json.dumps(HELLO)}\n")
        given.flush()
        process.stdout.readline()
        process.stdout.close()
        if leaving == "closed":
            given.write(f"{json.dumps(call(2, 'count'))}\n")
            given.flush()
        else:
            process.send_signal(signal.SIGINT)
            process.wait(30)
    assert process.wait(30) == (0 if leaving == "closed" else -signal.SIGINT)
    assert process.stderr.read() == ""
    process.stderr.close()


@contextlib.contextmanager
def served(index: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`searchkit mcp --http` on any port: (its address, its process)."""
    process = subprocess.Popen(
        [*PROGRAM, "mcp", "--index", str(index), "--http", "0"],
        env=environment(index.parent),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        yield found[0], process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=30)


def post(url: str, body: bytes, **headers: str) -> tuple[int, str]:
    """(status, text) of a message that is posted."""
    given = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    request = urllib.request.Request(url, body, given | headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def announce(port: int, size: int) -> int:
    """The status of a message of which only the size is sent."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(connection):
        connection.putrequest("POST", "/mcp")
        connection.putheader("content-type", "application/json")
        connection.putheader("content-length", str(size))
        connection.endheaders()
        return connection.getresponse().status


@needs_extra
def test_over_http_to_this_machine_alone(tmp_path: Path) -> None:
    from mcp import Client

    index = tmp_path / "index"
    searchkit.build([searchkit.Statement(id="vm/1", title="", body="A ferry.")], index)
    with served(index) as (url, process):
        assert url.startswith("http://127.0.0.1:") and url.endswith("/mcp")

        async def converse() -> list[int]:
            seen = []
            async with Client(url) as client:
                for _ in range(2):
                    answer = await client.call_tool("count", {"query": "ferry"})
                    seen.append(answer.structured_content["total"])
                    with searchkit.open(index) as opened, opened.writer() as writer:
                        writer.add(searchkit.Statement(id="vm/2", title="", body="Ferries."))
            return seen

        assert asyncio.run(asyncio.wait_for(converse(), 60)) == [1, 2]

        hello = json.dumps(HELLO).encode()
        assert post(url, hello)[0] == 200
        port = url.split(":")[2].split("/")[0]
        assert post(url, hello, host=f"localhost:{port}")[0] == 200
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port}.x"):
            assert post(url, hello, host=host)[0] == 421
        assert post(url, hello, origin="https://evil.example")[0] == 403
        assert post(url, hello, origin="null")[0] == 403
        assert post(url, b"{" * 50_000)[0] == 400
        assert announce(int(port), 1_000_001) == 413
        assert post(url, hello)[0] == 200
        process.terminate()
        out, rest = process.communicate(timeout=30)
        assert out == "" and "Traceback" not in rest


@needs_extra
def test_a_port_that_is_taken_is_said(index: Path) -> None:
    with served(index) as (url, _):
        port = url.split(":")[2].split("/")[0]
        done = run(index.parent, "mcp", "--index", str(index), "--http", port, name="searchkit")
        assert done.code == 2 and done.out == ""
        assert f"can't listen on 127.0.0.1 port {port}" in done.err and "--http 0" in done.err


@needs_extra
def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    done = run(tmp_path, "mcp", name="searchkit")
    assert done.code == 2 and done.out == "" and "there is no index" in done.err


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    program = "import sys; sys.modules['mcp'] = None; from searchkit.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "mcp"],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr == (
        'searchkit: assistants need more packages: pip install "searchkit[mcp]"\n'
    )
