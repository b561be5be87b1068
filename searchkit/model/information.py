"""What there is to know about an index as a whole: plain values.

Lives here: what it holds (`Info`), and what a check of it found (`Checked`). Does not
live here: counting and checking (`searchkit.engines`), printing (`searchkit.cli`).
"""

from __future__ import annotations

from typing import NamedTuple

from searchkit.model.showing import shown_by


@shown_by("file", "statements", "deleted")
class SegmentInfo(NamedTuple):
    """A segment: its file, statements (deleted ones too), how many of them are deleted,
    words, bytes on disk.
    """

    file: str
    statements: int
    deleted: int
    words: int
    size: int


@shown_by("name", "kind", "statements")
class FieldInfo(NamedTuple):
    """A field of the statements.

    Attributes:
        name: as front matter and JSON call it.
        kind: "text", "person", "name" or "date".
        query: what a query writes before the colon; None: it can't be asked for alone.
        statements: how many have something in it.
    """

    name: str
    kind: str
    query: str | None
    statements: int


@shown_by("statements", "words", "first_date", "last_date", "profile")
class Info(NamedTuple):
    """What an index holds.

    Attributes:
        statements: how many; deleted ones are not counted.
        deleted: deleted statements that still take room.
        terms: distinct stems.
        words: all of them.
        size: bytes on disk.
        sizes: the same by part.
        segments: how many.
        files: each segment.
        generation: how often something was published.
        first_date, last_date: "YYYY-MM-DD", or None where no date is known.
        unknown_dates: statements without a date.
        format: version of the format on disk.
        sample: whether it was built from the seeds.
        roots: where the statements came from: name -> path.
        profile: the name of the profile by which they were read.
        fields: what they have, as the schema orders it.
    """

    statements: int
    deleted: int
    terms: int
    words: int
    size: int
    sizes: dict[str, int]
    segments: int
    files: tuple[SegmentInfo, ...]
    generation: int
    first_date: str | None
    last_date: str | None
    unknown_dates: int
    format: int
    sample: bool
    roots: dict[str, str]
    profile: str
    fields: tuple[FieldInfo, ...]


AT_A_GLANCE = (
    *("statements", "first_date", "last_date", "unknown_dates", "words", "size", "profile"),
    "fields",
)
"""What a notebook shows of an archive."""


class Fault(NamedTuple):
    """Something that an index says and its stored texts do not, or the other way round.

    Attributes:
        file: of the index.
        statement: the id of the statement it is about; None: no single one.
        section: the part of the file.
        what: in words.
    """

    file: str
    statement: str | None
    section: str
    what: str


class Checked(NamedTuple):
    """What a check found.

    Attributes:
        statements: how many the index holds.
        faults: the first of them; a long list is cut.
        total: how many faults there are.
        remedy: what to do about them, a whole sentence.
    """

    statements: int
    faults: tuple[Fault, ...]
    total: int
    remedy: str
