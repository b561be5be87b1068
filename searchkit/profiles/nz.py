"""New Zealand: ministers' statements in English, with Māori names and words.

Lives here: the one place that says what is particular to it, but for the names of its
offices (`nz_offices`). Does not live here: what a
profile can say (`profile`), what it shares with other countries (`words`).
"""

from __future__ import annotations

from searchkit.profiles.nz_offices import OFFICES
from searchkit.profiles.profile import NAME, PERSON, Profile, ProfileField
from searchkit.profiles.words import POST_NOMINALS

# The orders of New Zealand.
_ORDERS = "onz gnzm dnzm knzm pcnzm dcnzm cnzm onzm mnzm qso qsm"

NZ = Profile(
    name="NZ",
    fields=(
        ProfileField("ministers", PERSON, query="minister"),
        ProfileField("portfolios", NAME, query="portfolio"),
    ),
    post_nominals=POST_NOMINALS | frozenset(_ORDERS.split()),
    long_vowels="aeiou",
    currency="NZD",
    citation_styles=("nzlsg",),
    head_of_government="Prime Minister",
    same_offices=OFFICES,
)
"""The profile of an index for which no other is named."""
