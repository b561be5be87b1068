"""money: and number:, from a text to an answer."""

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
    "b": "NZ$5 million, then US$5 million.",
    "c": "5 million eels in 2007.",
    "d": "Between $1.2m and $4 million went.",
    "e": "A$5m and 5 per cent, £2bn.",
    "f": "100 homes, 5 of them 2.5 km off.",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("amounts") / "index"
    searchkit.build([Statement(id=i, title="", body=body) for i, body in BODIES.items()], folder)
    return searchkit.open(folder)


@pytest.mark.parametrize(
    ("query", "ids", "marked"),
    [
        ("money:5m", "b", ["5 million"]),
        ("money:1m..5m", "bd", ["5 million", "1.2m", "4 million"]),
        ("money:..1m", "a", ["10,000"]),
        ("money:1m..", "bd", ["5 million", "1.2m", "4 million"]),
        ("money:USD5m", "b", ["5 million"]),
        ("money:AUD5m", "e", ["5m"]),
        ("money:£1b..", "e", ["2bn"]),
        ("money:EUR1..", "", []),
        ("number:5m", "bce", ["5 million", "5 million", "5 million", "5m"]),
        ("number:5", "ef", ["5", "5"]),
        ("number:100..200", "f", ["100"]),
        ("number:2007", "c", ["2007"]),
        ("number:..10", "ef", ["5", "5", "2.5"]),
        ("number:5m NEAR/3 eels", "c", ["5", "eels"]),
        ("harbour money:10k", "a", ["10,000", "harbour"]),
        ("eels OR money:10k", "ac", ["10,000", "eels"]),
        ("-money:1..", "cef", []),
    ],
)
def test_what_it_finds(archive: Archive, query: str, ids: str, marked: list[str]) -> None:
    hits = sorted(archive.search(query), key=lambda hit: hit.id)
    assert "".join(hit.id for hit in hits) == ids
    shown = [(hit.snippets[0].text, mark) for hit in hits for mark in hit.snippets[0].highlights]
    assert [text[a:b] for text, (a, b) in shown] == marked
    assert archive.count(query) == len(ids)
    assert archive.search(query, explain=True).total == len(ids)


def test_it_stays_true_while_an_index_changes(archive_of: Make) -> None:
    archive = archive_of(*(Statement(id=i, title="", body=b) for i, b in BODIES.items()))
    with archive.writer() as writer:
        writer.remove("b")
        writer.add(Statement(id="g", title="$4m for Oster", body="And $7m more."))
    archive.refresh()
    with archive.writer() as writer:
        writer.add(Statement(id="d", title="None", body="left"))
    archive.refresh()
    assert {hit.id for hit in archive.stream("money:1m..")} == {"g"}
    assert {hit.id for hit in archive.stream("number:5m")} == {"c", "e"}
    assert {hit.id for hit in archive.stream("money:4m")} == {"g"}
    assert archive.check(deep=True).total == 0


VALUES = st.integers(1, 999).flatmap(lambda n: st.sampled_from([n, n * 1000, n * 10**6]))


def written(value: int) -> st.SearchStrategy[str]:
    forms = [f"${value}", f"${value:,}", f"NZ${value:,}.00", f"{value:,} dollars"]
    if value % 10**6 == 0:
        forms += [f"${value // 10**6}m", f"${value // 10**6} million", f"${value / 10**9}bn"]
    return st.sampled_from(forms)


@examples(30)
@given(
    st.lists(VALUES.flatmap(lambda v: st.tuples(st.just(v), written(v))), min_size=1, max_size=6),
    VALUES,
)
def test_sums_in_any_form(
    tmp_path_factory: pytest.TempPathFactory, sums: list[tuple[int, str]], low: int
) -> None:
    folder = tmp_path_factory.mktemp("sums") / "index"
    statements = [
        Statement(id=str(i), title="", body=f"Oster spent {text} on eels in 2007, 5 %.")
        for i, (_, text) in enumerate(sums)
    ]
    searchkit.build(statements, folder)
    with searchkit.open(folder) as archive:
        for query, fits in (
            (f"money:{low}..", lambda value: value >= low),
            (f"money:..{low}", lambda value: value <= low),
            (f"money:{low}", lambda value: value == low),
            (f"number:{low}..{low + 5}", lambda value: low <= value <= low + 5),
        ):
            expected = {str(i) for i, (value, _) in enumerate(sums) if fits(value)}
            if query.startswith("number:"):
                small = {str(i) for i in range(len(sums)) if low <= 5 <= low + 5}
                years = {str(i) for i in range(len(sums)) if low <= 2007 <= low + 5}
                expected |= small | years
            assert {hit.id for hit in archive.stream(query)} == expected, query
