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
    """

    statement: Statement
    text: str
    digest: bytes
    file: FileState = NO_FILE
    warnings: tuple[Warned, ...] = ()


def content_digest(data: bytes) -> bytes:
    """8 bytes of BLAKE2b over what a statement was made from."""
    return hashlib.blake2b(data, digest_size=8).digest()


def digest_number(digest: bytes) -> int:
    """A digest as the number that an index holds."""
    return int.from_bytes(digest, "little")
