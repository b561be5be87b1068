from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from three import Collection


@pytest.fixture(scope="session")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Statements of which only the best get their nearness counted."""
    from three import Collection
    from vellmark import crowd

    return Collection(crowd(), tmp_path_factory.mktemp("crowd"))
