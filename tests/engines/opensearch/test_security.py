"""TLS, users, and certificates: who may enter, and that nobody learns a password from us."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import searchkit
from searchkit import ClusterError, InvalidArgument
from searchkit.engines.opensearch.address import PASSWORD, USER
from tests.engines.contract import STATEMENTS
from tests.engines.opensearch.gate import Gate, gate
from tests.engines.opensearch.nodes import one_node
from tests.support.command_line import call, run

pytestmark = pytest.mark.opensearch
WHO = ("orla", "open sesame: ā%/@")
"""A user, and a password that no address and no header takes as it is."""


class Secured(NamedTuple):
    """A node behind TLS.

    Attributes:
        gate: before it.
        ca: file of the authority that vouches for it.
        cert, key: files of a client whom that authority knows.
        other: file of another authority.
    """

    gate: Gate
    ca: str
    cert: str
    key: str
    other: str

    def address(self, *options: str, name: str = "secured") -> str:
        """Of an index in it."""
        return f"opensearch+https://{self.gate.place}/{name}?{'&'.join(('timeout=5', *options))}"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, dict[str, str]]:
    """An authority, and files of what it and another one have signed."""
    trustme = pytest.importorskip("trustme", reason="needs trustme: pip install trustme")
    folder = tmp_path_factory.mktemp("certificates")
    ca, other = trustme.CA(), trustme.CA()
    client = ca.issue_cert("orla@gov.vellmark.example")
    blobs = {
        "ca": ca.cert_pem,
        "other": other.cert_pem,
        "key": client.private_key_pem,
        "cert": client.cert_chain_pems[0],
    }
    for name, blob in blobs.items():
        blob.write_to_path(str(folder / name))
    return ca, {name: str(folder / name) for name in blobs}


def _context(ca: Any, *, asks_clients: bool = False) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    if asks_clients:
        ca.configure_trust(context)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def _node() -> str:
    return one_node().replace("opensearch://", "http://").partition(",")[0]


@pytest.fixture(scope="module")
def secured(files: tuple[Any, dict[str, str]]) -> Iterator[Secured]:
    """A node behind TLS that asks who comes."""
    ca, paths = files
    with gate(_node(), _context(ca), WHO) as made:
        yield Secured(made, **paths)


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(USER, WHO[0])
    monkeypatch.setenv(PASSWORD, WHO[1])
    monkeypatch.setattr("searchkit.engines.opensearch.connection.PATIENCE", 1.0)


@pytest.mark.usefixtures("signed_in")
def test_over_tls_with_a_password(secured: Secured) -> None:
    address = secured.address(f"ca={secured.ca}")
    searchkit.build(STATEMENTS, address)
    with searchkit.open(address) as archive:
        assert archive.count("grain") == 4
        assert WHO[1] not in repr(archive)


@pytest.mark.usefixtures("signed_in")
def test_by_a_netrc_file(secured: Secured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(USER)
    monkeypatch.delenv(PASSWORD)
    address = secured.address(f"ca={secured.ca}")
    with pytest.raises(ClusterError, match="user or the password"):
        searchkit.open(address)
    file = tmp_path / ".netrc"
    file.write_text(f'machine 127.0.0.1\nlogin {WHO[0]}\npassword "{WHO[1]}"\n')
    file.chmod(0o600)
    searchkit.build(STATEMENTS, address)
    with searchkit.open(address) as archive:
        assert len(archive) == len(STATEMENTS)


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("authority", ["other", None])
def test_a_certificate_of_somebody_else_is_refused(secured: Secured, authority: str | None) -> None:
    options = [f"ca={getattr(secured, authority)}"] if authority else []
    before = len(secured.gate.asked)
    with pytest.raises(ClusterError, match="certificate is not trusted"):
        searchkit.open(secured.address(*options))
    # Nobody was told the password.
    assert len(secured.gate.asked) == before


@pytest.mark.usefixtures("signed_in")
def test_tls_where_there_is_none_and_none_where_there_is(secured: Secured) -> None:
    with pytest.raises(ClusterError, match="speaks no TLS"):
        searchkit.open(one_node().replace("opensearch:", "opensearch+https:") + "/secured")
    with pytest.raises(ClusterError, match="no node can be reached"):
        searchkit.open(f"opensearch://{secured.gate.place}/secured")


@pytest.mark.usefixtures("signed_in")
def test_a_client_shows_its_certificate(files: tuple[Any, dict[str, str]]) -> None:
    ca, paths = files
    with gate(_node(), _context(ca, asks_clients=True), WHO) as made:
        secured = Secured(made, **paths)
        known = (f"ca={secured.ca}", f"cert={secured.cert}", f"key={secured.key}")
        searchkit.build(STATEMENTS, secured.address(*known))
        with searchkit.open(secured.address(*known)) as archive:
            assert archive.count("grain") == 4
        with pytest.raises(ClusterError):
            searchkit.open(secured.address(known[0]))


@pytest.mark.parametrize(("name", "what"), [("ca", "authorities"), ("cert", "certificate")])
def test_a_file_that_is_none_is_named(tmp_path: Path, name: str, what: str) -> None:
    file = tmp_path / "broken.pem"
    file.write_text("This is no certificate.\n")
    for path, said in ((file, what), (tmp_path / "nowhere.pem", "can't be read")):
        with pytest.raises(InvalidArgument, match=said) as caught:
            searchkit.open(f"opensearch+https://127.0.0.1:9/said?{name}={path}")
        assert caught.value.where == str(path)


@pytest.mark.parametrize("command", ["search", "searchkit"])
def test_a_wrong_password_is_one_line_that_holds_no_password(
    secured: Secured, tmp_path: Path, command: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "not the sesame"
    extra = {USER: WHO[0], PASSWORD: wrong}
    address = secured.address(f"ca={secured.ca}")
    told = ("grain",) if command == "search" else ("-v", "index", ".")
    (tmp_path / "one.md").write_text("---\ntitle: One\n---\nGrain.\n")
    done = call(tmp_path, *told, "--index", address, name=command, **extra)
    assert (done.code, done.out) == (2, "")
    assert "the user or the password is wrong" in done.err
    assert len([line for line in done.err.splitlines() if line.startswith(f"{command}: ")]) == 1
    for secret in (wrong, WHO[1]):
        assert secret not in done.err + caplog.text


def test_the_command_shows_no_password_however_much_it_tells(
    secured: Secured, tmp_path: Path
) -> None:
    extra = {USER: WHO[0], PASSWORD: WHO[1], "SEARCHKIT_DEBUG": "1"}
    address = secured.address(f"ca={secured.ca}")
    (tmp_path / "one.md").write_text("---\ntitle: One\n---\nGrain.\n")
    made = run(tmp_path, "-v", "index", "one.md", "--index", address, name="searchkit", **extra)
    assert made.code == 0, made.err
    shown = run(tmp_path, "grain", "--json", "--index", address, **extra)
    assert shown.code == 0, shown.err
    away = run(tmp_path, "grain", "--index", address.replace("secured", "away"), **extra)
    assert away.code == 2
    for result in (made, shown, away):
        assert WHO[1] not in result.out + result.err
