import datetime
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.corpus import reader
from searchkit.corpus.document import Document, content_digest
from searchkit.corpus.files import FileState
from searchkit.corpus.problems import Unreadable
from searchkit.corpus.reader import (
    TITLE_LENGTH,
    first_line,
    read_bytes,
    read_document,
)

TALKS = """\
---
title: Talks in Oster
date: 2007-11-20
url: https://gov.vellmark.example/talks
ministers:
- Hon Orla Brannigan
portfolios:
- Foreign Affairs
attachments:
- https://gov.vellmark.example/agenda.pdf
series: 4
---

The *delegates* met.
"""


def read(content):
    data = content.encode() if isinstance(content, str) else content
    return read_bytes(data, "/files/x.md", "releases/x.md")


def reason(content):
    with pytest.raises(Unreadable) as caught:
        read(content)
    return str(caught.value)


def test_a_statement_with_front_matter():
    source = read(TALKS)
    statement = source.statement
    assert source.warnings == ()
    assert statement.id == "releases/x.md"
    assert statement.title == "Talks in Oster"
    assert statement.date == datetime.date(2007, 11, 20)
    assert statement.url == "https://gov.vellmark.example/talks"
    assert statement.ministers == ("Hon Orla Brannigan",)
    assert statement.portfolios == ("Foreign Affairs",)
    assert statement.attachments == ("https://gov.vellmark.example/agenda.pdf",)
    assert statement.extra == {"series": 4}
    assert statement.body == "The *delegates* met."
    assert source.text == "The delegates met."


def test_plain_text_without_front_matter():
    source = read("Grain levy to end\n\nThe levy ends in June.\n")
    assert source.warnings == ()
    assert source.statement.title == "Grain levy to end"
    assert source.statement.body == source.text == "Grain levy to end\n\nThe levy ends in June."
    assert source.statement.date is None
    assert source.statement.ministers == ()


def test_a_long_first_line_is_cut_at_a_word_for_a_title():
    line = " ".join(f"harbour{number}" for number in range(100))
    title = read(line).statement.title
    assert TITLE_LENGTH - 12 < len(title) <= TITLE_LENGTH
    assert title.endswith("…")
    assert line.startswith(title[:-1] + " ")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        ("one\ntwo", "one"),
        ("a  b\t c", "a b c"),
        ("x" * 120, "x" * 120),
        ("x" * 121, "x" * 119 + "…"),
        ("x" * 100 + ", " + "y" * 100, "x" * 100 + "…"),
        ("x" * 119 + " y", "x" * 119 + "…"),
        ("x" * 118 + " y", "x" * 118 + " y"),
    ],
)
def test_first_line(text, title):
    assert first_line(text) == title


@given(st.text())
def test_a_first_line_is_short_and_one_line(text):
    line = first_line(text)
    assert len(line) <= TITLE_LENGTH
    assert "\n" not in line


def test_the_title_of_plain_markdown_is_clean():
    assert read("# Grain **levy**\n\nText").statement.title == "Grain levy"


def test_a_rule_at_the_top_of_plain_text_is_no_front_matter():
    source = read("---\nOster, today\n---\nThe harbour opened.")
    assert source.statement.title == "Oster, today"
    assert "The harbour opened." in source.text


@pytest.mark.parametrize("text", ["# Grain **levy**\n\nText", "---\ndate: 2007-11-20\n---\nText"])
def test_markdown_is_parsed_once(monkeypatch, text):
    parsed = []
    monkeypatch.setattr(reader, "clean_text", lambda body: parsed.append(body) or body)
    assert read(text).statement.body in parsed
    assert len(parsed) == 1


def test_front_matter_without_a_title():
    source = read("---\ndate: 2007-11-20\n---\nHarbour of **Oster** opens\n\nToday.")
    assert source.statement.title == "Harbour of Oster opens"
    assert [(w.path, w.line) for w in source.warnings] == [("/files/x.md", None)]
    assert "no title" in source.warnings[0].message


def test_an_empty_body_keeps_its_title():
    source = read("---\ntitle: Only a title\n---\n")
    assert (source.statement.title, source.text) == ("Only a title", "")


@pytest.mark.parametrize("content", [b"", b"  \n\t\n"])
def test_an_empty_file_is_skipped(content):
    assert reason(content) == "is empty"


def test_a_file_of_nothing_but_a_byte_order_mark_is_empty():
    assert reason(b"\xef\xbb\xbf") == "is empty"


def test_a_binary_file_is_skipped():
    assert reason(b"GIF89a\0\0") == "is binary (it holds a zero byte)"


@pytest.mark.parametrize(
    ("content", "title", "text", "expected"),
    [
        ("---\ntitle: Oster\nNo closing line.", "Oster", "No closing line.", "no closing --- line"),
        ("---\ntitle: [Oster\n---\nBody.", "[Oster", "Body.", "not valid YAML"),
        ("---\ntitle: Oster\ndate: 2007-13-40\n---\nBody.", "Oster", "Body.", "is no date"),
        ("---\ntitle: Oster\ndate: 2016-02-30\n---\nBody.", "Oster", "Body.", "is no date"),
        ("---\ntitle: Oster\nmodified: 0000-00-00\n---\nBody.", "Oster", "Body.", "kept as text"),
    ],
)
def test_broken_front_matter_goes_in_with_a_warning(content, title, text, expected):
    document = read(content)
    assert (document.statement.title, document.text) == (title, text)
    (warning,) = document.warnings
    assert expected in warning.message


def test_what_is_no_utf8_is_detected_and_reported_with_its_line():
    source = read(TALKS.encode() + b"\nKapehu \xff and \xfe\n")
    assert source.text.endswith("Kapehu ÿ and þ")
    lines = TALKS.count("\n")
    assert [w.line for w in source.warnings] == [lines + 2]
    assert source.warnings[0].message == "not valid UTF-8; read as Windows-1252"


def test_a_replacement_character_in_the_file_is_no_error():
    assert read("It says \ufffd here.").warnings == ()


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_make_no_difference(ending):
    other = read(TALKS.replace("\n", ending))
    assert other.statement == read(TALKS).statement
    assert other.text == read(TALKS).text


def test_a_byte_order_mark_makes_no_difference():
    assert read(b"\xef\xbb\xbf" + TALKS.encode()).statement == read(TALKS).statement


def test_text_and_title_are_nfc():
    source = read("---\ntitle: Wha\u0304nau\n---\nThe wha\u0304nau of Oster.")
    assert source.statement.title == "Whānau"
    assert source.text == "The whānau of Oster."


def test_the_digest_changes_with_the_file():
    assert read(TALKS).digest == content_digest(TALKS.encode())
    assert read(TALKS + " ").digest != read(TALKS).digest
    assert len(content_digest(b"")) == 8


# The rows of real data's table, as far as one file shows them.


def test_the_date_0001_01_01_is_unknown():
    source = read("---\ntitle: Note\ndate: 0001-01-01\n---\nBody.")
    assert source.statement.date is None
    assert [w.line for w in source.warnings] == [3]


def test_a_portfolio_with_a_colon_is_one_name():
    source = read("---\ntitle: a\nportfolios:\n- Māori Crown Relations: Te Arawhiti\n---\nBody.")
    assert source.statement.portfolios == ("Māori Crown Relations: Te Arawhiti",)
    assert [(w.path, w.line) for w in source.warnings] == [("/files/x.md", 4)]


@pytest.mark.parametrize("field", ["ministers", "portfolios"])
def test_a_name_that_yaml_reads_as_a_list_is_reported_by_file_and_line(field):
    source = read(f"---\ntitle: a\n{field}:\n- [Orla Brannigan]\n---\nBody.")
    assert getattr(source.statement, field) == ("Orla Brannigan",)
    assert [(w.path, w.line) for w in source.warnings] == [("/files/x.md", 4)]


def test_the_longest_body_is_read_whole():
    body = ("harbour grain islands " * 5_000)[:95_979] + "."
    source = read("---\ntitle: Long\n---\n" + body)
    assert len(source.text) == 95_980
    assert source.text == body


def test_typography_is_kept():
    body = "“The Minister’s” word \u2013 and\u00a0more\u2026"
    assert read(body).text == body


def test_markdown_becomes_clean_text():
    source = read(
        "---\ntitle: a\n---\nSee [the **plan**](https://a.example/hidden).\n\n"
        "* grain\n* fish\n\n| Port | Fee |\n|---|---|\n| Oster | 12 |\n"
    )
    assert source.text == "See the plan.\n\ngrain\nfish\n\nPort\tFee\nOster\t12"


def test_attachments_are_kept_in_order():
    source = read("---\ntitle: a\nattachments:\n- b.pdf\n- a.pdf\n---\nBody.")
    assert source.statement.attachments == ("b.pdf", "a.pdf")


# Files


def test_read_document(tmp_path):
    path = tmp_path / "talks.md"
    path.write_text(TALKS)
    source = read_document(path, "releases/talks.md")
    state = FileState(len(TALKS), 0)  # Written just now: its time can't be relied on.
    assert source == read_bytes(TALKS.encode(), str(path), "releases/talks.md", state)
    os.utime(path, ns=(0, 10**18))
    assert read_document(path, "x").file == FileState(len(TALKS), 10**18)


def unreadable(path):
    with pytest.raises(Unreadable) as caught:
        read_document(path, "releases/x.md")
    return str(caught.value)


def test_a_missing_file_is_unreadable(tmp_path):
    assert unreadable(tmp_path / "gone.md") == "can't be read: No such file or directory"


def test_a_folder_is_unreadable(tmp_path):
    assert unreadable(tmp_path) == "can't be read: Is a directory"


def test_a_broken_link_is_unreadable(tmp_path):
    link = tmp_path / "link.md"
    link.symlink_to("gone.md")
    assert unreadable(link).startswith("can't be read: ")


def test_a_link_to_itself_is_unreadable(tmp_path):
    link = tmp_path / "link.md"
    link.symlink_to("link.md")
    assert unreadable(link).startswith("can't be read: ")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_a_file_without_permission_is_unreadable(tmp_path):
    path = tmp_path / "closed.md"
    path.write_text("text")
    path.chmod(0)
    assert unreadable(path) == "can't be read: Permission denied"


def test_a_file_over_the_limit_is_skipped(tmp_path):
    path = tmp_path / "large.md"
    with path.open("wb") as file:
        file.truncate(reader.MAX_FILE_BYTES + 1)
    assert unreadable(path) == "17 MB is too large for a statement (at most 16 MiB)"


def test_a_file_at_the_limit_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "MAX_FILE_BYTES", 10)
    path = tmp_path / "x.md"
    path.write_text("0123456789")
    assert read_document(path, "x").text == "0123456789"
    path.write_text("0123456789a")
    assert "too large" in unreadable(path)


def test_a_file_that_grows_while_it_is_read_is_read_to_its_end(tmp_path, monkeypatch):
    path = tmp_path / "x.md"
    path.write_text("0123456789" * 100)
    real = os.fstat
    shorter = {"st_size": 7}
    monkeypatch.setattr(reader.os, "fstat", lambda fd: SimpleStat(real(fd), shorter))
    assert reader.read_file(path).data == path.read_bytes()
    monkeypatch.setattr(reader, "MAX_FILE_BYTES", 999)
    assert "too large" in unreadable(path)


class SimpleStat:
    """What the system says of a file, in parts otherwise."""

    def __init__(self, stat, changed):
        self._stat, self._changed = stat, changed

    def __getattr__(self, name):
        return self._changed.get(name, getattr(self._stat, name))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_file_that_never_ends_is_skipped(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "MAX_FILE_BYTES", 1_000)
    link = tmp_path / "endless.md"
    link.symlink_to("/dev/zero")
    assert "too large" in unreadable(link)


# Anything at all

YAMLISH = st.lists(
    st.sampled_from(
        [
            *[
                "---\n",
                "---",
                "\n",
                "title: ",
                "date: ",
                "ministers:",
                "- ",
                ": ",
                "&a ",
                "*a",
                "# ",
            ],
            *[
                "2007-11-20",
                "0001-01-01",
                "yes",
                "null",
                "1.5",
                "0x1f",
                "!!set ",
                "...",
                "Brannigan",
            ],
            *"[]{}'\"|>~a\t\rā\ufeff\x85",
        ]
    ),
    max_size=30,
).map(lambda parts: "".join(parts).encode())


@settings(max_examples=400)
@given(st.binary() | YAMLISH | YAMLISH.map(lambda data: b"---\n" + data + b"\n---\nBody."))
def test_any_bytes_are_a_document_or_unreadable(data):
    try:
        source = read(data)
    except Unreadable as problem:
        assert str(problem)
    else:
        assert isinstance(source, Document)
        assert isinstance(source.statement.title, str)
        assert all(isinstance(name, str) for name in source.statement.ministers)
        assert source.statement.date is None or source.statement.date.year > 1
