from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import searchkit
from tests.support.building import build_in_parts
from tests.support.vellmark import many

if TYPE_CHECKING:
    from searchkit import Archive
    from tests.support.three_indexes import Collection


@pytest.fixture(scope="session")
def archive(hundreds: Collection) -> Archive:
    """Their index, open."""
    return hundreds.archive


@pytest.fixture(scope="session", params=[1, 3])
def parted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """150 invented statements in one segment, and in several with some deleted."""
    folder = tmp_path_factory.mktemp("words") / "index"
    statements = many(150, seed=5)
    if request.param == 1:
        searchkit.build(statements, folder)
    else:
        build_in_parts(statements, folder)
    return searchkit.open(folder)
