"""Words around names, as the English-speaking parliaments write them.

Lives here: what a profile has where it says nothing else. Does not live here: what only one
country has (its own module, `nz`), spellings of English (`english`).
"""

from __future__ import annotations

_HONORIFICS = """
    rt right hon honourable honorable dr sir dame mr mrs ms miss prof professor rev
"""
# Members, counsel, British orders and degrees.
_POST_NOMINALS = """
    mp mps kc qc kcmg gcmg dcmg cmg kcvo cbe obe mbe kbe dbe bem jp phd llb llm mba msc bsc
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
_ROLES = """
    ambassador attorney chair chairman chairperson chairwoman chancellor commissioner governor
    leader minister mp premier president secretary solicitor speaker spokesman spokesperson
    spokeswoman treasurer undersecretary whip
"""
_MONTHS = """
    January February March April May June July August September October November December
"""

HONORIFICS = frozenset(_HONORIFICS.split())
ARTICLES = frozenset(["the"])
POST_NOMINALS = frozenset(_POST_NOMINALS.split())
DOUBTFUL_POST_NOMINALS = frozenset(_DOUBTFUL_POST_NOMINALS.split())
PARTICLES = frozenset(_PARTICLES.split())
CAPTION_WORDS = frozenset(_CAPTION_WORDS.split())
DOUBTFUL_CAPTIONS = frozenset(["file", "link", "list", "page"])
SENTENCE_WORDS = frozenset(_SENTENCE_WORDS.split())
ROLES = frozenset(_ROLES.split())
"""Words of what follows a comma after a name: "Orla Brannigan, Minister for Harbours"."""
MONTHS = tuple(_MONTHS.split())
"""Where a source names a person by a link, its caption may stand in the name's place: the
caption words are those of New Zealand's 50,673 statements from 1996 to 2022."""
