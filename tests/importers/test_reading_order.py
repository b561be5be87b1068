"""Lines of a page in the order in which they are read, and the paragraphs that they make."""

import random

import pytest

from searchkit.importers.page_paragraphs import Paragraph, paragraphs, text_of
from searchkit.importers.reading_order import PlacedLine, in_order, without_running_heads

FULL = "words that fill the line of a column"


def column(left, top, count, name, width=180.0, text=FULL):
    return [
        PlacedLine(left, top - 12 * n, left + width, top - 12 * n + 10, f"{name}{n} {text}")
        for n in range(count)
    ]


def names(lines):
    return [line.text.split()[0] for block in in_order(lines) for line in block]


def shuffled(*parts):
    lines = [line for part in parts for line in part]
    random.Random(3).shuffle(lines)
    return lines


@pytest.mark.parametrize("gutter", [10, 30])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_columns_are_read_one_after_another(count, gutter):
    parts = [column(50 + (180 + gutter) * n, 700, 9, "abc"[n]) for n in range(count)]
    assert names(shuffled(*parts)) == [f"{'abc'[n]}{m}" for n in range(count) for m in range(9)]


def test_what_crosses_the_gutter_parts_the_page():
    lines = shuffled(
        column(50, 760, 2, "t", width=390),
        column(50, 700, 4, "a"),
        column(250, 700, 4, "b"),
        column(50, 600, 1, "m", width=390),
        column(50, 560, 4, "c"),
        column(250, 560, 4, "d"),
    )
    assert " ".join(names(lines)) == "t0 t1 a0 a1 a2 a3 b0 b1 b2 b3 m0 c0 c1 c2 c3 d0 d1 d2 d3"


def test_a_table_is_read_row_by_row():
    cells = [column(50 + 110 * n, 700, 6, "abcd"[n], 80, "Port Vell") for n in range(4)]
    assert [block[0].text for block in in_order(shuffled(*cells))] == [
        "a0 Port Vell b0 Port Vell c0 Port Vell d0 Port Vell"
    ]


def test_pieces_of_a_line_are_one_line():
    pieces = [
        PlacedLine(50, 700, 80, 710, "Dues "),
        PlacedLine(80.2, 700.5, 99, 710, "stay"),
        PlacedLine(103, 700, 120, 710, "up"),
    ]
    assert [line.text for line in in_order(pieces)[0]] == ["Dues stay up"]
    assert in_order([]) == [] and in_order([PlacedLine(0, 0, 0, 0, " ")]) == []


def test_columns_beside_nothing_are_no_columns():
    lines = [*column(50, 700, 5, "a"), *column(250, 500, 5, "b")]
    assert names(shuffled(lines)) == [f"{name}{n}" for name in "ab" for n in range(5)]


def said(*lines):
    return [" ".join(one.lines) for one in paragraphs([list(lines)])]


def line(number, text, left=50.0, right=240.0, height=10.0, extra=0.0):
    bottom = 700.0 - 12 * number - extra
    return PlacedLine(left, bottom, right, bottom + height, text)


def test_where_a_paragraph_begins():
    first, second = line(0, "It begins here and"), line(1, "goes on to the end.")
    assert said(first, second) == ["It begins here and goes on to the end."]
    assert said(first, second, line(2, "More", extra=9)) == [f"{first.text} {second.text}", "More"]
    assert len(said(first, second, line(2, "Indented, it is new", left=70))) == 2
    assert len(said(first, line(1, "within, it is not", left=70))) == 1
    assert len(said(first, line(1, "End.", right=90), line(2, "A new one begins"))) == 2
    # The next word would not have had room.
    assert len(said(first, line(1, "ragged at", right=215), line(2, "unquestionable ends"))) == 1
    assert len(said(line(0, "Large", height=14), line(1.5, "small again and more"))) == 2
    assert len(said(first, line(1, "(a) the first"), line(2, "• the second"))) == 3


def test_a_paragraph_goes_on_in_the_next_column():
    left, right = [line(0, "It begins here and")], [line(0, "goes on there.", left=260, right=440)]
    assert [one.lines for one in paragraphs([left, right])] == [
        ["It begins here and", "goes on there."]
    ]
    apart = [line(0, "It ends here.")], [line(0, "Not so there.", left=260, right=440)]
    assert len(paragraphs(apart)) == 2


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["the har-", "bour dues"], "the harbour dues"),
        (["a well-", "kept boat"], "a well-kept boat"),
        (["the long-", "shore wind"], "the longshore wind"),
        (["Anglo-", "Norse"], "Anglo- Norse"),
        (["the years 2019-", "and more"], "the years 2019-and more"),
        (["har\u00ad", "bour"], "harbour"),
        (["no hyphen", "here"], "no hyphen here"),
        (["-", "x"], "-x"),
    ],
)
def test_words_that_a_line_divides(lines, text):
    elsewhere = Paragraph(["It is well-kept, and a harbour."], 10)
    assert text_of([elsewhere, Paragraph(lines, 10)])[1] == text


def test_running_heads():
    pages = [
        [line(0, f"Gazette {n}"), *column(50, 600, 4, f"p{n}-"), line(50, f"{n}")] for n in range(4)
    ]
    bare = without_running_heads(pages)
    assert [len(page) for page in bare] == [4, 4, 4, 4]
    assert without_running_heads(pages[:2]) == pages[:2]
