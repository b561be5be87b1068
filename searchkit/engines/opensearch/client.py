"""The client of a cluster: opensearch-py, with our settings.

Lives here: hosts, time limits, who signs in, certificates. Does not live here: what the address
says (`address`), what becomes of requests that fail (`connection`).
"""

from __future__ import annotations

import base64
import logging
import ssl
import warnings
from typing import TYPE_CHECKING, Any, NoReturn

from searchkit.engines.opensearch.address import ClusterAddress
from searchkit.model.errors import InvalidArgument

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

MISSING = "Install it: pip install 'searchkit[opensearch]'"


def client_of(address: ClusterAddress) -> OpenSearch:
    """The client of the cluster at an address; nothing is asked yet.

    Raises:
        InvalidArgument: opensearch-py is not installed, or a file of the address is not what it
            should be.
    """
    try:
        from opensearchpy import OpenSearch
    except ImportError:
        raise InvalidArgument(
            "an index in a cluster needs opensearch-py", where=address.text, remedy=MISSING
        ) from None
    # It warns of each answer that is no success; we say what becomes of it.
    logging.getLogger("opensearch").addHandler(logging.NullHandler())
    options: dict[str, Any] = {}
    if address.tls:
        options = {"use_ssl": True, "ssl_context": _context(address)}
    who = address.credentials()
    if who is not None:
        # It would send them as Latin-1, which has no macrons; servers read UTF-8.
        told = base64.b64encode(":".join(who).encode()).decode()
        options["headers"] = {"authorization": f"Basic {told}"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return OpenSearch(
            hosts=[{"host": host.name, "port": host.port} for host in address.hosts],
            timeout=address.timeout,
            max_retries=max(3, 2 * len(address.hosts)),
            retry_on_timeout=True,
            retry_on_status=(502, 503, 504),
            http_compress=True,
            pool_maxsize=16,
            **options,
        )


def _context(address: ClusterAddress) -> ssl.SSLContext:
    """How TLS is spoken: the server's certificate and name are always checked.

    Raises:
        InvalidArgument: a file is not what it should be.
    """
    for file in (address.ca, address.cert, address.key):
        if file is not None:
            _check_readable(file)
    try:
        context = ssl.create_default_context(cafile=address.ca)
    except (ssl.SSLError, ValueError):
        raise InvalidArgument(
            "this file holds no certificates of authorities", where=address.ca, expected="PEM"
        ) from None
    if address.cert is not None:
        try:
            context.load_cert_chain(address.cert, address.key, _no_password)
        except (ssl.SSLError, ValueError):
            raise InvalidArgument(
                "the client's certificate and its key can't be read, or do not go together",
                where=address.cert,
                expected="PEM: ?cert=FILE&key=FILE",
            ) from None
    return context


def _no_password() -> NoReturn:
    # Without this, OpenSSL would ask the terminal.
    raise InvalidArgument(
        "the key of the client's certificate is locked by a password",
        remedy="Name one that is not: openssl pkey -in KEY -out OPEN_KEY",
    )


def _check_readable(file: str) -> None:
    try:
        with open(file, "rb"):
            pass
    except OSError as error:
        raise InvalidArgument(f"can't be read ({error.strerror})", where=file) from None
