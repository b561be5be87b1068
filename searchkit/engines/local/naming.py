"""Which statements people mean who name them by id, by address or by file.

Lives here: telling the three apart, and looking each up. Does not live here: what is shown
of them, names of ministers (`searchkit.query.names`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import numpy as np

from searchkit.engines.local.snapshot import Snapshot

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|www\.", re.IGNORECASE)


def ids_named(snapshot: Snapshot, names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """See `Archive.find`."""
    asked = list(names)
    found = [_by_id(snapshot, name) for name in asked]
    open_questions = [name for name, ids in zip(asked, found, strict=True) if not ids]
    if not open_questions:
        return tuple(found)
    addresses = {address_key(name) for name in open_questions if _ADDRESS.match(name)}
    by_address = _by_address(snapshot, addresses) if addresses else {}
    return tuple(
        ids or by_address.get(address_key(name), ()) or _by_path(snapshot, name)
        for name, ids in zip(asked, found, strict=True)
    )


def address_key(address: str) -> str:
    """What two addresses of one page have in common."""
    rest = re.sub(r"^[A-Za-z][A-Za-z0-9+.-]*://", "", address.strip())
    host, slash, path = rest.partition("#")[0].rstrip("/").partition("/")
    return host.lower().removeprefix("www.") + slash + path


def _by_id(snapshot: Snapshot, name: str) -> tuple[str, ...]:
    for one in dict.fromkeys((name, unicodedata.normalize("NFC", name))):
        if snapshot.find(one) is not None:
            return (one,)
    return ()


def _by_path(snapshot: Snapshot, name: str) -> tuple[str, ...]:
    from searchkit.corpus.files import names_of  # For paths alone.

    if "\0" in name:
        return ()
    meant = names_of(name, snapshot.manifest.roots)
    return tuple(sorted(one for one in meant if snapshot.find(one) is not None))


def _by_address(snapshot: Snapshot, wanted: set[str]) -> dict[str, tuple[str, ...]]:
    """The ids of the statements of each address. There is no index of addresses: all records
    are looked at.
    """
    found: dict[str, list[str]] = {}
    for segment in snapshot.segments:
        for doc in segment.alive(np.arange(len(segment))).tolist():
            url = segment.record(doc).url
            if url and (key := address_key(url)) in wanted:
                found.setdefault(key, []).append(segment.id(doc))
    return {key: tuple(sorted(ids)) for key, ids in found.items()}
