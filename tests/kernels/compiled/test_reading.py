"""Front matter of the usual shape beside its plain twin, and Markdown beside its parser."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from hypothesis import example, given

from searchkit.corpus import markdown
from searchkit.corpus.markdown import parsed_text
from searchkit.kernels.plain import reading as plain
from searchkit.schema.analysis import normalise
from tests.support.front_matter import HEADS
from tests.support.markdown_texts import TEXTS
from tests.support.twins import twins


@pytest.fixture(params=twins("reading")[1:], scope="module")
def compiled(request: pytest.FixtureRequest) -> Any:
    return import_module(request.param)


@given(HEADS)
@example("a: ²\n")
@example("a: 東京\n")
@example("a: b\ud800\n")
@example('a: "\n')
@example("a:   \n- b \n")
def test_both_read_the_same_entries(compiled: Any, head: str) -> None:
    assert compiled.simple_entries(head) == plain.simple_entries(head)


@pytest.mark.parametrize("pattern", ["a: {}\n", "a: b{}\n", "a:\n- {}b\n", "{}: b\n", 'a: "{}"\n'])
def test_each_character_is_the_same_to_both(compiled: Any, pattern: str) -> None:
    for code in [*range(0x3000), *range(0xD7F0, 0xE010), *range(0xF8F0, 0x10010)]:
        head = pattern.format(chr(code))
        assert compiled.simple_entries(head) == plain.simple_entries(head), hex(code)


def test_the_longest(compiled: Any) -> None:
    for length in (plain.MAX_HEAD - 5, plain.MAX_HEAD - 4, plain.MAX_HEAD - 3):
        for letter in "bé":
            head = f"a: {letter * length}\n"
            found = plain.simple_entries(head)
            assert (found is None) is (len(head) > plain.MAX_HEAD)
            assert compiled.simple_entries(head) == found


@given(TEXTS)
@example("a\n\n\n\u00a0\n b")
@example("&#28;a")
@example("\x1c\n- a")
@example("1.\u2007a")
@example("٣. a\n\n_b_")
def test_a_text_is_what_the_parser_shows(compiled: Any, text: str) -> None:
    text = normalise(text)
    found = compiled.clean_markdown(text)
    if found is not None:
        assert normalise(found) == parsed_text(text)
        assert not markdown._is_plain(text) or found is text or found == text


@pytest.mark.parametrize(
    "pattern", ["{}", "{}. a", "1.{}a", "_{}_", "- {}\n", "a{}\n\nb", "&#{1};a"]
)
def test_each_character_is_the_same_to_the_parser(compiled: Any, pattern: str) -> None:
    taken = 0
    for code in [*range(0x3000), *range(0xE000, 0xE010), *range(0xFE00, 0x10010)]:
        text = normalise(pattern.format(chr(code), code))
        found = compiled.clean_markdown(text)
        taken += found is not None
        assert found is None or normalise(found) == parsed_text(text), hex(code)
    assert taken > 50


def test_what_it_is_sure_of_is_not_left_to_others(
    compiled: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "simple_entries", None)
    monkeypatch.setattr(plain, "clean_markdown", None)
    head = 'title: "Talks: today"\ndate: 2007-11-20\nministers:\n  - Orla Māatta\n'
    assert compiled.simple_entries(head) == [
        ("title", '"Talks: today"', []),
        ("date", "2007-11-20", []),
        ("ministers", None, ["Orla Māatta"]),
    ]
    text = "# Talks\n\n“Of *Oster*” – see [the ferry](https://f.example).\n\n* one\n* two\n"
    assert compiled.clean_markdown(text) == ("Talks\n\n“Of Oster” – see the ferry.\n\none\ntwo")
    same = "Talks in Oster – of 2.5 million.\n\n“Grain”"
    assert compiled.clean_markdown(same) is same
