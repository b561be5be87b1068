"""A file of an index that is shortened while it is mapped: what docs/file-format.md says of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import searchkit
from searchkit import Statement
from searchkit.model.errors import CorruptIndex

_READER = """
import os, sys
import searchkit
archive = searchkit.open(sys.argv[1])
assert archive.count("harbour") == 300
os.truncate(sys.argv[2], 4096)
print("shortened", flush=True)
print(archive.search("harbour ferry").total, archive.check(deep=True).faults)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do otherwise")
def test_no_answer_is_made_of_it(tmp_path: Path) -> None:
    made = (
        Statement(id=f"vm/{n}", title="Harbour", body=f"The harbour has ferry {n}.")
        for n in range(300)
    )
    searchkit.build(made, tmp_path / "index")
    (segment,) = (tmp_path / "index").glob("segment-*.sk")
    assert segment.stat().st_size > 2 * 4096
    reader = subprocess.run(
        [sys.executable, "-c", _READER, str(tmp_path / "index"), str(segment)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONFAULTHANDLER": "0"},
    )
    assert reader.stdout == "shortened\n", reader.stderr
    assert reader.returncode == -signal.SIGBUS
    with pytest.raises(CorruptIndex, match="4,096 bytes long, its header says"):
        searchkit.open(tmp_path / "index")
