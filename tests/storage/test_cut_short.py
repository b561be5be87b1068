"""A file of an index that is cut short under a reader, which docs/file-format.md speaks of."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

import searchkit
from searchkit import CorruptIndex, Statement

CUT_AND_SEARCH = """
import os, sys
from pathlib import Path
import searchkit

(segment,) = Path(sys.argv[1]).glob("segment-*.sk")
with searchkit.open(sys.argv[1]) as archive:
    os.truncate(segment, 4096)
    print(archive.search("harbour").total)
"""


@pytest.fixture
def index(tmp_path: Path) -> Path:
    statements = [
        Statement(id=f"harbour/{number}", title="The harbour", body=f"Pier {number} " * 60)
        for number in range(40)
    ]
    searchkit.build(statements, tmp_path / "index")
    return tmp_path / "index"


@pytest.mark.skipif(sys.platform != "linux", reason="how a process is told is the system's")
def test_a_file_cut_short_under_a_reader_ends_that_process(index: Path) -> None:
    program = [sys.executable, "-c", CUT_AND_SEARCH, str(index)]
    done = subprocess.run(program, capture_output=True, check=False)
    assert done.returncode == -signal.SIGBUS
    assert done.stdout == b""
    # Whoever opens it afterwards is told.
    with pytest.raises(CorruptIndex, match="bytes long, its header says"):
        searchkit.open(index)
