import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.profiles.nz import NZ
from searchkit.schema import analysis
from searchkit.schema.analysis import (
    fold,
    normalise,
    stem,
    stem_all,
    stems,
    token_bytes,
    token_pattern,
    token_spans,
    tokens,
    versions,
)

WORDY = st.text(
    st.sampled_from("aZé9_ -.’'\u0301\u0304\u00a0ā語ह\u093f\u094dßﬁ①²\u2014\n")
    | st.characters(exclude_categories=["Cs"])
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("...", []),
        ("O’Connor", ["O", "Connor"]),
        ("O'Connor", ["O", "Connor"]),
        ("covid-19", ["covid", "19"]),
        ("AT&T", ["AT", "T"]),
        ("$100 million, 2.5%", ["100", "million", "2", "5"]),
        ("C++", ["C"]),
        ("snake_case", ["snake", "case"]),
        ("no\u00a0break", ["no", "break"]),
        ("rock\u2014paper\u2013scissors", ["rock", "paper", "scissors"]),
        ("“quoted”", ["quoted"]),
        ("Kāinga Ora", ["Kāinga", "Ora"]),
        ("q\u0304uick", ["q\u0304uick"]),  # No single character is q with a macron.
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("日本語", ["日本語"]),
        ("soft\u00adhyphen", ["soft", "hyphen"]),
    ],
)
def test_tokens(text, expected):
    assert tokens(text) == expected


def reference_tokens(text):
    found, run = [], ""
    for character in text + " ":
        if unicodedata.category(character)[0] in "LNM":
            run += character
        elif run:
            found.append(run)
            run = ""
    return found


@given(WORDY)
def test_a_token_is_a_maximal_run_of_letters_digits_and_marks(text):
    text = normalise(text)
    assert tokens(text) == reference_tokens(text)


@given(WORDY)
def test_spans_are_those_of_the_tokens(text):
    text = normalise(text)
    assert [text[start:end] for start, end in token_spans(text)] == tokens(text)


@given(WORDY | st.text(st.sampled_from("ab9_ .-’‘“”–—\u00a0…•é\u0301\n\x85")))
def test_tokens_in_bytes_are_the_same(text):
    text = normalise(text)
    assert token_bytes(text) == [token.encode() for token in tokens(text)]


def test_the_common_separators_separate():
    for sign in analysis._COMMON_SEPARATORS:
        assert tokens(f"a{sign}b") == ["a", "b"]


@given(st.text(st.characters(max_codepoint=0x2AF)))
def test_the_fast_pattern_is_only_taken_where_it_finds_the_same(text):
    assert token_pattern(text) is analysis._WORD
    assert tokens(text) == reference_tokens(text)


def test_the_fast_pattern_covers_no_combining_mark():
    every = map(chr, range(sys.maxunicode + 1))
    fast = [c for c in every if analysis._BEYOND.search(c) is None]
    assert not [c for c in fast if unicodedata.category(c)[0] == "M"]


@given(WORDY)
def test_normalise_is_nfc(text):
    assert normalise(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Oster", "oster"),
        ("Māori", "maori"),
        ("MĀORI", "maori"),
        ("Ma\u0304ori", "maori"),
        ("maori", "maori"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("ﬁsh", "fish"),
        ("Ⅷ", "viii"),
        ("m²", "m2"),
        ("İzmir", "izmir"),
        ("Çığ", "cıg"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("Σίσυφος", "σισυφοσ"),
        ("हिन्दी", "हिन्दी"),
        ("\u0304", "\u0304"),
    ],
)
def test_fold(word, expected):
    assert fold(word) == expected


@given(WORDY)
def test_folding_ignores_case_and_the_normal_form(text):
    for token in tokens(normalise(text)):
        folded = fold(token)
        assert folded
        assert fold(unicodedata.normalize("NFD", token)) == folded


@given(WORDY)
def test_folding_twice_is_folding_once(text):
    for token in tokens(normalise(text)):
        assert fold(fold(token)) == fold(token)


@given(st.text(st.sampled_from("abcxyzāēīōūéüñç"), min_size=1))
def test_folding_ignores_case(word):
    assert fold(word.upper()) == fold(word) == fold(word.title())


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ministers", "minist"),
        ("minister", "minist"),
        ("running", "run"),
        ("skies", "sky"),
        ("generously", "generous"),
        ("2007", "2007"),
        ("s", "s"),
    ],
)
def test_stem_is_porter2(word, expected):
    assert stem(word) == expected


@given(st.lists(st.text(min_size=1)))
def test_every_word_has_one_stem_and_none_is_empty(words):
    found = stem_all(words)
    assert found == [stem(word) for word in words]
    assert all(found)


@given(WORDY)
def test_stems_are_the_whole_chain(text):
    assert stems(text) == [stem(fold(token)) for token in tokens(normalise(text))]


def test_stems_do_not_depend_on_case_quotes_or_the_normal_form():
    assert stems("O’Hare") == stems("o'hare") == ["o", "hare"]
    assert stems("MA\u0304ORI Ministers") == stems("māori minister") == ["maori", "minist"]


def test_versions_name_all_that_terms_depend_on():
    assert set(versions()) == {"tokeniser", "stemmer", "unicode"}
    assert versions()["unicode"] == unicodedata.unidata_version
    assert all(isinstance(value, str) and value for value in versions().values())


def test_a_profile_has_its_own_stemmer():
    other = NZ._replace(stemmer="german")
    assert stem_all(["ministers", "laufen"]) == ["minist", "laufen"]
    assert stem_all(["ministers", "laufen"], other) == ["minist", "lauf"]
    assert stem_all(["laufen"]) == ["laufen"]
    assert versions()["stemmer"].startswith("snowball-english ")
    assert versions(other)["stemmer"].startswith("snowball-german ")
