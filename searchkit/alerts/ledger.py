"""What is kept of a saved search, as a value and as JSON.

Lives here: the search, what it has told of, its latest alerts, and what waits to be delivered;
reading that from a file of which nothing is taken for granted. Does not live here: files
(`store`), what is new (`news`).

All of it is one file, so that one replacement of it is one step: a statement is told of, queued
for every address and put into the feed, or nothing of that.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

from searchkit.model.alerts import Alert, SavedSearch
from searchkit.model.answer import Snippet

FORMAT, VERSION = "searchkit-saved-search", 1
KEPT = 500
"""Alerts of a search that its feed goes on to hold; those of the last run are all in it."""


class Version(NamedTuple):
    """Which version of a statement was told of: digests of its source, and of what it says."""

    source: str
    content: str


class Delivery(NamedTuple):
    """Alerts that wait to be delivered.

    Attributes:
        to: `mailto:ADDRESS`, or the address of a webhook.
        key: text that no other delivery has, the same each time it is tried.
        numbers: of the alerts.
        error: why it failed the last time; empty: it was not tried.
    """

    to: str
    key: str
    numbers: tuple[int, ...]
    error: str = ""


class Ledger(NamedTuple):
    """What is kept of a saved search.

    Attributes:
        search: the search.
        uid: random text that no other search has, not even one of its name.
        told: the statements that it found when it was saved, or has told of since, by id.
        count: how many alerts it has had.
        alerts: the latest of them, ascending by number.
        waiting: what is to be delivered, in order.
    """

    search: SavedSearch
    uid: str
    told: Mapping[str, Version]
    count: int = 0  # type: ignore[assignment]  # hides tuple.count
    alerts: tuple[Alert, ...] = ()
    waiting: tuple[Delivery, ...] = ()

    def trimmed(self, printed: int, last: int) -> Ledger:
        """The same without alerts that nothing needs any more.

        Args:
            printed: the number up to which they have been printed.
            last: how many are of the last run.
        """
        queued = {number for one in self.waiting for number in one.numbers}
        least = self.count - max(KEPT, last)
        kept = tuple(
            one
            for one in self.alerts
            if one.number > least or one.number > printed or one.number in queued
        )
        return self if len(kept) == len(self.alerts) else self._replace(alerts=kept)

    def of(self, delivery: Delivery) -> tuple[Alert, ...]:
        """The alerts of a delivery."""
        wanted = set(delivery.numbers)
        return tuple(one for one in self.alerts if one.number in wanted)

    def to_json(self) -> dict[str, object]:
        """As it is written to its file."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "uid": self.uid,
            "search": self.search.to_json(),
            "count": self.count,
            "waiting": [one._asdict() for one in self.waiting],
            "alerts": [_alert_json(one) for one in self.alerts],
            "told": self.told,
        }


def _alert_json(alert: Alert) -> dict[str, object]:
    date = alert.date.isoformat() if alert.date else None
    return alert._asdict() | {"date": date}


def ledger_from(content: Any) -> Ledger:
    """A ledger from JSON.

    Raises:
        ValueError, TypeError, KeyError: it is none.
    """
    if content["format"] != FORMAT or content["version"] != VERSION:
        raise ValueError("it is of another format or version")
    return Ledger(
        _search_from(content["search"]),
        _text(content["uid"]),
        {_text(id): Version(*map(_text, both)) for id, both in content["told"].items()},
        int(content["count"]),
        tuple(map(_alert_from, content["alerts"])),
        tuple(map(_delivery_from, content["waiting"])),
    )


def _search_from(given: Any) -> SavedSearch:
    where = {_text(field): _texts(names) for field, names in given["where"].items()}
    return SavedSearch(
        _text(given["name"]),
        _text(given["query"]),
        bool(given["any_word"]),
        bool(given["variants"]),
        where,
        _text_or_none(given["since"]),
        _text_or_none(given["until"]),
        _texts(given["to"]),
        _text(given["made"]),
    )


def _alert_from(given: Any) -> Alert:
    date = given["date"]
    return Alert(
        search=_text(given["search"]),
        id=_text(given["id"]),
        title=_text(given["title"]),
        date=None if date is None else datetime.date.fromisoformat(date),
        ministers=_texts(given["ministers"]),
        portfolios=_texts(given["portfolios"]),
        url=_text_or_none(given["url"]),
        passages=tuple(_passage_from(*parts) for parts in given["passages"]),
        matched=_texts(given["matched"]),
        changed=bool(given["changed"]),
        key=_text(given["key"]),
        found=_text(given["found"]),
        number=int(given["number"]),
        fields={_text(field): _texts(names) for field, names in given["fields"].items()},
    )


def _passage_from(text: Any, marks: Any, said_by: Any = None, own_words: Any = False) -> Snippet:
    speakers = None if said_by is None else _texts(said_by)
    marked = tuple((int(start), int(end)) for start, end in marks)
    return Snippet(_text(text), marked, speakers, bool(own_words))


def _delivery_from(given: Any) -> Delivery:
    numbers = tuple(map(int, given["numbers"]))
    return Delivery(_text(given["to"]), _text(given["key"]), numbers, _text(given["error"]))


def _texts(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list):
        raise TypeError("a list is expected")
    return tuple(map(_text, given))


def _text_or_none(given: Any) -> str | None:
    return None if given is None else _text(given)


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError("text is expected")
    return given
