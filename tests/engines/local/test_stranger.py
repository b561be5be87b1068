"""An index from a stranger: it reads nothing outside its folder and takes no memory
without bound, whatever it says with right checksums."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import searchkit
from searchkit.model.errors import CorruptIndex, InvalidInput
from searchkit.storage import manifest as manifests
from searchkit.storage.container import FORMAT_VERSION
from searchkit.storage.manifest import MANIFEST
from tests.support.damaged_index import build, manifest_of, segment_of

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def index(tmp_path):
    return build(tmp_path / "index")


def refused(index, path):
    for verify in (False, True):
        with pytest.raises(CorruptIndex) as caught:
            searchkit.open(index, verify=verify)
        assert caught.value.where == str(path)
    return str(caught.value)


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("name", ["segment", "manifest"])
def test_links_are_not_followed(index, tmp_path, name, inside):
    path = segment_of(index) if name == "segment" else index / MANIFEST
    target = (index if inside else tmp_path) / "elsewhere"
    path.rename(target)
    path.symlink_to(target)
    assert "links in an index are not followed" in refused(index, path)


def test_a_link_that_leads_nowhere(index):
    path = segment_of(index)
    path.unlink()
    path.symlink_to(path)
    assert "links in an index are not followed" in refused(index, path)


def test_the_folder_may_be_a_link(index, tmp_path):
    (tmp_path / "link").symlink_to(index, target_is_directory=True)
    with searchkit.open(tmp_path / "link", verify=True) as archive:
        assert archive.count("grain") == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@pytest.mark.parametrize("name", ["segment", "manifest"])
def test_a_pipe_does_not_block(index, name):
    path = segment_of(index) if name == "segment" else index / MANIFEST
    path.unlink()
    os.mkfifo(path)
    assert "no regular file" in refused(index, path)


@pytest.mark.parametrize(
    "name", ["../outside.sk", "/etc/passwd", "sub/segment-00000001-0000.sk", "..", "manifest.json"]
)
def test_a_manifest_names_files_of_its_own_folder_only(index, name):
    content = manifests._content(manifest_of(index))
    content["segments"][0]["file"] = name
    text = manifests._rendered(FORMAT_VERSION, "1", content)
    (index / MANIFEST).write_text(text)
    assert "no file of an index" in refused(index, index / MANIFEST)


@pytest.mark.parametrize("name", ["write.lock", "writer.json", "manifest.json.new"])
def test_a_writer_follows_no_links_out(index, tmp_path, name):
    (tmp_path / "precious").write_text("precious")
    (index / name).unlink(missing_ok=True)
    (index / name).symlink_to(tmp_path / "precious")
    try:
        build(index)
    except InvalidInput as error:
        assert error.where == str(index)
        assert "write.lock is a link" in error.what
    assert (tmp_path / "precious").read_text() == "precious"
    assert searchkit.open(index, verify=True).count("grain") == 3


def test_a_writer_empties_no_folder_that_a_link_leads_to(index, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "precious").write_text("precious")
    (index / "building-x").symlink_to(tmp_path / "folder", target_is_directory=True)
    build(index)
    assert (tmp_path / "folder" / "precious").read_text() == "precious"


BOMBS = """
import os, resource, sys, tempfile, zlib
from pathlib import Path
import numpy as np
from tests.support.damaged_index import ask, build, questions, segment_of, tamper
from searchkit import open as open_index
from searchkit.model.errors import CorruptIndex
from searchkit.segment.store.frames import Packer
from searchkit.storage.container import Container

def frame(data, times):
    return Packer(b"").pack(data * times)

def lying(length):
    block = (1 | 1 << 1 | 9 << 3).to_bytes(3, "little")
    return bytes.fromhex("28b52ffde0") + length.to_bytes(8, "little") + block + b"a"

def packed(data, times):
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    return b"".join(packer.compress(data) for _ in range(times)) + packer.flush()

def strings(name, values):
    ends = np.cumsum([len(value) for value in values])
    return {f"{name}.bytes": b"".join(values), f"{name}.ends": ends.astype(np.uint32)}

index = build(Path(sys.argv[1]))
container = Container(segment_of(index))

def all_of(name, value, kind=None):
    values = container.array(name)
    return {name: np.full(values.size, value, kind or values.dtype)}

meta, starts, record = (container.array(n) for n in ("meta", "field.start", "record.bytes"))
postings = container.length("posting.doc")
million = bytes(1_000_000)
head = b'["t",null,null,[],[],[]]\\n'
cases = {
    "meta.statements": {"meta": [2**40, *meta[1:]]},
    "meta.words": {"meta": [meta[0], 2**40, meta[2]]},
    "meta.gap": {"meta": [*meta[:2], 2**40]},
    "starts": {"field.start": [*starts[:-1], 2**32 - 1]},
    "starts back": {"field.start": starts[[0, 5, 1, 4, 2, 3, 6]]},
    "docs": all_of("posting.doc", 2**32 - 1, np.uint32),
    "frequencies": all_of("posting.frequency", 254),
    "frequencies listed": {
        "posting.frequency": np.full(postings, 255, np.uint8),
        "posting.listed": np.arange(postings, dtype=np.uint32),
        "posting.listed_title": np.full(postings, 2**32 - 1, np.uint32),
        "posting.listed_body": np.full(postings, 2**32 - 1, np.uint32),
    },
    "frequencies listed wrongly": {
        "posting.listed": np.full(postings, 2**32 - 1, np.uint32),
        "posting.listed_title": np.full(postings, 2**32 - 1, np.uint32),
        "posting.listed_body": np.full(postings, 2**32 - 1, np.uint32),
    },
    "positions": all_of("position", 2**32 - 1, np.uint32),
    "position forms": all_of("position.form", 2**32 - 1, np.uint32),
    "form ends": all_of("folded.form_ends", 2**32 - 1),
    "posting ends": all_of("stem.posting_ends", 2**32 - 1),
    "lengths": all_of("length.body", 2**32 - 1, np.uint32),
    "sets": all_of("minister.set", 2**32 - 1, np.uint32),
    "set ends": all_of("minister.set_ends", 2**32 - 1),
    "members": all_of("minister.members", 2**32 - 1),
    "name keys": all_of("minister.name_key", 2**32 - 1),
    "dates": all_of("date", 2**31 - 1),
    "texts": strings("record", [frame(million, 130), b"", b""]),
    "values": strings("record", [frame(b"[]," * 300_000, 130), b"", b""]),
    "head": strings("record", [frame(head + million, 110), b"", b""]),
    "lengths of records": strings("record", [lying(2**60), lying(120_000_000), lying(0)]),
    "dictionary": strings("dictionary", [million * 100]),
    "damaged dictionary": strings("dictionary", [bytes.fromhex("37a430ec") + million[:80_000]]),
    "sources": strings("source", [packed(b"[null" + b",[]" * 300_000, 150), b"", b""]),
    "bodies": strings("source", [packed(b'["' + b"x" * 1_000_000, 130), b"", b""]),
    "copies": all_of("copy", 1),
}
names = [n for n in questions() if n.startswith(("search", "similar"))]
few = ["search title:grain", "statement v/a.md"]
# Room for a record of a hundred megabytes a few times over, and no more.
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000,) * 2)
for case, changes in cases.items():
    folder = build(Path(sys.argv[1], case))
    tamper(folder, changes)
    big = case in ("texts", "values", "head", "sources", "bodies")
    try:
        archive = open_index(folder)
    except CorruptIndex:
        print(case, "refused")
        continue
    print(case, ask(archive, few if big else names))
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory can't be limited")
def test_memory_is_bounded(tmp_path):
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "OPENBLAS_NUM_THREADS": "1"}
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", BOMBS, str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    rows = dict(line.rsplit(" ", 1) for line in run.stdout.splitlines())
    refused = {case for case, found in rows.items() if found == "refused"}
    assert refused >= {"meta.statements", "meta.words", "meta.gap", "form ends", "posting ends"}
    damaged = ("docs", "frequencies listed", "positions", "texts", "values", "sources", "bodies")
    for case in (*damaged, "lengths of records", "dictionary", "damaged dictionary"):
        assert int(rows[case]), case
