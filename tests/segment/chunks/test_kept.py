"""Statements taken out of a segment or a chunk make the segment that they would have made."""

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.document import Document
from searchkit.corpus.files import FileState
from searchkit.schema.analysis import normalise
from searchkit.segment.chunks.builder import ChunkBuilder
from searchkit.segment.chunks.file import write_chunk
from searchkit.segment.chunks.kept import live_chunk, part_of_chunk
from searchkit.segment.reader import Segment
from searchkit.segment.store.frames import train
from searchkit.segment.tombstones import NONE
from searchkit.segment.writer import write_segment
from searchkit.storage.container import Container
from tests.support.hypothesis_settings import examples
from tests.support.vellmark import crowd, many

STATEMENTS = [*many(40, seed=5), *crowd()]
PACKED = ("record", "dictionary")
DICTIONARIES = [b"", *(train([one] * 100) for one in (b"The harbour. " * 60, b"Grain. " * 99))]
"""Each chunk has another, so that a statement is read with the one it was packed with."""


def items_of(numbers):
    for number in numbers:
        statement = STATEMENTS[number]
        file = FileState(number + 1, 10 * number)
        yield statement, normalise(statement.body), number.to_bytes(8, "little"), file


def chunk_of(path, numbers, dictionary=b""):
    builder = ChunkBuilder(dictionary=dictionary)
    for item in items_of(numbers):
        builder.add(Document(*item))
    builder.write(path)
    return Container(path)


def check_equal(found, expected):
    assert found.container.names() == expected.container.names()
    for name in expected.container.names():
        if name.split(".")[0] not in PACKED:
            one, other = found.container.array(name), expected.container.array(name)
            assert one.dtype == other.dtype, name
            assert np.array_equal(one, other), name
    for doc in range(len(expected)):
        assert found.statement(doc) == expected.statement(doc)


@st.composite
def choices(draw):
    """(statements of each chunk, those that are kept)."""
    total = draw(st.integers(1, len(STATEMENTS)))
    order = draw(st.permutations(range(len(STATEMENTS))))[:total]
    cuts = sorted(draw(st.sets(st.integers(1, total), max_size=3)) | {total})
    parts = [order[low:high] for low, high in zip([0, *cuts], cuts, strict=False)]
    kept = draw(st.sets(st.sampled_from(order), min_size=1))
    return [part for part in parts if part], kept


@given(choices())
@examples(25)
def test_the_live_statements_of_a_segment(drawn):
    parts, kept = drawn
    order = [number for part in parts for number in part]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        chunks = [
            chunk_of(folder / f"c{i}", part, DICTIONARIES[i % 3]) for i, part in enumerate(parts)
        ]
        write_segment(folder / "all", chunks)
        dead = [doc for doc, number in enumerate(order) if number not in kept]
        segment = Segment(folder / "all", NONE._replace(dead=np.array(dead, np.uint32)))
        write_chunk(folder / "kept", live_chunk(segment))
        write_segment(folder / "found", [Container(folder / "kept")])
        write_segment(
            folder / "expected",
            [chunk_of(folder / "direct", [number for number in order if number in kept])],
        )
        check_equal(Segment(folder / "found"), Segment(folder / "expected"))


@given(choices())
@examples(15)
def test_a_part_of_a_chunk(drawn):
    _, kept = drawn
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = chunk_of(folder / "whole", range(len(STATEMENTS)))
        write_chunk(folder / "part", part_of_chunk(whole, np.array(sorted(kept))))
        write_segment(folder / "found", [Container(folder / "part")])
        write_segment(folder / "expected", [chunk_of(folder / "direct", sorted(kept))])
        check_equal(Segment(folder / "found"), Segment(folder / "expected"))


def test_equal_dictionaries_are_stored_once(tmp_path):
    one, other = DICTIONARIES[1:]
    assert one and other and one != other
    chunks = [
        chunk_of(tmp_path / str(number), range(3 * number, 3 * number + 3), dictionary)
        for number, dictionary in enumerate([one, one, b"", other, other])
    ]
    write_segment(tmp_path / "all", chunks)
    segment = Segment(tmp_path / "all", NONE._replace(dead=np.arange(5, 9, dtype=np.uint32)))
    assert list(segment.records.dictionaries) == [one, b"", other]
    assert segment.container.array("dictionary.doc_ends").tolist() == [6, 9, 15]
    segment.records.check()
    # Of the statements with none, none is left.
    assert live_chunk(segment).dictionaries == [(one, 5), (other, 11)]


def test_a_new_time_of_a_file_is_kept(tmp_path):
    write_segment(tmp_path / "all", [chunk_of(tmp_path / "c", range(4))])
    touched = NONE._replace(
        dead=np.array([0], np.uint32),
        touched=np.array([2], np.uint32),
        times=np.array([77], np.uint64),
    )
    chunk = live_chunk(Segment(tmp_path / "all", touched))
    assert chunk.columns["file.time"].tolist() == [10, 77, 30]
    assert chunk.columns["file.size"].tolist() == [2, 3, 4]
