from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.three_indexes import Collection


@pytest.fixture(scope="session")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Statements of which only the best get their nearness counted."""
    from tests.support.three_indexes import Collection
    from tests.support.vellmark import crowd

    return Collection(crowd(), tmp_path_factory.mktemp("crowd"))
