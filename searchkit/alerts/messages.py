"""Alerts as messages.

Lives here: the mail and the JSON that one delivery sends, the same to the byte each time it is
tried. Does not live here: sending them (`mail`, `webhook`), when (`running`).
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime

from searchkit.alerts.ledger import Delivery
from searchkit.model.alerts import Alert, SavedSearch
from searchkit.rendering.addresses import safe_address
from searchkit.rendering.citable import one_line, title_of
from searchkit.rendering.dates import short_date

TYPE = "searchkit.alerts"
MAILTO = "mailto:"


def mail(
    search: SavedSearch, alerts: Sequence[Alert], delivery: Delivery, sender: str
) -> EmailMessage:
    """A mail that tells of alerts, in plain text.

    Args:
        search: what they are of.
        alerts: one or more.
        delivery: to whom; its key makes the Message-ID, by which a mail that comes twice is
            seen to be one.
        sender: the address that it comes from.
    """
    message = EmailMessage()
    message["From"] = sender
    message["To"] = delivery.to.removeprefix(MAILTO)
    message["Subject"] = one_line(_subject(search, alerts))
    message["Message-ID"] = f"<{delivery.key}@searchkit.invalid>"
    found = datetime.datetime.fromisoformat(alerts[-1].found)
    message["Date"] = format_datetime(found)
    # RFC 3834: nobody's holiday notice should answer it.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(_lines(search, alerts)), cte="quoted-printable")
    return message


def _subject(search: SavedSearch, alerts: Sequence[Alert]) -> str:
    if len(alerts) == 1:
        return f"{search.name}: {'changed: ' * alerts[0].changed}{title_of(alerts[0])}"
    return f"{search.name}: {_counted(alerts)}"


def _counted(alerts: Sequence[Alert]) -> str:
    changed = sum(one.changed for one in alerts)
    new = len(alerts) - changed
    return ", ".join(
        [*([f"{new:,} new"] if new else []), *([f"{changed:,} changed"] if changed else [])]
    )


def _lines(search: SavedSearch, alerts: Sequence[Alert]) -> list[str]:
    lines = [f"Saved search “{one_line(search.name)}”: {_counted(alerts)}", one_line(search.shown)]
    for one in alerts:
        date = short_date(one.date) if one.date else "date unknown"
        about = [date, *map(one_line, (*one.ministers, *one.portfolios))]
        where = safe_address(one.url or "") or one_line(one.id)
        head = f"{'[changed] ' * one.changed}{title_of(one)}"
        lines += ["", head, " · ".join(about), *map(one_line, one.why), where]
    return lines


def webhook_body(search: SavedSearch, alerts: Sequence[Alert], delivery: Delivery) -> bytes:
    """The JSON that a webhook is sent.

    Args:
        search: what the alerts are of.
        alerts: one or more.
        delivery: its key is what a receiver knows a repeat by.
    """
    content = {
        "type": TYPE,
        "key": delivery.key,
        "timestamp": alerts[-1].found,
        "data": {
            "search": search.name,
            "query": search.shown,
            "alerts": [
                one.to_json()
                | {
                    "key": one.key,
                    "found": one.found,
                    "ministers": one.ministers,
                    "portfolios": one.portfolios,
                    "url": one.url,
                }
                for one in alerts
            ],
        },
    }
    return json.dumps(content, separators=(",", ":")).encode("ascii")
