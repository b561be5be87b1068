"""
Whatever happens to a file of an index, it is noticed: by opening with `verify` always, by
opening alone where DESIGN.md says so; and a search never does worse than a wrong answer.

SEARCHKIT_EXAMPLES=10 tries all that is only sampled here.
"""

import os
import random
import shutil
from unittest import mock

import numpy as np
import pytest

import searchkit
from searchkit.model.errors import CorruptIndex, IndexNotFound
from searchkit.schema.fields import DEFAULT
from searchkit.segment.structure import sections as declared
from searchkit.storage.container import ALIGNMENT, Container
from searchkit.storage.manifest import MANIFEST, publish, segment_file
from tests.support.damaged_index import (
    ask,
    build,
    build_updated,
    manifest_of,
    questions,
    segment_of,
    tamper,
)
from tests.support.hypothesis_settings import TIMES

VERIFIED = {section.name for section in declared(DEFAULT) if section.verified}


def sampled(values, every):
    """Each `every`-th of `values`, more with SEARCHKIT_EXAMPLES."""
    values = list(values)
    return values[:: max(1, int(every / TIMES))]


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    return build(tmp_path_factory.mktemp("index"))


@pytest.fixture
def index(original, tmp_path):
    return shutil.copytree(original, tmp_path / "index")


@pytest.fixture(scope="module")
def sections(original):
    """name -> (start, end) in the segment file."""
    found = Container(segment_of(original))._sections
    return {name: (start, start + length) for name, (_, start, length, _) in found.items()}


def corrupt(index, path, *, verify):
    """Whether opening says that the file at `path` is damaged, and what to do."""
    try:
        searchkit.open(index, verify=verify).close()
    except CorruptIndex as error:
        assert error.where == str(path)
        assert "searchkit index" in str(error)
        return True
    return False


def flipped(path, places, masks):
    """Each byte at `places` changed in turn; gives (place, mask)."""
    with path.open("r+b", buffering=0) as file:
        for place in places:
            (byte,) = os.pread(file.fileno(), 1, place)
            for mask in masks:
                os.pwrite(file.fileno(), bytes([byte ^ mask]), place)
                yield place, mask
            os.pwrite(file.fileno(), bytes([byte]), place)


def test_the_index_is_sound(index):
    with searchkit.open(index, verify=True) as archive:
        assert ask(archive) == 0


def test_every_byte_of_the_segment_is_verified(index):
    path = segment_of(index)
    size = path.stat().st_size
    for place, mask in flipped(path, range(size), (0xFF,)):
        assert corrupt(index, path, verify=True), (place, mask)
    for place, mask in flipped(path, sampled(range(size), 8), (0x01, 0x80)):
        assert corrupt(index, path, verify=True), (place, mask)
    searchkit.open(index, verify=True)


def test_every_byte_of_the_manifest_is_verified_by_opening(index):
    path = index / MANIFEST
    for place, mask in flipped(path, range(path.stat().st_size), (0xFF, 0x01)):
        assert corrupt(index, path, verify=False), (place, mask)
    searchkit.open(index)


def test_opening_alone_verifies_header_table_and_dictionaries(index, sections):
    path = segment_of(index)
    table = path.stat().st_size - ALIGNMENT * len(sections)
    verified = [*range(ALIGNMENT), *range(table, path.stat().st_size)]
    for name in VERIFIED:
        verified += range(*sections[name])
    for place, mask in flipped(path, sampled(verified, 3), (0xFF, 0x01)):
        assert corrupt(index, path, verify=False), (place, mask)
    searchkit.open(index, verify=True)


@pytest.mark.parametrize("verify", [False, True])
def test_every_length_is_verified_by_opening(index, sections, verify):
    path = segment_of(index)
    whole = path.read_bytes()
    edges = {0, ALIGNMENT, len(whole), *(edge for both in sections.values() for edge in both)}
    lengths = {edge + near for edge in edges for near in (-1, 0, 1)} & {*range(len(whole))}
    for length in sorted(lengths):
        path.write_bytes(whole[:length])
        assert corrupt(index, path, verify=verify), length
    for more in (b"\0", bytes(64), whole):
        path.write_bytes(whole + more)
        assert corrupt(index, path, verify=verify), len(more)


@pytest.mark.parametrize("verify", [False, True])
def test_every_length_of_the_manifest_is_verified_by_opening(index, verify):
    path = index / MANIFEST
    whole = path.read_bytes()
    for content in (*(whole[:length] for length in range(len(whole))), whole + b"\n", whole * 2):
        path.write_bytes(content)
        assert corrupt(index, path, verify=verify), len(content)


# After an update


@pytest.fixture(scope="module")
def once_updated(tmp_path_factory):
    return build_updated(tmp_path_factory.mktemp("updated"))


@pytest.fixture
def updated(once_updated, tmp_path):
    return shutil.copytree(once_updated, tmp_path / "index")


def tombstones_of(index):
    (path,) = index.glob("tombstones-*.sk")
    return path


def test_the_updated_index_is_sound(updated):
    assert len(list(updated.glob("segment-*.sk"))) == 2
    with searchkit.open(updated, verify=True) as archive:
        assert ask(archive) == 0
        assert archive.count("grain") == 3


def test_every_byte_of_the_tombstones_is_verified_by_opening(updated):
    path = tombstones_of(updated)
    for place, mask in flipped(path, sampled(range(path.stat().st_size), 2), (0xFF, 0x01)):
        assert corrupt(updated, path, verify=False), (place, mask)
    searchkit.open(updated)


def test_every_length_of_the_tombstones_is_verified_by_opening(updated):
    path = tombstones_of(updated)
    whole = path.read_bytes()
    for content in (*(whole[:i] for i in range(0, len(whole), 7)), whole[:-1], whole + b"\0"):
        path.write_bytes(content)
        assert corrupt(updated, path, verify=False), len(content)


def test_lost_and_other_tombstones(updated, tmp_path):
    path = tombstones_of(updated)
    other = build(tmp_path / "other")
    unmerged = mock.patch("searchkit.indexing.policy.MAX_STATEMENTS", 0)
    with searchkit.open(other) as archive, unmerged, archive.writer() as writer:
        writer.remove("v/b.md")
        writer.add(searchkit.Statement(id="v/d.md", title="D", body="d"))
    assert tombstones_of(other).name == path.name
    assert tombstones_of(other).stat().st_size == path.stat().st_size
    shutil.copy(tombstones_of(other), path)
    assert corrupt(updated, path, verify=False)
    path.unlink()
    assert corrupt(updated, path, verify=False)


def test_damage_in_one_of_several_segments_names_it(updated):
    for path in sorted(updated.glob("segment-*.sk")):
        whole = path.read_bytes()
        start, _ = Container(path)._sections["position"][1:3]
        path.write_bytes(whole[:start] + b"\xff" + whole[start + 1 :])
        assert corrupt(updated, path, verify=True)
        assert ask(searchkit.open(updated), ["search grain", "search shi*", "search =GRAIN"]) >= 0
        path.write_bytes(whole)


@pytest.mark.parametrize("section", ["position", "record.bytes", "digest"])
def test_merging_gives_damage_no_new_checksum(index, sections, section):
    path = segment_of(index)
    new = searchkit.Statement(id="v/d.md", title="Grain", body="Grain.")
    for _ in flipped(path, [sections[section][0]], [0x01]):
        with (
            pytest.raises(CorruptIndex, match=f"section '{section}'") as caught,
            searchkit.open(index) as archive,
            archive.writer() as writer,
        ):
            writer.add(new)  # So few words that both segments become one.
        assert caught.value.where == str(path)
    # Nothing was published, and nothing is left over.
    assert [one.name for one in index.glob("*.sk")] == [path.name]
    assert len(searchkit.open(index, verify=True)) == 3


# Whole files


def test_a_lost_segment(index):
    path = segment_of(index)
    path.unlink()
    assert corrupt(index, path, verify=False)


def test_a_lost_manifest_is_no_index_and_says_what_is_missing(index):
    (index / MANIFEST).unlink()
    with pytest.raises(IndexNotFound, match=r"segments, but no manifest\.json") as caught:
        searchkit.open(index)
    assert "searchkit index" in str(caught.value)


@pytest.mark.parametrize("other", ["manifest", "segment", "lock"])
def test_files_in_one_anothers_place(index, other):
    path, manifest = segment_of(index), index / MANIFEST
    if other == "manifest":
        path.write_bytes(manifest.read_bytes())
    elif other == "lock":
        path.write_bytes((index / "write.lock").read_bytes())
    else:
        manifest.write_bytes(path.read_bytes())
        path = manifest
    assert corrupt(index, path, verify=False)


def test_a_segment_of_another_index(index, tmp_path):
    # As long as ours, with as many statements, and whole.
    other = shutil.copytree(index, tmp_path / "other")
    tamper(other, {"date": [20010101, 0, 20020202]})
    assert segment_of(other).stat().st_size == segment_of(index).stat().st_size
    shutil.copy(segment_of(other), segment_of(index))
    assert corrupt(index, segment_of(index), verify=False)


def test_two_segments_swapped(index, tmp_path):
    other = shutil.copytree(index, tmp_path / "other")
    tamper(other, {"id.bytes": b"w/a.mdw/b.mdw/c.md"})
    one, two = segment_of(index), index / segment_file(1, 1)
    shutil.copy(segment_of(other), two)
    named = [manifest_of(index).segments[0], manifest_of(other).segments[0]]
    manifest = manifest_of(index)
    publish(index, manifest._replace(segments=(named[0], named[1]._replace(file=two.name))))
    with searchkit.open(index) as archive:
        assert len(archive) == 6
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    assert corrupt(index, one, verify=False)


def test_a_manifest_of_another_generation(index):
    old = (index / MANIFEST).read_bytes()
    named = segment_of(index)
    searchkit.build([searchkit.Statement(id="x", title="X", body="x")], index)
    (index / MANIFEST).write_bytes(old)
    assert corrupt(index, named, verify=False)


def test_a_segment_of_another_generation(index, tmp_path):
    before = segment_of(index).read_bytes()
    searchkit.build(
        [searchkit.Statement(id=f"x{i}", title="Ship", body="A ship.") for i in range(3)], index
    )
    segment_of(index).write_bytes(before)
    assert corrupt(index, segment_of(index), verify=False)


# Damage that opening does not verify


def unverified(sections):
    return sorted(set(sections) - VERIFIED)


def test_searching_survives_damage_that_opening_does_not_see(index, sections):
    path = segment_of(index)
    draw = random.Random(7)
    names = list(questions())
    places = [
        place
        for name in unverified(sections)
        for place in sampled(range(*sections[name]), 40)[: max(1, int(2 * TIMES))]
    ]
    found = 0
    for _ in flipped(path, places, (0xFF, 0x01)):
        try:
            archive = searchkit.open(index)
        except CorruptIndex:
            continue  # Structure: lengths that no longer fit one another.
        found += ask(archive, draw.sample(names, 25))
    assert found  # Some of it was met, and said so.


def extreme(draw, values):
    """`values` (of a section) as a stranger might make them."""
    if values.dtype.kind == "f":
        return np.full_like(values, draw.choice([0, -1, 2.0**63, np.inf, -np.inf, np.nan]))
    info = np.iinfo(values.dtype)
    new = values.copy()
    value = draw.choice([0, 1, 2, values.size, 1_000, 2**31, 2**24, info.max - 1, info.max])
    value = max(info.min, min(value, info.max))
    how = draw.randrange(5)
    if how == 0:
        new[draw.randrange(new.size)] = value
    elif how == 1:
        new[:] = value
    elif how == 2:
        new = new[::-1].copy()
    elif how == 3:
        new[-1] = value
    else:
        one, other = draw.randrange(new.size), draw.randrange(new.size)
        new[one], new[other] = values[other], values[one]
    return new


WIDER = {"posting.doc", "position.form", "length.title", "length.body"}
WIDER |= {"minister.set", "portfolio.set", "position"}
WIDER |= {"posting.listed_title", "posting.listed_body"}


@pytest.mark.parametrize("seed", range(int(30 * TIMES)))
def test_searching_survives_sections_made_up_with_right_checksums(index, seed):
    draw = random.Random(seed)
    container = Container(segment_of(index))
    changes = {}
    for name in draw.sample(container.names(), draw.choice((1, 1, 2, 3))):
        values = container.array(name)
        if name in WIDER and draw.random() < 0.7:
            values = values.astype(np.uint32)
        if values.size:
            changes[name] = extreme(draw, values)
    path = tamper(index, changes)
    try:
        archive = searchkit.open(index)
    except CorruptIndex as error:
        assert error.where == str(path)
        return
    ask(archive, draw.sample(list(questions()), 25))
    try:
        searchkit.open(index, verify=True)
    except CorruptIndex as error:
        assert error.where == str(path)


def test_what_is_wrong_is_named_not_only_where_it_was_met(index, sections):
    path = segment_of(index)
    tamper(index, {"position": [255] * Container(path).length("position")})
    archive = searchkit.open(index)
    with pytest.raises(
        CorruptIndex, match="is damaged in section 'position': outside its statement"
    ) as caught:
        archive.search("gr?in")
    assert caught.value.where == str(path)
    assert isinstance(caught.value.__cause__, IndexError)


def test_a_mistake_of_our_own_is_not_blamed_on_the_index(index, monkeypatch):
    archive = searchkit.open(index)

    def mistaken(*_):
        raise IndexError("ours")

    monkeypatch.setattr("searchkit.engines.local.searching.suggest", mistaken)
    with pytest.raises(IndexError, match="ours"):
        archive.search("grain")
