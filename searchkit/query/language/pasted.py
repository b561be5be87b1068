"""Text that was pasted and is no query.

Lives here: telling a headline or a paragraph, with whatever signs stand in it, from a query
that somebody wrote and got wrong; and its words. Does not live here: what is wrong with it
(`checks`, `grammar`), the note (`parser`).
"""

from __future__ import annotations

import re

from searchkit.query.language.fields import field_names
from searchkit.query.language.lookalikes import is_typed
from searchkit.schema.fields import Schema

_OPERATOR = re.compile(r"(?<![^\s(])(?:AND|OR|NOT|(?:NEAR|ADJ)/[0-9]+)(?![^\s)])")
_SIGN = re.compile(r"[^\w\s'’.,\-‐‑–—]|(?<!\w)[-‐‑–—]+|[-‐‑–—]+(?!\w)")


def pasted_words(text: str, schema: Schema) -> str | None:
    """`text` with a space for every sign that could mean something, so that all words keep
    their columns; None if it is short enough to have been typed, or holds an operator or a field.
    """
    fields = "|".join(map(re.escape, field_names(schema)))
    if is_typed(text) or _OPERATOR.search(text):
        return None
    if re.search(rf"(?<![^\s(-])(?i:{fields}):\S", text):
        return None
    return _SIGN.sub(lambda sign: " " * len(sign[0]), text)
