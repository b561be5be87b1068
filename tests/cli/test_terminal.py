"""Text fitted to a terminal."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.cli.terminal import beside, fitted, lines_of, table, width_of
from searchkit.model.width import columns
from tests.support.hypothesis_settings import examples

WORDS = ["harbour", "a", "Māori", "東京都庁", "q\u0301", "“ferry”", "🙂", "東" * 45, "x" * 50]
TEXTS = st.lists(st.sampled_from([*WORDS, "", " "])).map(" ".join)
ADDRESS = "https://gov.vellmark.example/release/harbour-of-oster-opens-today"


@examples(300)
@given(TEXTS, st.sampled_from([None, 10, 20, 40, 80]))
def test_nothing_is_lost_and_everything_fits(text: str, room: int | None) -> None:
    spans = list(lines_of(text, room))
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")
    assert [place for span in spans for place in span] == sorted(p for span in spans for p in span)
    for start, end in spans:
        line = text[start:end]
        # Only what has no place to break is longer.
        assert room is None or columns(line.strip(" ")) <= room or "x" * 50 in line


def test_a_line_ends_between_letters_that_are_written_without_spaces() -> None:
    text = "東京都庁は、新しい港を開いた。" * 4
    lines = fitted(text, 40)
    assert "".join(lines) == text
    assert all(30 < columns(line) <= 40 for line in lines[:-1])
    # None begins with what must not stand there.
    assert not any(line[0] in "、。" for line in lines)
    assert fitted("見よ " + ADDRESS, 40) == ["見よ", ADDRESS]


def test_lines_after_the_first_are_indented() -> None:
    assert fitted("one two three", 9, 4) == ["one", "    two", "    three"]
    assert fitted("one two three", None, 4) == ["one two three"]
    assert fitted("", 40) == [""]


def test_a_table() -> None:
    rows = [("title", "Harbour of Oster opens today"), ("大臣", "Orla"), ("url", ADDRESS)]
    assert list(table(rows, None)) == [
        "title  Harbour of Oster opens today",
        "大臣   Orla",
        f"url    {ADDRESS}",
    ]
    assert list(table(rows, 30)) == [
        "title  Harbour of Oster opens",
        "       today",
        "大臣   Orla",
        "url",
        ADDRESS,
    ]
    long = "a name of a value that is longer than others"
    assert list(table([("id", "1"), (long, "2")], 40)) == [
        "id  1",
        "a name of a value that is longer than",
        "others",
        "    2",
    ]
    assert list(table([("id", "1"), (long, "2")], None)) == ["id" + " " * 44 + "1", f"{long}  2"]
    assert list(table([], 40)) == []


def test_names_with_something_beside_them() -> None:
    names = [("Orla Brannigan", "1999"), ("東京都", "2007")]
    assert list(beside(names, None)) == ["Orla Brannigan  1999", "東京都          2007"]
    assert list(beside(names, 40)) == list(beside(names, None))
    long = ("Associate Minister of Lakes, Rivers and Harbours", "2007-11-20 to 2008-01-01")
    assert list(beside([long], 60)) == [
        "Associate Minister of Lakes,        2007-11-20 to 2008-01-01",
        "  Rivers and Harbours",
    ]
    assert list(beside([long], 40)) == [
        "Associate Minister of Lakes, Rivers and",
        "Harbours",
        "  2007-11-20 to 2008-01-01",
    ]
    assert list(beside([], 40)) == []


@examples(100)
@given(
    st.lists(st.tuples(TEXTS.map(str.strip), TEXTS.map(str.strip)), max_size=5),
    st.sampled_from([40, 80]),
)
def test_tables_fit(rows: list[tuple[str, str]], width: int) -> None:
    for line in table(rows, width):
        assert columns(line.rstrip()) <= width or "x" * 50 in line
    for line in beside([(name, "2007") for name, _ in rows], width):
        assert columns(line.rstrip()) <= width or "x" * 50 in line


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("given", "width"), [("80", 80), ("50", 50), ("20", 40), ("300", 100), ("x", 80)]
)
def test_the_width_of_a_stream(monkeypatch: pytest.MonkeyPatch, given: str, width: int) -> None:
    monkeypatch.setenv("COLUMNS", given)
    assert width_of(_Terminal()) == width
    assert width_of(io.StringIO()) is None
    monkeypatch.delenv("COLUMNS")
    assert width_of(_Terminal()) == 80
