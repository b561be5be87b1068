"""Saved searches, and telling of what is new for them.

Lives here: `Alerts`, and the order of the steps of a run. Does not live here: what is new
(`news`), files (`store`), sending (`delivering`).

A run, whose every step may be the last (docs/decisions/alerts.md says why this order):

1. What is new for a search is kept with it, in one replacement of its file: it counts as told,
   is queued for each address, and is part of the feed.
2. Its feed is written from that.
3. What no run has printed is handed to `tell`; once that returns, one replacement of
   `printed.json`, which lies ready, says so for all searches.
4. What waits is delivered, each delivery taken off the queue once it is taken.

Where a run stops, the next one goes on: it makes the same feed, prints what was not, and sends
what waits, under the same key.
"""

from __future__ import annotations

import datetime
import os
import secrets
import time
from collections.abc import Callable, Mapping, Sequence

from searchkit.alerts.contents import key_of
from searchkit.alerts.delivering import Courier, checked_target
from searchkit.alerts.feed import feed_of
from searchkit.alerts.filters import filters_of
from searchkit.alerts.ledger import Delivery, Ledger
from searchkit.alerts.news import news, versions
from searchkit.alerts.store import Store, beside, checked_name
from searchkit.engines.opening import Address, open_index
from searchkit.engines.protocol import Archive
from searchkit.model.alerts import Alert, AlertFailure, AlertRun, SavedSearch
from searchkit.model.arguments import NO_NAMES, GivenDay, GivenNames
from searchkit.model.errors import InvalidArgument, SearchkitError
from searchkit.storage.disk import SYSTEM, Disk

BATCH = 100
"""Alerts in one mail or request at most."""

Tell = Callable[[Sequence[Alert]], None]
"""Prints what is new. What it raises is raised, and all of it is told again by the next run."""


class Alerts:
    """The saved searches of an index, and what is new for them.

    Args:
        address: of the index; it need not be there yet to list them.
        disk: what they are written through.
        environment: says how mail and webhooks are sent (docs/alerts.md).
        sleep: waits for seconds, between two attempts.

    Raises:
        InvalidArgument: no engine serves this kind of address.
    """

    def __init__(
        self,
        address: Address = "index",
        *,
        disk: Disk = SYSTEM,
        environment: Mapping[str, str] = os.environ,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._address = address
        self._store = Store(beside(address), disk)
        self._environment, self._sleep = environment, sleep

    def save(
        self,
        name: str,
        query: str = "",
        *,
        any_word: bool = False,
        variants: bool = False,
        minister: GivenNames = (),
        portfolio: GivenNames = (),
        where: Mapping[str, GivenNames] = NO_NAMES,
        since: GivenDay = None,
        until: GivenDay = None,
        to: Sequence[str] = (),
        replace: bool = False,
    ) -> SavedSearch:
        """Save a search. What it finds now is not new: nothing of it will be told, unless it
        changes.

        Args:
            name: up to 64 letters, digits, spaces and any of _ . ' + -.
            query, any_word, variants, minister, portfolio, where, since, until: as
                `Archive.search`.
            to: where alerts go: `mailto:ADDRESS`, or the address of a webhook.
            replace: one of this name may be there. If it asks the same, only `to` changes;
                otherwise it begins anew.

        Raises:
            InvalidArgument: the name or an address is none, the name is taken, or nothing is
                asked.
            SearchkitError: as `Archive.search`, or it can't be kept.
        """
        if not isinstance(query, str):
            raise InvalidArgument("a query must be text to be saved")
        names = filters_of(minister, portfolio, where)
        targets = tuple(dict.fromkeys(map(checked_target, to)))
        days = [None if day is None else str(day) for day in (since, until)]
        made = _now()
        search = SavedSearch(
            checked_name(name), query, any_word, variants, names, days[0], days[1], targets, made
        )
        if not (query.strip() or any(names.values()) or any(days)):
            raise InvalidArgument(
                "a saved search needs a query or a filter",
                remedy="Without one, every statement would be an alert",
            )
        with open_index(self._address) as archive, self._store.locked():
            known = self._store.called(name)
            if known and not replace:
                raise InvalidArgument(
                    "there is a saved search of this name",
                    where=known,
                    remedy="Choose another name, or replace it: --replace",
                )
            search = search._replace(name=known or search.name)
            before = self._store.read(known) if known else None
            if before and before.search.asked == search.asked:
                kept = before.search._replace(to=targets)
                waiting = tuple(one for one in before.waiting if one.to in targets)
                ledger = before._replace(search=kept, waiting=waiting)
            else:
                ledger = Ledger(search, secrets.token_hex(8), versions(archive, search))
            self._store.write(ledger)
            self._store.write_feed(search.name, feed_of(ledger, archive.schema))
        return ledger.search

    def saved(self) -> tuple[SavedSearch, ...]:
        """The saved searches, sorted by name.

        Raises:
            SearchkitError: one can't be read.
        """
        return tuple(self._store.read(name).search for name in self._store.names())

    def waiting(self) -> tuple[AlertFailure, ...]:
        """What waits to be delivered, by search and address, and why it did the last time.

        Raises:
            SearchkitError: a saved search can't be read.
        """
        return tuple(
            one for name in self._store.names() for one in _waiting(self._store.read(name))
        )

    def feed(self, name: str) -> str:
        """The path of the feed of a saved search.

        Raises:
            InvalidArgument: there is none of this name.
        """
        return str(self._store.feed_file(self._known(name)))

    def remove(self, name: str) -> None:
        """Remove a saved search, with its feed and what waits.

        Raises:
            InvalidArgument: there is none of this name.
            SearchkitError: it can't be removed.
        """
        with self._store.locked():
            self._store.remove(self._known(name))

    def _known(self, name: str) -> str:
        known = self._store.called(name)
        if known is None:
            names = ", ".join(self._store.names())
            raise InvalidArgument(
                "there is no saved search of this name",
                where=name,
                remedy=f"There are: {names}" if names else "Make one with `searchkit save`",
            )
        return known

    def run(self, tell: Tell | None = None, *, deliver: bool = True) -> AlertRun:
        """Look for what is new for every saved search, tell of it, and deliver it.

        Each statement is handed to `tell` once for each search, and once more when it has
        changed. What is wrong with one search or one server is in the result, and the rest
        goes on.

        Args:
            tell: is given what is new, if there is something; once it returns, that has been
                told. None: it has been told once this returns.
            deliver: send mail and webhooks too; otherwise they wait for a run that does.

        Raises:
            IndexLocked: another run is under way.
            SearchkitError: the index can't be opened, or what is new can't be kept.
        """
        with open_index(self._address) as archive, self._store.locked():
            ledgers, failures = self._looked(archive)
            printed = self._store.printed()
            fresh = [
                alert
                for ledger in ledgers
                for alert in ledger.alerts
                if alert.number > printed.get(ledger.uid, 0)
            ]
            if fresh:
                with self._store.printing(printed | {one.uid: one.count for one in ledgers}):
                    if tell:
                        tell(fresh)
            sent = 0
            if deliver:
                courier = Courier(self._environment, self._sleep)
                for ledger in ledgers:
                    sent += self._deliver(ledger, courier, failures)
        return AlertRun(tuple(fresh), sent, tuple(failures))

    def _looked(self, archive: Archive) -> tuple[list[Ledger], list[AlertFailure]]:
        """All searches, with what is new for them kept and in their feeds."""
        ledgers, failures = [], []
        printed = self._store.printed()
        for name in self._store.names():
            try:
                before = self._store.read(name)
            except SearchkitError as error:
                failures.append(AlertFailure(name, str(error)))
                continue
            ledger = before
            try:
                ledger = _with_news(archive, before, printed.get(before.uid, 0))
            except SearchkitError as error:
                failures.append(AlertFailure(name, str(error)))
            if ledger != before:
                self._store.write(ledger)
            self._store.write_feed(name, feed_of(ledger, archive.schema))
            ledgers.append(ledger)
        return ledgers, failures

    def _deliver(self, ledger: Ledger, courier: Courier, failures: list[AlertFailure]) -> int:
        """Deliver what waits; returns how much of it was taken."""
        sent = 0
        for delivery in ledger.waiting:
            error = courier.hand_over(ledger.search, ledger.of(delivery), delivery)
            if error == delivery.error and error:
                continue
            changed = () if not error else (delivery._replace(error=error),)
            waiting = tuple(
                one for old in ledger.waiting for one in (changed if old == delivery else (old,))
            )
            ledger = ledger._replace(waiting=waiting)
            self._store.write(ledger)
            sent += not error
        failures += _waiting(ledger)
        return sent


def _with_news(archive: Archive, before: Ledger, printed: int) -> Ledger:
    """A search with what is new for it: told, queued, and for the feed."""
    found = news(archive, before, _now())
    if not found.alerts:
        return before if found.told == before.told else before._replace(told=found.told)
    batches = [found.alerts[at : at + BATCH] for at in range(0, len(found.alerts), BATCH)]
    waiting = [
        Delivery(
            to,
            key_of(before.uid, to, *(alert.key for alert in batch)),
            tuple(alert.number for alert in batch),
        )
        for to in before.search.to
        for batch in batches
    ]
    ledger = before._replace(
        told=found.told,
        count=before.count + len(found.alerts),
        alerts=(*before.alerts, *found.alerts),
        waiting=(*before.waiting, *waiting),
    )
    return ledger.trimmed(printed, len(found.alerts))


def _waiting(ledger: Ledger) -> list[AlertFailure]:
    """What waits of a search, by address."""
    found: dict[str, AlertFailure] = {}
    for one in ledger.waiting:
        before = found.get(one.to)
        count = len(one.numbers) + (before.waiting if before else 0)
        error = one.error or "not tried yet"
        found[one.to] = AlertFailure(ledger.search.name, error, one.to, count)
    return list(found.values())


def _now() -> str:
    return f"{datetime.datetime.now(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"
