from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.kernels.plain import inversion as plain
from searchkit.segment.positions.forward import RARE, codes_of
from searchkit.segment.positions.space import text_starts
from tests.support.twins import twins


@pytest.fixture(params=twins("inversion"), scope="module")
def inversion(request):
    return import_module(request.param)


def u4(values):
    return np.array(values, np.uint32)


def invert(inversion, form_tokens, lengths, stem_of_form):
    """The inversion, with starts and codes as a segment has them."""
    starts = text_starts(lengths)
    counts = inversion.stem_counts(form_tokens, stem_of_form)
    codes = codes_of(counts)
    return inversion.invert(form_tokens, lengths, starts, stem_of_form, counts, codes)


@st.composite
def words(draw):
    """(forms in reading order, lengths of the fields, stem of each form)."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=5))
    stem_of_form = [stem for stem, size in enumerate(sizes) for _ in range(size)]
    fields = draw(
        st.lists(
            st.tuples(*[st.lists(st.integers(0, len(stem_of_form) - 1), max_size=6)] * 2),
            min_size=1,
            max_size=5,
        )
    )
    return [field for both in fields for field in both], stem_of_form


@given(words(), st.sampled_from([1, 2, 1 << 16]))
def test_the_inversion_is_that_of_a_loop(inversion, drawn, at_once):
    fields, stem_of_form = drawn
    tokens = [form for field in fields for form in field]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "STEMS_AT_ONCE", at_once)
        inverted = invert(
            inversion, u4(tokens), u4([len(field) for field in fields]), u4(stem_of_form)
        )
    codes = codes_of(inversion.stem_counts(u4(tokens), u4(stem_of_form))).tolist()
    position, starts, occurrences, forward = 0, [0], [], []
    for number, field in enumerate(fields):
        for form in field:
            stem = stem_of_form[form]
            occurrences.append((stem, position, form - stem_of_form.index(stem), number))
            forward.append(codes[stem])
            position += 1
        forward.append(0)
        position += 1
        starts.append(position)
    occurrences.sort()
    stems = range(stem_of_form[-1] + 1)
    assert text_starts(u4([len(field) for field in fields])).tolist() == starts
    assert inverted.forward.tolist() == forward
    # Within their statements: its title begins at 0.
    within = [p - starts[number // 2 * 2] for _, p, _, number in occurrences]
    assert inverted.positions.tolist() == within
    assert inverted.forms.tolist() == [form for _, _, form, _ in occurrences]
    ends = [sum(o[0] <= stem for o in occurrences) for stem in stems]
    assert inverted.position_ends.tolist() == ends
    pairs = sorted({(stem, number // 2) for stem, _, _, number in occurrences})
    assert inverted.docs.tolist() == [doc for _, doc in pairs]
    assert inverted.posting_ends.tolist() == [sum(p[0] <= stem for p in pairs) for stem in stems]
    frequencies = zip(inverted.in_title.tolist(), inverted.in_body.tolist(), strict=True)
    for (stem, doc), (in_title, in_body) in zip(pairs, frequencies, strict=True):
        numbers = [number for s, _, _, number in occurrences if s == stem]
        assert in_title == numbers.count(2 * doc)
        assert in_body == numbers.count(2 * doc + 1)


@pytest.mark.parametrize(("forms", "kind"), [(256, np.uint8), (257, np.uint16)])
def test_a_stem_of_many_forms(inversion, forms, kind):
    tokens = np.arange(forms, dtype=np.uint32)[::-1].copy()
    inverted = invert(inversion, tokens, u4([0, forms]), np.zeros(forms, np.uint32))
    assert inverted.forms.dtype == kind
    assert inverted.forms.tolist() == tokens.tolist()


def test_a_word_that_stands_often_in_title_and_body(inversion):
    inverted = invert(inversion, u4([0] * 1_300), u4([300, 1_000]), u4([0]))
    assert inverted.docs.tolist() == [0]
    assert inverted.in_title.tolist() == [300]
    assert inverted.in_body.tolist() == [1_000]


def test_the_forward_array_has_the_code_at_each_position(inversion):
    inverted = invert(inversion, u4([0, 1, 1, 2, 2, 2, 1, 2]), u4([0, 8]), u4([0, 1, 2]))
    assert inverted.forward.tolist() == [0, 3, 2, 2, 1, 1, 1, 2, 1, 0]


def test_stems_that_share_a_code(inversion):
    stems = RARE + 3
    tokens = np.concatenate((np.arange(stems), [stems - 1])).astype(np.uint32)
    stem_of_form = np.arange(stems, dtype=np.uint32)
    codes = codes_of(inversion.stem_counts(tokens, stem_of_form)).tolist()
    inverted = invert(inversion, tokens, u4([0, tokens.size]), stem_of_form)
    assert inverted.forward[1:-1].tolist() == [codes[token] for token in tokens]


def test_no_words_at_all(inversion):
    inverted = invert(inversion, u4([]), u4([0, 0, 0, 0]), u4([]))
    assert inverted.positions.size == inverted.docs.size == inverted.position_ends.size == 0
    assert inverted.forward.tolist() == [0, 0, 0, 0]


def test_more_stems_than_16_bits_tell_apart(inversion):
    stems = 3 << 16
    tokens = np.concatenate((np.arange(stems)[::-1], [stems - 1])).astype(np.uint32)
    inverted = invert(inversion, tokens, u4([0, tokens.size]), np.arange(stems, dtype=np.uint32))
    # After the gap of the empty title; the last stem stands at both ends.
    assert inverted.positions.tolist() == [*range(stems, 1, -1), 1, stems + 1]


@given(words())
def test_stems_are_counted_as_a_loop_counts_them(inversion, drawn):
    fields, stem_of_form = drawn
    stems = [stem_of_form[form] for field in fields for form in field]
    tokens = u4([form for field in fields for form in field])
    counts = inversion.stem_counts(tokens, u4(stem_of_form)).tolist()
    assert counts == [stems.count(stem) for stem in range(stem_of_form[-1] + 1)]
