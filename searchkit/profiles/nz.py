"""New Zealand: ministers' statements in English, with Māori names and words.

Lives here: the one place that says what is particular to it. Does not live here: what a
profile can say (`profile`).
"""

from __future__ import annotations

from searchkit.profiles.profile import Profile

_HONORIFICS = """
    rt right hon honourable honorable dr sir dame mr mrs ms miss prof professor rev
"""
_PARTICLES = "te de den der di du la le van von da dos of y"
_CAPTION_WORDS = """
    analysis click clicking discussion document download downloaded file framework link
    minister newsletter pdf policy process release report statement summary view website
    www http https
"""
_MONTHS = """
    January February March April May June July August September October November December
"""

NZ = Profile(
    name="NZ",
    stemmer="english",
    honorifics=frozenset(_HONORIFICS.split()),
    particles=frozenset(_PARTICLES.split()),
    caption_words=frozenset(_CAPTION_WORDS.split()),
    long_vowels="aeiou",
    months=tuple(_MONTHS.split()),
    citation_styles=("nzlsg",),
)
"""Where a source names a minister by a link, its caption may stand in the name's place: the
caption words are those of the 50,673 statements from 1996 to 2022."""
