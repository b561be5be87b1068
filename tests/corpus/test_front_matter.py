import subprocess
import sys

import pytest

from searchkit.corpus.entries import plain_key
from searchkit.corpus.fields import known_keys
from searchkit.corpus.front_matter import split as split_text
from searchkit.corpus.problems import Unreadable
from searchkit.corpus.values import MAX_FRONT_MATTER, Items, Pairs
from searchkit.corpus.yaml_values import read_yaml
from searchkit.schema.fields import DEFAULT


def plain(value):
    """A tree as lists and dictionaries of the texts that were written."""
    if isinstance(value, Pairs):
        return {key.text: plain(one) for key, one in value.pairs}
    return [plain(one) for one in value.items] if isinstance(value, Items) else value.text


def split(text):
    """(values, body, warnings) of a text."""
    warnings = []
    parts = split_text(text, known_keys(DEFAULT), lambda line, message: warnings.append(message))
    return parts.tree and plain(parts.tree), parts.body, warnings


def test_split():
    assert split("---\ntitle: Oster\n---\n\nThe body.\n") == ({"title": "Oster"}, "The body.", [])


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
        '---\n"a: b"\n---\n',
        "---\nNote: the harbour: closed\n---\nIt says so.",
        "---\nNote: the harbour is closed",
        "# Harbour\n---\nNote: closed\n---\nIt says so.",
        "# Harbour\n---\ntitle: a: b\n---\nBody.",
        "# Harbour\n---\ntitle: closed",
        "+++\nplus signs\n+++\n",
        "+++ title = 1",
        "{ title }",
        '{"harbour": "closed"}\nis what it said.',
        '{"title": "x"} is what it said.',
        '{"title": unclosed',
        "{% include title.html %}\ntext",
    ],
)
def test_text_without_front_matter_is_all_body(text):
    assert split(text) == (None, text.strip(), [])


@pytest.mark.parametrize(
    "lead",
    ["\n", "  \n\n", "# made by hand\n", "<!-- made by hand -->\n\n", "\n# one\n#two\n"],
)
@pytest.mark.parametrize(
    "rest", ["---\ntitle: Oster\n---\nBody.", "+++\ntitle='Oster'\n+++\nBody."]
)
def test_empty_lines_and_comments_may_stand_above(lead, rest):
    assert split(lead + rest) == ({"title": "Oster"}, "Body.", [])


def test_yaml_may_end_with_three_dots():
    assert split("---\ntitle: a\n...\nBody\n---\nand more.") == (
        {"title": "a"},
        "Body\n---\nand more.",
        [],
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("+++\ntitle = 'a'\n[params]\nx = 010.50\n+++\nB", None),
        ("+++\ntitle = 'a'\n[params]\nx = 10.50\n+++\nB", {"title": "a", "params": {"x": "10.50"}}),
        ("+++\ndate = 2007-11-20T10:00:00Z\n+++\nB", {"date": "2007-11-20 10:00:00+00:00"}),
        ('{"title": "a", "x": [1.50, true, null]}\nB', {"title": "a", "x": ["1.50", "true", ""]}),
        ('{\n  "title": "a",\n  "x": {\n"y": 1\n}\n}\n\nB', {"title": "a", "x": {"y": "1"}}),
        ('{"title": "half \\ud83d"}\nB', {"title": "half \ufffd"}),
    ],
)
def test_other_languages(text, values):
    found, body, warnings = split(text)
    if values is None:
        assert (found["title"], body, len(warnings)) == ("a", "B", 1)
    else:
        assert (found, body, warnings) == (values, "B", [])


# Broken front matter: what is kept, and why it is broken.
BROKEN = [
    ("---\ntitle: Oster\nThe body.", {"title": "Oster"}, "The body.", "no closing --- line"),
    ("---\ntitle: a\n\nNote: b", {"title": "a"}, "Note: b", "no closing --- line"),
    ("---\ntitle: [Oster\n---\nB", {"title": "[Oster"}, "B", "not valid YAML: line"),
    ("---\ntitle: a: b\n---\nB", {"title": "a: b"}, "B", "not valid YAML: line 2: mapping values"),
    ("---\n\n\ntitle: a: b\n---\nB", {"title": "a: b"}, "B", "line 4: mapping values"),
    ("---\n'title': \"\n---\nB", {"title": '"'}, "B", "not valid YAML"),
    ("---\ntitle: Oster\n- a\n---\nB", {"title": "Oster - a"}, "B", "not valid YAML: line 3"),
    ("---\ntitle: \x07\ndate: 2007\n---\nB", {"title": "\x07", "date": "2007"}, "B", "not valid"),
    (
        f"---\ntitle: a\nx: {'a' * MAX_FRONT_MATTER}\n---\nB",
        {"title": "a", "x": "a" * MAX_FRONT_MATTER},
        "B",
        "longer than 262,144 characters",
    ),
    (
        "---\ntitle: Levy: the end\nministers:\n- Orla Brannigan\n- Tomas Farrow\n"
        "Some words\n---\nB",
        {"title": "Levy: the end", "ministers": ["Orla Brannigan", "Tomas Farrow"]},
        "Some words\n\nB",
        "mapping values",
    ),
    (
        "+++\ntitle = 'a'\ndate = 2016-02-30\nx = word\n+++\nB",
        {"title": "a", "date": "2016-02-30", "x": "word"},
        "B",
        "not valid TOML",
    ),
    ("+++\ntitle = 'a'\nThe body.", {"title": "a"}, "The body.", "no closing +++ line"),
    (
        '{\n  "title": "a",\n  "date": "2007-11-20",,\n  "x": word\n}\nB',
        {"title": "a", "date": "2007-11-20", "x": "word"},
        "B",
        "not valid JSON: line 3",
    ),
    ('{\n"title": "a",\n"x": 1\n\nB', {"title": "a", "x": "1"}, "B", "not valid JSON"),
    # Python 3.13 names the line of the comma, 3.12 the line after it.
    ('{"title": "a",\n"x": 1,\n}\nB', {"title": "a", "x": "1"}, "B", "not valid JSON: line "),
    (
        '+++\ntitle="a"\ndate=2016-02-30\nx=["b"]\n+++\nB',
        {"title": "a", "date": "2016-02-30", "x": ["b"]},
        "B",
        "not valid TOML",
    ),
    # A key that touches its value, if it is a statement's; an address and a time are no keys.
    ("---\ntitle:a\ndate:2007\n---\nB", {"title": "a", "date": "2007"}, "B", "not a mapping"),
    (
        "---\ntitle: a\nministers:[b, c]\nNote:this\nsource://x\n12:30 sharp\n---\nB",
        {"title": "a", "ministers": ["b", "c"]},
        "Note:this\nsource://x\n12:30 sharp\n\nB",
        "not valid YAML",
    ),
    ("---\ntitle:a\ndate:2007\n\nB", {"title": "a", "date": "2007"}, "B", "no closing --- line"),
]


@pytest.mark.parametrize(("text", "values", "body", "reason"), BROKEN, ids=range(len(BROKEN)))
def test_broken_front_matter_loses_the_least(text, values, body, reason):
    found, rest, warnings = split(text)
    assert (found, rest) == (values, body)
    assert len(warnings) == 1
    assert reason in warnings[0]


def test_a_tag_that_does_not_fit_its_value_is_no_error_until_it_is_asked_for():
    text = "---\ntitle: !!python/name:os.system a\nx: !!int ''\ny: !!timestamp soon\n---\nB"
    assert split(text) == ({"title": "a", "x": "", "y": "soon"}, "B", [])


def test_an_alias_bomb_is_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(Unreadable, match="more than 10,000 values"):
        read_yaml("\n".join(lines), 1)


def test_an_alias_of_a_long_text_is_refused():
    with pytest.raises(Unreadable, match="more than 1,048,576 characters"):
        read_yaml(f"a: &a {'x' * 10_000}\nb: [{', '.join(['*a'] * 200)}]", 1)


def test_an_alias_of_itself_is_refused():
    with pytest.raises(Unreadable, match="nested deeper than 50"):
        read_yaml("a: &a [*a]", 1)


def test_values_are_the_texts_they_are_written_as_with_their_lines():
    tree = read_yaml("title: 08.50 # a number\nn: [1_000, no,\n  '010']", 1)
    (title, eight), (_, n) = tree.pairs
    assert (title.line, eight.text, eight.line, eight.kind) == (2, "08.50", 2, "float")
    assert [(one.text, one.line, one.kind) for one in n.items] == [
        ("1_000", 3, "int"),
        ("no", 3, "bool"),
        ("010", 4, "text"),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\n\nx: 1\ntitle: Oster\n---\n", 4),
        ("+++\nx = 1\ntitle = 'Oster'\n+++\n", 3),
        ('\n{"x": 1,\n "title": "Oster"}\n', 3),
        ("---\nx: a: b\ntitle: Oster\n---\n", 3),
    ],
)
def test_keys_have_their_lines(text, line):
    tree = split_text(text, known_keys(DEFAULT), lambda *_: None).tree
    assert [key.line for key, _ in tree.pairs if key.text == "title"] == [line]


def test_keys_are_compared_without_case_and_with_dashes_as_underscores():
    assert plain_key("Publish-Date") == plain_key("publish date") == "publish_date"


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
CASES = {f"YAML, {name}": f"---\ntitle: a\n{head}\n---\nBody." for name, head in HEAVY.items()}
CASES |= {
    f"TOML, {name}": f"+++\ntitle = 'a'\n{head}\n+++\nBody."
    for name, head in {
        "dotted key": ".".join("a" * 120_000) + " = 1",
        "quoted dotted key": ".".join(['"a"'] * 60_000) + " = 1",
        "dotted table": f"[{'.'.join('a' * 120_000)}]",
        "dotted key in a table": f"x = {{ {'.'.join('a' * 120_000)} = 1 }}",
        "dotted key after a text": f"x = '.' \n{'.'.join('b' * 45)} = 1\n" * 2_000,
        "arrays": "x = " + "[" * 100_000,
        "number": "x = 0x" + "f" * 200_000,
        "digits": "x = " + "1" * 200_000,
        "nested tables": "\n".join(f"[a{n}.b.c.d]" for n in range(10_000)),
        "open text": "x = '" * 50_000,
    }.items()
}
CASES |= {
    f"JSON, {name}": f'{{"title": "a", {head}\nBody.'
    for name, head in {
        "arrays": '"x": ' + "[" * 200_000,
        "objects": '"x": {' * 40_000,
        "digits": f'"x": {"1" * 200_000}}}',
        "float": f'"x": {"1" * 100_000}.0e9}}',
        "many values": f'"x": [{",".join("1" * 100_000)}]}}',
        "many lines": '\n"x": [\n' * 50_000,
    }.items()
}
CASES |= {
    "many lines of comments": "#\n" * 100_000 + "---\n",
    "white space lines": " \n" * 300_000,
    "an open comment": "<!-- " * 500_000 + "\n---\n",
    "many broken keys": "---\n" + "title: a: b\n" * 20_000 + "---\n",
    "many keys, unclosed": "---\n" + "title: a: b\n" * 200_000,
    "a key of spaces": "---\ntitle" + " " * 1_000_000 + "\n",
    "a date": f"---\ndate: {'1.' * 100_000}2007\n---\n",
    "tags": "{% " * 1_000_000 + "{{ }} {% comment %}" * 100_000,
    "attributes": "# " + " " * 1_000_000 + "{: " * 300_000 + "{::comment}" * 100_000,
    "names": f"---\nministers: {'Orla Brannigan and ' * 10_000}\n---\n",
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in CASES.items()])
def test_hostile_front_matter_is_read_or_refused_at_once(text):
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
    data = text.encode()
    done = subprocess.run([sys.executable, "-c", program], input=data, stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr
