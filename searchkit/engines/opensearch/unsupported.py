"""What an index in a cluster can't be asked.

Lives here: the one error that says so. Does not live here: which queries can't be translated
(`translating`, `spans`).
"""

from __future__ import annotations

from searchkit.model.errors import NotServed


def refusal(what: str) -> NotServed:
    """The error about something that the protocol has and this engine does not."""
    return NotServed(
        f"an index in a cluster has no {what}",
        remedy="Ask an index in a folder: searchkit index PATH, without an address",
    )
