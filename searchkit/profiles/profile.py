"""What a country and its language add to the analysis of statements, as a value.

Lives here: `Profile`. Does not live here: the profile of a country (one module each), the
functions that are given one (`searchkit.schema`).
"""

from __future__ import annotations

from typing import NamedTuple


class Profile(NamedTuple):
    """A country and its language.

    Words are folded (`schema.analysis.fold`), as they are compared.

    Attributes:
        name: the country, by its ISO 3166 code.
        stemmer: the Snowball algorithm of its language. An index records it.
        honorifics: words in front of a person's name that are no part of it.
        particles: words inside a person's name that are written small.
        caption_words: words of a link's caption, never of a person's name.
        long_vowels: vowels that may be written doubled where the correct spelling has a
            macron.
        months: the names of the months, January first.
        citation_styles: the styles of citation that only this country has.
    """

    name: str
    stemmer: str
    honorifics: frozenset[str]
    particles: frozenset[str]
    caption_words: frozenset[str]
    long_vowels: str
    months: tuple[str, ...]
    citation_styles: tuple[str, ...]
