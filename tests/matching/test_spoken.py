"""`said:` against a plain scan of the texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit import Archive
from tests.support.hypothesis_settings import examples
from tests.support.said import SPEAKERS, WORDS, Held, found, said_index, scan, statements

MADE = statements(120)

Asked = tuple[str, Held]
"""How a query writes it, and whether a quotation has it."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with searchkit.open(said_index(tmp_path_factory.mktemp("said") / "index", MADE)) as opened:
        yield opened


def word(one: str) -> Asked:
    return one, lambda stretches: any(one in words for words in stretches)


def row(some: Sequence[str]) -> Asked:
    size, wanted = len(some), list(some)

    def held(stretches: Sequence[Sequence[str]]) -> bool:
        return any(
            list(words[at : at + size]) == wanted
            for words in stretches
            for at in range(len(words) - size + 1)
        )

    return f'"{" ".join(some)}"', held


def near(one: str, other: str, slop: int, ordered: bool) -> Asked:
    def held(stretches: Sequence[Sequence[str]]) -> bool:
        return any(
            here == one and there == other and 0 < (j - i if ordered else abs(j - i)) <= slop
            for words in stretches
            for i, here in enumerate(words)
            for j, there in enumerate(words)
        )

    return f"{one} {'ADJ' if ordered else 'NEAR'}/{slop} {other}", held


def beginning(one: str) -> Asked:
    start = one[:3]
    return f"{start}*", lambda stretches: any(w.startswith(start) for ws in stretches for w in ws)


def either(one: Asked, other: Asked) -> Asked:
    return f"({one[0]} OR {other[0]})", lambda said: one[1](said) or other[1](said)


def without(one: Asked) -> Asked:
    return f"-({one[0]})", lambda said: not one[1](said)


words = st.sampled_from(WORDS)
leaves = st.one_of(
    words.map(word),
    words.map(beginning),
    st.lists(words, min_size=2, max_size=3).map(row),
    st.builds(near, words, words, st.integers(1, 4), st.booleans()),
)
parts = st.one_of(leaves, st.builds(either, leaves, leaves), leaves.map(without))
people = st.sampled_from([None, *SPEAKERS])


@examples(25)
@given(people, st.lists(parts, min_size=1, max_size=3))
def test_it_finds_what_a_plain_scan_finds(
    archive: Archive, who: str | None, asked: list[Asked]
) -> None:
    name = f'"{who}"' if who else "*"
    query = f"said:({name} {' '.join(text for text, _ in asked)})"
    assert found(archive, query) == scan(MADE, who, lambda said: all(h(said) for _, h in asked))


@examples(15)
@given(people, st.lists(st.one_of(leaves, st.builds(either, leaves, leaves)), min_size=1))
def test_what_somebody_says_is_in_the_statement(
    archive: Archive, who: str | None, asked: list[Asked]
) -> None:
    plain = " ".join(text for text, _ in asked[:3])
    name = f'"{who}"' if who else "*"
    assert found(archive, f"said:({name} {plain})") <= found(archive, plain)


@pytest.mark.parametrize("who", [None, *SPEAKERS])
def test_whose_quotations_there_are(archive: Archive, who: str | None) -> None:
    name = f'"{who}"' if who else "*"
    expected = scan(MADE, who, lambda said: True)
    assert found(archive, f"said:{name}") == expected
    assert expected
    assert found(archive, f"-said:{name}") == {one.id for one in MADE} - expected


@pytest.mark.parametrize("query", ["harbour", '"the harbour"', "ferry NEAR/3 seal", "har*"])
def test_every_match_of_a_statement_is_said(archive: Archive, query: str) -> None:
    by_id = {one.id: one for one in MADE}
    for hit in archive.stream(f'said:("Jan Vell" {query})'):
        quoted = archive.quotations(hit.id)
        matches = archive.matches(hit.id, f'said:("Jan Vell" {query})')
        assert matches
        for match in matches:
            assert match.field == "body"
            inside = [one for one in quoted if one.start <= match.start and match.end <= one.end]
            if by_id[hit.id].title == "Oster":
                assert [one.speakers for one in inside] == [("Jan Vell",)]
            else:
                assert not inside  # A speech: nobody quotes it.


def test_it_composes_with_what_stands_beside_it(archive: Archive) -> None:
    both = found(archive, 'said:("Jan Vell" harbour)') & found(archive, "minister:vell")
    assert found(archive, 'said:("Jan Vell" harbour) minister:vell') == both
    either_one = found(archive, "said:(vell harbour)") | found(archive, "said:(storr ferry)")
    assert found(archive, "said:(vell harbour) OR said:(storr ferry)") == either_one
    assert both and either_one > both
