"""What docs/query-language.md writes in its tables is understood, and means what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from searchkit.query.language.parser import parse
from tests.support.known_names import KNOWN, names, speakers
from tests.support.short_trees import flat

PAGE = Path(__file__).parents[3] / "docs" / "query-language.md"
NAMES = {
    "minister": names("minister", {"winston peters": "Winston Peters"}),
    "portfolio": KNOWN["portfolio"],
    "said": speakers({"winston peters": "Winston Peters", "helen clark": "Helen Clark"}),
}


def rows() -> list[tuple[str, str]]:
    """(first cell, second cell) of all tables."""
    lines = PAGE.read_text("utf-8").splitlines()
    cells = [re.split(r"(?<!\\)\|", line)[1:3] for line in lines if line.startswith("| ")]
    return [
        (a.strip(), b.strip()) for a, b in cells if a.strip() not in ("write", "written", "---")
    ]


def written(cell: str) -> list[str]:
    """What stands in code marks."""
    return re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize("text", [text for first, _ in rows() for text in written(first)])
def test_it_is_understood(text: str) -> None:
    parse(text, NAMES)


EQUAL = [(written(a)[0], written(b)[0]) for a, b in rows() if b.startswith("`") and written(b)]


def test_there_are_some() -> None:
    assert len(EQUAL) >= 5
    assert len(rows()) > 25


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_it_means_the_same(one: str, other: str) -> None:
    assert flat(parse(one, NAMES).tree) == flat(parse(other, NAMES).tree)
