"""The words that every English text is made of, whatever it speaks of.

Lives here: articles, pronouns, prepositions, conjunctions, auxiliary verbs and the like. Does
not live here: words that are frequent because of what the statements speak of.

Search ignores none of them: they only may be left out of lists of words.
"""

from __future__ import annotations

_WORDS = """
    a an the this that these those such same
    i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his
    himself she her hers herself it its itself they them their theirs themselves one ones
    who whom whose which what whoever whatever
    and or but nor so yet if unless because since although though while whereas whether than as
    of to in on at by for with from into onto upon out off over under up down through throughout
    during before after between among amongst against about around across along behind beyond
    near within without toward towards until till per via
    be am is are was were been being have has had having do does did doing done
    will would shall should can could may might must ought cannot
    not no never neither none nothing nobody
    there here then now when where why how again also too very just only even still already ever
    both either each every any some all more most less least much many few other others another
    own else however therefore thus hence rather quite almost
    s t d m ll re ve don isn aren wasn weren doesn didn hasn haven hadn won wouldn couldn shouldn
"""

FUNCTION_WORDS = frozenset(_WORDS.split())
