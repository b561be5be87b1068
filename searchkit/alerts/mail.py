"""Mail.

Lives here: which server takes it, as the environment says, and handing one message over. Does not
live here: what it says (`messages`), trying again (`running`).
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any, NamedTuple

from searchkit.alerts.deadlines import NotDelivered, ended_after
from searchkit.model.errors import InvalidArgument

HOST, PORT, USER, PASSWORD, FROM, TLS = (
    f"SEARCHKIT_SMTP_{name}" for name in ("HOST", "PORT", "USER", "PASSWORD", "FROM", "TLS")
)
PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""The ways to speak to a server, the default first, and the port of each."""
TOTAL = 30.0
"""Seconds for one message, from connecting to the server's last word."""


class Smtp(NamedTuple):
    """A server that takes mail: its name, port, one of `PORTS`, who we are to it, and the
    address that mail comes from.
    """

    host: str
    port: int
    tls: str
    user: str
    password: str
    sender: str


def smtp_from(environment: Mapping[str, str] = os.environ) -> Smtp:
    """The server that the environment names.

    Raises:
        InvalidArgument: it names none, or not all that is needed.
    """
    host, sender = environment.get(HOST, "").strip(), environment.get(FROM, "").strip()
    if not host or not sender:
        missing = " and ".join(name for name, value in ((HOST, host), (FROM, sender)) if not value)
        raise InvalidArgument(
            f"mail needs {missing} in the environment",
            remedy="docs/alerts.md lists what can be set",
        )
    tls = environment.get(TLS, "").strip().lower() or "starttls"
    if tls not in PORTS:
        raise InvalidArgument(
            f"{TLS} is {tls!r}", expected=", ".join(PORTS), remedy="Without it, it is starttls"
        )
    checked_address(sender)
    port = environment.get(PORT, "").strip() or str(PORTS[tls])
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        raise InvalidArgument(f"{PORT} is {port!r}", expected="a number from 1 to 65535")
    user, password = environment.get(USER, ""), environment.get(PASSWORD, "")
    if user and tls == "none":
        raise InvalidArgument(
            f"with {TLS}=none the password would be sent for all to read",
            remedy=f"Set {TLS} to starttls or tls, or leave {USER} out",
        )
    return Smtp(host, int(port), tls, user, password, sender)


def checked_address(address: str) -> str:
    """An address of mail, if it is one.

    Raises:
        InvalidArgument: it is none.
    """
    from email.errors import MessageError
    from email.headerregistry import Address

    try:
        parsed = Address(addr_spec=address)
        if parsed.username and parsed.domain and parsed.addr_spec == address and address.isascii():
            return address
    except (ValueError, IndexError, MessageError):
        pass
    raise InvalidArgument(f"{address!r} is no address of mail", expected="one as name@example.org")


def send(message: EmailMessage, server: Smtp, total: float = TOTAL) -> None:
    """Hand a message over.

    Args:
        message: to one recipient.
        server: who takes it.
        total: seconds for all of it.

    Raises:
        NotDelivered: the server did not take it, or there was no answer.
    """
    held: list[smtplib.SMTP] = []
    try:
        with ended_after(total, lambda: held[0].sock if held else None):
            context = ssl.create_default_context()
            client: smtplib.SMTP = (
                _Encrypted(held, server.host, server.port, timeout=total, context=context)
                if server.tls == "tls"
                else _Plain(held, server.host, server.port, timeout=total)
            )
            if server.tls == "starttls":
                client.starttls(context=context)
            if server.user:
                client.login(server.user, server.password)
            client.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        raise NotDelivered(f"the server refuses the user: {_said(error)}", again=False) from None
    except smtplib.SMTPRecipientsRefused as error:
        code, why = next(iter(error.recipients.values()))
        again = 400 <= code < 500
        raise NotDelivered(
            f"the server refuses the address: {code} {_text(why)}", again=again
        ) from None
    except smtplib.SMTPResponseException as error:
        again = not 500 <= error.smtp_code < 600
        raise NotDelivered(f"the server says {_said(error)}", again=again) from None
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise NotDelivered(f"{server.host}:{server.port}: {error}") from None
    finally:
        for one in held:
            one.close()


class _Plain(smtplib.SMTP):
    """A client that is known before it is connected, which making it does."""

    def __init__(self, held: list[smtplib.SMTP], *arguments: Any, **named: Any) -> None:
        held.append(self)
        super().__init__(*arguments, **named)


class _Encrypted(smtplib.SMTP_SSL):
    """The same, encrypted from the first byte on."""

    def __init__(self, held: list[smtplib.SMTP], *arguments: Any, **named: Any) -> None:
        held.append(self)
        super().__init__(*arguments, **named)


def _said(error: smtplib.SMTPResponseException) -> str:
    return f"{error.smtp_code} {_text(error.smtp_error)}"


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:200]
