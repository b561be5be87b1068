from pathlib import Path

import numpy as np
import pytest

from searchkit.indexing import chunks, worker
from searchkit.schema.analysis import versions
from searchkit.segment.opening import open_segments
from searchkit.storage.manifest import read_manifest


@pytest.fixture
def index(tmp_path):
    """Where the index of a test goes."""
    return tmp_path / "index"


@pytest.fixture
def small_chunks(monkeypatch):
    """Chunks of two statements, so that a few files make several."""
    monkeypatch.setattr(chunks, "CHUNK_STATEMENTS", 2)


@pytest.fixture
def contents():
    """`contents(index)`: {id: statement} of an index."""

    def read(folder):
        found = {}
        for segment in open_segments(folder, read_manifest(folder, versions())):
            segment.container.verify_all()
            for doc in segment.alive(np.arange(len(segment))).tolist():
                found[segment.id(doc)] = segment.statement(doc)[0]
        return found

    return read


@pytest.fixture
def files_of():
    """`files_of(index)`: {name: bytes} of its files, the lock aside."""

    def read(folder):
        ours = ("write.lock", "writer.json")
        return {p.name: p.read_bytes() for p in folder.iterdir() if p.name not in ours}

    return read


@pytest.fixture
def counts():
    """`counts(report)`: (added, updated, removed, unchanged)."""
    return lambda report: (report.added, report.updated, report.removed, report.unchanged)


@pytest.fixture
def read(monkeypatch):
    """The names of the files that are read from here on."""
    names = []
    real = worker.read_bytes

    def read_bytes(data, path, *others):
        names.append(Path(path).name)
        return real(data, path, *others)

    monkeypatch.setattr(worker, "read_bytes", read_bytes)
    return names
