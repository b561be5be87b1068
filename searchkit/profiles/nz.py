"""New Zealand: ministers' statements in English, with Māori names and words.

Lives here: the one place that says what is particular to it. Does not live here: what a
profile can say (`profile`).
"""

from __future__ import annotations

from searchkit.profiles.function_words import FUNCTION_WORDS
from searchkit.profiles.profile import Profile

_HONORIFICS = """
    rt right hon honourable honorable dr sir dame mr mrs ms miss prof professor rev
"""
# Members, counsel, the orders of New Zealand and those it had, and degrees.
_POST_NOMINALS = """
    mp mps kc qc onz gnzm dnzm knzm pcnzm dcnzm cnzm onzm mnzm qso qsm kcmg gcmg dcmg cmg kcvo
    cbe obe mbe kbe dbe bem jp phd llb llm mba msc bsc
"""
_DOUBTFUL_POST_NOMINALS = "ac am ao ba bcom ch ed ma om pc sc"
_PARTICLES = """
    ab abu al am ap ben bin bint bte da das de degli dei del dela della den der des di do dos du e
    el fitz i ibn la las le li lo los mac of te ten ter thi t und van vom von y zu zum zur
"""
_CAPTION_WORDS = """
    analysis click clicking discussion document download downloaded framework
    minister ministers newsletter pdf policy process release report statement summary view website
    www http https
"""
_SENTENCE_WORDS = """
    a about against also an and are as at attached available been before being between by can
    click for from has have her here his how in into is it its more no not on or our out over read
    see than that the their there these this those through to under up was were what when where
    which who will with your
"""
_MONTHS = """
    January February March April May June July August September October November December
"""

NZ = Profile(
    name="NZ",
    stemmer="english",
    honorifics=frozenset(_HONORIFICS.split()),
    articles=frozenset(["the"]),
    post_nominals=frozenset(_POST_NOMINALS.split()),
    doubtful_post_nominals=frozenset(_DOUBTFUL_POST_NOMINALS.split()),
    particles=frozenset(_PARTICLES.split()),
    caption_words=frozenset(_CAPTION_WORDS.split()),
    doubtful_captions=frozenset(["file", "link", "list", "page"]),
    sentence_words=frozenset(_SENTENCE_WORDS.split()),
    long_vowels="aeiou",
    months=tuple(_MONTHS.split()),
    currency="NZD",
    citation_styles=("nzlsg",),
    head_of_government="Prime Minister",
    function_words=FUNCTION_WORDS,
)
"""Where a source names a minister by a link, its caption may stand in the name's place: the
caption words are those of the 50,673 statements from 1996 to 2022."""
