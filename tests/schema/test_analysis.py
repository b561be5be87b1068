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
    token_spans,
    tokens,
    versions,
    visible,
    with_common_spaces,
)
from tests.support.plain_words import UNSEEN, words

WORDY = st.text(
    st.sampled_from("aZé9_ -.’'\u0301\u0304\u00a0ā語5,.ह\u093f\u094dßﬁ①²\u2014\n")
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
        ("$100 million, 2.5%", ["100", "million", "2.5"]),
        ("C++", ["C"]),
        ("snake_case", ["snake", "case"]),
        ("no\u00a0break", ["no", "break"]),
        ("rock\u2014paper\u2013scissors", ["rock", "paper", "scissors"]),
        ("“quoted”", ["quoted"]),
        ("Kāinga Ora", ["Kāinga", "Ora"]),
        ("q\u0304uick", ["q\u0304uick"]),  # No single character is q with a macron.
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("日本語", ["日本語"]),
        ("soft\u00adhyphen", ["softhyphen"]),
    ],
)
def test_tokens(text, expected):
    assert tokens(text) == expected


@given(WORDY)
def test_a_token_is_a_number_or_a_maximal_run_of_letters_digits_and_marks(text):
    assert tokens(normalise(text)) == words(text)


@given(WORDY)
def test_spans_are_those_of_the_tokens(text):
    text = normalise(text)
    shown = [visible(text[start:end]) for start, end in token_spans(text)]
    assert [normalise(with_common_spaces(one)) for one in shown] == tokens(text)


@given(WORDY | st.text(st.sampled_from("ab9_ .-’‘“”–—\u00a0…•é\u0301\n\x85")))
def test_tokens_in_bytes_are_the_same(text):
    text = normalise(text)
    assert token_bytes(text) == [token.encode() for token in tokens(text)]


def test_the_common_separators_separate():
    for sign in analysis._COMMON_SEPARATORS:
        assert tokens(f"a{sign}b") == ["a", "b"]


HIDDEN = [
    "\u00ad",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\ufe0f",
    "\u200e",
    "\U000e0100",
]


@pytest.mark.parametrize("hidden", HIDDEN, ids=ascii)
def test_what_no_reader_sees_is_no_part_of_a_word_and_separates_none(hidden):
    assert tokens(f"{hidden}ko{hidden}rea{hidden} 10{hidden},000{hidden}") == ["korea", "10,000"]
    assert tokens(hidden) == tokens(f" {hidden}{hidden} ") == []
    text = f"x {hidden}ko{hidden}{hidden}rea{hidden}!"
    assert [text[a:b] for a, b in token_spans(text)] == ["x", f"ko{hidden}{hidden}rea"]
    assert tokens(f"ma{hidden}\u0304ori") == ["māori"]
    assert visible(text) == "x korea!"


def test_an_emoji_of_several_characters_is_no_word():
    assert tokens("one ❤\ufe0f 👩\u200d👩\u200d👧 two") == ["one", "two"]


def test_hidden_characters_are_those_of_the_plain_rules():
    every = map(chr, range(sys.maxunicode + 1))
    assert {c for c in every if not visible(c)} == UNSEEN


@given(WORDY, st.lists(st.sampled_from(HIDDEN), min_size=1, max_size=3))
def test_hidden_characters_anywhere_change_no_word(text, hidden):
    text = visible(normalise(text))
    for place in range(0, len(text) + 1, 3):
        changed = text[:place] + "".join(hidden) + text[place:]
        assert list(map(normalise, tokens(changed))) == tokens(text)


@given(st.text(st.characters(max_codepoint=0x2AF)))
def test_the_fast_pattern_is_only_taken_where_it_finds_the_same(text):
    assert analysis._word_pattern(text) is analysis._WORD
    assert tokens(text) == words(text)


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
        *[("œuvre", "oeuvre"), ("ŒUVRE", "oeuvre"), ("Ǽther", "aether"), ("ÆSIR", "aesir")],
        *[("Søren", "soren"), ("SØREN", "soren"), ("ǿ", "o"), ("Łos", "los"), ("łoś", "los")],
        *[("Đặng", "dang"), ("đ", "d"), ("Ðor", "dor"), ("ð", "d"), ("Þór", "thor"), ("þ", "th")],
        *[
            ("ß", "ss"),
            ("ẞ", "ss"),
            ("Ħal", "hal"),
            ("ŧ", "t"),
            ("ɓ", "b"),
            ("Ⱥ", "a"),
            ("ꝏ", "oo"),
        ],
        *[("ı", "ı"), ("ŋ", "ŋ"), ("ə", "ə"), ("ґ", "ґ")],  # Letters of their own.
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


LATIN = [
    c
    for c in map(chr, range(0x80, sys.maxunicode + 1))
    if unicodedata.name(c, "").startswith(("LATIN SMALL L", "LATIN CAPITAL L"))
]


def test_no_letter_of_europe_is_left_but_those_of_their_own():
    left = {c for c in LATIN if ord(c) < 0x180 and not (fold(c).isascii() and fold(c).isalpha())}
    # The last two are a letter and a sign beside it.
    assert left == set("ıĸŊŋ") | set("ĿŀŉŊ")


def test_folding_a_letter_twice_is_folding_it_once():
    for c in LATIN:
        assert fold(fold(c)) == fold(c)
        assert c == "ı" or fold(c) == fold(c.upper())
        assert fold(unicodedata.normalize("NFD", c)) == fold(c)


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
    other = NZ.replaced(stemmer="german")
    assert stem_all(["ministers", "laufen"]) == ["minist", "laufen"]
    assert stem_all(["ministers", "laufen"], other) == ["minist", "lauf"]
    assert stem_all(["laufen"]) == ["laufen"]
    assert versions()["stemmer"].startswith("snowball-english ")
    assert versions(other)["stemmer"].startswith("snowball-german ")
