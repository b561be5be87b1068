import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.model.errors import CorruptIndex
from searchkit.segment.postings.frequencies import (
    ELSEWHERE,
    FREQUENCY,
    LISTED,
    FrequencyReader,
    write_frequencies,
)
from searchkit.storage.container import Container, ContainerWriter

PAIRS = st.lists(
    st.tuples(st.sampled_from([0, 1, 2, 3, 4, 300]), st.sampled_from([1, 62, 63, 64, 70_000])),
    min_size=1,
    max_size=12,
)


def reader(path, pairs):
    with ContainerWriter(path) as writer:
        write_frequencies(writer, *(np.array(side, np.uint32) for side in zip(*pairs, strict=True)))
    return FrequencyReader(Container(path))


@given(PAIRS, st.data())
def test_what_is_packed_is_unpacked(tmp_path_factory, pairs, data):
    found = reader(tmp_path_factory.mktemp("f") / "c", pairs)
    found.check()
    first = data.draw(st.integers(0, len(pairs)))
    last = data.draw(st.integers(first, len(pairs)))
    in_title, in_body = found.of(first, last)
    assert list(zip(in_title.tolist(), in_body.tolist(), strict=True)) == pairs[first:last]
    places = [slice(first, last), slice(0, len(pairs)), slice(0, first)]
    expected = [sum(pair) for place in places for pair in pairs[place]]
    assert found.totals(places).tolist() == expected


def test_only_what_fits_no_byte_is_listed(tmp_path):
    pairs = [(3, 62), (0, 1), (3, 63), (4, 1), (0, 64)]
    file = Container(reader(tmp_path / "c", pairs)._container.path)
    # The third would fit as the very byte that says that it is listed.
    assert file.array(FREQUENCY).tolist() == [254, 1, *[ELSEWHERE] * 3]
    assert file.array(LISTED).tolist() == [2, 3, 4]


def test_a_word_that_does_not_occur_is_found(tmp_path):
    with pytest.raises(CorruptIndex, match="does not occur"):
        reader(tmp_path / "c", [(0, 1), (0, 0)]).check()
