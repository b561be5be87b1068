"""The folded form at a position is that of the word which stands there in the text."""

import numpy as np
import pytest

from searchkit.model.errors import CorruptIndex
from searchkit.schema.analysis import fold, tokens
from searchkit.segment.positions.forward import RARE
from searchkit.segment.positions.space import GAP
from tests.support.vellmark import many

# Of one stem: several folded forms, and folded forms that are written in several ways.
TEXTS = [
    ("Fishing", "Fishes fish, FISH fished Ōrva orva órva."),
    ("", "Harbours of harbour: 10,000 ships, 10 000 SHIP; ha\u00adrbour."),
    ("Ships", "Ship's fishing fishing fish"),
]


def words_and_positions(segment):
    """Every word of a segment, folded, and where it stands."""
    words, positions = [], []
    for doc in range(len(segment)):
        for place, text in enumerate(segment.record(doc).texts):
            number = segment.numbering.number(doc, place)
            found = tokens(text)
            words += map(fold, found)
            start = int(segment.starts[number])
            positions += range(start, start + len(found))
            assert start + len(found) + GAP == int(segment.starts[number + 1])
    return words, np.array(positions, np.int64)


def of_vellmark():
    return [(one.title, one.body) for one in many(60, seed=3)]


@pytest.fixture(params=[0, 5, 10**6])
def segment(request, segment_of):
    """With so many stems that are frequent enough for a code of their own."""
    segment = segment_of(*TEXTS, *of_vellmark(), cuts=(1,))
    reader = segment.forward_array
    at, codes = reader.at.copy(), reader.codes.copy()
    at[at > request.param] = RARE
    codes[codes > request.param] = RARE
    reader.__dict__.update(at=at, codes=codes)
    return segment


def test_every_word(segment):
    words, positions = words_and_positions(segment)
    found = segment.folded_at(positions)
    assert [segment.dictionary.folded[number].decode() for number in found] == words


@pytest.mark.parametrize("step", [2, 7, 1_000])
def test_some_words(segment, step):
    words, positions = words_and_positions(segment)
    found = segment.folded_at(positions[::step])
    assert [segment.dictionary.folded[n].decode() for n in found] == words[::step]


def test_none(segment):
    assert segment.folded_at(np.zeros(0, np.int64)).size == 0


def test_where_no_word_stands_the_index_is_damaged(segment):
    gap = int(segment.starts[1]) - GAP
    with pytest.raises(CorruptIndex, match="forward"):
        segment.folded_at(np.array([gap]))


def test_a_word_that_its_positions_do_not_know_is_damage(segment_of):
    segment = segment_of(*TEXTS)
    at = segment.forward_array.at.copy()
    fish, ship = (
        int(segment.forward_array.codes[segment.dictionary.stem_number(stem)])
        for stem in ("fish", "ship")
    )
    at[at == ship] = fish
    segment.forward_array.__dict__["at"] = at
    with pytest.raises(CorruptIndex, match="forward"):
        segment.folded_at(words_and_positions(segment)[1])
