"""Saved searches and what they find: plain values.

Lives here: a search with a name, what is new for it and why, how a run went, and their JSON.
Does not live here: finding, keeping and delivering them (`searchkit.alerts`).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

from searchkit.model.answer import NO_FIELDS, FieldValues, Snippet
from searchkit.model.arguments import NO_NAMES, GivenNames
from searchkit.model.showing import shown_by


@shown_by("name", "shown")
class SavedSearch(NamedTuple):
    """A search with a name.

    Attributes:
        name: as its owner calls it.
        query, any_word, variants, where, since, until: as `Archive.search` takes them.
        to: where alerts go besides the output and the feed: `mailto:ADDRESS`, or the address of
            a webhook.
        made: when it was saved, in UTC, as ISO 8601 writes it.
    """

    name: str
    query: str = ""
    any_word: bool = False
    variants: bool = False
    where: Mapping[str, GivenNames] = NO_NAMES
    since: str | None = None
    until: str | None = None
    to: tuple[str, ...] = ()
    made: str = ""

    @property
    def asked(self) -> dict[str, Any]:
        """What it asks, as arguments of an archive."""
        return {
            "query": self.query,
            "any_word": self.any_word,
            "variants": self.variants,
            "where": self.where,
            "since": self.since,
            "until": self.until,
        }

    @property
    def shown(self) -> str:
        """What it asks, on one line for people."""
        names = [
            f"{field}={name}"
            for field, asked in self.where.items()
            for name in ([asked] if isinstance(asked, str) else asked)
        ]
        days = [
            f"{word} {day}" for word, day in (("since", self.since), ("until", self.until)) if day
        ]
        how = [
            word for word, on in (("any word", self.any_word), ("variants", self.variants)) if on
        ]
        return " · ".join(one for one in (self.query, *names, *days, *how) if one)

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit saved --json` prints of it."""
        where = {
            field: [asked] if isinstance(asked, str) else list(asked)
            for field, asked in self.where.items()
        }
        return self._asdict() | {"where": where, "to": list(self.to)}


@shown_by("search", "date", "title", "changed")
class Alert(NamedTuple):
    """A statement that is new for a saved search, or has changed since it was told of.

    Attributes:
        search: the name of the saved search.
        id, title, date, ministers, portfolios, url: as in `Statement`.
        passages: the words in context, as in `Hit.snippets`.
        matched: the words that matched, as they are written, each once: which alternative it was.
        changed: whether the search told of this statement before, in another version.
        key: text that no other alert has: of this search, statement and version.
        found: when it was found, in UTC, as ISO 8601 writes it.
        number: 1 for the first of its search, and so on.
        fields: the names it has in fields that a profile adds, by field.
    """

    search: str
    id: str
    title: str
    date: datetime.date | None
    ministers: tuple[str, ...]
    portfolios: tuple[str, ...]
    url: str | None
    passages: tuple[Snippet, ...]
    matched: tuple[str, ...]
    changed: bool
    key: str
    found: str
    number: int
    fields: FieldValues = NO_FIELDS

    @property
    def attachments(self) -> tuple[str, ...]:
        """None: an alert leads to the statement, which has them."""
        return ()

    @property
    def why(self) -> tuple[str, ...]:
        """Why it was told: passages, then what of them matched."""
        passages = tuple(passage.text for passage in self.passages)
        return (*passages, *([f"matched: {', '.join(self.matched)}"] if self.matched else []))

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit alerts --json` prints."""
        return {
            "search": self.search,
            "id": self.id,
            "date": self.date.isoformat() if self.date else None,
            "title": self.title,
            "why": list(self.why),
            "changed": self.changed,
        }


@shown_by("search", "to", "what", "waiting")
class AlertFailure(NamedTuple):
    """Something of a run that did not go well; the rest of it went on.

    Attributes:
        search: the name of the saved search.
        what: what is wrong, in words.
        to: what could not be reached; None: the search itself could not be made.
        waiting: how many alerts wait for that.
    """

    search: str
    what: str
    to: str | None = None
    waiting: int = 0


@shown_by("alerts", "sent", "failures")
class AlertRun(NamedTuple):
    """How a run went.

    Attributes:
        alerts: what is new, by search and in the order of its statements.
        sent: how many messages were delivered.
        failures: what did not go well.
    """

    alerts: tuple[Alert, ...]
    sent: int
    failures: tuple[AlertFailure, ...]
