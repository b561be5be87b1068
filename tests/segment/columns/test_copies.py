import numpy as np
import pytest

from searchkit.model.errors import CorruptIndex
from searchkit.segment.columns.copies import (
    COPY,
    MIN_LENGTH,
    ORDER,
    Copies,
    copy_digest,
    write_copies,
)
from searchkit.storage.container import Container, ContainerWriter

TEXT = "x" * MIN_LENGTH


def test_statements_of_one_title_and_text_share_a_digest():
    digest = copy_digest("t", TEXT)
    assert 0 < digest < 2**64
    assert copy_digest("t", TEXT) == digest
    others = {copy_digest("u", TEXT), copy_digest("t", "y" + TEXT), copy_digest("t" + TEXT, TEXT)}
    assert len(others | {digest}) == 4


def test_a_short_text_has_none():
    assert copy_digest("t", TEXT[1:]) == 0


def test_copies_are_found_by_digest(tmp_path):
    digests = np.array([7, 0, 2**64 - 1, 7, 0], np.uint64)
    with ContainerWriter(tmp_path / "c") as writer:
        write_copies(writer, digests)
    copies = Copies(Container(tmp_path / "c"))
    copies.check()
    assert copies.of(7) == [0, 3]
    assert copies.of(2**64 - 1) == [2]
    assert copies.of(0) == [1, 4]
    assert copies.of(8) == []


def test_another_order_is_found(tmp_path):
    with ContainerWriter(tmp_path / "c") as writer:
        writer.add(COPY, np.array([7, 1], np.uint64))
        writer.add(ORDER, np.array([0, 1], np.uint32))
    with pytest.raises(CorruptIndex, match=r"'copy\.order': not in order"):
        Copies(Container(tmp_path / "c")).check()
