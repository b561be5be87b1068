"""What texts write in two ways, on disk."""

import numpy as np
import pytest

from searchkit.model.errors import CorruptIndex
from searchkit.schema.variants import TwoWays, observed
from searchkit.segment.chunks.file import write_chunk
from searchkit.segment.chunks.kept import live_chunk
from searchkit.segment.reader import Segment
from searchkit.segment.tombstones import Tombstones
from searchkit.segment.variants import (
    DOC,
    DOC_ENDS,
    HASH,
    VARIANT,
    Variants,
    _hash,
    pack_pairs,
    write_variants,
)
from searchkit.segment.writer import write_segment
from searchkit.storage.container import Container, ContainerWriter
from searchkit.storage.strings import BYTES, write_strings

MAIL = TwoWays("email", "", "e mail")
BOARD = TwoWays("hsb", "HSB", "Harbour Safety Board")
BANK = TwoWays("hsb", "HSB", "Home Savings Bank")
STATEMENTS = [{MAIL, BOARD}, set(), {BOARD}, {BANK, MAIL}]


def stored(path, statements=STATEMENTS):
    with ContainerWriter(path) as writer:
        write_variants(writer, map(pack_pairs, statements))
    return Variants(Container(path), len(statements))


def listed(variants, short):
    return {pair: docs.tolist() for pair, docs in variants.of(short)}


def test_pairs_are_found_by_their_short_form(tmp_path):
    variants = stored(tmp_path / "c")
    variants.check()
    assert listed(variants, "email") == {MAIL: [0, 3]}
    assert listed(variants, "hsb") == {BOARD: [0, 2], BANK: [3]}
    for nothing in ("", "e", "emai", "emails", "hsbx", "\udc80", "zz"):
        assert listed(variants, nothing) == {}


def test_pairs_are_given_back_by_statement(tmp_path):
    assert stored(tmp_path / "c").by_statement == [*map(pack_pairs, STATEMENTS)]
    empty = stored(tmp_path / "d", [set(), set()])
    empty.check()
    assert empty.by_statement == [b"", b""]


def test_a_segment_of_an_earlier_version_has_none(tmp_path):
    with ContainerWriter(tmp_path / "c") as writer:
        writer.add("other", np.zeros(1, np.uint8))
    variants = Variants(Container(tmp_path / "c"), 2)
    variants.check()
    assert listed(variants, "email") == {}
    assert variants.by_statement == [b"", b""]


KEYS = sorted((pair.key() for pair in (MAIL, BOARD, BANK)), key=lambda key: (_hash(key), key))


def rewritten(path, keys=KEYS, docs=(0, 3, 0, 2, 3), ends=(2, 4, 5), hashes=None):
    with ContainerWriter(path) as writer:
        write_strings(writer, VARIANT, keys)
        writer.add(HASH, np.array(hashes or [_hash(key) for key in keys], np.uint32))
        writer.add(DOC_ENDS, np.array(ends, np.uint32))
        writer.add(DOC, np.array(docs, np.uint32))
    return Variants(Container(path), 4)


def test_what_was_written_passes(tmp_path):
    rewritten(tmp_path / "c").check()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"docs": [0, 3, 2, 0, 3]}, r"'variant\.doc': not in order"),
        ({"docs": [0, 3, 0, 2, 4]}, r"'variant\.doc': a statement that is not there"),
        ({"ends": [2, 2, 5]}, r"'variant\.doc_ends': a pair of no statement"),
        ({"keys": KEYS[::-1]}, r"'variant\.bytes': not in order"),
        ({"keys": [b"a\tb", *KEYS[1:]]}, r"'variant\.bytes': no pair"),
        ({"hashes": [1, 2, 3]}, r"'variant\.hash': not that of the short form"),
    ],
)
def test_damage_is_named(tmp_path, change, said):
    with pytest.raises(CorruptIndex, match=said):
        rewritten(tmp_path / "c", **change).check()


def test_a_statement_that_is_not_there_is_not_counted(tmp_path):
    with pytest.raises(CorruptIndex, match=r"variant\.doc"):
        listed(rewritten(tmp_path / "c", docs=(9, 10, 9, 10, 9)), "hsb")


@pytest.mark.parametrize("section", [VARIANT + BYTES, HASH, DOC_ENDS])
def test_other_bytes_are_found_before_anything_is_looked_up(tmp_path, section):
    path = tmp_path / "c"
    stored(path)
    container = Container(path)
    where = path.read_bytes().index(bytes(container.view(section)))
    del container
    data = bytearray(path.read_bytes())
    data[where] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(CorruptIndex, match=section.replace(".", r"\.")):
        listed(Variants(Container(path), 4), "email")


TEXTS = [
    "An e-mail of the Harbour Safety Board (HSB).",
    "No pair at all.",
    "Another e-mail on well-being.",
    "The Harbour Safety Board (HSB) again.",
]


def test_a_segment_has_what_its_texts_show(segment_of):
    segment = segment_of(*TEXTS, cuts=(1, 3))
    assert segment.variants.by_statement == [pack_pairs(observed(text)) for text in TEXTS]
    assert listed(segment.variants, "email") == {MAIL: [0, 2]}


def test_merged_live_statements_keep_theirs(segment_of, tmp_path):
    segment = segment_of(*TEXTS, cuts=(2,))
    dead = Tombstones(np.array([0]), np.array([], np.uint32), np.array([], np.uint64))
    write_chunk(tmp_path / "kept", live_chunk(segment.with_tombstones(dead)))
    write_segment(tmp_path / "merged", [Container(tmp_path / "kept")])
    merged = Segment(tmp_path / "merged")
    assert merged.variants.by_statement == [pack_pairs(observed(text)) for text in TEXTS[1:]]
