from __future__ import annotations

import shutil
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the seeds and the sample built from them. Nothing may change it."""
    from tests.support.command_line import run

    folder = tmp_path_factory.mktemp("shop")
    shutil.copytree(SEEDS, folder / "seeds")
    assert run(folder, "korea").code == 0
    return folder


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A folder with the seeds alone."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    return tmp_path


@pytest.fixture(scope="session")
def port(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of 300 invented statements. Nothing may change it."""
    import searchkit
    from tests.support.vellmark import many

    folder = tmp_path_factory.mktemp("port")
    searchkit.build(many(300, seed=5), folder / "index")
    return folder
