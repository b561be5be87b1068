import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.profiles.nz import NZ
from searchkit.profiles.profile import Profile
from searchkit.schema.names import (
    is_person,
    label_key,
    name_kinds,
    name_words,
    person_key,
    plain_name,
)

ORLA = ["Orla Brannigan", "Hon Orla Brannigan", "Rt Hon Orla Brannigan", "Rt. Hon. ORLA BRANNIGAN"]


@pytest.mark.parametrize(
    "name",
    [
        *[*ORLA, "  Hon  Orla   Brannigan ", "Dame Orla Brannigan", "orla brannigan"],
        *["The Hon Orla Brannigan", "the Rt. Hon. Dr Orla Brannigan", "Hon. Òrla Brännigan"],
        *["Orla Brannigan MP", "Orla Brannigan, MP", "Orla Brannigan M.P.", "Orla Brannigan mp"],
        *["Orla Brannigan KC", "Orla Brannigan QC, CNZM", "Orla Brannigan, K.C., M.P."],
        *["Rt Hon Orla Brannigan ONZ KNZM", "ORLA BRANNIGAN MP", "Orla Brannigan, Ma"],
        *["Orla Brannigan AM", "Dr Orla Brannigan PhD", "Orla\u00a0Brannigan\u00a0QSO"],
    ],
)
def test_all_names_of_one_person_share_a_key(name):
    assert person_key(name) == "orla brannigan"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Hon Tamsin Ōhare", "tamsin ohare"),
        ("Hon Dr Tamsin O\u0304hare", "tamsin ohare"),
        ("Hon Bede O’Farrow", "bede o farrow"),
        ("Bede O'Farrow", "bede o farrow"),
        ("Hon", ""),
        ("Rt Hon", ""),
        ("", ""),
        ("Honor Farrow", "honor farrow"),
        ("Bede Hon", "bede hon"),  # Only what stands in front is an honorific.
        ("The Farrow", "the farrow"),
        ("Bede Ma", "bede ma"),  # A surname.
        ("Bede MA", "bede ma"),
        ("Yan Ma MP", "yan ma"),
        ("MP", "mp"),
        ("Hon MP", "mp"),
        ("MP Farrow", "mp farrow"),
    ],
)
def test_person_key(name, key):
    assert person_key(name) == key
    assert name_words(name) == tuple(key.split())


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Rt Hon Orla Brannigan", "Orla Brannigan"),
        ("Rt. Hon. Orla Brannigan", "Orla Brannigan"),
        ("Orla  Brannigan", "Orla Brannigan"),
        ("Professor Bede Farrow", "Bede Farrow"),
        ("The Hon Bede Farrow, KC, MP", "Bede Farrow"),
        ("Farrow, Bede", "Farrow, Bede"),
        ("Hon Bede Farrow, KC, Minister of Arts, Culture and Heritage", "Bede Farrow"),
        ("Bede Farrow, Attorney-General and Leader of the House", "Bede Farrow"),
        *[
            (name, name)
            for name in (
                "Bede Farrow, Minister of Grain, Orla Brannigan, Minister for Harbours",
                "Bede Farrow and Orla Brannigan, Minister for Harbours",
                "Farrow, Bede, Minister of Grain",
                "Ministry of Grain, Office of the Minister",
            )
        ],
        ("Hon", ""),
    ],
)
def test_plain_name_leaves_honorifics_out(name, plain):
    assert plain_name(name) == plain


@given(st.text())
def test_the_plain_name_is_the_same_person(name):
    if plain_name(name):
        assert person_key(plain_name(name)) == person_key(name)


@pytest.mark.parametrize(
    "name",
    [
        *ORLA,
        "Hon Bede te Farrow",
        "Bede van der Farrow",
        "Tamsin Ōhare-Farrow",
        "Bede O’Farrow",
        "J. R. Brannigan",
        # All of these are invented.
        *["Orsa del Vento", "Karim bin Farouk", "Valery d'Ostar", "Valery d’Ostar", "Oda al-Karim"],
        *["Oda el-Karim", "Ilse zu Farrow", "Ilse ten Farrow", "Rui do Vento", "Orsa della Marca"],
        *["Pim ’t Farrow", "Pim 't Farrow", "Seán Ó hÓgartaigh", "Hon Perry Link", "Perry Link"],
        *["Karim ibn Farouk al-Ostar", "Farrow", "orla brannigan", "ORLA BRANNIGAN", "Yan Ma"],
        *["Wiremu-Karim Farrow", "Orla Brannigan KC", "The Hon Orla Brannigan", "Þóra Ørn"],
        *["Ха́ним Остер", "ओस्टर हार्बर", "東海林", "Teo ap Farrow", "Bede farrow", "Page Farrow"],
        *["A J Farrow", "Tamsin A. Farrow", "Taiā’ete Farrow", "Ilse von und zu Farrow"],
    ],
)
def test_names_of_persons(name):
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Hon",
        "https://gov.vellmark.example/minister",
        *["www.vellmark.example", "oster.example"],
        "Click here to view the release",
        "View PDF",
        "Summary report",
        "available here",
        "Minister 2",
        "12",
        "Orla Brannigan / Bede Farrow",
        "Orla Brannigan (acting)",
        *["Orla Brannigan, Bede Farrow", "Orla Brannigan and Bede Farrow", "orla@vellmark.example"],
        *[
            "this site",
            "on this link",
            "link here",
            "Link",
            "the file",
            "Files / Links",
            "MP",
            "Dr",
        ],
        *["The report is also attached.", "A full list of scholarship recipients", "PDF file"],
        *["From a speech in the harbour", "advocated strongly against levies in Oster", "—", "..."],
        *["One Two Three Four Five Six Seven Eight Nine", "Harbour - Adults", "Minister of Oster"],
    ],
)
def test_captions_and_addresses_are_no_persons(name):
    assert not is_person(name)


@given(st.text())
def test_any_text_has_an_answer(name):
    is_person(name)
    assert person_key(name) == person_key(unicodedata.normalize("NFD", name))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Foreign Affairs", "foreign affairs"),
        ("Māori Crown Relations: Te Arawhiti", "Maori Crown Relations - Te Arawhiti"),
        ("Trade and Export", "Trade and  Export"),
        ("Arts, Culture", "Arts Culture"),
    ],
)
def test_spellings_of_one_portfolio_share_a_key(one, other):
    assert label_key(one) == label_key(other)


def test_a_label_keeps_words_that_are_honorifics_of_persons():
    assert label_key("Hon Affairs") == "hon affairs"


def test_kinds_are_compared_and_shown_each_in_its_way():
    person, label = name_kinds()["person"], name_kinds()["label"]
    name = "Rt Hon  Orla   Brannigan"
    assert (person.key(name), person.shown(name)) == ("orla brannigan", "Orla Brannigan")
    assert person.words(name) == ("orla", "brannigan")
    assert (label.key(name), label.shown(name)) == (
        "rt hon orla brannigan",
        "Rt Hon Orla Brannigan",
    )
    for nobody in ("Click here", "Hon", ""):
        assert person.key(nobody) == ""
    assert label.key("Click here") == "click here"
    assert label.key("") == label.key("\u2014") == ""


ELSEWHERE = Profile(
    name="ZZ",
    stemmer="german",
    honorifics=frozenset(["herr"]),
    articles=frozenset(["der"]),
    post_nominals=frozenset(["mdb"]),
    doubtful_post_nominals=frozenset(["ma"]),
    particles=frozenset(["zu"]),
    caption_words=frozenset(["hier"]),
    doubtful_captions=frozenset(["seite"]),
    sentence_words=frozenset(["diese"]),
    long_vowels="",
    months=NZ.months,
    currency="EUR",
    citation_styles=NZ.citation_styles,
    head_of_government=NZ.head_of_government,
)


def test_another_profile_has_its_own_words():
    person = name_kinds(ELSEWHERE)["person"]
    assert person.key("Herr Bede zu Farrow") == "bede zu farrow"
    assert person.shown("Herr Bede") == "Bede"
    assert person.key("Hon Bede") == "hon bede"
    assert person.key("der Herr Bede Farrow MdB") == "bede farrow"
    assert person.key("Bede Farrow MP") == "bede farrow mp"
    assert person.key("Bede Hier") == ""
    assert person.key("diese Seite") == person.key("Seite") == ""
    # What was remembered for one profile is not the other's.
    assert is_person("Bede Hier") and not is_person("Bede Hier", ELSEWHERE)
