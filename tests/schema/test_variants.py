"""What a text shows of how it writes one thing in two ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.schema.analysis import fold, normalise, tokens
from searchkit.schema.variants import TwoWays, observed
from tests.support.hypothesis_settings import examples

COMPOUNDS = [
    ("Well-being matters.", ["well being"]),
    ("(an e-mail)", ["e mail"]),
    ("co‑operation and on‐going", ["co operation", "on going"]),
    ("covid-19", ["covid 19"]),
    ("pages 3-5 and 2007-08", []),
    ("state-of-the-art", []),
    ("a-b-c x-y", ["x y"]),
    ("well - being, well -being, well--being", []),
    ("-x y- -", []),
    ("Māori-led", ["maori led"]),
    ("“pre-school”", ["pre school"]),
    (f"{'a' * 40}-b", []),
]


@pytest.mark.parametrize(("text", "long"), COMPOUNDS)
def test_compounds(text: str, long: list[str]) -> None:
    assert observed(text) == {TwoWays(one.replace(" ", ""), "", one) for one in long}


ACRONYMS = [
    ("the Harbour Safety Board (HSB) said", ("hsb", "HSB", "Harbour Safety Board")),
    ("Ministry of Lakes and Rivers (MLR)", ("mlr", "MLR", "Ministry of Lakes and Rivers")),
    ("Bank of Oster (BoO)", ("boo", "BoO", "Bank of Oster")),
    ("Department of Fish (DoF)", ("dof", "DoF", "Department of Fish")),
    ("Tests and Trials Unit (T&TU)", ("ttu", "T&TU", "Tests and Trials Unit")),
    ("lake restoration funds (LRFs)", ("lrfs", "LRFs", "lake restoration funds")),
    ("Ōrva Tram Works (OTW)", ("otw", "OTW", "Ōrva Tram Works")),
    ("the Harbour Board (HSB)", None),
    ("Harbour Safety Board (see below)", None),
    ("Harbour Safety Board HSB", None),
    ("(HSB)", None),
    ("lakes and ferry board (AFB)", None),
    ("The Ferry Board (TFB)", ("tfb", "TFB", "The Ferry Board")),
    ("Safety of (S)", None),
]


@pytest.mark.parametrize(("text", "pair"), ACRONYMS)
def test_acronyms(text: str, pair: tuple[str, str, str] | None) -> None:
    assert observed(text) == ({TwoWays(*pair)} if pair else set())


@pytest.mark.parametrize(
    "pair", [TwoWays("ab", "", "a b"), TwoWays("hsb", "HSB", "Harbour Safety B")]
)
def test_a_pair_is_its_key(pair: TwoWays) -> None:
    assert TwoWays.of_key(pair.key()) == pair


@pytest.mark.parametrize("key", [b"a\tb", b"a", b"a\tb\tc\td", b"\xff\t\t"])
def test_what_is_no_key(key: bytes) -> None:
    with pytest.raises(ValueError):
        TwoWays.of_key(key)


@examples(300)
@given(st.one_of(st.text(), st.text("aB1é-‐ (&)’\t\n", max_size=30)))
def test_pairs_are_made_of_the_texts_own_words(text: str) -> None:
    text = normalise(text)
    words = {fold(word) for word in tokens(text)}
    for pair in observed(text):
        assert TwoWays.of_key(pair.key()) == pair
        assert "\n" not in "".join(pair)
        if not pair.acronym:
            assert set(pair.long.split(" ")) <= words
            assert pair.long.replace(" ", "") == pair.short
