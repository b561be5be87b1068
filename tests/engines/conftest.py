from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import searchkit


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Where the index of a test goes."""
    return tmp_path / "index"


@pytest.fixture
def contents() -> Callable[[Path], dict[str, searchkit.Statement]]:
    """`contents(index)`: {id: statement} of an index."""

    def read(folder: Path) -> dict[str, searchkit.Statement]:
        with searchkit.open(folder, verify=True) as archive:
            return {hit.id: archive.statement(hit.id) for hit in archive.stream()}

    return read
