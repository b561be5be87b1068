from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

SUPPORT = str(Path(__file__).parent.parent / "support")
if SUPPORT not in sys.path:
    sys.path.insert(0, SUPPORT)

if TYPE_CHECKING:
    from three import Collection

    from searchkit import Archive, Statement


@pytest.fixture(scope="session")
def hundreds(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """300 invented statements, some of them copies of one another."""
    from three import Collection
    from vellmark import many

    return Collection(many(300, seed=8), tmp_path_factory.mktemp("hundreds"))


@pytest.fixture(scope="session")
def archive(hundreds: Collection) -> Archive:
    """Their index, open."""
    return hundreds.archive


@pytest.fixture
def archive_of(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., Archive]]:
    """`archive_of(statement, ...)` indexes statements and opens the index."""
    import searchkit

    opened: list[Archive] = []

    def make(*statements: Statement) -> Archive:
        directory = tmp_path_factory.mktemp("archive")
        searchkit.build(statements, directory)
        opened.append(searchkit.open(directory))
        return opened[-1]

    yield make
    for one in opened:
        one.close()
