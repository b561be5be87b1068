"""Mail and webhooks, by servers on this machine that take them well or badly."""

from __future__ import annotations

import base64
import email
import email.policy
import hashlib
import hmac
import json
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit import Alerts, InvalidArgument
from searchkit.alerts import delivering, mail, webhook
from searchkit.alerts.deadlines import NotDelivered, ended_after
from searchkit.alerts.running import BATCH
from tests.alerts.conftest import Change, levy
from tests.support.mail_and_hooks import (
    Listening,
    dripping,
    http,
    listening,
    posted,
    silent,
    smtp,
    twice,
)

SECRET = "whsec_" + base64.b64encode(b"a secret of Vellmark").decode()
DESK = "mailto:desk@vellmark.example"


def seconds(monkeypatch: pytest.MonkeyPatch, total: float) -> None:
    """How long a server may take."""
    monkeypatch.setattr(mail.send, "__defaults__", (total,))
    monkeypatch.setattr(webhook.post, "__defaults__", (total,))


class Run:
    """Runs of one search that tells one address."""

    def __init__(self, index: Path, server: Listening, to: str) -> None:
        self.slept: list[float] = []
        environment = {
            mail.HOST: "127.0.0.1",
            mail.PORT: str(server.port),
            mail.FROM: "searchkit@vellmark.example",
            mail.TLS: "none",
            webhook.SECRET: SECRET,
        }
        self._alerts = Alerts(index, environment=environment, sleep=self.slept.append)
        self._alerts.save("levies", "levy", to=[to])

    def __call__(self) -> tuple[int, list[str]]:
        """(how many were sent, why the rest was not)"""
        run = self._alerts.run()
        return run.sent, [one.what for one in run.failures]


def hook(server: Listening) -> str:
    return f"http://127.0.0.1:{server.port}/hook?a=b"


def test_a_mail(index: Path, change: Change) -> None:
    with listening(smtp()) as server:
        run = Run(index, server, DESK)
        change(levy(4, title="Lēvy\r\nBcc: x@y.example", url=None))
        assert run() == (1, [])
        assert run() == (0, [])
    (text,) = server.received
    message = email.message_from_string(text, policy=email.policy.default)
    assert message["To"] == "desk@vellmark.example"
    assert message["From"] == "searchkit@vellmark.example"
    assert message["Bcc"] is None
    assert message["Subject"] == "levies: Lēvy Bcc: x@y.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@searchkit.invalid>")
    body = message.get_content().replace("\r\n", "\n")
    assert "Saved search “levies”: 1 new\nlevy\n\nLēvy Bcc: x@y.example\n5 Jan 2006" in body
    assert "The harbour levy ends.\nmatched: Lēvy, levy\nvm/4\n" in body


def test_a_request(index: Path, change: Change) -> None:
    with listening(http()) as server:
        run = Run(index, server, hook(server))
        change(levy(4))
        assert run() == (1, [])
        assert run() == (0, [])
    (text,) = server.received
    assert text.startswith("POST /hook?a=b HTTP/1.1\r\n")
    headers, body = posted(text)
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    wanted = base64.b64encode(hmac.digest(b"a secret of Vellmark", signed, hashlib.sha256))
    assert headers["webhook-signature"] == f"v1,{wanted.decode()}"
    content = json.loads(body)
    assert content["key"] == headers["webhook-id"] == headers["idempotency-key"]
    assert content["type"] == "searchkit.alerts"
    (alert,) = content["data"]["alerts"]
    assert (alert["id"], alert["changed"]) == ("vm/4", False)
    assert alert["why"] == ["The harbour levy ends.", "matched: levy"]


def test_many_are_sent_in_parts(index: Path, change: Change) -> None:
    with listening(http()) as server:
        run = Run(index, server, hook(server))
        change(*(levy(number) for number in range(10, 11 + BATCH)))
        assert run() == (2, [])
    told = [json.loads(posted(text).body)["data"]["alerts"] for text in server.received]
    assert [len(one) for one in told] == [BATCH, 1]


BAD_MAIL: dict[str, tuple[Callable[[Listening], object], int, str]] = {
    "busy": (smtp(rcpt="450 later"), 3, "450 later"),
    "refused": (smtp(rcpt="550 nobody"), 1, "550 nobody"),
    "not taken": (smtp(data="452 full"), 3, "452 full"),
    "gone": (smtp(data=""), 3, "Connection unexpectedly closed"),
    "silent": (silent, 3, "no answer in 0.1 seconds"),
    "dripping": (dripping(b"220-w"), 3, "no answer in 0.1 seconds"),
    "endless": (dripping(b"220-more\r\n"), 3, "no answer in 0.1 seconds"),
    "closed": (lambda server: lambda connection: None, 3, "Connection unexpectedly closed"),
    "no server of mail": (http(), 3, ""),
}
BAD_HOOKS: dict[str, tuple[Callable[[Listening], object], int, str]] = {
    "failing": (http("500 Oh no"), 3, "the server says 500 Oh no"),
    "busy": (http("429 Busy", "Retry-After: 7"), 3, "429 Busy"),
    "busy for long": (http("503 Busy", "Retry-After: 3600"), 1, "503 Busy"),
    "not wanted": (http("404 Not Found"), 1, "404 Not Found"),
    "moved": (http("302 Found", "Location: http://127.0.0.1:1/"), 1, "302 Found"),
    "taken, and nothing said": (http(""), 3, "Remote end closed connection"),
    "silent": (silent, 3, "no answer in 0.1 seconds"),
    "dripping": (dripping(b"H"), 3, "no answer in 0.1 seconds"),
    "endless": (dripping(b"HTTP/1.1 100 Continue\r\n\r\n"), 3, "no answer in 0.1 seconds"),
    "no server of HTTP": (dripping(b"\0\0\r\n"), 3, ""),
}


@pytest.mark.parametrize(
    ("kind", "name"),
    [*(("mail", name) for name in BAD_MAIL), *(("hook", name) for name in BAD_HOOKS)],
)
def test_what_fails_is_tried_again(
    index: Path, change: Change, monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    """Three times in a run at most; in the next, when it is taken, once more and never again."""
    answer, attempts, why = (BAD_MAIL if kind == "mail" else BAD_HOOKS)[name]
    if "seconds" in why or not why:  # It hangs: once is enough.
        seconds(monkeypatch, 0.1)
        monkeypatch.setattr(delivering, "ATTEMPTS", attempts := 1)
    good = smtp() if kind == "mail" else http()
    with listening(*[answer] * attempts, good) as server:
        run = Run(index, server, DESK if kind == "mail" else hook(server))
        change(levy(4))
        sent, (said,) = run()
        assert sent == 0
        assert why in said
        server.wait_for(attempts)
        assert len(run.slept) == attempts - 1
        if name == "busy" and kind == "hook":
            assert run.slept == [7.0, 7.0]
        seconds(monkeypatch, 30)
        assert run() == (1, [])
        assert run() == (0, [])
        assert server.connections == attempts + 1
    # What came twice is seen to be one.
    if kind == "mail":
        told = [email.message_from_string(one) for one in server.received]
        assert len({one["Message-ID"] for one in told}) == 1
        assert len(set(server.received)) == 1
    else:
        assert len({posted(one).headers["webhook-id"] for one in server.received}) == 1
        assert len({posted(one).body for one in server.received}) == 1
    assert len(server.received) >= 1


def test_a_connection_that_is_made_too_late_is_shut_down() -> None:
    ours, theirs = socket.socketpair()
    made: list[socket.socket] = []
    with (
        ours,
        theirs,
        pytest.raises(NotDelivered, match=r"no answer in 0\.01 seconds"),
        ended_after(0.01, lambda: made[0] if made else None),
    ):
        time.sleep(0.1)  # As long as a slow resolver takes.
        made.append(ours)
        assert ours.recv(1) == b""
        raise OSError("the end")


def test_two_answers_are_one(index: Path, change: Change) -> None:
    with listening(twice) as server:
        run = Run(index, server, hook(server))
        change(levy(4))
        assert run() == (1, [])
    assert server.connections == 1


def test_a_server_that_is_gone_is_not_asked_for_each_message(index: Path, change: Change) -> None:
    with listening(http("500 Oh no")) as server:
        run = Run(index, server, hook(server))
        change(*(levy(number) for number in range(10, 11 + BATCH)))
        assert run() == (0, ["the server says 500 Oh no"])
        assert server.connections == 3


def test_one_address_that_fails_does_not_stop_another(index: Path, change: Change) -> None:
    with listening(http("404 Gone")) as bad, listening(http()) as good:
        alerts = Alerts(index, environment={webhook.SECRET: SECRET})
        alerts.save("levies", "levy", to=[hook(bad), hook(good), DESK])
        change(levy(4))
        run = alerts.run()
        assert run.sent == 1
        assert [(one.to, one.waiting) for one in run.failures] == [(hook(bad), 1), (DESK, 1)]
        assert alerts.waiting() == run.failures
        assert mail.HOST in run.failures[1].what
        alerts.save("levies", "levy", replace=True)
        assert alerts.waiting() == ()


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, "SEARCHKIT_SMTP_HOST and SEARCHKIT_SMTP_FROM"),
        ({mail.HOST: "h"}, "SEARCHKIT_SMTP_FROM"),
        ({mail.HOST: "h", mail.FROM: "a@b", mail.PORT: "x"}, "'x'"),
        ({mail.HOST: "h", mail.FROM: "a@b", mail.TLS: "no"}, "starttls, tls, none"),
        ({mail.HOST: "h", mail.FROM: "nobody"}, "no address"),
        ({mail.HOST: "h", mail.FROM: "a@b", mail.TLS: "none", mail.USER: "u"}, "for all to read"),
    ],
)
def test_settings_of_mail_that_are_wrong(given: dict[str, str], wrong: str) -> None:
    with pytest.raises(InvalidArgument, match=wrong):
        mail.smtp_from(given)


def test_settings_of_mail() -> None:
    given = {mail.HOST: "mail.example", mail.FROM: "a@b.example"}
    assert mail.smtp_from(given)[:3] == ("mail.example", 587, "starttls")
    assert mail.smtp_from(given | {mail.TLS: "tls"}).port == 465


def test_a_server_without_encryption_gets_nothing_unless_told(index: Path, change: Change) -> None:
    with listening(smtp()) as server:
        given = {mail.HOST: "127.0.0.1", mail.PORT: str(server.port), mail.FROM: "a@b.example"}
        alerts = Alerts(index, environment=given, sleep=lambda seconds: None)
        alerts.save("levies", "levy", to=[DESK])
        change(levy(4))
        (failure,) = alerts.run().failures
    assert "STARTTLS" in failure.what
    assert server.received == []


def test_secrets() -> None:
    assert webhook.secret_from({webhook.SECRET: SECRET}) == b"a secret of Vellmark"
    assert webhook.secret_from({webhook.SECRET: "plain"}) == b"plain"
    for wrong in ({}, {webhook.SECRET: "whsec_!"}):
        with pytest.raises(InvalidArgument, match=webhook.SECRET):
            webhook.secret_from(wrong)


def test_the_signature_is_that_of_the_standard() -> None:
    """The example of the Standard Webhooks libraries."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    made = webhook.signature(
        secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}'
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
