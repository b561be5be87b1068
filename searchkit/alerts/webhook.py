"""Webhooks.

Lives here: one signed request, and what becomes of its answer. Does not live here: what it says
(`messages`), trying again (`running`).

Requests are those of Standard Webhooks (standardwebhooks.com): `webhook-id` is the same each
time a delivery is tried, `webhook-signature` is `v1,` and the HMAC-SHA256, in base64, of id,
timestamp and body with dots between. No redirect is followed: what was signed for one receiver
goes to no other.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import http.client
import os
import ssl
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from searchkit.alerts.deadlines import NotDelivered, ended_after
from searchkit.model.errors import InvalidArgument
from searchkit.version import __version__

SECRET = "SEARCHKIT_WEBHOOK_SECRET"
PREFIX = "whsec_"
"""What a secret in base64 begins with; any other is taken as it is written."""
TOTAL = 10.0
"""Seconds for one request, from connecting to the status of the answer."""
MAX_WAIT = 10.0
"""Seconds that a server may ask us to wait before we try again in the same run."""
_AGAIN = frozenset({408, 425, 429})
"""What 4xx means for now; any other means that the request itself is not wanted."""


def secret_from(environment: Mapping[str, str] = os.environ) -> bytes:
    """The secret that the environment gives.

    Raises:
        InvalidArgument: it gives none.
    """
    given = environment.get(SECRET, "").strip()
    if not given:
        raise InvalidArgument(
            f"webhooks need {SECRET} in the environment: requests are signed with it",
            remedy='Make one: python3 -c "import secrets; print(secrets.token_hex(32))"',
        )
    if not given.startswith(PREFIX):
        return given.encode()
    try:
        return base64.b64decode(given.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise InvalidArgument(f"{SECRET} begins with {PREFIX}, and the rest is no base64") from None


def checked_webhook(address: str) -> str:
    """The address of a webhook, if it is one.

    Raises:
        InvalidArgument: it is none.
    """
    try:
        parts = urlsplit(address)
        known = parts.scheme in ("http", "https") and parts.hostname
        _ = parts.port
    except ValueError:
        known = None
    tidy = address.isascii() and address.isprintable() and " " not in address
    if not (known and tidy and parts.username is None and not parts.fragment):
        raise InvalidArgument(
            f"{address!r} can't be the address of a webhook",
            expected="http:// or https://, a host, and no user, password or #fragment",
        )
    return address


def signature(secret: bytes, id: str, timestamp: str, body: bytes) -> str:
    """What proves that a request is from who has the secret, and is not an old one again."""
    signed = b".".join([id.encode(), timestamp.encode(), body])
    return "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()


def post(address: str, key: str, body: bytes, secret: bytes, total: float = TOTAL) -> None:
    """Send one request.

    Args:
        address: of the webhook.
        key: of the delivery.
        body: JSON.
        secret: to sign with.
        total: seconds for all of it.

    Raises:
        NotDelivered: the answer was none of 200 to 299, or there was none.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, port, timeout=total, context=context)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=total)
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"searchkit/{__version__}",
        "Connection": "close",
        "Idempotency-Key": key,
        "webhook-id": key,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature(secret, key, timestamp, body),
    }
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with ended_after(total, lambda: connection.sock):
            connection.request("POST", path, body, headers)
            # Whatever else the server says is not read.
            answer = connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotDelivered(str(error) or type(error).__name__) from None
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        again = answer.status >= 500 or answer.status in _AGAIN
        wait = _seconds(answer.headers.get("Retry-After", ""))
        reason = f"the server says {answer.status} {answer.reason[:100]}".rstrip()
        raise NotDelivered(reason, again=again and wait <= MAX_WAIT, wait=wait)


def _seconds(given: str) -> float:
    """What `Retry-After` asks, where it is a number of seconds."""
    given = given.strip()
    return float(given[:9]) if given.isascii() and given.isdigit() else 0.0
