"""The feed of a saved search.

Lives here: which alerts it holds, and in which order. Does not live here: Atom
(`searchkit.rendering.feeds`), writing the file (`store`).

It is made of what is kept and of nothing else, so that a run after a crash makes the same.
"""

from __future__ import annotations

from searchkit.alerts.ledger import Ledger
from searchkit.rendering.feeds import alert_feed
from searchkit.schema.fields import Schema


def feed_of(ledger: Ledger, schema: Schema) -> str:
    """The feed: the alerts found last come first, of each run the newest statement first."""
    alerts = sorted(ledger.alerts, key=lambda one: one.number)
    alerts.sort(key=lambda one: one.found, reverse=True)
    search = ledger.search
    return alert_feed(
        alerts,
        title=search.name,
        subtitle=search.shown,
        identity=ledger.uid,
        updated=alerts[0].found if alerts else search.made,
        schema=schema,
    )
