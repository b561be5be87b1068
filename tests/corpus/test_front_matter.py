import datetime
import os
import subprocess
import sys

import pytest

from searchkit.corpus.front_matter import MAX_FRONT_MATTER, as_text, read_fields, split
from searchkit.corpus.problems import Unreadable


def read(head):
    """(fields, [(line, message)]) of front matter."""
    values, written, _ = split(f"---\n{head}\n---\nBody.")
    warnings = []
    fields = read_fields(values, written, lambda line, message: warnings.append((line, message)))
    return fields, warnings


def test_split():
    values, head, body = split("---\ntitle: Oster\n---\n\nThe body.\n")
    assert values == {"title": "Oster"}
    assert "title: Oster" in head
    assert body == "The body."


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


@pytest.mark.parametrize("field", ["url", "date", "ministers"])
def test_an_enormous_number_is_no_exception(field):
    try:
        read(f"title: a\n{field}: 0x{'f' * 4_000}")
    except Unreadable:
        pass


def test_deep_nesting_is_no_exception():
    try:
        read(f"title: a\nextra: {'[' * 600}{']' * 600}")
    except Unreadable:
        pass


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


@pytest.mark.parametrize("head", ["title:\t2007", "title: 2007\t", "url:\ta\ntitle: 2007"])
def test_a_tab_is_as_good_as_a_space(head):
    assert read(head)[0].title == "2007"


@pytest.mark.parametrize("line", range(2, 5))
def test_an_error_of_yaml_is_named_with_its_line(line):
    with pytest.raises(Unreadable, match=f"line {line}: mapping values"):
        split("---" + "\n" * (line - 1) + "title: a: b\n---\n")


def test_lines_are_counted_from_the_top_of_the_file():
    values, head, _ = split("---\n\n\ntitle: 2007\n---\n")
    lines = []
    read_fields(values, head, lambda line, message: lines.append(line))
    assert lines == [4]


def test_a_comment_is_no_part_of_the_title():
    assert read("title: 2007 # the year")[0].title == "2007"


def test_a_yaml_set_reads_the_same_in_every_process():
    program = """
from searchkit.corpus.reader import read_bytes
data = b"---\\ntitle: a\\nextra: !!set {a, b, c, d, e, f, g, h}\\n---\\n"
print(read_bytes(data, "x.md", "r/x.md").statement.extra)
"""
    seen = {
        subprocess.check_output(
            [sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}
        )
        for seed in "123"
    }
    assert len(seen) == 1


def test_all_fields():
    fields, warnings = read(
        "title: Talks\n"
        "date: 2007-11-20\n"
        "url: https://gov.vellmark.example/1\n"
        "ministers: [Hon Orla Brannigan]\n"
        "portfolios:\n- Trade\n- Transport\n"
        "attachments:\n- https://gov.vellmark.example/1.pdf\n"
        "series: 4\n"
    )
    assert warnings == []
    assert fields.title == "Talks"
    assert fields.date == datetime.date(2007, 11, 20)
    assert fields.url == "https://gov.vellmark.example/1"
    assert fields.ministers == ("Hon Orla Brannigan",)
    assert fields.portfolios == ("Trade", "Transport")
    assert fields.attachments == ("https://gov.vellmark.example/1.pdf",)
    assert fields.extra == {"series": 4}


def test_missing_and_empty_fields():
    fields, warnings = read("url:\nministers:\nportfolios: []\nattachments: ['', ' ']\ndate:")
    assert warnings == []
    assert (fields.title, fields.date, fields.url) == (None, None, None)
    assert (fields.ministers, fields.portfolios, fields.attachments) == ((), (), ())


def test_a_single_name_needs_no_list():
    assert read("ministers: Hon Orla Brannigan")[0].ministers == ("Hon Orla Brannigan",)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("title: 2007", "2007"),
        ("title: Yes", "Yes"),
        ("title: 1_000", "1_000"),
        ("title: 2007-11-20", "2007-11-20"),
        ("title: 1e3", "1e3"),
        ("title: 08.50", "08.50"),
        ("title:\n- one\n- two", "one, two"),
    ],
)
def test_a_title_that_yaml_takes_for_something_else_is_text(head, title):
    fields, _ = read(head)
    assert fields.title == title


def test_a_title_that_is_no_text_is_reported_with_its_line():
    assert read("url: a\ntitle: 2007")[1] == [(3, "title: YAML reads this as int; taken as text")]


def test_a_title_on_several_lines_is_one_line():
    assert read("title: >\n  Talks\n  in Oster")[0].title == "Talks in Oster"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2007-11-20", datetime.date(2007, 11, 20)),
        ("'2007-11-20'", datetime.date(2007, 11, 20)),
        ("2007-11-20 13:00:00", datetime.date(2007, 11, 20)),
        ("2007-11-20T23:30:00+13:00", datetime.date(2007, 11, 20)),
        ("2008-02-29", datetime.date(2008, 2, 29)),
    ],
)
def test_dates(written, date):
    fields, warnings = read(f"date: {written}")
    assert type(fields.date) is datetime.date
    assert fields.date == date
    assert warnings == []


@pytest.mark.parametrize(
    "written",
    ["20 November 2007", "2007", "2007-11", "yesterday", "[2007-11-20]", "{a: b}", "true"],
)
def test_what_is_no_date_is_unknown_and_reported(written):
    fields, warnings = read(f"title: a\ndate: {written}")
    assert fields.date is None
    assert [line for line, _ in warnings] == [3]
    assert "taken as unknown" in warnings[0][1]


def test_the_date_0001_01_01_is_unknown_and_reported():
    fields, warnings = read("title: a\ndate: 0001-01-01")
    assert fields.date is None
    assert warnings == [(3, "date: 0001-01-01 stands for no date; taken as unknown")]


def test_a_name_with_a_colon_is_one_name():
    fields, warnings = read("portfolios:\n- Trade\n- Māori Crown Relations: Te Arawhiti")
    assert fields.portfolios == ("Trade", "Māori Crown Relations: Te Arawhiti")
    assert [line for line, _ in warnings] == [4]
    assert "a mapping" in warnings[0][1]


@pytest.mark.parametrize("field", ["ministers", "portfolios"])
def test_a_name_that_yaml_reads_as_a_list_is_text_and_reported(field):
    fields, warnings = read(f"title: a\n{field}:\n- Farrow\n- [Orla Brannigan]")
    assert getattr(fields, field) == ("Farrow", "Orla Brannigan")
    assert warnings == [
        (5, f"{field}: YAML reads this as a list; taken as the text 'Orla Brannigan'")
    ]


@pytest.mark.parametrize("name", ["https://gov.vellmark.example/m", "Click here to view the plan"])
def test_a_minister_who_is_no_person_is_kept_and_reported(name):
    fields, warnings = read(f"ministers:\n- Hon Orla Brannigan\n- {name}")
    assert fields.ministers == ("Hon Orla Brannigan", name)
    assert [line for line, _ in warnings] == [4]
    assert "no person" in warnings[0][1]


def test_extra_values_are_such_as_json_holds():
    fields, _ = read("when: 2007-11-20\nn: [.inf, .nan, 1.5]\nm: {1: {2: null}}\nb: !!binary aGk=")
    assert fields.extra == {
        "when": "2007-11-20",
        "n": ["inf", "nan", 1.5],
        "m": {"1": {"2": None}},
        "b": "b'hi'",
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (12, "12"),
        ({"a": "b"}, "a: b"),
        ({"a": {"b": "c"}}, "a: b: c"),
        (["a", {"b": "c"}], "a, b: c"),
    ],
)
def test_as_text(value, text):
    assert as_text(value) == text
