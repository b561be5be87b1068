"""From the words the shell hands over to options and a query."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.cli.arguments import arrange, has_operator, taken_for
from searchkit.query.language.fields import field_names
from searchkit.schema.fields import DEFAULT
from tests.support.hypothesis_settings import examples

WITH_VALUE = ["-n", "--limit", "--page", "--sort", "--minister", "--since", "--index"]


def split(line: str) -> tuple[list[str], list[str]]:
    """(options, query arguments) of a line as typed in a shell."""
    arranged = arrange(shlex.split(line), WITH_VALUE)
    end = arranged.index("--")
    return arranged[:end], arranged[end + 1 :]


@pytest.mark.parametrize(
    ("line", "options", "query"),
    [
        ("", [], []),
        ("korea", [], ["korea"]),
        ("north korea", [], ["north", "korea"]),
        ("korea -nuclear", [], ["korea", "-nuclear"]),
        ("-nuclear korea", [], ["-nuclear", "korea"]),
        ("korea -n 5", ["-n", "5"], ["korea"]),
        ("korea -n5", ["-n5"], ["korea"]),
        ("-n5 korea", ["-n5"], ["korea"]),
        ("-n 5 korea", ["-n", "5"], ["korea"]),
        ("korea -2", [], ["korea", "-2"]),
        ("korea -n", [], ["korea", "-n"]),
        ("korea -n x", [], ["korea", "-n", "x"]),
        ("korea -n -5", [], ["korea", "-n", "-5"]),
        ("korea -n5x", [], ["korea", "-n5x"]),
        ("korea -n=5", [], ["korea", "-n=5"]),
        ("korea -", [], ["korea", "-"]),
        ("-h", [], ["-h"]),
        ("-v -j korea", [], ["-v", "-j", "korea"]),
        ("-title:korea x", [], ["-title:korea", "x"]),
        ("korea --json", ["--json"], ["korea"]),
        ("--json korea", ["--json"], ["korea"]),
        ("north --json korea --limit 5 x", ["--json", "--limit", "5"], ["north", "korea", "x"]),
        ("a --limit=5 b", ["--limit=5"], ["a", "b"]),
        ("a --sort newest b", ["--sort", "newest"], ["a", "b"]),
        ("a --minister 'Orla B' b", ["--minister", "Orla B"], ["a", "b"]),
        ("a --minister -x b", ["--minister", "-x"], ["a", "b"]),
        ("a --unknown b", ["--unknown"], ["a", "b"]),
        ("a -- --json -n 5", [], ["a", "--json", "-n", "5"]),
        ("--json -- -n5 --", ["--json"], ["-n5", "--"]),
        ("-- -- a", [], ["--", "a"]),
        ("a --index '' b", ["--index", ""], ["a", "b"]),
    ],
)
def test_options_and_query(line: str, options: list[str], query: list[str]) -> None:
    assert split(line) == (options, query)


@examples(200)
@given(
    st.lists(st.sampled_from(["a", "-b", "--json", "-n", "5", "-n7", "--limit", "--", "-", "x y"]))
)
def test_nothing_is_lost(arguments: list[str]) -> None:
    arranged = arrange(arguments, WITH_VALUE)
    if arranged and arranged[-1] in WITH_VALUE and arranged[-1].startswith("--"):
        # The last option lacks its value; click says so, whatever else there is.
        assert arranged[-1] == arguments[-1]
        return
    assert sorted(arranged) == sorted([*arguments, *([] if "--" in _ended(arguments) else ["--"])])


def _ended(arguments: list[str]) -> list[str]:
    """The arguments if one of them ends the options, and is no value of one."""
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        if argument == "--":
            return arguments
        if argument in WITH_VALUE and argument.startswith("--") and waiting:
            waiting.pop(0)
    return []


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("", ""),
        ("''", ""),
        ("'  ' ''", ""),
        ("korea", "korea"),
        ("north korea", "north korea"),
        ('"North Korea"', '"North Korea"'),
        ('"North Korea" sanctions', '"North Korea" sanctions'),
        ('sanctions "North Korea"', 'sanctions "North Korea"'),
        ('"  North   Korea "', '"North   Korea"'),
        ('"a b" "c d"', '"a b" "c d"'),
        ("-nuclear korea", "-nuclear korea"),
        ('"covid 19 alert-levels"', '"covid 19 alert-levels"'),
        ('"trade and aid"', '"trade and aid"'),
        ('"O\'Hara of Oster"', '"O\'Hara of Oster"'),
        ('"10:30 in Oster"', '"10:30 in Oster"'),
        ('"a - b"', '"a - b"'),
        # With an operator an argument is a query of its own.
        ("'north OR korea'", "north OR korea"),
        ("'north OR korea' x", "(north OR korea) x"),
        ("'a AND b' 'c d'", '(a AND b) "c d"'),
        ("'NOT a b'", "NOT a b"),
        ("'a -b'", "a -b"),
        ("'-a b' c", "(-a b) c"),
        ("'title:a b'", 'title:"a b"'),
        ("'x -title:a'", "x -title:a"),
        ("'Minister:\"orla brannigan\" x'", 'Minister:"orla brannigan" x'),
        ("'since:2007 until:2009' a", "(since:2007 until:2009) a"),
        ("'\"six party talks\" iran'", '"six party talks" iran'),
        ("'\"six party talks\"' iran", '("six party talks") iran'),
        ("'“six party talks” iran'", "“six party talks” iran"),
        ("'nuclea* test'", "nuclea* test"),
        ("'(a b) c'", "(a b) c"),
        ("minister:orla korea", "minister:orla korea"),
        ("'minister:\"orla brannigan\"'", 'minister:"orla brannigan"'),
        ("title:'north korea'", 'title:"north korea"'),
        ("–title:'north korea' x", '–title:"north korea" x'),
        ("'10 000' homes", '"10 000" homes'),
        ("10 000 homes", "10 000 homes"),
        ("'north \u200bAND korea'", "north AND korea"),
        ("'north \u200bko\u00adrea' \ufeff", '"north korea"'),
    ],
)
def test_query_text(line: str, text: str) -> None:
    assert taken_for(shlex.split(line)).text == text


def test_a_quoted_value_behind_a_field() -> None:
    assert taken_for(shlex.split('title:"north korea"')).text == 'title:"north korea"'
    assert (
        taken_for(shlex.split('minister:"orla brannigan" x')).text == 'minister:"orla brannigan" x'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("north korea", False),
        ("a and b", False),
        ("ANDES", False),
        ("a AND b", True),
        ("OR", True),
        ("NOT a", True),
        ("a-b", False),
        ("a - b", False),
        ("-b", True),
        ("nuc*", True),
        ("(a)", True),
        ('"a"', True),
        ("“a”", True),
        ("title:a", True),
        ("title: a", False),
        ("subtitle:a", False),
        ("foo:bar", False),
        ("https://vellmark.example", False),
        ("a –b", True),
        ("a – b", False),
        ("a –title:b", True),
    ],
)
def test_operators(text: str, expected: bool) -> None:
    assert has_operator(text) is expected


@pytest.mark.parametrize("prefix", field_names(DEFAULT))
def test_every_prefix_of_the_language_is_an_operator(prefix: str) -> None:
    assert has_operator(f"{prefix}:x")
    assert taken_for([f"{prefix}:two words"]).text == f'{prefix}:"two words"'
    assert not has_operator(f"un{prefix}:x")
