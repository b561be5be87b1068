"""What a search can be asked for: the forms of its arguments, and their choices.

Lives here: the orders and the ways to show copies, each listed once, how long a page is, and
what may be given for names and days. Does not live here: what they do (`searchkit.engines`).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from os import PathLike
from types import MappingProxyType

RELEVANCE, NEWEST, OLDEST = SORTS = ("relevance", "newest", "oldest")
"""The orders of hits; the first is the default."""
GROUP, ALL = COPIES = ("group", "all")
"""Statements of equal text as one hit, or each as its own; the first is the default of a
page, the second that of a list."""
PAGE = 10
"""Hits a page, where nobody says otherwise."""
MOST_REPEATED = 100
"""Hits of a page whose repeats are looked for at once."""
LINE_SORTS = (
    *(NEWEST, OLDEST, "match"),
    *("left1", "left2", "left3", "right1", "right2", "right3"),
)
"""The orders of the lines of a concordance: by date, by what matched, by a word beside it; the
first is the default."""
YEAR, QUARTER, MONTH = PERIODS = ("year", "quarter", "month")
"""What a trend can be counted by; the first is the default."""
CONTEXT = 60
"""Characters of context on each side of a line, where nobody says otherwise."""
WINDOW = 5
"""Words on each side of an occurrence that are collocates, where nobody says otherwise."""
MOST_AROUND = 100
"""Words on each side of an occurrence at most."""
LEAST = 5
"""How often a word must occur to be listed as a collocate or a keyword, where nobody says
otherwise."""

GivenQuery = object
"""Text in the query language, or a tree of `whoosh.query`, which no type of ours describes."""
GivenNames = str | Sequence[str]
"""A name or several, any of which will do."""
GivenMeaning = bool | str | PathLike[str]
"""Whether nearness in meaning counts; or the folder of the model by which it does."""
NO_NAMES: Mapping[str, GivenNames] = MappingProxyType({})
GivenDay = datetime.date | str | int | None
"""A date, or a year, month or day as text ("2007", "2007-11", "2007-11-20")."""
