from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.three_indexes import Collection

SEEDS = Path(__file__).parents[2] / "seeds"
SAMPLE = 25
"""Every how many-th statement of the real corpus is taken."""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """150 invented statements."""
    from tests.support.three_indexes import Collection
    from tests.support.vellmark import many

    return Collection(many(150), tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """The statements that ship."""
    from tests.support.three_indexes import Collection

    return Collection.of_folder(SEEDS, tmp_path_factory.mktemp("seeds"))


@pytest.fixture(scope="session", params=["small", "seeds"])
def collection(request: pytest.FixtureRequest) -> Collection:
    """Each of the two."""
    found: Collection = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def sample(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """Every 25th statement of the real corpus, some 2,000."""
    from tests.support.three_indexes import Collection

    folder = tmp_path_factory.mktemp("sample") / "releases"
    files = sorted(p for p in corpus.rglob("*") if p.suffix in (".md", ".txt"))
    for path in files[::SAMPLE]:
        copy = folder / path.relative_to(corpus)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    yield Collection.of_folder(folder, tmp_path_factory.mktemp("sample-index"))
