"""An index that an older searchkit wrote is old, whoever looks at it, and never damaged."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import pytest

import searchkit
from searchkit.model.errors import IncompatibleIndex
from searchkit.storage.manifest import MANIFEST
from tests.support.command_line import call
from tests.support.filenames import needs_unicode_names

pytestmark = needs_unicode_names


@pytest.fixture(params=[True, False], ids=["escaped", "as they are"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with the statements of a folder `Kāpehu` and an index of them as format 1
    had it: no writer in its manifest, letters beyond ASCII escaped or not.
    """
    folder = tmp_path / "Kāpehu"
    folder.mkdir()
    (folder / "a.md").write_text("Harbour\n\nThe harbour opens.", encoding="utf-8")
    index = tmp_path / "index"
    searchkit.build(folder, index)
    (segment,) = index.glob("segment-*.sk")
    data = bytearray(segment.read_bytes())
    data[8:12] = struct.pack("<I", 1)
    data[60:64] = struct.pack("<I", zlib.crc32(data[:60]))
    segment.write_bytes(data)
    said = json.loads((index / MANIFEST).read_text(encoding="utf-8"))["content"]
    entry = {name: said["segments"][0][name] for name in ("file", "size", "statements")}
    content = {name: said[name] for name in ("generation", "roots", "sample", "versions")}
    body = json.dumps(content | {"segments": [entry]}, sort_keys=True, ensure_ascii=request.param)
    assert ("Kāpehu" in body) != request.param
    head = f'{{"searchkit": "index", "format": 1, "crc32": {zlib.crc32(body.encode())}'
    (index / MANIFEST).write_text(f'{head},\n "content": {body}}}\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "search harbour",
        "search --count harbour",
        "searchkit check",
        "searchkit check --deep",
        "searchkit info",
        "searchkit info --json",
        "searchkit show a",
        "searchkit ministers",
    ],
)
def test_the_commands_say_that_it_is_old(old: Path, command: str) -> None:
    name, *arguments = command.split()
    result = call(old, *arguments, name=name)
    assert (result.code, result.out) == (2, "")
    assert "was written in format 1, by an older searchkit" in result.err
    assert "Build the index again with `searchkit index --rebuild PATH`" in result.err
    assert "damaged" not in result.err


def test_opening_says_that_it_is_old(old: Path) -> None:
    for verify in (False, True):
        with pytest.raises(IncompatibleIndex, match="in format 1, by an older searchkit"):
            searchkit.open(old / "index", verify=verify)


@pytest.mark.parametrize("options", [[], ["--rebuild"]])
def test_indexing_replaces_it_and_says_so(old: Path, options: list[str]) -> None:
    result = call(old, "index", "Kāpehu", *options, name="searchkit")
    assert result.code == 0
    assert result.out.startswith("1 added, 0 updated")
    assert "damaged" not in result.err
    if not options:
        assert "was written in format 1, by an older searchkit" in result.err
    assert call(old, "harbour", "--count").out == "1\n"
