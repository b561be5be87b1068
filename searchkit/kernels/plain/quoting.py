"""Who says what in a statement.

Lives here: what a compiled twin takes and gives. Does not live here: the rules, which are those of
`searchkit.quotations`. That is the judge, and what is asked where nothing is compiled. So here
nothing is found.
"""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.kernels.spoken import Said, SpeechWords


def spoken(words: SpeechWords, text: str, title: str, people: Sequence[str]) -> Said | None:
    """Who says what in a statement; None: `searchkit.quotations` has to tell, so here it always is.

    Args:
        words: that tell who speaks.
        text: the clean text of its body.
        title: its title.
        people: of its front matter, without honorifics.
    """
    return None
