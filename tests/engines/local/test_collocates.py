"""Collocates are what a plain count of the clean texts gives."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit import Archive, Collocate
from searchkit.model.errors import InvalidArgument
from searchkit.schema.analysis import fold, stem, token_spans
from tests.support import plain_counts
from tests.support.hypothesis_settings import examples
from tests.support.three_indexes import Collection
from tests.support.vellmark import many, plain

CLOSE = {"rel": 1e-9, "abs": 1e-9}


def compare(archive: Archive, query: object, base: str = "", **how: Any) -> None:
    """The rows, in their order, against the reference."""
    found = archive.collocates(query, least=1, common=True, **how)
    as_written = bool(how.get("as_written"))
    wanted = plain_counts.collocates(archive, query, base, **how)
    shown = (lambda word: word) if as_written else plain_counts.shown_as(archive)
    expected = {shown(word): values for word, values in wanted.items()}
    rows = list(found)
    assert {row.word for row in rows} == set(expected)
    for row in rows:
        assert row[1:] == pytest.approx(expected[row.word], **CLOSE), row
    assert found.window_words == sum(row.observed for row in rows)
    keys = [
        (-row.log_likelihood if row.observed >= row.expected else row.log_likelihood, row.word)
        for row in rows
    ]
    assert keys == sorted(keys)
    assert found.occurrences == len(archive.concordance(query))
    assert found.statements == archive.count(query)


@pytest.mark.parametrize(
    ("query", "how"),
    [
        ("harbour", {}),
        ("harbour", {"as_written": True}),
        ("harbour", {"sentence": True}),
        ("harbour", {"left": 0, "right": 3}),
        ("harbour", {"left": 2, "right": 0}),
        ("harbour", {"left": 1, "right": 1, "as_written": True}),
        ("the", {"left": 100, "right": 100}),
        ('"the of"', {"sentence": True, "as_written": True}),
        ("harbour OR lake", {"left": 7}),
        ("fish* lake", {}),
        ("harbour NEAR/3 the", {}),
        ("title:harbour", {}),
        ("=Harbour", {}),
    ],
)
def test_each_number(parted: Archive, query: str, how: dict[str, Any]) -> None:
    compare(parted, query, **how)


@pytest.mark.parametrize("as_written", [False, True])
def test_filters_say_what_is_compared(parted: Archive, as_written: bool) -> None:
    compare(parted, "harbour minister:okoro", "minister:okoro", as_written=as_written)
    compare(parted, "the -lake date:2000..2004", "-lake date:2000..2004")
    beside = parted.collocates("harbour", minister="okoro", as_written=as_written)
    assert list(beside) == list(parted.collocates("harbour minister:okoro", as_written=as_written))
    assert len(beside)


@examples(25)
@given(data=st.data())
def test_any_tree(hundreds: Collection, data: st.DataObject) -> None:
    tree = data.draw(hundreds.all_trees)
    how = {name: data.draw(st.integers(0, 6)) for name in ("left", "right")}
    archive = hundreds.archive
    try:
        found = archive.collocates(tree, least=1, common=True, **how)
    except InvalidArgument:
        return
    wanted = plain_counts.collocates(archive, tree, **how)
    shown = plain_counts.shown_as(archive)
    assert {(row.word, row.observed, row.statements) for row in found} == {
        (shown(word), values[0], values[-1]) for word, values in wanted.items()
    }


def test_windows(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(
        plain(1, "alpha harbour", "beta gamma harbour delta harbour epsilon zeta"),
        plain(2, "eta", "theta harbour"),
    )

    def seen(**how: Any) -> dict[str, int]:
        return {row.word: row.observed for row in archive.collocates("harbour", least=1, **how)}

    # delta stands in two windows, and alpha and beta in two texts.
    assert seen(left=1, right=1) == {"gamma": 1, "delta": 1, "epsilon": 1, "alpha": 1, "theta": 1}
    assert seen(left=0, right=1) == {"delta": 1, "epsilon": 1}
    assert seen(left=9, right=0) == {"alpha": 1, "beta": 1, "gamma": 1, "delta": 1, "theta": 1}


def test_very_common_words_and_the_floor(parted: Archive) -> None:
    whole = parted.collocates("harbour", least=1, common=True)
    few = parted.collocates("harbour", least=4)
    kept = [row for row in whole if row.observed >= 4]
    common = {row.word for row in kept} - {row.word for row in few}
    assert common and common <= {"the", "of", "and", "in", "a", "AT", "T", "s"}
    assert few.left_out == len(common)
    assert list(few) == [row for row in kept if row.word not in common]
    assert few.window_words == whole.window_words


def test_each_row_leads_to_what_it_counts(parted: Archive) -> None:
    for query in ("harbour", '"the of"', "=Harbour", "harbour minister:okoro"):
        for how in ({}, {"left": 0}, {"right": 0, "left": 2}, {"left": 2}, {"as_written": True}):
            found = parted.collocates(query, least=1, common=True, **how)  # type: ignore[arg-type]
            assert found.exact
            for row in list(found)[::7]:
                asked = found.lines_of(row.word)
                same = unit_of(row, how)
                if own_words(parted, query, same):
                    continue  # It finds matches near one another, too.
                assert parted.count(asked) == row.statements, asked
                # Words directly beside each other share a line.
                shown = [tokens(line.match) for line in parted.concordance(asked)]
                assert sum(map(same, chain(*shown))) == row.observed, asked
    sentences = parted.collocates("harbour", least=1, sentence=True)
    assert not sentences.exact
    assert all(parted.count(sentences.lines_of(row.word)) >= row.statements for row in sentences)
    several = parted.collocates("harbour lake", least=1)
    assert not several.exact
    assert all(parted.count(several.lines_of(row.word)) >= row.statements for row in several)


def tokens(text: str) -> list[str]:
    return [text[a:b] for a, b in token_spans(text)]


def own_words(archive: Archive, query: str, same: Callable[[str], bool]) -> bool:
    return any(any(map(same, tokens(line.match))) for line in archive.concordance(query))


def unit_of(row: Collocate, how: dict[str, Any]) -> Callable[[str], bool]:
    """Whether a word is the one that a row counts."""
    if how.get("as_written"):
        return lambda word: word == row.word
    wanted = stem(fold(row.word))
    return lambda word: stem(fold(word)) == wanted


def test_rare_stems_have_no_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parted: Archive
) -> None:
    monkeypatch.setattr("searchkit.segment.positions.forward.RARE", 12)
    searchkit.build(many(60, seed=2), tmp_path / "index")
    with searchkit.open(tmp_path / "index") as few:
        codes = few._snapshot.segments[0].forward_array.codes  # type: ignore[attr-defined]
        assert (codes == 12).sum() > 20
        compare(few, "harbour")
        compare(few, "budget OR sanction")
        # Where no rare stem can be a row they are not told apart, but they stand in windows.
        every, frequent = (few.collocates("harbour", least=n) for n in (1, 100_000))
        assert every.window_words == frequent.window_words > 0 == len(frequent)


def test_it_is_a_table(parted: Archive) -> None:
    found = parted.collocates("harbour")
    assert found[0] == next(iter(found)) and isinstance(found[0], Collocate)
    assert repr(found).startswith("<Collocates of 'harbour': ")
    assert (found.query, found.interpreted) == ("harbour", "harbour")
    kinds = {name: values.dtype for name, values in found.arrays.items()}
    assert list(kinds) == list(Collocate._fields)
    assert kinds["word"].hasobject and kinds["observed"] == kinds["statements"] == np.int64
    assert {kinds[name] for name in Collocate._fields[2:-1]} == {np.dtype(np.float64)}
    with pytest.raises(ValueError, match="read-only"):
        found.arrays["observed"][0] = 1
    nothing = parted.collocates("zyzzyva")
    assert (len(nothing), nothing.occurrences, nothing.window_words) == (0, 0, 0)


@pytest.mark.parametrize(
    ("query", "how", "said"),
    [
        ("minister:okoro", {}, "no word"),
        ("", {}, "no word"),
        ("harbour", {"left": -1}, "left can't be -1"),
        ("harbour", {"right": True}, "right can't be True"),
        ("harbour", {"right": 101}, "no window"),
        ("harbour", {"left": 0, "right": 0}, "no window"),
        ("harbour", {"least": 0}, "least can't be 0"),
    ],
)
def test_what_is_refused(parted: Archive, query: str, how: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidArgument, match=said):
        parted.collocates(query, **how)
