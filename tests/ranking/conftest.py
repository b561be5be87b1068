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
    """300 invented statements: more than get their nearness counted."""
    from three import Collection
    from vellmark import many

    return Collection(many(300, seed=5), tmp_path_factory.mktemp("hundreds"))


@pytest.fixture(scope="session")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Statements of which only the best get their nearness counted."""
    from three import Collection
    from vellmark import crowd

    return Collection(crowd(), tmp_path_factory.mktemp("crowd"))


@pytest.fixture
def archive_of(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., Archive]]:
    """`archive_of(statement, ...)` indexes statements and opens the index."""
    import searchkit

    opened: list[Archive] = []

    def make(*statements: Statement) -> Archive:
        directory = tmp_path_factory.mktemp("ranking")
        searchkit.build(statements, directory)
        opened.append(searchkit.open(directory))
        return opened[-1]

    yield make
    for archive in opened:
        archive.close()
