"""The address of an index in a cluster: `opensearch://host:9200,other:9200/name`.

Lives here: reading it, and who signs in. Does not live here: connecting (`connection`), which
addresses are of which engine (`searchkit.engines.opening`).

`opensearch+https://` speaks TLS. After `?` may follow `timeout` (seconds for one request, 10),
`shards` (of an index that is made, 1), `replicas` (0 to 5; otherwise one where there is a second
node), `ca` (a file of certificates to trust), `cert` and `key` (of a client). A user and a password
are no part of an address, for addresses are shown and logged: they come from the environment, or
from the netrc file.
"""

from __future__ import annotations

import netrc
import os
import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from searchkit.model.errors import InvalidArgument

SCHEMES = ("opensearch", "opensearch+https")
USER, PASSWORD = "SEARCHKIT_OPENSEARCH_USER", "SEARCHKIT_OPENSEARCH_PASSWORD"
PORT = 9200
FORM = "opensearch://HOST:PORT/NAME, or opensearch+https://"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_OPTIONS = ("timeout", "shards", "replicas", "ca", "cert", "key")


class Host(NamedTuple):
    """A node that answers requests."""

    name: str
    port: int


class ClusterAddress(NamedTuple):
    """An address, read.

    Attributes:
        text: as it was written.
        hosts: any of which answers.
        name: of the index: the alias that searches ask.
        tls: whether requests are encrypted.
        timeout: seconds for one request.
        shards: of an index that is made.
        replicas: of each shard; None: one where there is a second node.
        ca, cert, key: files, or None.
    """

    text: str
    hosts: tuple[Host, ...]
    name: str
    tls: bool = False
    timeout: float = 10.0
    shards: int = 1
    replicas: int | None = None
    ca: str | None = None
    cert: str | None = None
    key: str | None = None

    def credentials(self) -> tuple[str, str] | None:
        """User and password: those of the environment, else of the netrc file; None: neither.

        Raises:
            InvalidArgument: only one of the two is set, or the netrc file can't be read.
        """
        user, password = os.environ.get(USER), os.environ.get(PASSWORD)
        if user and password is not None:
            return user, password
        if user or password:
            raise InvalidArgument(
                f"only one of {USER} and {PASSWORD} is set", expected="both, or neither"
            )
        try:
            known = netrc.netrc()
        except FileNotFoundError:
            return None
        except (netrc.NetrcParseError, OSError) as error:
            # What the file says is not told: it holds passwords.
            raise InvalidArgument(
                f"the netrc file can't be read ({type(error).__name__})",
                remedy=f"Mend it, or set {USER} and {PASSWORD}",
            ) from None
        for host in self.hosts:
            if host.name in known.hosts:
                login, _, secret = known.hosts[host.name]
                return login, secret or ""
        return None


def parse_address(text: str) -> ClusterAddress:
    """Read an address.

    Raises:
        InvalidArgument: it is none; a password in it is not repeated.
    """
    scheme, _, rest = text.partition("://")
    authority = rest.partition("/")[0]
    if "@" in authority:
        raise InvalidArgument(
            "an address holds no user and no password",
            where=f"{scheme}://…@{authority.rpartition('@')[2]}",
            remedy=f"Set {USER} and {PASSWORD}, or write a netrc file",
        )
    parts = urlsplit(text)
    name = parts.path.strip("/")
    if not _NAME.fullmatch(name):
        raise _wrong(text, f"no index can be called {name!r:.60}" if name else "it names no index")
    hosts = tuple(_host(one, text) for one in authority.split(","))
    given: dict[str, str] = {}
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key not in _OPTIONS or key in given:
            raise _wrong(text, f"{key!r:.40} is no option, or given twice", ", ".join(_OPTIONS))
        given[key] = value
    if parts.fragment:
        raise _wrong(text, "it has a #fragment")
    tls = scheme.lower().endswith("+https")
    if not tls and (one := next((name for name in ("ca", "cert", "key") if name in given), None)):
        raise _wrong(text, f"{one} goes with opensearch+https://")
    return ClusterAddress(
        text,
        hosts,
        name,
        tls,
        timeout=_number(given, "timeout", 10.0, 0.1, 600, text),
        shards=int(_number(given, "shards", 1, 1, 1024, text, whole=True)),
        replicas=int(_number(given, "replicas", 0, 0, 5, text, whole=True))
        if "replicas" in given
        else None,
        ca=given.get("ca"),
        cert=given.get("cert"),
        key=given.get("key"),
    )


def _host(text: str, address: str) -> Host:
    match = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?", text)
    port = int(match[2] or PORT) if match else 0
    if match is None or not 1 <= port <= 65535:
        raise _wrong(address, f"{text!r:.60} is no host")
    return Host(match[1].strip("[]"), port)


def _number(
    given: dict[str, str],
    name: str,
    usual: float,
    least: float,
    most: float,
    text: str,
    *,
    whole: bool = False,
) -> float:
    value = given.get(name)
    if value is None:
        return usual
    pattern = r"[0-9]{1,4}" if whole else r"[0-9]{1,4}(\.[0-9]{1,3})?"
    if not re.fullmatch(pattern, value) or not least <= float(value) <= most:
        raise _wrong(text, f"{name} can't be {value!r:.40}", f"a number from {least:g} to {most:g}")
    return float(value)


def _wrong(text: str, what: str, expected: str = FORM) -> InvalidArgument:
    return InvalidArgument(f"this is no address of an index: {what}", where=text, expected=expected)
