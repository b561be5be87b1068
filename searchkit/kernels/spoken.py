"""What is said in a statement: what kernels take and give.

Lives here: the types of it. Does not live here: who finds it.
"""

from __future__ import annotations

from typing import NamedTuple

Words = frozenset[str]
Stretch = tuple[int, int, tuple[str, ...], bool, bool, bool]
"""The fields of a `searchkit.quotations.finding.Spoken`."""
Said = tuple[bool, list[Stretch]]
"""Whether a statement is in the first person; all that is said in it, in order."""


class SpeechWords(NamedTuple):
    """Words of a language that tell who speaks, in small letters, as `searchkit.profiles.speech`
    has them.
    """

    saying: Words
    plain_saying: Words
    offices: Words
    honorifics: Words
    pronouns: Words
    no_names: Words
    bodies: Words
    male: Words
    female: Words
    governing: Words
    opponents: Words
    elisions: Words
    calling: Words
    addresses: Words
    first_person: Words
