import subprocess
import sys

import pytest

from searchkit.corpus.front_matter import MAX_FRONT_MATTER, line_of, load_as_texts, split
from searchkit.corpus.problems import Unreadable


def test_split():
    text = split("---\ntitle: Oster\n---\n\nThe body.\n")
    assert text.values == {"title": "Oster"}
    assert text.head == "---\ntitle: Oster\n"
    assert text.body == "The body."


@pytest.mark.parametrize(
    "text",
    [
        "No front matter.",
        "---",
        "---\nA rule at the top of plain text.",
        "---\nA rule at the top\n---\nand one below.",
        "---\n- a list\n- of points\n---\nand a rule.",
        "---\n[unclosed\n---\nis no YAML.",
        "---\n---\nTwo rules.",
        "--- dashes\ntitle: x\n---\n",
        " ---\ntitle: x\n---\n",
    ],
)
def test_text_without_front_matter_is_all_body(text):
    assert split(text) == (None, "", text.strip())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: Oster\nThe body.", "front matter has no closing --- line"),
        ("---\ntitle: [Oster\n---\n", "front matter is not valid YAML: line"),
        ("---\ntitle: a: b\n---\n", "front matter is not valid YAML: line 2"),
        ("---\n'title': \"\n---\n", "front matter is not valid YAML"),
        ("---\ntitle: Oster\n- a\n---\n", "front matter is not valid YAML: line 3"),
        ("---\ntitle: a\ndate: 2007-13-45\n---\n", "month must be in 1..12"),
        ("---\ntitle: !!python/name:os.system\n---\n", "front matter is not valid YAML"),
        ("---\ntitle: \x07\n---\n", "front matter is not valid YAML"),
        (f"---\ntitle: {'a' * MAX_FRONT_MATTER}\n---\n", "longer than 262,144 characters"),
        ('---\n"a: b"\n---\n', "front matter is not a mapping of names to values"),
    ],
)
def test_broken_front_matter_is_named(text, reason):
    with pytest.raises(Unreadable, match=reason.replace("(", r"\(")):
        split(text)


def test_an_alias_bomb_is_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(Unreadable, match="more than 10,000 values"):
        split("---\n" + "\n".join(lines) + "\n---\n")


def test_an_alias_of_itself_is_refused():
    with pytest.raises(Unreadable, match="nested deeper than 50"):
        split("---\na: &a [*a]\n---\n")


@pytest.mark.parametrize(
    "value", ["!!timestamp soon", "!!int ''", "!!float ''", "!!bool perhaps"], ids=str.split
)
def test_a_tag_that_does_not_fit_its_value_is_broken_front_matter(value):
    with pytest.raises(Unreadable, match="not valid YAML"):
        split(f"---\ntitle: a\nextra: {value}\n---\n")


def merges(key):
    """Front matter in which each mapping stands for ten of the one before."""
    lines = ["a0: &a0 {x: 1}"]
    for number in range(1, 12):
        ten = ", ".join([f"*a{number - 1}"] * 10)
        lines += [f"a{number}: &a{number}", f"  {key}: [{ten}]"]
    return "\n".join(lines)


HEAVY = {
    "nested lists": "x: " + "[" * 100_000 + "]" * 100_000,
    "lists in a line": "x:\n" + "- " * 100_000 + "a",
    "lists in many lines": "x:\n" + "\n".join(" " * 98 * n + "- " * 49 for n in range(60)) + "a",
    "mappings": "x: " + "{a: " * 50_000 + "}" * 50_000,
    "merge key": merges("<<"),
    "explicit merge": merges("? <<\n  "),
    "merge tag": merges("!!merge x"),
    "spaces": "title: [1," + " " * 250_000 + "]",
}
CASES = [pytest.param(head, id=name) for name, head in HEAVY.items()]


@pytest.mark.parametrize("head", CASES)
def test_hostile_front_matter_is_read_or_refused_at_once(head):
    program = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))
resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from searchkit.corpus.problems import Unreadable
from searchkit.corpus.reader import read_bytes
try:
    read_bytes(sys.stdin.buffer.read(), "x.md", "r/x.md")
except Unreadable:
    pass
"""
    data = f"---\n{head}\n---\nBody.".encode()
    done = subprocess.run([sys.executable, "-c", program], input=data, stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("line", range(2, 5))
def test_an_error_of_yaml_is_named_with_its_line(line):
    with pytest.raises(Unreadable, match=f"line {line}: mapping values"):
        split("---" + "\n" * (line - 1) + "title: a: b\n---\n")


def test_a_line_is_found_by_key_and_value():
    head = split("---\n\ntitle: Oster\n'ministers':\n- Farrow\n- Brannigan\n---\n").head
    assert line_of(head, "title") == 3
    assert line_of(head, "ministers") == 4
    assert line_of(head, "ministers", "Brannigan") == 6
    assert line_of(head, "ministers", "Okoro") == 4
    assert line_of(head, "portfolios") is None


def test_values_as_the_texts_they_are_written_as():
    head = split("---\ntitle: 08.50 # a number\nn: [1_000, no]\n---\n").head
    assert load_as_texts(head) == {"title": "08.50", "n": ["1_000", "no"]}
