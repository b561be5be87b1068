"""The sections of a dictionary.

Lives here: the format in prose, and the names and types of its sections. Does not live
here: writing (`words`) and reading (`dictionary`) them.

A segment has three lists of words in UTF-8. Their numbers are their places:

- `stem`: the stems, sorted by bytes;
- `folded`: the folded forms, sorted by (number of the stem, bytes);
- `form`: the surface forms, sorted by (number of the folded form, bytes).

So the folded forms of a stem are neighbours, and so are the surface forms of a folded form:
`stem.folded_ends` and `folded.form_ends` say where each one's share ends. A word is found
by its stem; prefixes need a second order, `folded.order`: the folded forms sorted by bytes
alone. `folded.letters` says which letters each folded form has, for words that were
mistyped (see `letters`).
"""

from __future__ import annotations

from searchkit.segment.section import U4, Section, per_string, strings
from searchkit.storage.container import Array
from searchkit.storage.strings import BYTES, ENDS

STEM, FOLDED, FORM = "stem", "folded", "form"
FOLDED_ENDS = "stem.folded_ends"
FORM_ENDS = "folded.form_ends"
ORDER = "folded.order"
LETTERS = "folded.letters"


def _are_numbers(order: Array) -> bool:
    return not order.size or int(order.max()) < order.size


SECTIONS = (
    *strings(STEM, verified=True),
    *strings(FOLDED, verified=True),
    *strings(FORM, verified=True),
    Section(FOLDED_ENDS, U4, per_string(STEM), ends_in=FOLDED + ENDS, verified=True),
    Section(FORM_ENDS, U4, per_string(FOLDED), ends_in=FORM + ENDS, verified=True),
    Section(ORDER, U4, per_string(FOLDED), holds=_are_numbers, verified=True),
    Section(LETTERS, U4, per_string(FOLDED)),
)
STEM_BYTES, FOLDED_BYTES, FORM_BYTES = STEM + BYTES, FOLDED + BYTES, FORM + BYTES
