"""Front matter of the usual shape is read without a YAML parser, and says the same."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchkit.corpus import yaml_values
from searchkit.corpus.problems import Unreadable
from searchkit.corpus.values import Items, Pairs, Scalar, Value
from searchkit.corpus.yaml_values import read_yaml
from tests.support.front_matter import HEADS
from tests.support.twins import twins

PARSER = SimpleNamespace(simple_entries=lambda head: None)


@pytest.fixture(params=twins("reading"), scope="module")
def reading(request: pytest.FixtureRequest) -> Any:
    return import_module(request.param)


def told(tree: Value | None) -> object:
    """All that a tree says, for comparison."""
    if isinstance(tree, Scalar):
        try:
            typed: object = tree.typed(tree.text)
        except Exception as error:
            typed = type(error)
        return tree.text, tree.line, tree.kind, typed, type(typed)
    if isinstance(tree, Items):
        return "items", tree.line, [told(one) for one in tree.items]
    if isinstance(tree, Pairs):
        return "pairs", tree.line, [(told(key), told(value)) for key, value in tree.pairs]
    return tree


def read(by: Any, head: str, lines_before: int) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_values, "reading", by)
        try:
            return told(read_yaml(head, lines_before))
        except Unreadable as error:
            return str(error)


@given(HEADS, st.integers(1, 3))
@example("a:\n\n", 1)
@example("a: b\n  c\n", 1)
@example("a: b  \nc: 'd' \n", 1)
@example("a:\n- b\n- c\nd:\n  - 2007-11-20\n", 1)
@example("No: on\nnull: ~\n", 2)
@example("a: b\na: c\n", 1)
@example("a: " + "- " * 60 + "\n", 1)
@example("a: x" + " - " * 60 + "\n", 1)
@example("a: '" + "[" * 600 + "'\n", 1)
@example("a: b\u00a0\n", 1)
@example("a: b #c\n", 1)
@example("a: b: c\n", 1)
@example("a: b:\n", 1)
@example("a: 'it''s'\n", 1)
@example('a: "b\\n"\n', 1)
def test_it_says_what_the_parser_says(reading: Any, head: str, lines_before: int) -> None:
    assert read(reading, head, lines_before) == read(PARSER, head, lines_before)


def test_the_usual_shape_takes_no_parser(reading: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_values, "reading", reading)
    monkeypatch.setattr("yaml.compose", None)
    head = 'title: "Talks: today"\ndate: 2007-11-20\nurl:\nministers:\n  - Orla\n  - "B"\n'
    tree = read_yaml(head, 1)
    assert told(tree) == (
        "pairs",
        2,
        [
            (("title", 2, "text", "title", str), ("Talks: today", 2, "text", "Talks: today", str)),
            (("date", 3, "text", "date", str), ("2007-11-20", 3, "date", "2007-11-20", str)),
            (("url", 4, "text", "url", str), ("", 4, "nothing", None, type(None))),
            (
                ("ministers", 5, "text", "ministers", str),
                ("items", 6, [("Orla", 6, "text", "Orla", str), ("B", 7, "text", "B", str)]),
            ),
        ],
    )
