"""The quotations of a segment: written, read, merged and checked."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit import CorruptIndex, Statement
from searchkit.corpus.document import Document
from searchkit.kernels import offsets
from searchkit.quotations.finding import Spoken, spoken
from searchkit.schema.analysis import token_spans
from searchkit.segment.chunks.builder import ChunkBuilder
from searchkit.segment.chunks.file import write_chunk
from searchkit.segment.chunks.kept import live_chunk, part_of_chunk
from searchkit.segment.columns.spoken import CERTAIN, GOES_ON, OWN, SpokenReader, stretches_of
from searchkit.segment.reader import Segment
from searchkit.segment.rederiving import differences
from searchkit.segment.tombstones import Tombstones
from searchkit.segment.writer import write_segment
from searchkit.storage.container import Array, Container
from tests.support.hypothesis_settings import examples
from tests.support.said import SPEAKERS, statements
from tests.support.said import said_text as text_of

MADE = statements(30)
COLUMN = ("key.bytes", "name.bytes", "name_key", "set", "set_ends", "members")
NAMES = [f"spoken.{one}" for one in ("position", "words", "flags")]
NAMES += [f"spoken-by.{one}" for one in COLUMN]


def chunk(path: Path, numbers: range | list[int], quotations: bool = True) -> Container:
    builder = ChunkBuilder(quotations=quotations)
    for number in numbers:
        one = MADE[number]
        builder.add(Document(one, one.body, number.to_bytes(8, "little")))
    builder.write(path)
    return Container(path)


def segment(path: Path, *chunks: Container) -> Segment:
    write_segment(path, chunks)
    return Segment(path)


def check_same(one: Segment, other: Segment) -> None:
    for name in NAMES:
        assert one.container.array(name).tolist() == other.container.array(name).tolist(), name


def test_each_stretch_is_where_its_words_are(tmp_path: Path) -> None:
    made = segment(tmp_path / "s", chunk(tmp_path / "c", range(30)))
    reader, at = made.spoken, 0
    for doc, one in enumerate(MADE):
        begin = int(made.starts[made.numbering.number(doc, 1)])
        spans = list(token_spans(one.body))
        for said in spoken(one.body, one.title, one.ministers):
            first = int(reader.begins[at]) - begin
            last = int(reader.ends[at]) - begin - 1
            assert one.body[: spans[first][0]].rstrip(" “\n") == one.body[: said.start].rstrip(
                " “\n"
            )
            assert spans[last][1] <= said.end <= spans[last][1] + 1
            assert reader.speakers.names_at(at) == said.speakers
            expected = CERTAIN * said.certain + GOES_ON * said.goes_on + OWN * said.own
            assert int(reader.flags[at]) == expected
            assert int(reader.docs[at]) == doc
            at += 1
    assert at == reader.begins.size > 30


def test_merging_gives_what_a_rebuild_gives(tmp_path: Path) -> None:
    dead = [3, 17, 29]
    rest = [number for number in range(30) if number not in dead]
    expected = segment(tmp_path / "all", chunk(tmp_path / "c", rest))
    first = segment(tmp_path / "one", chunk(tmp_path / "c1", range(15)))
    first = first.with_tombstones(Tombstones(np.array([3], np.uint32), *[np.zeros(0)] * 2))
    write_chunk(tmp_path / "kept", live_chunk(first, quotations=True))
    second = chunk(tmp_path / "c2", range(15, 30))
    part = part_of_chunk(second, np.array([n - 15 for n in rest if n >= 15]))
    write_chunk(tmp_path / "part", part)
    merged = segment(tmp_path / "m", Container(tmp_path / "kept"), Container(tmp_path / "part"))
    check_same(merged, expected)


def test_a_segment_that_does_not_know_is_read_again(tmp_path: Path) -> None:
    expected = segment(tmp_path / "all", chunk(tmp_path / "c", range(30)))
    plain = segment(tmp_path / "plain", chunk(tmp_path / "p", range(30), quotations=False))
    assert not plain.spoken.known
    write_chunk(tmp_path / "kept", live_chunk(plain, quotations=True))
    check_same(segment(tmp_path / "again", Container(tmp_path / "kept")), expected)
    write_chunk(tmp_path / "not", live_chunk(expected))
    assert not segment(tmp_path / "without", Container(tmp_path / "not")).spoken.known


def test_the_parts_of_a_quotation_are_one_and_a_speech_is_one(tmp_path: Path) -> None:
    made = segment(tmp_path / "s", chunk(tmp_path / "c", range(30)))
    reader, seen = made.spoken, dict[int, tuple[int, bool]]()
    for row, group in enumerate(reader.groups.tolist()):
        own = bool(int(reader.flags[row]) & OWN)
        known = seen.setdefault(group, (int(reader.docs[row]), own))
        assert known == (int(reader.docs[row]), own)
    quoted = (reader.flags & OWN) == 0
    begun = int(((reader.flags & GOES_ON) == 0)[quoted].sum())
    assert np.unique(reader.groups[quoted]).size == begun
    assert np.unique(reader.groups[~quoted]).size == 3


def test_stretches_never_overlap_and_have_words() -> None:
    said = [Spoken(0, 4, (), True, False, False), Spoken(2, 9, (), True, False, False)]
    said.append(Spoken(9, 11, ("Jan Vell",), True, False, False))
    words = offsets.joined_offsets(["one two three –", "…   –", "", "one two three"])
    found = stretches_of([said, said[:1], [], [said[0], said[2]]], words, [100, 200, 200, 300])
    assert found.places.tolist() == [100, 101, 300, 302]
    assert found.words.tolist() == [1, 2, 1, 1]
    assert found.speakers == [(), (), (), ("Jan Vell",)]
    assert not stretches_of([said], offsets.joined_offsets(["… –"]), [0]).places.size
    assert not stretches_of([[]], offsets.joined_offsets([""]), [0]).places.size


@pytest.mark.parametrize(
    ("section", "change", "what"),
    [
        ("spoken.words", lambda v: v * 0, "a quotation without words"),
        ("spoken.words", lambda v: v * 0 + 200, "overlap"),
        ("spoken.flags", lambda v: v * 0 + 8, "a flag that there is not"),
        ("spoken.position", lambda v: v[::-1], "overlap"),
    ],
)
def test_what_can_not_be_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, section: str, change: object, what: str
) -> None:
    made = segment(tmp_path / "s", chunk(tmp_path / "c", range(30)))
    made.spoken.check(made.starts)
    array = made.container.array

    def changed(name: str) -> Array:
        found: Array = array(name)
        return change(found) if name == section else found  # type: ignore[operator]

    monkeypatch.setattr(made.container, "array", changed)
    reader = SpokenReader(made.container, made.numbering, made.schema.profile, made.occurrences)
    with pytest.raises(CorruptIndex, match=what):
        reader.check(made.starts)


def test_the_deep_check_reads_quotations_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = segment(tmp_path / "s", chunk(tmp_path / "c", range(30)))
    assert not list(differences(made))
    flags = made.container.array("spoken.flags").copy()
    flags[5] ^= CERTAIN
    array = made.container.array
    monkeypatch.setattr(
        made.container, "array", lambda name: flags if name == "spoken.flags" else array(name)
    )
    told = [(one.statement, one.what) for one in differences(made)]
    doc = int(made.spoken.docs[5])
    assert told == [(MADE[doc].id, "other quotations than its text has")]


def test_a_text_of_marks_is_bounded(tmp_path: Path) -> None:
    builder = ChunkBuilder(quotations=True)
    body = "“a” " * 10_000
    one = searchkit.Statement(id="vm/marks.md", title="Marks", body=body)
    builder.add(Document(one, body, b"12345678"))
    builder.write(tmp_path / "c")
    segment(tmp_path / "s", Container(tmp_path / "c")).spoken.check(Segment(tmp_path / "s").starts)


def test_the_words_of_who_speaks_are_theirs() -> None:
    """The texts of these tests are of use: everybody speaks in them."""
    draw = random.Random(5)
    names = {name for _ in range(60) for one in spoken(text_of(draw)) for name in one.speakers}
    assert names == set(SPEAKERS)


PIECES = st.sampled_from(
    [
        *('"', "“", "”", "‘", "’", "'", "«", "»", " ", "\n", "\n\n", ", ", ". "),
        *("Mr Vell", " said", "the Minister", "harbour", " Ms Storr", " I ", "It's"),
    ]
)


@examples(30)
@given(st.lists(st.lists(PIECES, max_size=30).map("".join), min_size=1, max_size=4))
def test_stretches_lie_in_one_text_apart_and_in_order(texts: list[str]) -> None:
    made = [
        Statement(
            id=f"vm/{n}.md", title="“Oster,” Mr Vell said", body=text, ministers=(SPEAKERS[0],)
        )
        for n, text in enumerate(texts)
    ]
    with tempfile.TemporaryDirectory() as folder:
        builder = ChunkBuilder(quotations=True)
        for number, one in enumerate(made):
            builder.add(Document(one, one.body, number.to_bytes(8, "little")))
        builder.write(Path(folder) / "c")
        here = segment(Path(folder) / "s", Container(Path(folder) / "c"))
        reader, before = here.spoken, 0
        for at in range(reader.begins.size):
            begin, end = int(reader.begins[at]), int(reader.ends[at])
            body = here.numbering.number(int(reader.docs[at]), 1)
            size = len(list(token_spans(made[int(reader.docs[at])].body)))
            first = int(here.starts[body])
            assert first <= begin < end <= first + size and before <= begin
            before = end
