"""Addresses of indexes in a cluster: what they say, and what they must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit import InvalidArgument
from searchkit.engines.opensearch.address import PASSWORD, USER, Host, parse_address

ONE = "opensearch://search.vellmark.example/said"


def test_what_an_address_says() -> None:
    plain = parse_address(ONE)
    assert (plain.hosts, plain.name, plain.tls) == (
        (Host("search.vellmark.example", 9200),),
        "said",
        False,
    )
    assert (plain.timeout, plain.shards, plain.replicas) == (10.0, 1, None)
    asked = "opensearch+https://a:1,[::1]:2/said?timeout=2.5&shards=3&replicas=0&ca=/x"
    full = parse_address(asked)
    assert full.hosts == (Host("a", 1), Host("::1", 2))
    assert (full.tls, full.timeout, full.shards, full.replicas, full.ca) == (True, 2.5, 3, 0, "/x")


@pytest.mark.parametrize(
    "wrong",
    [
        *("opensearch://", "opensearch://host", "opensearch://host/", "opensearch:///said"),
        *("opensearch://host/Said", "opensearch://host/a/b", "opensearch://host/*", f"{ONE}#x"),
        *("opensearch://host:0/said", "opensearch://host:99999/said", "opensearch://a,,b/said"),
        *(f"{ONE}?size=1", f"{ONE}?timeout=soon", f"{ONE}?shards=0", f"{ONE}?shards=1.5"),
        *(f"{ONE}?ca=/x", f"{ONE}?timeout=1&timeout=2"),
    ],
)
def test_what_is_no_address(wrong: str) -> None:
    with pytest.raises(InvalidArgument, match="no address of an index") as caught:
        parse_address(wrong)
    assert caught.value.where == wrong


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(InvalidArgument, match=USER) as caught:
        parse_address("opensearch://orla:sesame@host/said")
    assert "sesame" not in str(caught.value)


def test_who_signs_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in (USER, PASSWORD, "NETRC"):
        monkeypatch.delenv(name, raising=False)
    address = parse_address(ONE)
    assert address.credentials() is None
    file = tmp_path / ".netrc"
    file.write_text("machine search.vellmark.example login orla password sesame\n")
    file.chmod(0o600)
    assert address.credentials() == ("orla", "sesame")
    monkeypatch.setenv(USER, "bede")
    with pytest.raises(InvalidArgument, match="only one of"):
        address.credentials()
    monkeypatch.setenv(PASSWORD, "open")
    assert address.credentials() == ("bede", "open")
    monkeypatch.delenv(USER)
    monkeypatch.delenv(PASSWORD)
    file.write_text("sesame is the password\n")
    with pytest.raises(InvalidArgument, match="netrc") as caught:
        address.credentials()
    assert "sesame" not in str(caught.value)
