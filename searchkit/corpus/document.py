"""A statement on its way into an index.

Lives here: the one value that files (`reader`) and callers (`given`) are turned into, and
the digest that tells whether its source has changed. Does not live here: reading it, or
what an index makes of it (`searchkit.segment`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from searchkit.corpus.files import NO_FILE, FileState
from searchkit.corpus.problems import Warned
from searchkit.model.statement import Statement


@dataclass(frozen=True, slots=True)
class Document:
    """A statement, ready to be indexed.

    Attributes:
        statement: the statement; its id and title in NFC.
        text: what a reader sees of its body, in NFC.
        digest: 8 bytes that change when its source does (`content_digest`).
        file: the size and time of the file it comes from; `NO_FILE` if it comes from none.
        warnings: what had to be repaired.
        date_order: what its date tells of the order of days and months (`dates.ReadDate`).
        read_as: (key, field) of each key that was read as a field of another name.
    """

    statement: Statement
    text: str
    digest: bytes
    file: FileState = NO_FILE
    warnings: tuple[Warned, ...] = ()
    date_order: str = ""
    read_as: tuple[tuple[str, str], ...] = ()


def content_digest(data: bytes) -> bytes:
    """8 bytes of BLAKE2b over what a statement was made from."""
    return hashlib.blake2b(data, digest_size=8).digest()


def digest_number(digest: bytes) -> int:
    """A digest as the number that an index holds."""
    return int.from_bytes(digest, "little")
