"""money: and number: in a query."""

from __future__ import annotations

import pytest

from searchkit.model.errors import QuerySyntaxError
from searchkit.query.rendering import interpreted
from searchkit.query.tree import AmountRange
from tests.support.known_names import parsed
from tests.support.short_trees import A, N, O, T


def money(low: float | None, high: float | None, currency: str = "NZD") -> AmountRange:
    return AmountRange(low, high, currency)


@pytest.mark.parametrize(
    ("text", "tree", "shown"),
    [
        ("money:5m", money(5e6, 5e6), "money:5m"),
        ("money:1m..5m", money(1e6, 5e6), "money:1m..5m"),
        ("money:1m..", money(1e6, None), "money:1m.."),
        ("money:..5m", money(None, 5e6), "money:..5m"),
        ("money:>=1m", money(1e6, None), "money:1m.."),
        ("money:<=1m", money(None, 1e6), "money:..1m"),
        ("money:≥1m", money(1e6, None), "money:1m.."),
        ("Money:$5", money(5, 5), "money:5"),
        ("money:NZ$1,500..2k", money(1500, 2000), "money:1.5k..2k"),
        ("money:USD5m", money(5e6, 5e6, "USD"), "money:USD5m"),
        ("money:US$1m..5m", money(1e6, 5e6, "USD"), "money:USD1m..5m"),
        ("money:1m..US$5m", money(1e6, 5e6, "USD"), "money:USD1m..5m"),
        ("money:US$1m..US$5m", money(1e6, 5e6, "USD"), "money:USD1m..5m"),
        ("money:..£5m", money(None, 5e6, "GBP"), "money:..GBP5m"),
        ("money:>=A$5m", money(5e6, None, "AUD"), "money:AUD5m.."),
        ('money:"5 million"', money(5e6, 5e6), "money:5m"),
        ('money:"1 500 .. 5 million"', money(1500, 5e6), "money:1.5k..5m"),
        ("money:5m?", money(5e6, 5e6), "money:5m"),
        ("number:100..200", AmountRange(100, 200), "number:100..200"),
        ("number:5m", AmountRange(5e6, 5e6), "number:5m"),
        ("number:2.5..", AmountRange(2.5, None), "number:2.5.."),
        ("-money:5m", None, "-money:5m"),
        ("korea money:..5m", A(T("korea"), money(None, 5e6)), "korea money:..5m"),
        ("korea OR number:5", O(T("korea"), AmountRange(5, 5)), "korea OR number:5"),
        ("number:5m NEAR/3 homes", None, "number:5m NEAR/3 homes"),
        ("korea –money:5m", A(T("korea"), N(money(5e6, 5e6))), "korea -money:5m"),
    ],
)
def test_what_it_means(text: str, tree: object, shown: str) -> None:
    found = parsed(text).tree
    assert tree is None or found == tree
    assert interpreted(found) == shown
    assert parsed(shown).tree == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("money:x", "'x' is no amount"),
        ("money:..", "an amount on one side at least"),
        ("money:5m..1m", "ends before it begins"),
        ("money:>5m", "is no amount"),
        ("money:1m..2m..3m", "is no amount"),
        ("money:A$1..US$2", "one currency, not AUD and USD"),
        ("money:X$5", "'X$' is no currency"),
        ("number:USD5", "a number has no currency"),
        ("number:", None),
    ],
)
def test_what_is_none(text: str, said: str | None) -> None:
    if said is None:
        assert [note.code for note in parsed(text).notes] == ["field-space"]
        return
    with pytest.raises(QuerySyntaxError) as caught:
        parsed(f"korea {text}")
    assert said in caught.value.what
    assert caught.value.column == 6 + text.index(":") + 1
    assert "1m..5m" in str(caught.value.expected)
