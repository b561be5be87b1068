"""A segment asks its schema: one with a second kind of label goes the whole way."""

import json

import numpy as np
import pytest

import searchkit
from searchkit.corpus.document import Document
from searchkit.model.errors import CorruptIndex, IncompatibleIndex, InvalidArgument
from searchkit.model.statement import Statement
from searchkit.schema.analysis import versions
from searchkit.schema.fields import DEFAULT, Day, Names, Schema, Text
from searchkit.segment.chunks.builder import ChunkBuilder
from searchkit.segment.chunks.file import write_chunk
from searchkit.segment.chunks.kept import live_chunk, part_of_chunk
from searchkit.segment.invariants import check_segment
from searchkit.segment.opening import open_segments
from searchkit.segment.reader import Segment
from searchkit.segment.rederiving import differences
from searchkit.segment.structure import sections
from searchkit.segment.tombstones import NONE
from searchkit.segment.writer import write_segment
from searchkit.storage.container import Container, ContainerWriter
from searchkit.storage.manifest import Manifest, SegmentEntry, publish, read_manifest

PARTIES = Names("parties", query="party", kind="label")
SCHEMA = Schema((*DEFAULT.fields, PARTIES))
GIVEN = [("Harbour  Party", "Lakes"), ("harbour party",), (), (), ("Lakes", "LAKES")]
"""What each statement says of its parties."""
KEYS = [["harbour party", "lakes"], ["harbour party"], [], [], ["lakes"]]


def statement(number, parties, **values):
    fields = {"parties": parties} if parties else {}
    names = {"ministers": ("Hon Orla Brannigan",), "portfolios": ("Trade",)} if number else {}
    given = {"extra": {"press": number}, "fields": fields, **names, **values}
    return Statement(f"r/{number}", "Grain", f"Harbour {number}", **given)


STATEMENTS = [statement(number, parties) for number, parties in enumerate(GIVEN)]


def chunk_of(path, statements=STATEMENTS, schema=SCHEMA, quotations=False):
    builder = ChunkBuilder(schema, quotations=quotations)
    for number, one in enumerate(statements):
        builder.add(Document(one, one.body, number.to_bytes(8, "little")))
    builder.write(path)
    return Container(path)


@pytest.fixture
def segment(tmp_path):
    write_segment(tmp_path / "segment", [chunk_of(tmp_path / "chunk")], schema=SCHEMA)
    return Segment(tmp_path / "segment", schema=SCHEMA)


def keys_of(segment):
    return [segment.names["party"].keys_of(doc) for doc in range(len(segment))]


def test_a_second_field_of_labels_is_written_and_read(segment):
    assert keys_of(segment) == KEYS
    column = segment.names["party"]
    assert column.spellings == ["Harbour Party", "harbour party", "LAKES", "Lakes"]
    assert column.with_key("harbour party").tolist() == [0, 1]
    assert column.count(np.arange(5)).tolist() == [2, 2]
    assert segment.names["minister"].keys == ["orla brannigan"]
    assert segment.names["portfolio"].keys == ["trade"]
    for doc, one in enumerate(STATEMENTS):
        assert segment.statement(doc) == (one, one.body)
    assert segment.record(1).names["parties"] == ("harbour party",)


def test_it_is_checked(segment):
    check_segment(segment)
    assert list(differences(segment)) == []


def rewritten(segment, **changes):
    path = segment.container.path.with_name("rewritten")
    path.unlink(missing_ok=True)
    with ContainerWriter(path) as writer:
        for name in segment.container.names():
            old = segment.container.array(name)
            writer.add(name, np.array(changes.pop(name.replace(".", "_"), old), old.dtype))
    assert not changes
    return Segment(path, schema=SCHEMA)


def test_damage_in_it_is_found(segment):
    sets = segment.container.array("party.set")
    changed = rewritten(segment, party_set=[sets[1], sets[1], *sets[2:]])
    check_segment(changed)
    assert [tuple(one)[:2] for one in differences(changed)] == [("r/0", "party.set")]
    spellings = segment.container.array("party.name_key")
    with pytest.raises(CorruptIndex, match=r"party\.name_key"):
        check_segment(rewritten(segment, party_name_key=spellings[::-1]))


def test_it_lasts_through_merging(segment, tmp_path):
    live = segment.with_tombstones(NONE._replace(dead=np.array([1], np.uint32)))
    write_chunk(tmp_path / "live", live_chunk(live))
    part = part_of_chunk(Container(tmp_path / "live"), np.array([0, 1, 3]), SCHEMA)
    write_chunk(tmp_path / "part", part)
    write_segment(tmp_path / "merged", [Container(tmp_path / "part")], schema=SCHEMA)
    merged = Segment(tmp_path / "merged", schema=SCHEMA)
    assert merged.ids() == ["r/0", "r/2", "r/4"]
    assert keys_of(merged) == [KEYS[0], KEYS[2], KEYS[4]]
    assert merged.names["party"].spellings == ["Harbour Party", "Lakes"]
    check_segment(merged)
    assert list(differences(merged)) == []


def test_no_names_at_all(tmp_path):
    schema = Schema((Text("title"), Text("body"), Day("date", "date")))
    plain = [Statement("r/0", "Grain", "Harbour"), Statement("r/1", "Ferry", "Harbour")]
    write_segment(tmp_path / "s", [chunk_of(tmp_path / "c", plain, schema)], schema=schema)
    segment = Segment(tmp_path / "s", schema=schema)
    check_segment(segment)
    assert list(differences(segment)) == []
    assert segment.statement(1)[0] == plain[1]
    write_chunk(tmp_path / "live", live_chunk(segment))
    write_segment(tmp_path / "merged", [Container(tmp_path / "live")], schema=schema)
    assert Segment(tmp_path / "merged", schema=schema).ids() == ["r/0", "r/1"]


def index_of(folder, schema):
    """An index of one segment, as its manifest describes it."""
    folder.mkdir()
    path = folder / "segment-00000001-0000.sk"
    write_segment(path, [chunk_of(folder / "chunk", schema=SCHEMA)], schema=SCHEMA)
    file = Container(path)
    entry = SegmentEntry(path.name, file.size, file.checksum, len(STATEMENTS))
    publish(folder, Manifest(1, versions(), (entry,), {}, schema=schema))
    return folder


def test_an_index_opens_with_the_schema_it_records(tmp_path):
    folder = index_of(tmp_path / "index", SCHEMA)
    (opened,) = open_segments(folder, read_manifest(folder, versions()))
    assert opened.schema == SCHEMA
    assert keys_of(opened) == KEYS
    with searchkit.open(folder) as archive:
        assert archive.check(deep=True).total == 0
        assert archive.count("harbour minister:brannigan") == 4


@pytest.mark.parametrize(
    "fields",
    [
        (Text("title"), Text("summary"), Day("date", "date")),
        (Text("body"), Text("title"), Day("date", "date")),
        (Text("title"), Text("body"), Day("issued", "date")),
    ],
    ids=["no body", "other order", "other day"],
)
def test_fields_that_a_segment_can_not_hold_are_refused(tmp_path, fields):
    schema = Schema(fields)
    with pytest.raises(InvalidArgument, match="can't hold the fields") as caught:
        ChunkBuilder(schema)
    assert caught.value.expected == "title, body, date, and any further fields"
    chunk = chunk_of(tmp_path / "chunk")
    with pytest.raises(InvalidArgument, match="can't hold the fields"):
        write_segment(tmp_path / "segment", [chunk], schema=schema)
    assert not (tmp_path / "segment").exists()
    folder = index_of(tmp_path / "index", schema)
    with pytest.raises(IncompatibleIndex, match="can't hold the fields") as found:
        open_segments(folder, read_manifest(folder, versions()))
    assert found.value.where == str(folder)
    assert "searchkit index" in found.value.remedy


def test_a_field_of_the_longest_name_has_room_for_its_sections(tmp_path):
    longest = Names("x", query="q" * 20, kind="person")
    schema = Schema((*DEFAULT.fields, longest))
    chunk = chunk_of(
        tmp_path / "chunk", [Statement("r/0", "", "", fields={"x": ("Orla",)})], schema
    )
    write_segment(tmp_path / "segment", [chunk], schema=schema)
    segment = Segment(tmp_path / "segment", schema=schema)
    assert segment.names[longest.query].keys == ["orla"]


@pytest.mark.parametrize("quotations", [False, True])
@pytest.mark.parametrize("schema", [DEFAULT, SCHEMA])
def test_a_segment_has_the_sections_that_are_declared_and_no_others(tmp_path, schema, quotations):
    chunk = chunk_of(tmp_path / "c", schema=schema, quotations=quotations)
    write_segment(tmp_path / "s", [chunk], schema=schema)
    declared = [section.name for section in sections(schema)]
    if not quotations:
        declared = [name for name in declared if not name.startswith("spoken")]
    assert sorted(Container(tmp_path / "s").names()) == sorted(declared)
    assert len(set(declared)) == len(declared)


def test_the_names_of_a_chunk_are_in_the_order_of_the_schema(tmp_path):
    chunk = chunk_of(tmp_path / "chunk")
    first, second, *_ = json.loads(bytes(chunk.view("names")))
    assert first == [[], [], [*GIVEN[0]]]
    assert second == [["Hon Orla Brannigan"], ["Trade"], ["harbour party"]]
