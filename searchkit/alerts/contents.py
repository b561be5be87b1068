"""What a statement says, and what an index holds, as digests.

Lives here: which of a statement counts (docs/receipts.md says it for others to compute), the
fingerprint of an index, and keys. Does not live here: the digests of files, which an archive gives.
"""

from __future__ import annotations

import hashlib
import json

from searchkit.engines.protocol import Archive
from searchkit.model.statement import Statement, fields_as_json


def content_digest(statement: Statement) -> str:
    """The SHA-256, in hexadecimal digits, of what a statement says: of its title, body, date,
    address, names, attachments and own fields, as JSON with sorted keys, no white space and
    all but ASCII escaped. Its id, and what else its source has (`extra`), play no part.
    """
    said = {
        "attachments": list(statement.attachments),
        "body": statement.body,
        "date": statement.date.isoformat() if statement.date else None,
        "fields": fields_as_json(statement.fields),
        "ministers": list(statement.ministers),
        "portfolios": list(statement.portfolios),
        "title": statement.title,
        "url": statement.url,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def fingerprint(archive: Archive) -> str:
    """The SHA-256 of which statements an index holds, and in which versions: of a line for each,
    ascending by id: the id as JSON writes it, a space, its digest (`Archive.digests`).

    It is the same of every index of the same files, however and when it was built.
    """
    found = hashlib.sha256()
    for id, digest in archive.digests().items():
        found.update(f"{json.dumps(id)} {digest}\n".encode("ascii"))
    return found.hexdigest()


def key_of(*parts: str) -> str:
    """Text that no other parts give: 128 bits of their SHA-256, in hexadecimal digits."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]
