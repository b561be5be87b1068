"""The views of a query beside one another, as links that keep query and filters.

Lives here: which views there are, in which order. Does not live here: what each shows.
"""

from __future__ import annotations

from searchkit.web.paging import Link
from searchkit.web.site import Site
from searchkit.web.state import State
from searchkit.web.views import View, only_matching

STATEMENTS, LINES, WORDS, TREND, FIRST = "search", "lines", "words", "trend", "first"
TIMELINE = "timeline"
TITLES = {
    STATEMENTS: "Statements",
    LINES: "Lines",
    WORDS: "Words",
    TREND: "Over time",
    FIRST: "First uses",
    TIMELINE: "Said",
}
"""What people call each view, by its address."""


def tabs(site: Site, state: State, shown: str) -> list[Link]:
    """A link to each view of a query; `shown`: the one that is shown."""
    shared = only_matching(state)
    return [
        Link(title, site.links.view(View(name, shared)), name == shown)
        for name, title in TITLES.items()
    ]
