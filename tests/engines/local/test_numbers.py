"""Numbers, units and characters that no reader sees, from a text to an answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit import Archive, Statement
from tests.support.hypothesis_settings import examples

Make = Callable[..., Archive]

BODIES = {
    "a": "The fund has $10,000 for the harbour.",
    "b": "It costs 10 000 a year, or 10.000 each.",
    "c": "They counted 10000 eels.",
    "d": "Some $22.5 million went to Oster.",
    "e": "Then $5 million went to Vell, and 5.0 million eels.",
    "f": "A mere $NZ10,000, and 10,000ha, and 100km.",
    "g": "Growth of 2.50% in 2007, at 10:30am, on 021 638 920.",
    "h": "Section 9(2)(a) of covid19 and A2.",
    "i": "Ko\u00adrea is north of\u200b here.",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("numbers") / "index"
    searchkit.build([Statement(id=i, title="", body=body) for i, body in BODIES.items()], folder)
    return searchkit.open(folder)


def found(archive: Archive, query: str) -> str:
    return "".join(sorted(hit.id for hit in archive.stream(query)))


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("10000", "abcf"),
        ("10,000", "abcf"),
        ('"10 000"', "abcf"),
        ("10.000", "bg"),  # The value of 10.
        ("10", "bg"),
        ("000", ""),
        ("10*", "abcfg"),
        ("10000?", "abcf"),
        ("1?000", "abcf"),
        ("1000*", "abcf"),
        ("10001~1", "abcf"),
        ("=10,000", "af"),
        ("=10000", "c"),
        ('="10 000"', "b"),
        ("5", "e"),
        ('"$5 million"', "e"),
        ('"5 million eels"', "e"),
        ('"22.5 million"', "d"),
        ("22", ""),
        ('"NZ 10,000"', "f"),
        ("$NZ10,000", "f"),
        ("ha", "f"),
        ('"10000 ha"', "f"),
        ("100", "f"),
        ('"100 km"', "f"),
        ("100km", "f"),
        ("2.5", "g"),
        ("2.5%", "g"),
        ("2", "h"),
        ("10:30am", "g"),
        ("am", "g"),
        ("021638920", ""),
        ('"021 638 920"', "g"),
        ("638", "g"),
        ("2007", "g"),
        ("9(2)(a)", "h"),
        ("covid19", "h"),
        ("A2", "h"),
        ("korea", "i"),
        ("ko\u200brea", "i"),
        ("KO\u00adREA", "i"),
        ('"of here"', "i"),
        ("eels \ufeff-10000", "e"),
        ("north \u200btitle:korea", ""),
        ("eels –10000", "e"),
        ("eels −“10 000”", "e"),
    ],
)
def test_what_a_number_finds(archive: Archive, query: str, ids: str) -> None:
    assert found(archive, query) == ids


@pytest.mark.parametrize(
    ("query", "statement", "marked"),
    [
        ("10000", "a", ["10,000"]),
        ("10000", "b", ["10 000"]),
        ("10000 ha", "f", ["10,000", "10,000", "ha"]),
        ("100km", "f", ["100km"]),
        ("$NZ10,000", "f", ["NZ10,000"]),
        ("2.5", "g", ["2.50"]),
        ("korea", "i", ["Ko\u00adrea"]),
        ('"north of here"', "i", ["north of\u200b here"]),
    ],
)
def test_what_is_highlighted(
    archive: Archive, query: str, statement: str, marked: list[str]
) -> None:
    matches = archive.matches(statement, query)
    text = archive.text(statement)
    assert [text[match.start : match.end] for match in matches] == marked
    (snippet,) = [hit.snippets[0] for hit in archive.search(query) if hit.id == statement]
    assert [snippet.text[a:b] for a, b in snippet.highlights] == marked


def test_the_index_says_what_its_texts_say(archive: Archive) -> None:
    assert archive.check(deep=True).total == 0


NUMBERS = st.lists(st.integers(0, 99_999) | st.integers(0, 10**7), min_size=1, max_size=5)


@examples(30)
@given(NUMBERS, st.data())
def test_a_number_finds_the_statements_with_its_value(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], data: st.DataObject
) -> None:
    forms = ["{}", "{:,}", "${:,}", "{:,}.0", "{}.00", "NZ${:,}m", "{:,}ha"]
    bodies = [f"Oster has {data.draw(st.sampled_from(forms)).format(n)} of them" for n in numbers]
    folder = tmp_path_factory.mktemp("values") / "index"
    statements = [Statement(id=str(i), title="", body=body) for i, body in enumerate(bodies)]
    searchkit.build(statements, folder)
    with searchkit.open(folder) as archive:
        for value in {*numbers, *(n // 1000 for n in numbers), *(n % 1000 for n in numbers)}:
            expected = {str(i) for i, n in enumerate(numbers) if n == value}
            for form in ("{}", "{:,}", "{}.0"):
                assert {hit.id for hit in archive.stream(form.format(value))} == expected
