"""The tools `who` and `check_quote`.

Lives here: who held which office, and whether a quotation is real. Does not live here: what
statements say (`asking`, `words`).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from searchkit.engines.protocol import Archive
from searchkit.mcp.arguments import Offset, Text
from searchkit.mcp.results import (
    QUOTED,
    OfficeHeld,
    QuoteResult,
    Source,
    WhoResult,
    cited,
    page_of,
    short,
    short_list,
)
from searchkit.model.offices import OfficeTenure
from searchkit.model.quote_checks import (
    ALTERED,
    EXACT,
    NOT_FOUND,
    SAME,
    SPLICED,
    QuoteMatch,
)

LIMITS = (
    "Dates are those of the first and the last statement that shows somebody in an office; the "
    "office itself may have begun earlier and ended later."
)
MEANING = {
    EXACT: "The sources have it word for word; the oldest come first.",
    ALTERED: "The sources have it with the differences shown; the oldest come first.",
    SPLICED: "Its pieces come from several places, in this order.",
    NOT_FOUND: "No statement of this index has it. The sources, if any, come nearest.",
}
"""What each verdict says."""
MOST_QUOTED = 5_000
"""Characters of a quotation; `check_quote` takes 500 words."""
MOST_PARTS = 200
"""Parts of a comparison that are shown."""


def who(
    archive: Archive,
    office: Annotated[
        Text, Field(description="A portfolio, or words of its name; empty: all, on a day.")
    ] = "",
    on: Annotated[
        Text | None, Field(description="Only who held it then: 2007, 2007-11 or 2007-11-20.")
    ] = None,
    limit: Annotated[int, Field(ge=1, le=100, description="Tenures at most.")] = 50,
    offset: Offset = 0,
) -> WhoResult:
    """Tell who held an office, from when to when, as far as the statements show: by office, then in
    order of time, each with the ids of statements that show it. Give an office, a day or both.
    """
    found = archive.who(office, on=on or None)
    tenures, page = page_of(found, offset, limit, "tenures")
    return {
        "quoted_material": QUOTED,
        "total": len(found),
        "limits": LIMITS,
        **page,
        "tenures": [_tenure(one) for one in tenures],
    }


def _tenure(one: OfficeTenure) -> OfficeHeld:
    return {
        "office": short(one.office),
        "person": short(one.person),
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "statements": one.statements,
        "beside": short(one.beside) if one.beside else None,
        "evidence": short_list(one.evidence),
    }


def check_quote(
    archive: Archive,
    quote: Annotated[
        str, Field(max_length=MOST_QUOTED, description="The quoted words, up to 500 of them.")
    ],
) -> QuoteResult:
    """Check whether a quotation is real: "exact", "altered" (each difference is shown), "spliced"
    from several places or "not found", with its sources: who says it, when and where. Use it before
    you put words into somebody's mouth. It compares words; it does not judge what they mean.
    """
    found = archive.check_quote(quote)
    return {
        "quoted_material": QUOTED,
        "verdict": found.verdict,
        "meaning": MEANING[found.verdict],
        "more_places": found.more,
        "sources": [_source(archive, one) for one in found.matches],
    }


def _source(archive: Archive, match: QuoteMatch) -> Source:
    place = archive.text(match.id).find(match.text)
    parts = [part for part in match.diff if part.kind != SAME]
    return {
        **cited(archive.statement(match.id)),
        "speakers": short_list(match.speakers),
        "quoted": True,
        "start": place if place >= 0 else None,
        "end": place + len(match.text) if place >= 0 else None,
        "differences": [
            {"kind": part.kind, "given": short(part.given), "source": short(part.source)}
            for part in parts[:MOST_PARTS]
        ],
        "text": match.text,
    }
