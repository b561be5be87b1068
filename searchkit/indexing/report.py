"""What an indexing run did.

Lives here: the report and its JSON. Does not live here: printing it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from searchkit.corpus.problems import Skipped, Warned
from searchkit.model.showing import shown_by


class ReadAs(NamedTuple):
    """A key of front matter that was read as a field of another name, and in how many files."""

    key: str
    field: str
    files: int


@shown_by("added", "updated", "removed", "unchanged", "skipped", "warnings")
@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a run of `searchkit index` (or `searchkit.build`) did.

    Attributes:
        added, updated, removed, unchanged: how many statements, compared with the index
            before.
        skipped: files that are not in the index, and why.
        warnings: files that were read but had to be repaired.
        seconds: how long it took.
        replaced_sample: whether the index before was the sample built from seeds.
        unusable: why nothing of the index before could be kept; None if it could be read.
        not_read: how many files of other kinds lie beside the statements, by suffix in lower
            case ("" for none), the most frequent first.
        read_as: keys that were read as fields of other names (`speaker` as ministers).
        reread: how many files had to be read again, changed or not, because another version
            of searchkit read them before.
        profile_changed: what of the profile is new ("the field party"), so that all files were
            read again.
        unfinished: whether a run before had not come to its end.
        resumed: how many statements it had sent to a cluster that were not sent again; the rest
            was deleted.
    """

    added: int
    updated: int
    removed: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    warnings: tuple[Warned, ...]
    seconds: float
    replaced_sample: bool = False
    unusable: str | None = None
    not_read: Mapping[str, int] = field(default_factory=dict)
    read_as: tuple[ReadAs, ...] = ()
    reread: int = 0
    profile_changed: tuple[str, ...] = ()
    unfinished: bool = False
    resumed: int = 0

    @property
    def total(self) -> int:
        """Statements that this run put into the index."""
        return self.added + self.updated + self.unchanged

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit index --json` prints."""
        return {
            "added": self.added,
            "updated": self.updated,
            "removed": self.removed,
            "unchanged": self.unchanged,
            "skipped": [{"path": s.path, "reason": s.reason} for s in self.skipped],
            "warnings": [
                {"path": w.path, "line": w.line, "message": w.message} for w in self.warnings
            ],
            "not_read": dict(self.not_read),
            "read_as": [one._asdict() for one in self.read_as],
            "reread": self.reread,
            "profile_changed": list(self.profile_changed),
            "seconds": round(self.seconds, 3),
        }
