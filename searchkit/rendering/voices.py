"""Who says something, in front of the words.

Lives here: that label, for terminals, pages and tables alike. Does not live here: who says it
(`searchkit.quotations`).
"""

from __future__ import annotations

from collections.abc import Sequence

SOMEBODY = "somebody"
"""Who speaks where a statement does not tell."""


def voice_label(speakers: Sequence[str], own_words: bool = False) -> str:
    """Names and a colon; `own_words`: of a text in the first person, which nobody quotes."""
    names = ", ".join(" ".join(name.split()) for name in speakers) or SOMEBODY
    return f"{names}, in the first person:" if own_words else f"{names}:"
