"""A word with a macron, plain or with a doubled vowel finds the same statements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit import Archive

pytestmark = pytest.mark.corpus

WORDS = [
    ("Māori", "Maori", "Maaori"),
    ("Pākehā", "Pakeha", "Paakehaa"),
    ("whānau", "whanau", "whaanau"),
    ("hapū", "hapu", "hapuu"),
    ("Kāinga", "Kainga", "Kaainga"),
    ("Ngāti", "Ngati", "Ngaati"),
    ("Tāmaki", "Tamaki", "Taamaki"),
    ("Tūhoe", "Tuhoe", "Tuuhoe"),
    ("rūnanga", "runanga", "ruunanga"),
    ("tūpuna", "tupuna", "tuupuna"),
    ("kaumātua", "kaumatua", "kaumaatua"),
    ("kōrero", "korero", "koorero"),
    ("Tūranga", "Turanga", "Tuuranga"),
    ("mātauranga", "matauranga", "maatauranga"),
    ("rōpū", "ropu", "roopuu"),
    ("tāngata", "tangata", "taangata"),
    ("wānanga", "wananga", "waananga"),
    ("Whakatāne", "Whakatane", "Whakataane"),
    ("Taupō", "Taupo", "Taupoo"),
    ("Manawatū", "Manawatu", "Manawatuu"),
    ("Ōtaki", "Otaki", "Ootaki"),
    ("Kaikōura", "Kaikoura", "Kaikooura"),
    ("Pōneke", "Poneke", "Pooneke"),
    ("Ngāi Tahu", "Ngai Tahu", "Ngaai Tahu"),
    ('"te reo Māori"', '"te reo Maori"', '"te reo Maaori"'),
    ("title:Māori", "title:Maori", "title:Maaori"),
    ("Māori NEAR/5 whānau", "Maori NEAR/5 whanau", "Maaori NEAR/5 whaanau"),
]


@pytest.fixture(scope="module")
def archive(corpus_index: tuple[Path, object]) -> Iterator[Archive]:
    with searchkit.open(corpus_index[0]) as archive:
        yield archive


def found(archive: Archive, text: str) -> set[str]:
    return {hit.id for hit in archive.stream(text)}


@pytest.mark.parametrize(("macron", "plain", "doubled"), WORDS, ids=[row[1] for row in WORDS])
def test_spellings_find_the_same(archive: Archive, macron: str, plain: str, doubled: str) -> None:
    with_macron = found(archive, macron)
    assert with_macron
    assert with_macron == found(archive, plain) == found(archive, doubled)


def test_exact_words_are_left_alone(archive: Archive) -> None:
    assert archive.search("=Maaori", limit=0).interpreted == "=Maaori"
    assert archive.count("=Maaori") < archive.count("=Māori") < archive.count("Māori")


@pytest.mark.parametrize("word", ["too", "lee", "been", "food", "week", "school", "need"])
def test_words_with_doubled_vowels_stay_themselves(archive: Archive, word: str) -> None:
    assert archive.search(word, limit=0).interpreted == word
