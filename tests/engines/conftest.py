from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import searchkit
from searchkit import Archive, InvalidArgument
from tests.engines.contract import ENGINES, REFUSED, STATEMENTS, Engine, Served


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


@pytest.fixture
def served(engine: Engine) -> Served:
    """`with served("explain"):` around what an engine may refuse: it does what is promised, or
    says by name that it can't, and the test ends there.
    """
    refused = REFUSED.get(engine.__name__, frozenset())

    @contextmanager
    def asking(what: str) -> Iterator[None]:
        if what not in refused:
            yield
            return
        with pytest.raises(InvalidArgument, match=rf"an index in a cluster has no .*\b{what}\b"):
            yield
        pytest.skip(f"{engine.__name__} refuses {what}")

    return asking


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
