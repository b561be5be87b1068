"""Receipts: proof of what a search found, and whether it still does.

Lives here: making a receipt, its file, and comparing it with an index. Does not live here: the
values (`searchkit.model.receipts`), what a digest covers (`contents`).

A receipt's own digest shows that it was changed by accident, or by somebody who does not know of
it; it is no signature. docs/receipts.md has the schema of the file.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from searchkit.alerts.contents import content_digest, fingerprint
from searchkit.alerts.filters import filters_of
from searchkit.engines.protocol import Archive
from searchkit.model.arguments import NO_NAMES, GivenDay, GivenNames
from searchkit.model.errors import InvalidArgument, InvalidInput, SearchkitError
from searchkit.model.receipts import FORMAT, VERSION, Receipt, ReceiptHit, Rerun
from searchkit.model.rows import Rows
from searchkit.rendering.dates import long_date
from searchkit.storage.directory import replace_file
from searchkit.storage.disk import SYSTEM, Disk
from searchkit.version import __version__

MAX_BYTES = 512 * 1024 * 1024
"""Of a receipt that is read: one of a million hits has half of that."""
SHOWN = 16
"""Digits of the fingerprint that a citation gives; the receipt has all 64."""


def make_receipt(
    archive: Archive,
    query: str = "",
    *,
    any_word: bool = False,
    variants: bool = False,
    minister: GivenNames = (),
    portfolio: GivenNames = (),
    where: Mapping[str, GivenNames] = NO_NAMES,
    since: GivenDay = None,
    until: GivenDay = None,
) -> Receipt:
    """Search, and give a receipt of what was found.

    Args:
        archive: what to search; one state of an index.
        query, any_word, variants, minister, portfolio, where, since, until: as
            `Archive.search`.

    Raises:
        InvalidArgument: the query is no text.
        SearchkitError: as `Archive.search`.
    """
    if not isinstance(query, str):
        raise InvalidArgument("a query must be text to be on a receipt")
    names = filters_of(minister, portfolio, where)
    days = [None if day is None else str(day) for day in (since, until)]
    asked: dict[str, Any] = {
        "query": query,
        "any_word": any_word,
        "variants": variants,
        "where": names,
        "since": days[0],
        "until": days[1],
    }
    head = head_of(archive, asked, fingerprint(archive))
    return head._replace(hits=Rows(hits_of(archive, asked)))


def head_of(archive: Archive, asked: Mapping[str, Any], index_fingerprint: str) -> Receipt:
    """A receipt without its hits: what a page can show at once.

    Args:
        archive: what is searched.
        asked: arguments of `Archive.search`: query, any_word, variants, where, since, until.
        index_fingerprint: of the archive.

    Raises:
        SearchkitError: as `Archive.search`.
    """
    answer = archive.search(**asked, limit=0)
    summary = archive.summary(**asked)
    receipt = Receipt(
        query=asked["query"],
        interpreted=answer.interpreted,
        any_word=asked["any_word"],
        variants=asked["variants"],
        where={field: tuple(names) for field, names in asked["where"].items() if names},
        since=asked["since"],
        until=asked["until"],
        total=summary.total,
        first=summary.first.isoformat() if summary.first else None,
        last=summary.last.isoformat() if summary.last else None,
        statements=len(archive),
        fingerprint=index_fingerprint,
        software=__version__,
        made=f"{datetime.datetime.now(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}",
        hits=Rows(),
        citation="",
    )
    return receipt._replace(citation=citation_of(receipt))


def hits_of(archive: Archive, asked: Mapping[str, Any]) -> Iterator[ReceiptHit]:
    """The hits of a receipt, one by one: every text is read."""
    for id in archive.digests(**asked):
        statement = archive.statement(id)
        date = statement.date.isoformat() if statement.date else None
        yield ReceiptHit(id, date, statement.title, content_digest(statement))


def pieces_of(receipt: Receipt, hits: Iterable[ReceiptHit]) -> Iterator[str]:
    """The text of a receipt's file, as the hits come; all ASCII.

    Args:
        receipt: all but its hits.
        hits: as many as it says.
    """
    content = receipt.to_json()
    del content["hits"]
    before = _canonical({key: value for key, value in content.items() if key < "hits"})
    after = _canonical({key: value for key, value in content.items() if key > "hits"})
    own = hashlib.sha256()

    def hashed(text: str) -> str:
        own.update(text.encode("ascii"))
        return text

    yield hashed(before[:-1] + ',"hits":[') + "\n"
    comma = ""
    for hit in hits:
        yield hashed(comma + _canonical(hit._asdict())) + "\n"
        comma = ","
    yield hashed("]," + after[1:])[:-1]
    yield f',"digest":"{own.hexdigest()}"}}\n'


def citation_of(receipt: Receipt) -> str:
    """A search cited in words, on one line."""
    found = f"{receipt.total:,} statement{'' if receipt.total == 1 else 's'}"
    if receipt.first and receipt.last:
        first, last = map(datetime.date.fromisoformat, (receipt.first, receipt.last))
        between = long_date(first) if first == last else f"{long_date(first)} to {long_date(last)}"
        found += f" ({between})"
    on = datetime.datetime.fromisoformat(receipt.made)
    return (
        f"Search for {' '.join(receipt.interpreted.split()) or 'everything'}: {found} among "
        f"{receipt.statements:,} (index {receipt.fingerprint[:SHOWN]}), "
        f"searchkit {receipt.software}, {long_date(on.date())}, {on:%H:%M} UTC."
    )


def compare(archive: Archive, receipt: Receipt) -> Rerun:
    """Search again as a receipt says, and compare.

    Args:
        archive: what to search; any index, also another one than the receipt's.
        receipt: what was found then.

    Raises:
        SearchkitError: as `Archive.search`.
    """
    now = archive.digests(**receipt.asked)
    then = {hit.id: hit.digest for hit in receipt.hits}
    same = fingerprint(archive) == receipt.fingerprint
    changed = tuple(
        id
        for id, digest in sorted(then.items())
        if id in now and content_digest(archive.statement(id)) != digest
    )
    came = tuple(id for id in now if id not in then)
    went = tuple(sorted(then.keys() - now.keys()))
    interpreted = archive.search(**receipt.asked, limit=0).interpreted
    return Rerun(not (came or went or changed), came, went, changed, same, interpreted)


def write_receipt(receipt: Receipt, path: str | os.PathLike[str], disk: Disk = SYSTEM) -> None:
    """Write a receipt to a file, whole or not at all.

    Args:
        receipt: to write.
        path: of a file that is not there yet: proof is not written over.
        disk: what it is written through.

    Raises:
        InvalidInput: it is there, or can't be written.
    """
    file = Path(path)
    check_new(file)
    text = "".join(pieces_of(receipt, receipt.hits))
    try:
        replace_file(file, text.encode("ascii"), disk)
    except OSError as error:
        raise InvalidInput(
            f"the receipt can't be written: {error.strerror or error}", where=str(file)
        ) from None


def check_new(path: str | os.PathLike[str]) -> None:
    """Refuse a file that is there.

    Raises:
        InvalidInput: it is.
    """
    if os.path.lexists(path):
        raise InvalidInput(
            "this file is there already, and a receipt is not written over",
            where=str(path),
            remedy="Name another file",
        )


def read_receipt(path: str | os.PathLike[str]) -> Receipt:
    """Read a receipt from a file.

    Raises:
        InvalidInput: it can't be read, is no receipt, or was changed since it was written.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidInput(
            f"it can't be read: {error.strerror or error}", where=str(path)
        ) from None
    try:
        if len(data) > MAX_BYTES:
            raise ValueError("it is longer than any receipt")
        content = json.loads(data)
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise ValueError("its format is another one")
        if content.get("version") != VERSION:
            raise ValueError(f"its version is {content.get('version')!r}, not {VERSION}")
        given = content.pop("digest", None)
        if given != _own_digest(content):
            raise SearchkitError("it was changed since it was written")
        return _receipt_from(content)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        why = str(error) if isinstance(error, ValueError) else "a part of it is missing or wrong"
        raise InvalidInput(
            f"this is no receipt of searchkit: {why}",
            where=str(path),
            expected="a file that `search --receipt` has written",
        ) from None
    except SearchkitError as error:
        raise InvalidInput(
            f"this receipt can't be relied on: {error.what}",
            where=str(path),
            remedy="Use the file as it was written",
        ) from None


def _canonical(content: Mapping[str, object]) -> str:
    """JSON with sorted keys, no white space and all but ASCII escaped."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


def _own_digest(content: Mapping[str, object]) -> str:
    """The SHA-256 of a receipt's JSON, as `_canonical` writes it without its digest."""
    return hashlib.sha256(_canonical(content).encode("ascii")).hexdigest()


def _receipt_from(content: Mapping[str, Any]) -> Receipt:
    filters = content["filters"]
    hits = Rows(
        ReceiptHit(
            _text(hit["id"]), _text_or_none(hit["date"]), _text(hit["title"]), _text(hit["digest"])
        )
        for hit in content["hits"]
    )
    receipt = Receipt(
        query=_text(content["query"]),
        interpreted=_text(content["interpreted"]),
        any_word=bool(filters["any_word"]),
        variants=bool(filters["variants"]),
        where={field: tuple(map(_text, names)) for field, names in filters["where"].items()},
        since=_text_or_none(filters["since"]),
        until=_text_or_none(filters["until"]),
        total=int(content["total"]),
        first=_text_or_none(content["first"]),
        last=_text_or_none(content["last"]),
        statements=int(content["index"]["statements"]),
        fingerprint=_text(content["index"]["fingerprint"]),
        software=_text(content["software"]["version"]),
        made=_text(content["made"]),
        hits=hits,
        citation=_text(content["citation"]),
    )
    if receipt.total != len(hits):
        raise ValueError("it does not have as many hits as it says")
    return receipt


def _text_or_none(given: Any) -> str | None:
    return None if given is None else _text(given)


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError("text is expected")
    return given
