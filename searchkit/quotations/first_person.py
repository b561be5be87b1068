"""Whether a statement is one in the first person: a speech, which its minister says.

Lives here: that. Does not live here: what follows from it (`judging`, `searchkit.engines`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.profiles.speech import ADDRESSES, I
from searchkit.quotations.runs import QuotedRun

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Every word of `I` has one of these; most statements have none, and need not be taken apart.
_OWN = re.compile(r"(?<![^\W\d_])(?:i|my|me|myself)(?![^\W\d_])", re.IGNORECASE)
_LEAST = 4
_SHARE = 0.006
_QUOTED = 0.5


def is_first_person(text: str, title: str, found: Sequence[QuotedRun]) -> bool:
    """Whether what stands outside of all marks speaks of itself as "I".

    Args:
        found: the runs of quoted words of the text.
    """
    outside: list[str] = []
    at = 0
    for run in found:
        outside.append(text[at : run.start])
        at = run.end
    outside.append(text[at:])
    is_address = any(word.lower() in ADDRESSES for word in _WORD.findall(title))
    least = _LEAST / 2 if is_address else _LEAST
    joined = "".join(outside)
    if len(_OWN.findall(joined)) < least:
        return False
    told = [word.replace("’", "'") for word in _WORD.findall(joined)]
    own = sum(word != "i" and word.lower() in I for word in told)
    quoted = 1 - len(joined) / len(text)
    return own >= least and own / len(told) >= _SHARE and quoted < _QUOTED
