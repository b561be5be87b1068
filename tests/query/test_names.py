"""Which known names a user means."""

from __future__ import annotations

import pytest

from searchkit.model.errors import UnknownName
from tests.support.known_names import KNOWN, names, parsed

MINISTERS, PORTFOLIOS = KNOWN["minister"], KNOWN["portfolio"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("okoro", ["tamsin okoro"]),
        ("OKORO", ["tamsin okoro"]),
        ("Tamsin Okoro", ["tamsin okoro"]),
        ("okoro tamsin", ["tamsin okoro"]),
        ("Rt Hon Tamsin Okoro", ["tamsin okoro"]),
        ("Right Honourable Okoro", ["tamsin okoro"]),
        ("Hon Dr Édouard Määttä", ["edouard maatta"]),
        ("maatta", ["edouard maatta"]),
        ("Ma\u0308a\u0308tta\u0308", ["edouard maatta"]),
        ("brannigan", ["orla brannigan", "rory brannigan"]),
        ("Orla Brannigan", ["orla brannigan"]),
        ("orla-brannigan", ["orla brannigan"]),
        ("van der", ["piet van der sloot"]),
        ("  okoro  ", ["tamsin okoro"]),
    ],
)
def test_minister(text: str, keys: list[str]) -> None:
    assert MINISTERS.resolve(text) == keys


@pytest.mark.parametrize(
    ("text", "quoted", "keys"),
    [
        ("trade", False, ["foreign trade", "trade"]),
        ("trade", True, ["trade"]),
        ("Foreign Trade", False, ["foreign trade"]),
        ("foreign", True, ["foreign affairs", "foreign trade"]),
        ("PÊCHERIES", False, ["pecheries"]),
    ],
)
def test_portfolio(text: str, quoted: bool, keys: list[str]) -> None:
    assert PORTFOLIOS.resolve(text, quoted=quoted) == keys


def test_a_whole_name_is_meant_alone() -> None:
    known = names("minister", {"a b": "A B", "a b c": "A B C", "b": "B"})
    assert known.resolve("a b") == ["a b"]
    assert known.resolve("b") == ["a b", "a b c", "b"]
    assert known.resolve("b", quoted=True) == ["b"]


@pytest.mark.parametrize("text", ["nobody", "hon", "Rt Hon", "", "...", "okoro brannigan", "oko"])
def test_unknown(text: str) -> None:
    with pytest.raises(UnknownName) as caught:
        MINISTERS.resolve(text)
    assert (caught.value.kind, caught.value.name) == ("minister", text)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("okorro", "Tamsin Okoro"),
        ("Hon Tamsyn Okoro", "Tamsin Okoro"),
        ("branigan", "Orla Brannigan"),
        ("edouard mata", "Édouard Määttä"),
        ("slot", "Piet van der Sloot"),
    ],
)
def test_nearest(text: str, nearest: str) -> None:
    with pytest.raises(UnknownName) as caught:
        MINISTERS.resolve(text)
    assert nearest in caught.value.nearest
    assert len(caught.value.nearest) <= 3
    assert nearest in str(caught.value)


def test_nothing_near() -> None:
    with pytest.raises(UnknownName) as caught:
        MINISTERS.resolve("xqzw")
    assert caught.value.nearest == ()
    assert str(caught.value) == "no minister is called 'xqzw'"


def test_nearest_is_always_the_same() -> None:
    assert [MINISTERS.nearest("branigan") for _ in range(3)] == [
        ("Orla Brannigan", "Rory Brannigan")
    ] * 3


def test_unknown_name_in_a_query() -> None:
    with pytest.raises(UnknownName, match=r"no portfolio is called 'harbour'\. Did you mean Harb"):
        parsed("a portfolio:harbour")
    with pytest.raises(UnknownName, match="no minister is called 'Rt Hon Nobody'"):
        parsed('minister:"Rt Hon Nobody"')


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("minister:nobody", "nobody"),
        ("grain -minister:nobody", "nobody"),
        ("grain MINISTER:(okoro OR nobody) harbour", "nobody"),
        ('"東京 grain" portfolio:"no body" harbour', '"no body"'),
    ],
)
def test_an_unknown_name_in_a_query_has_a_place(text: str, place: str) -> None:
    with pytest.raises(UnknownName) as caught:
        parsed(text)
    assert (caught.value.query, caught.value.column) == (text, text.index(place))
    assert (caught.value.pointed() or "").startswith(text + "\n ")


def test_an_unknown_name_by_itself_has_none() -> None:
    with pytest.raises(UnknownName) as caught:
        MINISTERS.resolve("nobody")
    assert (caught.value.query, caught.value.column, caught.value.pointed()) == (None,) * 3


def test_no_names_at_all() -> None:
    with pytest.raises(UnknownName) as caught:
        names("minister", {}).resolve("okoro")
    assert caught.value.nearest == ()
