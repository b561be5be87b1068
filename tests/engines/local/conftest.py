from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from searchkit import Archive
    from tests.support.three_indexes import Collection


@pytest.fixture(scope="session")
def archive(hundreds: Collection) -> Archive:
    """Their index, open."""
    return hundreds.archive
