import json
import os
import re
import zlib

import pytest

from searchkit.model.errors import CorruptIndex, IncompatibleIndex, IndexNotFound, SearchkitError
from searchkit.schema.fields import DEFAULT, Names, Schema
from searchkit.storage import manifest as module
from searchkit.storage.container import FORMAT_VERSION
from searchkit.storage.manifest import (
    MANIFEST,
    Manifest,
    SegmentEntry,
    publish,
    read_manifest,
    segment_file,
)
from searchkit.version import __version__

VERSIONS = {"tokeniser": "1", "stemmer": "2", "unicode": "3"}
EXAMPLE = Manifest(
    generation=7,
    versions=VERSIONS,
    segments=(
        SegmentEntry("segment-00000007-0000.sk", 640, 2**32 - 1, 3, 2),
        SegmentEntry("segment-00000007-0001.sk", 320, 0, 1),
    ),
    roots={"releases": "/somewhere/releases", "kāinga": "/elsewhere/kāinga “1”"},
)


def publish_content(folder, **changes):
    """A manifest of any content, its checksum right."""
    content = json.loads(json.dumps(module._content(EXAMPLE))) | changes
    (folder / MANIFEST).write_text(module._rendered(FORMAT_VERSION, "1", content))


@pytest.mark.parametrize("manifest", [EXAMPLE, EXAMPLE._replace(sample=True, segments=())])
def test_what_is_published_is_read(tmp_path, manifest):
    publish(tmp_path, manifest)
    assert read_manifest(tmp_path, VERSIONS) == manifest
    assert list(tmp_path.iterdir()) == [tmp_path / MANIFEST]


SCHEMA = Schema((*DEFAULT.fields, Names("parties", query="party", kind="label")))


def test_the_default_schema_is_not_written_down(tmp_path):
    publish(tmp_path, EXAMPLE)
    content = json.loads((tmp_path / MANIFEST).read_bytes())["content"]
    assert set(content) == {
        *("generation", "roots", "sample", "segments", "tombstones", "versions"),
    }
    assert read_manifest(tmp_path, VERSIONS).schema == DEFAULT


def test_another_schema_is(tmp_path):
    publish(tmp_path, EXAMPLE._replace(schema=SCHEMA))
    content = json.loads((tmp_path / MANIFEST).read_bytes())["content"]
    assert content["schema"] == SCHEMA.to_json()
    assert read_manifest(tmp_path, VERSIONS) == EXAMPLE._replace(schema=SCHEMA)


@pytest.mark.parametrize(
    "schema",
    [5, [], {}, "text", [5], [[]], [{"field": "number", "name": "a"}], [{"field": []}],
     [{"field": "text", "name": "../a"}], DEFAULT.to_json()[:1]],
)  # fmt: skip
def test_a_schema_that_is_none_is_refused(tmp_path, schema):
    publish_content(tmp_path, schema=schema)
    with pytest.raises(IncompatibleIndex, match="fields of kinds") as caught:
        read_manifest(tmp_path, VERSIONS)
    assert "searchkit index" in caught.value.remedy


def test_publishing_replaces_what_was_there(tmp_path):
    publish(tmp_path, EXAMPLE)
    publish(tmp_path, EXAMPLE._replace(generation=8))
    assert read_manifest(tmp_path, VERSIONS).generation == 8


def test_the_same_manifest_has_the_same_bytes(tmp_path):
    publish(tmp_path, EXAMPLE)
    first = (tmp_path / MANIFEST).read_bytes()
    roots = dict(reversed(EXAMPLE.roots.items()))
    publish(tmp_path, EXAMPLE._replace(roots=roots))
    assert (tmp_path / MANIFEST).read_bytes() == first


def test_a_failure_before_the_replacement_leaves_the_old_manifest(tmp_path, monkeypatch):
    publish(tmp_path, EXAMPLE)

    def fail(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr("searchkit.storage.directory.os.replace", fail)
    with pytest.raises(OSError, match="disk is full"):
        publish(tmp_path, EXAMPLE._replace(generation=8))
    assert read_manifest(tmp_path, VERSIONS) == EXAMPLE


@pytest.mark.parametrize("name", ["", "nowhere", "file/below"])
def test_no_index(tmp_path, name):
    (tmp_path / "file").touch()
    with pytest.raises(IndexNotFound, match="searchkit index PATH"):
        read_manifest(tmp_path / name, VERSIONS)


def test_a_manifest_that_can_not_be_read_is_corrupt(tmp_path):
    (tmp_path / MANIFEST).mkdir()
    with pytest.raises(CorruptIndex, match="can't be read"):
        read_manifest(tmp_path, VERSIONS)


@pytest.mark.parametrize("name", list(VERSIONS))
def test_other_versions_are_incompatible(tmp_path, name):
    publish(tmp_path, EXAMPLE)
    with pytest.raises(IncompatibleIndex, match=f"{name} '{VERSIONS[name]}', here '9'") as caught:
        read_manifest(tmp_path, VERSIONS | {name: "9"})
    assert "searchkit index --rebuild PATH" in caught.value.remedy


@pytest.mark.parametrize(
    ("version", "writer", "said", "advice"),
    [
        (1, None, "format 1, by an older searchkit", "^Build the index again"),
        (9, "7.1", r"format 9, by searchkit 7\.1", "^Update searchkit"),
    ],
)
def test_another_format_says_which_and_what_to_do(tmp_path, version, writer, said, advice):
    (tmp_path / MANIFEST).write_text(module._rendered(version, writer, {"anything": 1}))
    with pytest.raises(IncompatibleIndex, match=said) as caught:
        read_manifest(tmp_path, VERSIONS)
    assert caught.value.where == str(tmp_path / MANIFEST)
    assert caught.value.expected == f"format {FORMAT_VERSION}, of searchkit {__version__}"
    assert re.search(advice, caught.value.remedy)
    assert "searchkit index --rebuild" in caught.value.remedy


FIRST = [
    b'{"searchkit": "index", "format": 1, "crc32": 2745614147,\n "content": {}}\n',
    # As its first writers wrote it: letters beyond ASCII as they are.
    b'{"searchkit": "index", "format": 1, "crc32": %d,\n "content": {"generation": 1, '
    b'"roots": {"K\xc4\x81pehu": "/vellmark/K\xc4\x81pehu"}, "sample": false, "segments": '
    b'[{"file": "segment-00000001-0000.sk", "size": 5632, "statements": 1}], "versions": '
    b'{"stemmer": "snowball-english 3.1.0", "tokeniser": "searchkit-1", "unicode": "14.0.0"}}}\n',
]
FIRST[1] %= zlib.crc32(FIRST[1].partition(b'"content": ')[2].removesuffix(b"}\n"))


@pytest.mark.parametrize("raw", FIRST)
def test_a_manifest_of_the_first_format_is_too_old(tmp_path, raw):
    (tmp_path / MANIFEST).write_bytes(raw)
    with pytest.raises(IncompatibleIndex, match="format 1, by an older searchkit"):
        read_manifest(tmp_path, VERSIONS)


def test_a_damaged_manifest_of_the_first_format_is_damaged(tmp_path):
    for place in range(len(FIRST[1])):
        raw = bytearray(FIRST[1])
        raw[place] ^= 1
        (tmp_path / MANIFEST).write_bytes(raw)
        assert detected(tmp_path), place


def detected(folder):
    """Whether reading says that the manifest is damaged, where, and what to do."""
    try:
        read_manifest(folder, VERSIONS)
    except CorruptIndex as error:
        assert error.where == str(folder / MANIFEST)
        assert "searchkit index" in error.remedy
        return True
    return False


def test_every_truncation_is_detected(tmp_path):
    publish(tmp_path, EXAMPLE)
    path = tmp_path / MANIFEST
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert detected(tmp_path), length


@pytest.mark.parametrize("more", [b"\n", b" ", b"\0", b"{}"])
def test_bytes_behind_the_end_are_detected(tmp_path, more):
    publish(tmp_path, EXAMPLE)
    path = tmp_path / MANIFEST
    path.write_bytes(path.read_bytes() + more)
    assert detected(tmp_path)


def test_every_flipped_bit_is_detected(tmp_path):
    publish(tmp_path, EXAMPLE)
    path = tmp_path / MANIFEST
    whole = path.read_bytes()
    with path.open("r+b", buffering=0) as file:
        for place in range(len(whole)):
            for mask in (*(1 << bit for bit in range(8)), 0xFF):
                os.pwrite(file.fileno(), bytes([whole[place] ^ mask]), place)
                assert detected(tmp_path), (place, mask)
            os.pwrite(file.fileno(), whole[place : place + 1], place)
    assert read_manifest(tmp_path, VERSIONS) == EXAMPLE


@pytest.mark.parametrize("version", [0, 1, 2, 3, 7, 10, 11, 21])
def test_another_digit_in_the_format_is_damage_not_another_format(tmp_path, version):
    if version == FORMAT_VERSION:
        return
    publish(tmp_path, EXAMPLE)
    path = tmp_path / MANIFEST
    old, new = (f'"format": {number},'.encode() for number in (FORMAT_VERSION, version))
    path.write_bytes(path.read_bytes().replace(old, new))
    assert detected(tmp_path)


def test_a_lost_manifest_is_no_index_and_says_so(tmp_path):
    (tmp_path / "segment-00000001-0000.sk").write_bytes(b"x")
    with pytest.raises(IndexNotFound, match=r"segments, but no manifest\.json") as caught:
        read_manifest(tmp_path, VERSIONS)
    assert "searchkit index" in caught.value.remedy


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_manifest_is_a_file_and_no_link(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    publish(tmp_path / "elsewhere", EXAMPLE)
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / MANIFEST).symlink_to(tmp_path / "elsewhere" / MANIFEST)
    with pytest.raises(CorruptIndex, match="links in an index are not followed") as caught:
        read_manifest(tmp_path / "link", VERSIONS)
    assert "searchkit index" in caught.value.remedy
    (tmp_path / "pipe").mkdir()
    os.mkfifo(tmp_path / "pipe" / MANIFEST)  # Reading it would wait for ever.
    with pytest.raises(CorruptIndex, match="no regular file"):
        read_manifest(tmp_path / "pipe", VERSIONS)
    (tmp_path / "folder").symlink_to(tmp_path / "elsewhere")
    assert read_manifest(tmp_path / "folder", VERSIONS) == EXAMPLE


@pytest.mark.parametrize(
    "text",
    [
        *["", "x", "[]", "{}", "null", "1", "\xff", '{"searchkit": "other"}'],
        '{"searchkit": "index"}',
        '{"searchkit": "index", "format": 1, "content": {}, "crc32": 0}',
        pytest.param("[" * 100_000, id="nested"),
    ],
)
def test_other_files_are_no_manifests(tmp_path, text):
    (tmp_path / MANIFEST).write_bytes(text.encode("latin-1"))
    with pytest.raises(CorruptIndex):
        read_manifest(tmp_path, VERSIONS)


def test_an_enormous_manifest_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MAX_MANIFEST_BYTES", 100)
    publish(tmp_path, EXAMPLE)
    with pytest.raises(CorruptIndex, match="too large"):
        read_manifest(tmp_path, VERSIONS)


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "../segment-00000001-0000.sk",
        "/etc/hosts",
        "segment-00000001-0000.sk/../../x",
        "segment-00000001-0000.sk\n",
        "segment-1-0.sk",
        "segment-٠٠٠٠٠٠٠١-٠٠٠٠.sk",
        "manifest.json",
        "",
    ],
)
def test_a_manifest_names_segments_only(tmp_path, name):
    publish_content(tmp_path, segments=[SegmentEntry(name, 1, 1, 1)._asdict()])
    with pytest.raises(CorruptIndex, match="no file of an index"):
        read_manifest(tmp_path, VERSIONS)


@pytest.mark.parametrize(
    "changes",
    [
        {"generation": "many"},
        {"generation": None},
        {"generation": []},
        {"segments": {}, "roots": []},
        {"segments": [{}]},
        {"segments": [[]]},
        {"segments": 5},
        {"versions": []},
        {"roots": "x"},
    ],
    ids=str,
)
def test_content_of_other_types_is_corrupt(tmp_path, changes):
    publish_content(tmp_path, **changes)
    with pytest.raises(CorruptIndex, match="is damaged"):
        read_manifest(tmp_path, VERSIONS)


def test_an_infinite_generation_is_corrupt(tmp_path):
    publish_content(tmp_path, generation=float("inf"))
    with pytest.raises(CorruptIndex):
        read_manifest(tmp_path, VERSIONS)


def test_any_path_can_be_a_root(tmp_path):
    manifest = EXAMPLE._replace(roots={"releases": os.fsdecode(b"/somewhere/\xff/releases")})
    try:
        publish(tmp_path, manifest)
    except SearchkitError:
        return
    assert read_manifest(tmp_path, VERSIONS) == manifest


def test_segment_files():
    assert segment_file(12, 3) == "segment-00000012-0003.sk"
    names = [segment_file(generation, number) for generation in (1, 11) for number in (1, 11)]
    assert len(set(names)) == 4
    assert all(re.fullmatch(module._SEGMENT_NAME, name) for name in names)
