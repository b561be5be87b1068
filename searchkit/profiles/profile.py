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
        articles: words in front of honorifics, no part of the name either.
        post_nominals: letters after a person's name that are no part of it.
        doubtful_post_nominals: such that could be a surname, too.
        particles: words inside a person's name that are written small.
        caption_words: words of a link's caption, never of a person's name.
        doubtful_captions: such that are names, too: alone they are none.
        sentence_words: words that, written small, occur in sentences and in no name.
        long_vowels: vowels that may be written doubled where the correct spelling has a
            macron.
        months: the names of the months, January first.
        currency: the code of the one that a mere `$` and a mere number mean.
        citation_styles: the styles of citation that only this country has.
        head_of_government: the portfolio of whoever leads the government.
        function_words: words that every text is made of, whatever it speaks of.
    """

    name: str
    stemmer: str
    honorifics: frozenset[str]
    articles: frozenset[str]
    post_nominals: frozenset[str]
    doubtful_post_nominals: frozenset[str]
    particles: frozenset[str]
    caption_words: frozenset[str]
    doubtful_captions: frozenset[str]
    sentence_words: frozenset[str]
    long_vowels: str
    months: tuple[str, ...]
    currency: str
    citation_styles: tuple[str, ...]
    head_of_government: str
    function_words: frozenset[str] = frozenset()
