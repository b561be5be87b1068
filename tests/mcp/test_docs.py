"""What docs/mcp.md shows is what the tools answer, and what they take."""

from __future__ import annotations

import json
import re

import pytest

import searchkit
from tests.conftest import PROJECT

pytest.importorskip("mcp", reason="needs the extra [mcp]")

PAGE = (PROJECT / "docs" / "mcp.md").read_text(encoding="utf-8")
CALLS = re.findall(r"```text\n(\w+) (\{[^\n]*\})\n\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    """The index of the sample, open."""
    folder = tmp_path_factory.mktemp("seeds") / "index"
    searchkit.build(PROJECT / "seeds", folder)
    with searchkit.open(folder) as opened:
        yield opened


@pytest.mark.parametrize(("tool", "arguments", "shown"), CALLS)
def test_the_conversation_is_a_true_one(ask, seeds, tool, arguments, shown):
    result = ask(tool, seeds, **json.loads(arguments))
    lines = iter(result.content[0].text.split("\n"))
    # Lines are left out between those that are shown, never inside of one.
    for line in shown.splitlines():
        assert line in lines, f"{line!r} is not there, or not in this order"


def test_every_tool_is_in_the_table():
    from searchkit.mcp.server import TITLES

    assert len(CALLS) == 3
    named = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert named == [tool.__name__ for tool in TITLES]
