"""The commands on an index in a cluster, as a user runs them: the same as on one in a folder."""

from __future__ import annotations

import json
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

import searchkit
from searchkit.engines.opensearch.address import parse_address
from searchkit.engines.opensearch.aliases import indexes_of, run_of
from searchkit.engines.opensearch.connection import ClusterConnection
from searchkit.engines.opensearch.state import LOCKS, Lock
from searchkit.engines.opensearch.writing import BATCH_STATEMENTS, WritingRun
from searchkit.model.errors import ClusterError
from searchkit.schema.fields import DEFAULT
from tests.engines.opensearch.gate import Gate, Meddled, gate
from tests.engines.opensearch.nodes import one_node
from tests.support.command_line import Result, call, command, environment
from tests.support.server_process import served

pytestmark = pytest.mark.opensearch
MANY = BATCH_STATEMENTS + 20
"""More statements than one request takes."""
ID = "releases/2006/2006-10-09-harbour-opens.md"


@pytest.fixture
def there(statements_folder: Path, request: pytest.FixtureRequest) -> tuple[Path, str]:
    """(the folder that holds `releases`, the address of its index)."""
    name = request.node.name.partition("[")[0].replace("_", "-")
    address = f"{one_node()}/{name}"
    searchkit.build(statements_folder, address)
    return statements_folder.parent, address


def both(folder: Path, address: str, *told: str, name: str = "searchkit") -> tuple[Result, Result]:
    """What a command says of an index in a folder, and of one in a cluster."""
    searchkit.build(folder / "releases", folder / "index")
    return (
        call(folder, *told, "--index", "index", name=name),
        call(folder, *told, "--index", address, name=name),
    )


@pytest.mark.parametrize(
    "told",
    [
        ("search", "harbour", "--count"),
        ("search", "harbour", "--files", "--sort", "newest"),
        ("search", "harbour", "--csv", "--sort", "newest"),
        ("search", "harbour OR grain", "--bibtex", "--sort", "oldest"),
        ("search", "nothing-like-it", "--count"),
        ("search", '"harbour', "--count"),
        ("search", "minister:zebedee", "--count"),
        ("show", ID),
        ("cite", ID),
        ("ministers",),
        ("portfolios",),
        ("quotations", ID),
        ("concordance", "harbour"),
        ("trend", "harbour", "--csv"),
        ("first", "harbour"),
    ],
    ids=lambda told: " ".join(told[:1]) + str(len(told)) + told[-1][-8:],
)
def test_the_same_is_printed(there: tuple[Path, str], told: tuple[str, ...]) -> None:
    name = "search" if told[0] == "search" else "searchkit"
    ours, theirs = both(*there, *(told[1:] if name == "search" else told), name=name)
    # Other ways to write a word are not told of where they can't be asked for.
    lines = [line for line in ours.err.splitlines(True) if not line.startswith("Also written")]
    assert theirs == ours._replace(err="".join(lines))


def test_remove(there: tuple[Path, str]) -> None:
    folder, address = there

    def searchkit_says(*told: str) -> Result:
        return call(folder, *told, "--index", address, name="searchkit")

    with searchkit.open(address) as archive:
        before = len(archive)
    nowhere = searchkit_says("remove", "releases/nowhere.md")
    assert (nowhere.code, nowhere.out, nowhere.err.count("\n")) == (2, "", 1)
    assert "no statement of the index is there" in nowhere.err
    assert searchkit_says("remove", ID) == Result(0, "1 removed\n", "")
    assert searchkit_says("show", ID).code == 2
    assert json.loads(searchkit_says("info", "--json").out)["statements"] == before - 1
    assert searchkit_says("check").code == 0
    # The file is still there, and comes back.
    again = searchkit_says("index", "releases")
    assert again.out.startswith(f"1 added, 0 updated, 0 removed, {before - 1} unchanged")
    assert json.loads(searchkit_says("info", "--json").out)["statements"] == before
    gone = searchkit_says("remove", "releases")
    assert gone.out == f"{before} removed\n"
    assert call(folder, "harbour", "--count", "--index", address) == Result(1, "0\n", "")


@pytest.mark.skipif(not find_spec("starlette"), reason="needs the extra web")
def test_serve(there: tuple[Path, str]) -> None:
    folder, address = there
    pages = [
        *("/", "/search?q=harbour", "/search?q=office:trade", "/search?q=harbour&sort=newest"),
        *("/search?q=harbuor", "/lines?q=harbour", "/trend?q=harbour", "/first?q=harbour"),
        *(f"/statements/{ID}?q=harbour", f"/similar/{ID}", "/ministers", "/portfolios", "/who"),
        *(f"/named/minister?name={quote('Orla Brannigan')}", "/named/portfolio?name=Trade"),
        *("/paper?q=harbour", "/help", "/api", "/feed.atom?q=harbour", f"/cite?id={ID}", "/quote"),
        *("/export.csv?q=harbour", "/lines.csv?q=harbour", "/receipt.json?q=harbour"),
        *("/robots.txt", "/sitemap.xml", "/sitemap/1.xml", "/healthz", "/api/openapi.json"),
        *("/api/search?q=harbour", "/api/facets?q=harbour", "/api/suggest?q=harb"),
        *("/api/concordance?q=harbour", "/api/trend?q=harbour", "/api/first?q=harbour"),
        *(f"/api/quotations?id={ID}", f"/api/statements/{ID}"),
    ]
    with served(address, folder=folder) as server:
        answers = {path: server.get(path) for path in pages}
        assert {path: text for path, (status, text) in answers.items() if status != 200} == {}
        found = json.loads(answers["/api/search?q=harbour"][1])
        with searchkit.open(address) as archive:
            assert found["total"] == archive.count("harbour") > 1
        assert call(folder, "remove", ID, "--index", address, name="searchkit").code == 0
        end = time.monotonic() + 20
        while (now := _total(server.get("/api/search?q=harbour"))) == found["total"]:
            assert time.monotonic() < end, "the server does not follow the index"
            time.sleep(0.2)
        assert now == found["total"] - 1
        assert server.get(f"/statements/{ID}")[0] == 404


def _total(answer: tuple[int, str]) -> int:
    assert answer[0] == 200
    return int(json.loads(answer[1])["total"])


@pytest.mark.skipif(not find_spec("starlette"), reason="needs the extra web")
def test_a_page_of_a_cluster_that_is_away(
    there: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("httpx2", reason="needs the extra browser")
    from starlette.testclient import TestClient

    from searchkit.web.app import create_app
    from searchkit.web.settings import Settings

    _, address = there
    monkeypatch.setattr("searchkit.engines.opensearch.connection.PATIENCE", 0.5)
    with gate(_node()) as made:
        behind = f"opensearch://{made.place}/{parse_address(address).name}?timeout=3"
        app = create_app(Settings(address=behind))
        with TestClient(app, base_url="http://testserver") as client:
            assert client.get("/search?q=harbour").status_code == 200
            for meddle in (lambda *_: (401, "no"), lambda *_: (503, {}), lambda *_: (429, {})):
                made.meddle = meddle
                for path in ("/search?q=grain", "/api/search?q=grain"):
                    answer = client.get(path)
                    assert answer.status_code == 503 and answer.headers["retry-after"]
                    assert made.place not in answer.text
            made.meddle = lambda *_: None
            assert client.get("/search?q=grain").status_code == 200


def _node() -> str:
    return one_node().replace("opensearch://", "http://").partition(",")[0]


def _many(folder: Path, text: str) -> None:
    """The statements, all with this text."""
    (folder / "many").mkdir(exist_ok=True)
    for number in range(MANY):
        file = folder / "many" / f"{number:04}.md"
        file.write_text(f"---\ntitle: Quay {number}\n---\n{text}\n")


def _killed(folder: Path, made: Gate, address: str, *options: str) -> None:
    """A run of `searchkit index` that is killed when it has sent a part."""
    import subprocess

    told = [*command("searchkit"), "index", "many", "--index", address, *options]
    process = subprocess.Popen(told, cwd=folder, env=environment(folder), stderr=subprocess.DEVNULL)
    sent = [0]

    def meddle(method: str, path: str) -> Meddled:
        if path.startswith("/_bulk"):
            sent[0] += 1
            if sent[0] == 2:
                process.kill()
        return None

    made.meddle = meddle
    assert process.wait(60) == -9
    made.meddle = lambda *_: None
    assert sent[0] >= 2


SAID = {
    "first": "statements are taken up",
    "update": "what it had sent is deleted",
    "rebuild": "what it had sent is deleted",
}


def test_what_was_sent_is_taken_up_as_it_is_now(tmp_path: Path) -> None:
    _many(tmp_path, "The quay is open.")
    with gate(_node()) as made:
        address = f"opensearch://{made.place}/taken-up"
        connection = ClusterConnection(parse_address(address))
        _killed(tmp_path, made, address)
        _let_go(connection, "taken-up")
        (tmp_path / "many" / "0002.md").unlink()
        (tmp_path / "many" / "0000.md").write_text("---\ntitle: Quay 0\n---\nThe quay is closed.\n")
        done = call(tmp_path, "index", "many", "--index", address, name="searchkit")
        assert done.code == 0 and "are taken up" in done.err
        with searchkit.open(address, verify=True) as archive:
            assert len(archive) == MANY - 1 and archive.count("open") == MANY - 2
            assert archive.count("closed") == 1 and archive.check(deep=True).faults == ()
        # What the run that was killed had still to send comes too late.
        (index,) = indexes_of(connection)
        late = Lock(connection)
        late.run, late._renewed = run_of(index), time.monotonic()
        run = WritingRun(connection, late, None, index, DEFAULT)
        run.add(searchkit.Statement(id="many/0000.md", title="Quay 0", body="The quay is open."))
        with pytest.raises(ClusterError):
            run.send()
        # Another update does not lose what the runs before had sent.
        (tmp_path / "many" / "0001.md").unlink()
        assert call(tmp_path, "index", "many", "--index", address, name="searchkit").code == 0
        with searchkit.open(address, verify=True) as archive:
            assert len(archive) == MANY - 2 and archive.check(deep=True).faults == ()
        connection.close()


def _let_go(connection: ClusterConnection, name: str) -> None:
    """Let the lock of a writer that was killed end, as it does after two minutes."""
    lock = f"/{LOCKS}/_doc/{name}"
    connection.ask("PUT", lock, connection.ask("GET", lock)["_source"] | {"until": 0})


@pytest.mark.parametrize("how", ["first", "update", "rebuild"])
def test_a_run_that_was_killed(tmp_path: Path, how: str) -> None:
    name = f"killed-{how}"
    _many(tmp_path, "The quay is open.")
    with gate(_node()) as made:
        address = f"opensearch://{made.place}/{name}"
        before: Any = None
        if how != "first":
            searchkit.build(tmp_path / "many", address)
            with searchkit.open(address) as archive:
                before = archive.stamp, len(archive), archive.count("open")
            _many(tmp_path, "The quay is closed.")
        _killed(tmp_path, made, address, *(["--rebuild"] if how == "rebuild" else []))
        # Nobody sees anything of it.
        if before is None:
            assert call(tmp_path, "quay", "--index", address).code == 2
        else:
            with searchkit.open(address) as archive:
                assert (archive.stamp, len(archive), archive.count("open")) == before
                assert archive.count("closed") == 0
        refused = call(tmp_path, "index", "many", "--index", address, name="searchkit")
        assert refused.code == 2 and "another writer is at work" in refused.err
        connection = ClusterConnection(parse_address(address))
        _let_go(connection, name)
        done = call(tmp_path, "index", "many", "--index", address, name="searchkit")
        assert done.code == 0, done.err
        told = next(line for line in done.err.splitlines() if "not finished" in line)
        assert told.startswith("A run before this one was not finished; ")
        assert told.endswith(f"{SAID[how]}.")
        with searchkit.open(address, verify=True) as archive:
            assert archive.count("closed" if before else "open") == len(archive) == MANY
            assert archive.check(deep=True).faults == ()
        # Nothing is left of it in the cluster: there are the statements, those before, and a head.
        (index,) = indexes_of(connection)
        connection.ask("POST", f"/{index}/_refresh")
        kept = connection.ask("GET", f"/{index}/_count")["count"]
        assert kept == 1 + MANY * (1 if before is None else 2)
        connection.close()
