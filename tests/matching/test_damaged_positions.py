"""Positions that do not ascend, as damage makes them: what is shown of them.

What a binary search finds in them is left open by every library, and changes with its
version. So the test lets it say anything. The kernels: tests/kernels/plain/test_texts.py.
"""

import itertools

import numpy as np
import pytest

from searchkit.hits.occurrences import _FirstWords
from searchkit.matching.evaluate import Matcher
from searchkit.model.errors import CorruptIndex
from searchkit.query.tree import Stem
from searchkit.segment.reader import Segment
from tests.support.damaged_index import build, segment_of

GRAIN = Stem("grain")


@pytest.fixture
def segment(tmp_path):
    return Segment(segment_of(build(tmp_path / "index")))


@pytest.fixture
def search_says(monkeypatch):
    """`search_says(first, second, ...)`: what `np.searchsorted` answers by turns."""

    def say(*answers):
        each = itertools.cycle(answers)
        monkeypatch.setattr(np, "searchsorted", lambda *_, **__: np.array(next(each)))

    return say


def test_what_is_highlighted_is_no_more_than_there_is(segment, search_says):
    places = _FirstWords(Matcher(segment), np.arange(3), np.arange(6))
    size = int(segment.positions(segment.dictionary.stem_number("grain")).size)
    assert sum(map(len, places.of(GRAIN))) == size
    search_says([0] * 6 + [size] * 6)
    with pytest.raises(CorruptIndex, match="'position'"):
        _FirstWords(Matcher(segment), np.arange(3), np.arange(6)).of(GRAIN)
