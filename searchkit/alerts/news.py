"""What is new for a saved search.

Lives here: comparing what a search finds with what it has told of, and why each statement is
told. Does not live here: keeping and delivering it (`running`).

A statement is new once for a search: what went away and comes back as it was is not told again,
nor is what is only filed under another id. One whose source differs has changed only where what
it says differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from searchkit.alerts.contents import content_digest, key_of
from searchkit.alerts.ledger import Ledger, Version
from searchkit.engines.protocol import Archive
from searchkit.model.alerts import Alert, SavedSearch
from searchkit.model.answer import Hit
from searchkit.model.arguments import ALL, NEWEST

MAX_MATCHED = 10
"""Different words that an alert says to have matched."""


class News(NamedTuple):
    """What is new.

    Attributes:
        alerts: the newest statements first.
        told: what the search has told of, once it has told of them.
    """

    alerts: tuple[Alert, ...]
    told: Mapping[str, Version]


def versions(archive: Archive, search: SavedSearch) -> dict[str, Version]:
    """What a search finds now: nothing of it is new.

    Raises:
        SearchkitError: as `Archive.search`.
    """
    found = archive.digests(**search.asked)
    return {id: _version(archive, id, source) for id, source in found.items()}


def news(archive: Archive, ledger: Ledger, found_at: str) -> News:
    """What is new for a search.

    Args:
        archive: one state of the index.
        ledger: what the search has told of.
        found_at: the time now.

    Raises:
        SearchkitError: as `Archive.search`.
    """
    search, told = ledger.search, dict(ledger.told)
    found = archive.digests(**search.asked)
    moved = {version.content for id, version in told.items() if id not in found}
    changes: dict[str, bool] = {}
    for id, source in found.items():
        before = told.get(id)
        if before and before.source == source:
            continue
        now = told[id] = _version(archive, id, source)
        if before:
            if now.content != before.content:
                changes[id] = True
        elif now.content not in moved:
            changes[id] = False
    hits = _hits(archive, search, changes) if changes else ()
    alerts = tuple(
        _alert(archive, ledger, hit, told[hit.id], changes[hit.id], found_at, number)
        for number, hit in enumerate(hits, start=ledger.count + 1)
    )
    return News(alerts, told)


def _version(archive: Archive, id: str, source: str) -> Version:
    return Version(source, content_digest(archive.statement(id)))


def _hits(archive: Archive, search: SavedSearch, wanted: Iterable[str]) -> Iterator[Hit]:
    """The hits of some ids, the newest first, with passages.

    Passages take the time, so only pages that hold what is wanted are made with them.
    """
    left, places = set(wanted), []
    for place, hit in enumerate(archive.stream(**search.asked, sort=NEWEST, copies=ALL)):
        if hit.id in left:
            left.discard(hit.id)
            places.append(place)
            if not left:
                break
    for _, run in groupby(enumerate(places), key=lambda both: both[1] - both[0]):
        numbers = [place for _, place in run]
        yield from archive.stream(
            **search.asked,
            sort=NEWEST,
            copies=ALL,
            offset=numbers[0],
            limit=len(numbers),
            snippets=True,
        )


def _alert(
    archive: Archive,
    ledger: Ledger,
    hit: Hit,
    version: Version,
    changed: bool,
    found_at: str,
    number: int,
) -> Alert:
    search = ledger.search
    return Alert(
        search=search.name,
        id=hit.id,
        title=hit.title,
        date=hit.date,
        ministers=hit.ministers,
        portfolios=hit.portfolios,
        url=hit.url,
        passages=hit.snippets,
        matched=_matched(archive, search, hit),
        changed=changed,
        key=key_of(ledger.uid, hit.id, version.content, str(number)),
        found=found_at,
        number=number,
        fields={name: value for name, value in hit.fields.items() if isinstance(value, tuple)},
    )


def _matched(archive: Archive, search: SavedSearch, hit: Hit) -> tuple[str, ...]:
    """The words that matched, as they are written, each once whatever its case."""
    if not search.query:
        return ()
    matches = archive.matches(
        hit.id, search.query, any_word=search.any_word, variants=search.variants
    )
    texts = {"title": hit.title}
    if any(match.field == "body" for match in matches):
        texts["body"] = archive.text(hit.id)
    found: dict[str, str] = {}
    for match in matches:
        if match.field in texts:
            words = " ".join(texts[match.field][match.start : match.end].split())
            found.setdefault(words.casefold(), words)
            if len(found) == MAX_MATCHED:
                break
    return tuple(found.values())
