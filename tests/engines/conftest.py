from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit import Archive
from tests.engines.contract import ENGINES, STATEMENTS, Engine


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


CLUSTERS = {"opensearch"}
"""Engines whose tests need a cluster: `pytest -m opensearch`."""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=[getattr(pytest.mark, name)] if name in CLUSTERS else [])
        for name in ENGINES
    ],
)
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


@pytest.fixture(scope="module")
def archive(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An index of the statements, open. Nothing may change it."""
    with searchkit.open(engine(STATEMENTS, tmp_path_factory.mktemp("contract"))) as opened:
        yield opened


@pytest.fixture
def own(engine: Engine, tmp_path: Path) -> Iterator[tuple[str, Archive]]:
    """(address, archive) of an index that the test may change."""
    address = engine(STATEMENTS, tmp_path)
    with searchkit.open(address) as opened:
        yield address, opened
