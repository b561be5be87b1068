from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from three import Collection

    from searchkit import Archive


@pytest.fixture(scope="session")
def archive(hundreds: Collection) -> Archive:
    """Their index, open."""
    return hundreds.archive
