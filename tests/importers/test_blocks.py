"""Blocks of Markdown: what is written is read as the text that it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.markdown import clean_text
from searchkit.importers.blocks import heading, in_a_line, item, joined, paragraph, table
from searchkit.schema.analysis import normalise
from tests.support.hypothesis_settings import examples

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@examples(60)
@given(texts=st.lists(TEXTS.filter(str.strip), min_size=4, max_size=4))
def test_every_block_says_its_text(texts):
    one, two, three, four = (normalise(in_a_line(text)) for text in texts)
    blocks = [heading(one, 2), paragraph(two), item(three), item(four), paragraph("End.")]
    said = clean_text(joined(blocks)).split("\n")
    assert [in_a_line(line) for line in said if line.strip()] == [one, two, three, four, "End."]


@examples(40)
@given(cells=st.lists(TEXTS, min_size=6, max_size=6))
def test_a_table_says_its_cells(cells):
    cells = [in_a_line(cell) or "x" for cell in cells]
    said = clean_text(joined([paragraph("Before."), table([cells[:2], cells[2:4], cells[4:]])]))
    lines = [line.split("\t") for line in said.split("\n") if line.strip()]
    wanted = [normalise(cell) for cell in cells]
    assert lines == [["Before."], wanted[:2], wanted[2:4], wanted[4:]]


def test_blocks_in_order():
    text = joined([heading(" Dues ", 9), "", item("one"), item("two", 1), item("x", ordered=True)])
    assert text == "###### Dues\n\n- one\n   - two\n1. x"
    deep = joined([item("a", 4), item("b", 4), paragraph("c"), item("d", 1)])
    assert deep == "- a\n   - b\n\nc\n\n- d" and "`" not in clean_text(deep)
    assert joined([paragraph("a"), "", paragraph("b  c")]) == "a\n\nb c"


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([], ""),
        ([["", " "]], ""),
        ([["alone"], ["and *this*"]], "alone\n\nand \\*this\\*"),
        ([["a", "b|c"], ["d"]], "| a | b\\|c |\n| --- | --- |\n| d |  |"),
        ([["x"] * 2_000] + [["a", "b"]] * 9, "x" + " x" * 1_999 + "\n\na b" * 9),
    ],
)
def test_tables(rows, text):
    assert table(rows) == text
