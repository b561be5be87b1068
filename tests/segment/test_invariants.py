"""Each thing that `searchkit check` verifies of a segment, broken with right checksums."""

import numpy as np
import pytest

from searchkit.corpus.markdown import clean_text
from searchkit.model.errors import CorruptIndex
from searchkit.schema.analysis import normalise
from searchkit.segment.invariants import check_segment
from searchkit.segment.reader import Segment
from searchkit.storage.container import Container
from tests.support import damaged_index as damaged
from tests.support.vellmark import many


@pytest.fixture
def index(tmp_path):
    return damaged.build(tmp_path / "index")


def swapped(values, one, other):
    new = np.array(values)
    new[[one, other]] = new[[other, one]]
    return new


def put(values, place, value):
    new = np.array(values)
    new[place] = value
    return new


def word(values, old, new):
    """Bytes of a list of strings with one of them replaced by one as long."""
    assert len(old) == len(new) and bytes(values).count(old) == 1
    return bytes(values).replace(old, new)


# section -> [(what is changed, what is said about it)]
BROKEN = {
    "stem.bytes": [(lambda v: b"zzz" + bytes(v)[3:], "in order")],
    "folded.bytes": [(lambda v: word(v, b"grain", b"\xff" * 5), "no UTF-8")],
    "form.bytes": [(lambda v: word(v, b"GRAIN", b"wrain"), "in order")],
    "folded.order": [
        (lambda v: swapped(v, 0, 1), "in order"),
        (lambda v: put(v, 0, v[1]), "not each word once"),
    ],
    "stem.posting_ends": [(lambda v: put(v, 0, v[1]), "a word has nothing")],
    "stem.position_ends": [(lambda v: put(v, 0, v[1]), "a word has nothing")],
    "stem.folded_ends": [(lambda v: put(v, 0, v[1]), "a word has nothing")],
    "folded.form_ends": [(lambda v: put(v, 0, v[1]), "a word has nothing")],
    "stem.code": [
        (lambda v: put(v, 0, v[1]), "not each code once"),
        (lambda v: put(v, 0, 60_000), "not each code once"),
    ],
    "field.start": [
        (lambda v: put(v, 1, v[2]), r"field\.start"),
        (lambda v: put(v, 1, v[1] + 1), "not as `field.start`"),
    ],
    "amount.position": [
        (lambda v: swapped(v, 0, 1), "not in order"),
        (lambda v: put(v, 1, 10**6), "in no text"),
        (lambda v: put(v, 0, v[0] + 1_000), "not in order"),
        (lambda v: v + 4, "beyond its text"),
    ],
    "amount.value": [
        (lambda v: put(v, 0, -1), "no amount"),
        (lambda v: put(v, 0, np.nan), "no amount"),
        (lambda v: put(v, 0, np.inf), "no amount"),
    ],
    "amount.currency": [(lambda v: put(v, 0, 200), "no currency that there is")],
    "amount.width": [(lambda v: put(v, 0, 0), "no width"), (lambda v: put(v, 0, 3), "no width")],
    "length.title": [(lambda v: put(v, 0, v[0] + 1), "not as `field.start`")],
    "length.body": [(lambda v: put(v, 2, v[2] - 1), "not as `field.start`")],
    "position": [
        (lambda v: put(v, 0, 255), "outside its statement"),
        (lambda v: put(v, 1, v[0]), "not"),
        (lambda v: put(v, 0, 3), "not"),  # A gap.
    ],
    "position.form": [(lambda v: put(v, 0, 250), "no form of its word")],
    "forward": [
        (lambda v: put(v, 0, 0), "not each word once"),
        (lambda v: put(v, 3, 1), "not each word once"),
        (lambda v: put(v, 0, 60_000), "a code of no word"),
    ],
    "posting.doc": [
        (lambda v: put(v, 0, 3), "no statement"),
        (lambda v: v[::-1], "not in order"),
    ],
    "posting.frequency": [
        (lambda v: put(v, 0, 0), "does not occur"),
        (lambda v: put(v, 0, 63), "more often than"),
        (lambda v: np.full(v.size, 2 << 6), "more often than"),
        (lambda v: put(v, 0, v[0] + 1), "another number of times"),
    ],
    "date": [
        (lambda v: put(v, 0, 20070229), "no day"),
        (lambda v: put(v, 0, 20071301), "no day"),
        (lambda v: put(v, 0, 20070431), "no day"),
        (lambda v: put(v, 0, 1), "no day"),
        (lambda v: put(v, 0, -20070101), "no day"),
    ],
    "newest": [(lambda v: swapped(v, 0, 1), "in order")],
    "id.bytes": [(lambda v: word(v, b"v/b.md", b"v/\xffbmd"), "no UTF-8")],
    "id.order": [
        (lambda v: swapped(v, 0, 1), "in order"),
        (lambda v: put(v, 0, 1), "not each statement once"),
    ],
    "copy": [(lambda v: put(v, 1, 7), "in order")],
    "copy.order": [(lambda v: v[::-1], "in order")],
    "minister.key.bytes": [
        (lambda v: word(v, b"orla brannigan", b"zrla brannigan"), "no keys"),
    ],
    "minister.members": [(lambda v: put(v, 2, v[1]), "not in order")],
    "portfolio.members": [(lambda v: swapped(v, 1, 2), "not in order")],
    "minister.name_key": [(lambda v: put(v, 0, v[-1]), "not each name once")],
    "minister.set": [(lambda v: put(v, 0, 3), "column")],
    "dictionary.doc_ends": [(lambda v: put(v, 0, 2), "not for each statement")],
}


def test_a_segment_as_it_was_written_passes(index):
    check_segment(Segment(damaged.segment_of(index)))


@pytest.mark.parametrize(
    ("section", "change", "said"),
    [(section, *one) for section, changes in BROKEN.items() for one in changes],
    ids=[f"{name}-{i}" for name, changes in BROKEN.items() for i in range(len(changes))],
)
def test_what_can_not_be_is_found(index, section, change, said):
    values = Container(damaged.segment_of(index)).array(section)
    new = change(values)
    new = new if isinstance(new, bytes) else np.asarray(new, values.dtype)
    path = damaged.tamper(index, {section: new})
    with pytest.raises(CorruptIndex, match=said) as caught:
        check_segment(Segment(path))
    assert caught.value.where == str(path)
    assert "searchkit index" in caught.value.remedy


def test_many_statements_pass(build_segment, tmp_path):
    items = [(s, normalise(clean_text(s.body)), bytes(8)) for s in many(200)]
    check_segment(build_segment(tmp_path, items, cuts=(50, 51)))


def test_statements_without_a_word_pass(segment_of):
    check_segment(segment_of("", ("", ""), "–"))
