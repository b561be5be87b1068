"""What the web says, asked politely and with bounded work.

Lives here: one request at a time over http and https: which addresses may be asked, redirects,
sizes, time, robots.txt, a delay, conditional requests. Does not live here: what comes back
(`feed`, `pages`).

A name is resolved once, every address it has is checked, and the connection is made to one that
was checked: a name can't mean another address by then. Nothing is unpacked and nothing executed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from searchkit.version import __version__

AGENT = f"searchkit/{__version__}"
MAX_BYTES = 8 * 1024 * 1024
MAX_ROBOTS = 512 * 1024
MAX_REDIRECTS = 5
MAX_DELAY = 60.0
"""Seconds; a site that asks for more is asked for nothing."""
SILENCE, TOTAL = 15.0, 60.0
"""Seconds without a byte, and for one answer in all."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_EMBEDDING = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "2002::/16", "2001::/32")))
"""Networks whose addresses stand for others, which nobody would see."""


class NotFetched(Exception):
    """Why an address gave nothing. It never leaves the run."""


class Fetched(NamedTuple):
    """What a server said.

    Attributes:
        status: 200, or 304 where nothing has changed since.
        url: where it was, after redirects.
        kind: of the content, in small letters, without parameters.
        data: the content.
        seen: what tells this content from a later one: request headers for the next time.
    """

    status: int
    url: str
    kind: str
    data: bytes
    seen: dict[str, str]


class Fetcher:
    """Asks servers.

    Args:
        delay: seconds between two requests to one host; a site's robots.txt may ask for more.
        private: whether addresses of this machine and of private networks may be asked.
        total: seconds for one answer.
    """

    def __init__(self, *, delay: float = 1.0, private: bool = False, total: float = TOTAL) -> None:
        self._delay, self._private, self._total = delay, private, total
        self._robots: dict[str, RobotFileParser | str] = {}
        self._last: dict[str, float] = {}

    def get(self, url: str, seen: Mapping[str, str] | None = None, *, obey: bool = True) -> Fetched:
        """What is at an address.

        Args:
            url: of http or https.
            seen: `Fetched.seen` of the last time.
            obey: ask robots.txt first.

        Raises:
            NotFetched: it may not be asked, or gave no answer that can be used.
        """
        for _ in range(MAX_REDIRECTS + 1):
            parts = _checked(url)
            if obey:
                self._ask_robots(parts, url)
            self._wait(parts.netloc, self._delay)
            status, headers, data = self._request(parts, seen or {}, MAX_BYTES)
            if status in _REDIRECTS and (location := headers.get("location")):
                url = urljoin(url, location)
                continue
            if status == 304 and seen:
                return Fetched(304, url, "", b"", dict(seen))
            if status != 200:
                raise NotFetched(f"the server answers {status}")
            kind = headers.get("content-type", "").partition(";")[0].strip().lower()
            return Fetched(200, url, kind, data, _seen(headers))
        raise NotFetched(f"it leads on more than {MAX_REDIRECTS} times")

    def _ask_robots(self, parts: SplitResult, url: str) -> None:
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(site)
        rules = self._robots[site]
        if isinstance(rules, str):
            raise NotFetched(f"robots.txt of this site can't be had, so it is left alone: {rules}")
        if not rules.can_fetch(AGENT, url):
            raise NotFetched("robots.txt of this site asks to leave it alone")
        delay = float(rules.crawl_delay(AGENT) or 0)
        if delay > MAX_DELAY:
            raise NotFetched(f"robots.txt of this site asks for {delay:.0f} s between requests")
        self._wait(parts.netloc, delay)

    def _read_robots(self, site: str) -> RobotFileParser | str:
        """The rules of a site, or why they can't be had (RFC 9309, 2.3.1)."""
        rules = RobotFileParser()
        url = f"{site}/robots.txt"
        for _ in range(MAX_REDIRECTS + 1):
            try:
                status, headers, data = self._request(_checked(url), {}, MAX_ROBOTS)
            except NotFetched as error:
                return str(error)
            if status in _REDIRECTS and (location := headers.get("location")):
                url = urljoin(url, location)
                continue
            if status >= 500:
                return f"the server answers {status}"
            rules.parse(data.decode("utf-8", "replace").splitlines() if status == 200 else [])
            return rules
        rules.parse([])
        return rules

    def _wait(self, host: str, delay: float) -> None:
        since = time.monotonic() - self._last.get(host, -MAX_DELAY)
        if since < delay:
            time.sleep(delay - since)

    def _request(
        self, parts: SplitResult, seen: Mapping[str, str], most: int
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers by their names in small letters, and content of one answer."""
        host, port = parts.hostname or "", parts.port
        secure = parts.scheme == "https"
        address = _address(host, port or (443 if secure else 80), private=self._private)
        connection = _Connection(host, port, address, secure)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close"}
        try:
            with _no_longer_than(self._total, connection):
                connection.request("GET", path, headers=headers | dict(seen))
                answer = connection.getresponse()
                said = {name.lower(): value for name, value in answer.getheaders()}
                if answer.status != 200:
                    return answer.status, said, b""
                if said.get("content-encoding", "identity").lower() != "identity":
                    raise NotFetched("the answer is packed, which was not asked for")
                data = answer.read(most + 1)
                if len(data) > most:
                    raise NotFetched(f"the answer is larger than {most // 1024:,} KiB")
                if answer.length:
                    raise NotFetched("the answer ends too early")
                return answer.status, said, data
        except TimeoutError:
            raise NotFetched(f"the server is silent for {SILENCE:.0f} s") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            raise NotFetched(f"the server can't be asked: {reason:.200}") from None
        finally:
            connection.close()
            self._last[parts.netloc] = time.monotonic()


def _checked(url: str) -> SplitResult:
    """The parts of an address that may be asked.

    Raises:
        NotFetched: it is none.
    """
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 (raises where it is no number)
    except ValueError:
        raise NotFetched("it is no address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotFetched("it is no address of http or https")
    if parts.username is not None or parts.password is not None:
        raise NotFetched("there is a name or password in the address")
    if not url.isascii() or not url.isprintable() or " " in url:
        raise NotFetched("there are signs in the address that have to be written with %")
    return parts


def _address(host: str, port: int, *, private: bool) -> tuple[str, int]:
    """An address to connect to; all that the name has must be allowed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched(f"there is no host {host:.100}") from None
    texts = [str(one[4][0]).partition("%")[0] for one in found]
    if not private and not all(map(is_public, texts)):
        raise NotFetched(f"{host:.100} is an address of a private network (see --private)")
    return texts[0], port


def is_public(text: str) -> bool:
    """Whether an IP address can be reached by everybody, and stands for no other."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None or any(address in one for one in _EMBEDDING):
            return False
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _seen(headers: Mapping[str, str]) -> dict[str, str]:
    names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    return {
        asked: headers[name]
        for name, asked in names.items()
        if name in headers and headers[name].isprintable() and len(headers[name]) < 500
    }


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was checked, under the name of its host."""

    def __init__(self, host: str, port: int | None, address: tuple[str, int], secure: bool) -> None:
        self.default_port = 443 if secure else 80
        super().__init__(host, port, timeout=SILENCE)
        self._address, self._secure = address, secure
        # `sock` is taken away as soon as the answer begins.
        self.open: socket.socket | None = None

    def connect(self) -> None:
        """Connect; of https, with the certificate of the host's name."""
        self.sock = self.open = socket.create_connection(self._address, self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = self.open = context.wrap_socket(self.sock, server_hostname=self.host)


@contextmanager
def _no_longer_than(seconds: float, connection: _Connection) -> Iterator[None]:
    """End what is read when the time is over, however slowly it comes.

    Raises:
        NotFetched: it was over.
    """
    over = threading.Event()

    def end() -> None:
        over.set()
        try:
            if connection.open is not None:
                connection.open.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException, ValueError, NotFetched):
        if over.is_set():
            raise NotFetched(f"the answer takes longer than {seconds:.0f} s") from None
        raise
    finally:
        timer.cancel()
    if over.is_set():
        raise NotFetched(f"the answer takes longer than {seconds:.0f} s")
