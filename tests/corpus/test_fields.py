import datetime
import os
import subprocess
import sys

import pytest

from searchkit.corpus.fields import known_keys, name_of_file, read_fields
from searchkit.corpus.front_matter import split
from searchkit.corpus.values import Items, Pairs, Scalar, as_text
from searchkit.schema.fields import DEFAULT, Day, Names, Schema, Text


def read(head, schema=DEFAULT, **options):
    """(fields, [(line, message)]) of front matter."""
    warnings = []

    def warn(line, message):
        warnings.append((line, message))

    text = split(f"---\n{head}\n---\nBody.", known_keys(schema), warn)
    return read_fields(text, schema, warn, **options), warnings


@pytest.mark.parametrize("field", ["url", "date", "ministers"])
def test_an_enormous_number_is_no_exception(field):
    fields, _ = read(f"title: a\n{field}: 0x{'f' * 4_000}")
    assert fields.title == "a"


def test_deep_nesting_is_no_exception():
    fields, _ = read(f"title: a\nextra: {'[' * 600}{']' * 600}")
    assert fields.title == "a"


@pytest.mark.parametrize("head", ["title:\t2007", "title: 2007\t", "url:\ta\ntitle: 2007"])
def test_a_tab_is_as_good_as_a_space(head):
    assert read(head)[0].title == "2007"


def test_lines_are_counted_from_the_top_of_the_file():
    assert [line for line, _ in read("\n\ntitle: 2007")[1]] == [4]


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
    assert fields.lists["ministers"] == ("Hon Orla Brannigan",)
    assert fields.lists["portfolios"] == ("Trade", "Transport")
    assert fields.lists["attachments"] == ("https://gov.vellmark.example/1.pdf",)
    assert fields.extra == {"series": 4}


def test_missing_and_empty_fields():
    fields, warnings = read("url:\nministers:\nportfolios: []\nattachments: ['', ' ']\ndate:")
    assert warnings == []
    assert (fields.title, fields.date, fields.url) == (None, None, None)
    assert (fields.lists["ministers"], fields.lists["portfolios"], fields.lists["attachments"]) == (
        (),
        (),
        (),
    )


def test_a_single_name_needs_no_list():
    assert read("ministers: Hon Orla Brannigan")[0].lists["ministers"] == ("Hon Orla Brannigan",)


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
    ["20 November", "2007", "2007-11", "yesterday", "[2007-11-20]", "{a: b}", "true"],
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
    assert fields.lists["portfolios"] == ("Trade", "Māori Crown Relations: Te Arawhiti")
    assert [line for line, _ in warnings] == [4]
    assert "a mapping" in warnings[0][1]


@pytest.mark.parametrize("field", ["ministers", "portfolios"])
def test_a_name_that_yaml_reads_as_a_list_is_text_and_reported(field):
    fields, warnings = read(f"title: a\n{field}:\n- Farrow\n- [Orla Brannigan]")
    assert fields.lists[field] == ("Farrow", "Orla Brannigan")
    assert warnings == [
        (5, f"{field}: YAML reads this as a list; taken as the text 'Orla Brannigan'")
    ]


@pytest.mark.parametrize("name", ["https://gov.vellmark.example/m", "Click here to view the plan"])
def test_a_minister_who_is_no_person_is_kept_and_reported(name):
    fields, warnings = read(f"ministers:\n- Hon Orla Brannigan\n- {name}")
    assert fields.lists["ministers"] == ("Hon Orla Brannigan", name)
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


X, Y, Z = map(Scalar, "abc")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Scalar("null", kind="nothing"), ""),
        (Scalar("012", kind="int"), "012"),
        (Pairs([(X, Y)]), "a: b"),
        (Pairs([(X, Pairs([(Y, Z)]))]), "a: b: c"),
        (Items([X, Pairs([(Y, Z)])]), "a, b: c"),
    ],
)
def test_as_text(value, text):
    assert as_text(value) == text


# Lists of names


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("[010, 2.10, 12:30, No, Null, ~, '']", ("010", "2.10", "12:30", "No", "Null")),
        ("2016-02-30", ("2016-02-30",)),
        ("Null", ()),
        ("Arts, Culture and Heritage", ("Arts, Culture and Heritage",)),
        ("Trade, Transport", ("Trade", "Transport")),
        ("Trade; Arts, Culture and Heritage", ("Trade", "Arts, Culture and Heritage")),
        ("[Trade and Transport]", ("Trade and Transport",)),
        ("- name: Trade\n  id: 4\n- Name: Transport", ("Trade", "Transport")),
    ],
)
def test_labels_are_as_they_are_written(written, names):
    separator = "\n" if written.startswith("- ") else " "
    assert read(f"title: a\nportfolios:{separator}{written}")[0].lists["portfolios"] == names


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Orla Brannigan and Tomas Farrow", ("Orla Brannigan", "Tomas Farrow")),
        ("Orla Brannigan, Tomas Farrow & Hon Dr Tamsin Ōhare", None),
        ("Orla Brannigan; Tomas Farrow", ("Orla Brannigan", "Tomas Farrow")),
        ("Brannigan, Orla", ("Brannigan, Orla",)),
        ("Department of Arts and Culture Heritage", ("Department of Arts and Culture Heritage",)),
        ("[Orla Brannigan and Tomas Farrow]", ("Orla Brannigan and Tomas Farrow",)),
        ("{name: Orla Brannigan, twitter: x}", ("Orla Brannigan",)),
        ("Orla Brannigan, Deputy Leader", ("Orla Brannigan, Deputy Leader",)),
    ],
)
def test_a_text_can_list_persons(written, names):
    three = ("Orla Brannigan", "Tomas Farrow", "Hon Dr Tamsin Ōhare")
    assert read(f"title: a\nministers: {written}")[0].lists["ministers"] == (names or three)


def test_an_attachment_is_not_taken_apart():
    fields, _ = read("title: a\nattachments: https://gov.vellmark.example/a;b,c.pdf")
    assert fields.lists["attachments"] == ("https://gov.vellmark.example/a;b,c.pdf",)


def test_an_address_is_as_it_is_written():
    assert read("title: a\nurl: 007")[0].url == "007"


# Other keys


def test_another_key_is_read_where_the_field_has_none():
    fields, warnings = read("headline: Talks\nauthor: Orla Brannigan\nspeaker: Tomas Farrow")
    assert (fields.title, fields.lists["ministers"]) == ("Talks", ("Tomas Farrow",))
    assert fields.extra == {"author": "Orla Brannigan"}
    assert fields.read_as == (("headline", "title"), ("speaker", "ministers"))
    assert warnings == []


def test_no_other_key_is_read_where_the_field_has_its_own():
    fields, _ = read("title: a\nministers: []\ndate:\nspeaker: Tomas Farrow\ncreated: 2007-11-20")
    assert (fields.lists["ministers"], fields.date, fields.read_as) == ((), None, ())


def test_an_empty_other_key_says_nothing():
    fields, _ = read("title: a\nspeaker:\nauthor: Tomas Farrow")
    assert fields.read_as == (("author", "ministers"),)


def test_a_source_that_is_no_address_is_none():
    fields, _ = read("title: a\nlink: the harbour\nsource: https://gov.vellmark.example/1")
    assert fields.url == "https://gov.vellmark.example/1"
    assert fields.extra == {"link": "the harbour"}


# What is there twice


def test_the_first_of_two_values_counts():
    fields, warnings = read("title: a\ntitle: b\ndate: 2007-11-20\nDate: 2008-01-01\nx: 1\nx: 2")
    assert (fields.title, fields.date) == ("a", datetime.date(2007, 11, 20))
    assert fields.extra == {"x": 1}
    assert warnings == [
        (3, "title: is there twice (lines 2 and 3); the first is read"),
        (5, "Date: is there twice (lines 4 and 5); the first is read"),
        (7, "x: is there twice (lines 6 and 7); the first is read"),
    ]


def test_a_value_that_says_something_counts_before_an_empty_one():
    fields, warnings = read("title:\ntitle: b")
    assert fields.title == "b"
    assert warnings == [(2, "title: is there twice (lines 2 and 3); the second is read")]


# The name of the file


@pytest.mark.parametrize(
    ("statement_id", "title"),
    [
        ("r/2007-11-20-harbour-opens.md", "Harbour opens"),
        ("r/_posts/2007-11-20_Harbour_opens.markdown", "Harbour opens"),
        ("r/2007-11-20-harbour/index.md", "Harbour"),
        ("r/2007-11-20-11721.md", ""),
    ],
)
def test_the_name_of_a_file_says_day_and_title(statement_id, title):
    day = datetime.date(2007, 11, 20)
    assert name_of_file(statement_id) == (day, title)
    fields, warnings = read("layout: x", statement_id=statement_id)
    assert (fields.date, warnings) == (day, [])
    assert fields.read_as == (("the file's name", "date"),)


@pytest.mark.parametrize(
    "name", ["r/harbour.md", "r/2007-13-20-x.md", "r/0001-01-01-x.md", "r/2007-11-20.md"]
)
def test_other_names_say_nothing(name):
    assert name_of_file(name) is None


def test_a_key_counts_before_the_name_of_the_file():
    fields, _ = read("date: 2008-01-01", statement_id="r/2007-11-20-harbour.md")
    assert fields.date == datetime.date(2008, 1, 1)
    fields, _ = read("date: soon", statement_id="r/2007-11-20-harbour.md")
    assert fields.date is None


# Another schema


def schema_of(*names):
    return Schema((Text("title"), Text("body"), *names, Day("date", query="date")))


def test_only_the_names_of_the_schema_are_names():
    schema = schema_of(Names("portfolios", query="portfolio", kind="label"))
    fields, warnings = read("title: a\nministers: [7 up]\nportfolios: [7 up]", schema)
    assert fields.lists == {"portfolios": ("7 up",), "attachments": ()}
    assert fields.extra == {"ministers": ["7 up"]}
    assert warnings == []


def test_whatever_the_schema_calls_a_person_must_be_one():
    schema = schema_of(Names("portfolios", query="portfolio", kind="person"))
    _, warnings = read("title: a\nportfolios:\n- Orla Brannigan\n- 7 up", schema)
    assert warnings == [(5, "portfolios: '7 up' is no person's name; kept, but nobody's statement")]


def test_names_that_a_statement_has_no_attribute_for_are_kept_beside_it():
    names = [Names(name, query=name, kind="label") for name in ("party", "chamber", "seat")]
    fields, warnings = read("seat: 12\nparty: Harbour\nseries: 4\nchamber:", schema_of(*names))
    assert fields.extra == {"series": 4}
    assert fields.own == {"party": ("Harbour",), "seat": ("12",)}
    assert [line for line, _ in warnings] == [2]
