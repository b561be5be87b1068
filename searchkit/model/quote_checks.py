"""Quote checks: whether somebody said what they are quoted with.

Lives here: the values that `Archive.check_quote` gives. Does not live here: finding where
words come from (`searchkit.engines`), comparing them (`searchkit.quotations.comparing`).
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from searchkit.model.rows import Rows
from searchkit.model.showing import shown_by

EXACT, ALTERED, SPLICED, NOT_FOUND = "exact", "altered", "spliced", "not found"
"""The verdicts."""
SAME, WORDS, CASE, PUNCTUATION, ATTRIBUTION = "same", "words", "case", "punctuation", "attribution"
"""The kinds of parts of a comparison."""


class QuotePart(NamedTuple):
    """A part of a quotation beside what its source has there.

    Attributes:
        kind: "same"; "words": other words, or none on one side; "case": the same letters with
            other capitals or accents; "punctuation": other signs or spaces between the words;
            "attribution": what the source puts between the parts of a quotation ("says X").
        given: what the quotation has.
        source: what the source has.
    """

    kind: str
    given: str
    source: str


@shown_by("date", "speakers", "text", "id")
class QuoteMatch(NamedTuple):
    """A place that a quotation, or a piece of it, comes from.

    Attributes:
        id, date, title: of the statement.
        speakers: who says the words there: of a quotation, its speakers; of a text in the first
            person, its ministers; none where the statement tells it in its own words.
        text: the words as the statement has them.
        diff: the quotation beside them, from its first part to its last; empty where both are
            the same.
    """

    id: str
    date: datetime.date | None
    title: str
    speakers: tuple[str, ...]
    text: str
    diff: tuple[QuotePart, ...]

    @property
    def alters_words(self) -> bool:
        """Whether other than punctuation and case differ."""
        return any(part.kind == WORDS for part in self.diff)

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit quote --json` prints for it."""
        return {
            "id": self.id,
            "date": self.date.isoformat() if self.date else None,
            "speakers": list(self.speakers),
            "text": self.text,
            "diff": [part._asdict() for part in self.diff],
        }


@shown_by("verdict", "quote", "matches")
class QuoteCheck(NamedTuple):
    """What became of a quotation.

    Attributes:
        quote: as it was given.
        verdict: "exact", "altered", "spliced" (from several places) or "not found".
        matches: of "exact" and "altered" every place as near as the nearest, oldest first; of
            "spliced" the place of each piece in the order of the quotation; of "not found" the
            nearest.
        more: whether more statements than those of `matches` have it exactly.
    """

    quote: str
    verdict: str
    matches: Rows[QuoteMatch]
    more: bool = False

    def to_json(self) -> dict[str, object]:
        """The object that `searchkit quote --json` prints for it."""
        return {"verdict": self.verdict, "matches": [one.to_json() for one in self.matches]}
