"""Pictures of trends, which matplotlib draws where it is installed."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import pytest

from searchkit.model.errors import InvalidArgument
from searchkit.rendering.trend_plots import trend_png
from tests.rendering.test_trend_charts import trend


@pytest.mark.skipif(not find_spec("matplotlib"), reason="the extra `plot` is not installed")
def test_a_picture() -> None:
    picture = trend_png(trend("harbour $x_{", "lake <b>", "ferry"), "per_1000_statements")
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (1600, 1000)


def test_without_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(InvalidArgument, match="matplotlib, which is not installed"):
        trend_png(trend("harbour"), "statements")
