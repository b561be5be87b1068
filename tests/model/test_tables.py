"""Results as rows, as columns, in notebooks and as data frames."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest

import searchkit
from searchkit.model.tables import Table, html_table
from tests.support.vellmark import many


class Entry(NamedTuple):
    """A word and how often it is there."""

    word: str
    times: int
    rate: float


def table(rows: int) -> Table[Entry]:
    return Table(
        Entry,
        {
            "word": np.array([f"word{n}" for n in range(rows)], dtype="<U12"),
            "times": np.arange(rows, dtype=np.uint32),
            "rate": np.arange(rows) / 4,
        },
    )


def test_rows_are_made_of_columns() -> None:
    found = table(1234)
    assert len(found) == 1234 and found[7] == Entry("word7", 7, 1.75)
    assert found[-1] == found[1233] and found[:0] == ()
    assert found[5:1:-2] == (found[5], found[3])
    assert list(found) == [found[n] for n in range(1234)]
    # Plain values of Python, which JSON can write.
    assert [type(value) for value in found[7]] == [str, int, float]
    with pytest.raises(IndexError):
        found[1234]


def test_nobody_writes_to_it() -> None:
    found = table(3)
    with pytest.raises(ValueError):
        found.arrays["times"][0] = 7
    with pytest.raises(TypeError):
        found.arrays["times"] = found.arrays["rate"]  # type: ignore[index]
    with pytest.raises(AttributeError, match="can't be changed"):
        found._row = Entry
    with pytest.raises(AttributeError, match="can't be changed"):
        del found._row


def test_columns_must_be_those_of_a_row() -> None:
    columns = dict(table(3).arrays)
    with pytest.raises(ValueError, match="not those of a row"):
        Table(Entry, dict(reversed(columns.items())))
    with pytest.raises(ValueError, match="different lengths"):
        Table(Entry, columns | {"rate": np.zeros(4)})


def test_a_notebook_shows_the_first_rows() -> None:
    shown = table(1234)._repr_html_()
    assert shown.count("<tr>") == 21 and "the first 20 of 1,234" in shown
    assert '<td style="text-align:left">word19</td><td>19</td><td>4.75</td>' in shown


def test_a_notebook_runs_nothing() -> None:
    shown = html_table(["a_<b>"], [("<script>",), (("<i>", "x"),), (None,), (12345,)], "<b>")
    assert "<script>" not in shown and "<i>" not in shown and "<b>" not in shown
    assert (
        "&lt;i&gt;, x" in shown
        and "<td>12,345</td>" in shown
        and '<td style="text-align:left"></td>' in shown
    )


def test_pandas(monkeypatch: Any) -> None:
    found = table(5)
    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=dict))
    columns = {name: values.tolist() for name, values in found.arrays.items()}
    assert found.to_pandas() == columns and list(columns) == ["word", "times", "rate"]
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(searchkit.InvalidArgument, match=r"searchkit\[notebook\]"):
        found.to_pandas()


def test_an_answer_is_a_table_too(tmp_path: Any, monkeypatch: Any) -> None:
    searchkit.build(many(30, seed=3), tmp_path / "index")
    with searchkit.open(tmp_path / "index") as archive:
        answer = archive.search("harbour", limit=3)
    shown = answer._repr_html_()
    assert all(hit.id in shown and str(hit.date) in shown for hit in answer)
    assert shown.count("<mark>") >= 3 and "3 of " in shown
    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=dict))
    columns = answer.to_pandas()
    assert columns["title"] == [hit.title for hit in answer]
    assert [str(day) for day in columns["date"].astype("datetime64[D]")] == [
        str(hit.date) for hit in answer
    ]
