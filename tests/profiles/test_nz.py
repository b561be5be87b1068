"""What every profile must be, and what New Zealand's is for."""

import calendar

import Stemmer

from searchkit.profiles.nz import NZ
from searchkit.rendering.citations import STYLES
from searchkit.schema.analysis import fold


def test_words_are_folded_as_they_are_compared():
    for words in (NZ.honorifics, NZ.particles, NZ.caption_words, NZ.long_vowels):
        assert words
        assert all(fold(word) == word for word in words)


def test_its_language_has_a_stemmer():
    assert NZ.stemmer in Stemmer.algorithms()


def test_months_and_styles():
    assert NZ.months == tuple(calendar.month_name)[1:]
    assert set(NZ.citation_styles) <= set(STYLES)
