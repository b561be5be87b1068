"""Words in a row, against a look at every place."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels.plain.phrases import beginnings, continued, with_code, with_positions

TOKENS = st.lists(st.integers(1, 3), min_size=1, max_size=40)
PHRASES = st.lists(st.integers(1, 3), min_size=1, max_size=4)


@given(TOKENS, PHRASES, st.data())
def test_each_way_finds_every_phrase(
    tokens: list[int], phrase: list[int], data: st.DataObject
) -> None:
    forward = np.array(tokens, np.uint16)
    end, width = len(tokens), len(phrase)
    at = {code: np.flatnonzero(forward == code).astype(np.uint32) for code in (1, 2, 3)}
    start = data.draw(st.integers(0, width - 1))
    found = beginnings(at[phrase[start]], start, width, end)
    for offset, code in enumerate(phrase):
        if data.draw(st.booleans()):
            found = with_code(found, offset, forward, code)
        else:
            found = with_positions(found, offset, at[code])
    expected = [i for i in range(end - width + 1) if tokens[i : i + width] == phrase]
    assert found.tolist() == expected
    row = at[phrase[0]]
    for offset, code in enumerate(phrase):
        row = continued(row, offset, at[code], end)
    assert row.tolist() == expected


def test_a_phrase_begins_and_ends_inside() -> None:
    assert beginnings(np.array([0, 1, 5, 9], np.uint32), 1, 3, 10).tolist() == [0, 4]
