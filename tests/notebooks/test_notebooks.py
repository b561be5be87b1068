"""The notebooks of `docs` run from first to last, and what they show is a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT

for package in ("nbclient", "ipykernel", "pandas"):
    pytest.importorskip(package, reason="needs the extra [notebook], nbclient and ipykernel")

NOTEBOOKS = sorted((PROJECT / "docs" / "notebooks").glob("*.ipynb"))


def notebook(path: Path) -> Any:
    import nbformat

    made = nbformat.read(path, as_version=4)
    nbformat.validate(made)
    return made


def results(cell: Any) -> list[Any]:
    """What a cell shows: by type."""
    return [one.data for one in cell.outputs if one.output_type == "execute_result"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_its_outputs(path: Path) -> None:
    for cell in notebook(path).cells:
        assert cell.cell_type != "code" or (cell.outputs == [] and cell.execution_count is None)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_notebook_runs(path: Path) -> None:
    from nbclient import NotebookClient

    ran = notebook(path)
    where = {"metadata": {"path": str(path.parent)}}
    # A cell that fails ends it with an error that shows the cell.
    NotebookClient(ran, timeout=120, kernel_name="python3", resources=where).execute()
    code = [cell for cell in ran.cells if cell.cell_type == "code"]
    assert all(one.output_type != "stream" for cell in code for one in cell.outputs)
    shown = [data for cell in code for data in results(cell)]
    tables = [data["text/html"] for data in shown if "text/html" in data]
    assert len(tables) >= 8 and all("<table" in one and "<script" not in one for one in tables)
    assert all(len(one) < 20_000 for one in tables)
    # Beside each table stands what a REPL shows.
    assert all(data["text/plain"] for data in shown)


def test_there_are_two() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["a-question-and-its-answer", "who-said-what"]
