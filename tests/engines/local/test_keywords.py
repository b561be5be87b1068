"""Keywords are what a plain count of the clean texts gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Archive, Keyword
from searchkit.model.errors import InvalidArgument
from tests.engines.local.test_collocates import CLOSE
from tests.support import plain_counts
from tests.support.hypothesis_settings import examples
from tests.support.three_indexes import Collection
from tests.support.vellmark import plain


def compare(archive: Archive, query: str, against: str | None = None, **filters: Any) -> None:
    found = archive.keywords(query, against=against, least=1, common=True, **filters)
    own = plain_counts.ids_of(archive, query, **filters)
    others = plain_counts.ids_of(archive, against or "", **filters)
    if against is None:
        others = [id for id in others if id not in own]
    shown = plain_counts.shown_as(archive)
    wanted = plain_counts.keywords(archive, own, others)
    expected = {shown(word): values for word, values in wanted.items()}
    rows = list(found)
    assert {row.word for row in rows} == set(expected)
    for row in rows:
        assert row[1:] == pytest.approx(expected[row.word], **CLOSE), row
    keys = [
        (-row.log_likelihood if row.rate >= row.rate_against else row.log_likelihood, row.word)
        for row in rows
    ]
    assert keys == sorted(keys)
    assert (found.statements, found.statements_against) == (len(own), len(others))
    assert found.words == sum(row.count for row in rows)
    assert found.words_against == plain_counts.counted(archive, others).total()


@pytest.mark.parametrize(
    ("query", "against", "filters"),
    [
        ("minister:okoro", None, {}),
        ("date:2000..2001", "date:1996..1997", {}),
        ("harbour", None, {}),
        ("harbour -lake", "lake -harbour", {}),
        ("harbour", None, {"minister": "okoro"}),
        ("date:1996", "date:1997", {"where": {"portfolio": "trade"}}),
        ("minister:okoro", "minister:brannigan -minister:okoro", {"since": 1998}),
    ],
)
def test_each_number(
    parted: Archive,
    query: str,
    against: str | None,
    filters: dict[str, Any],
) -> None:
    compare(parted, query, against, **filters)


@examples(15)
@given(data=st.data())
def test_any_tree(hundreds: Collection, data: st.DataObject) -> None:
    tree = data.draw(hundreds.all_trees)
    archive = hundreds.archive
    own = plain_counts.ids_of(archive, tree)
    try:
        found = archive.keywords(tree, least=1, common=True)
    except InvalidArgument:
        assert len(own) == len(archive)
        return
    counts = plain_counts.counted(archive, own)
    assert sorted(row.count for row in found) == sorted(counts.values())


def test_sets_that_share_statements(parted: Archive) -> None:
    shared = parted.count("minister:okoro minister:brannigan")
    assert shared > 1
    with pytest.raises(InvalidArgument, match=f"the two sets share {shared} statements"):
        parted.keywords("minister:okoro", against="minister:brannigan")


def test_nothing_to_compare_with(parted: Archive) -> None:
    with pytest.raises(InvalidArgument, match="no statements to compare with"):
        parted.keywords("")
    with pytest.raises(InvalidArgument, match="no statements to compare with"):
        parted.keywords("harbour", against="zyzzyva")
    nothing = parted.keywords("zyzzyva")
    assert (len(nothing), nothing.statements, nothing.words) == (0, 0, 0)
    with pytest.raises(InvalidArgument, match="least can't be 0"):
        parted.keywords("harbour", least=0)


def test_one_long_speech_makes_no_keyword(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(
        plain(1, "x", "grain " * 60 + "harbour " * 3, ministers=("Orla Brannigan",)),
        *[
            plain(n, "x", "harbour " * 10 + "fish " * 20, ministers=("Orla Brannigan",))
            for n in range(2, 8)
        ],
        plain(9, "x", "fish lake lake", ministers=("Tamsin Okoro",)),
    )
    found = {row.word: row for row in archive.keywords("minister:brannigan")}
    assert found["grain"].dispersion > 0.7 > 0.3 > found["harbour"].dispersion


def test_very_common_words_and_the_floor(parted: Archive) -> None:
    whole = parted.keywords("harbour", least=1, common=True)
    few = parted.keywords("harbour", least=4)
    kept = [row for row in whole if row.count >= 4]
    common = {row.word for row in kept} - {row.word for row in few}
    assert "the" in common
    assert few.left_out == len(common)
    assert list(few) == [row for row in kept if row.word not in common]


def test_each_row_leads_to_what_it_counts(parted: Archive) -> None:
    found = parted.keywords("minister:okoro", least=1, common=True)
    for row in list(found)[::5]:
        assert len(parted.concordance(found.lines_of(row.word))) == row.count
    assert found.lines_of("lake") == 'minister:"Tamsin Okoro" lake'


def test_it_is_a_table(parted: Archive) -> None:
    found = parted.keywords("harbour", against="-harbour")
    assert isinstance(found[0], Keyword)
    assert repr(found).startswith("<Keywords of 'harbour': ")
    assert (found.query, found.against) == ("harbour", "-harbour")
    assert (found.interpreted, found.interpreted_against) == ("harbour", "-harbour")
    assert list(found) == list(parted.keywords("harbour"))
    kinds = {name: values.dtype for name, values in found.arrays.items()}
    assert list(kinds) == list(Keyword._fields)
    assert kinds["count"] == kinds["count_against"] == np.int64
