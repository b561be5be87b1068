"""Schemathesis asks the API whatever its document allows, and much that it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

schemathesis = pytest.importorskip("schemathesis")

CONFIG = Path(__file__).parents[2] / "schemathesis.toml"
MODES = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]


@pytest.fixture(scope="module")
def schema(port: Any) -> Any:
    config = schemathesis.Config.from_path(CONFIG)
    return schemathesis.openapi.from_asgi("/api/openapi.json", port.app, config=config)


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", ["/search", "/facets", "/suggest", "/statements/{id}"])
def test_schemathesis_finds_nothing(schema: Any, path: str, mode: Any) -> None:
    @examples(40)
    @given(st.data())
    def ask(data: Any) -> None:
        case = data.draw(schema[path]["GET"].as_strategy(generation_mode=mode))
        response = case.call_and_validate()
        if response.status_code == 400 and mode.is_positive:
            # What a schema can't say: the query language, days that there are, how deep
            # pages of this length go.
            problem = response.json()
            assert problem["type"].endswith("query-syntax") or problem["detail"].startswith(
                ("since", "until", "page")
            ), problem

    ask()
