"""The main text of a page becomes Markdown that says the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.html_blocks import Block, markdown_of
from searchkit.corpus.markdown import clean_text

SIGNS = st.text(alphabet="ab 1.-#*_`[]()<>&|~\\+=:!{}\n", min_size=1, max_size=24)


def words(text):
    return "".join(text.split())


@given(
    st.lists(
        st.one_of(
            st.builds(Block, st.sampled_from(["paragraph", "quote"]), st.just(0), SIGNS),
            st.builds(Block, st.just("heading"), st.integers(1, 6), SIGNS),
            st.builds(Block, st.just("bullet"), st.integers(0, 6), SIGNS),
        ).filter(lambda block: block.text.strip()),
        max_size=6,
    )
)
def test_no_sign_of_a_page_is_taken_for_markdown(blocks):
    text = clean_text(markdown_of(blocks))
    assert words(text) == "".join(words(block.text) for block in blocks)


@given(st.lists(st.lists(SIGNS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_cells_keep_their_signs(rows):
    rows = [["x" + " ".join(cell.split()) for cell in row] for row in rows]
    blocks = [Block("row", 0, "\n".join(row)) for row in rows]
    assert words(clean_text(markdown_of(blocks))) == words("".join(map("".join, rows)))


@pytest.mark.parametrize(
    ("blocks", "markdown"),
    [
        ([Block("heading", 2, "What changes")], "## What changes"),
        (
            [Block("bullet", 0, "boats"), Block("bullet", 1, "small ones")],
            "- boats\n    - small ones",
        ),
        ([Block("number", 0, "bill"), Block("number", 0, "vote")], "1. bill\n1. vote"),
        ([Block("quote", 0, "a\nb"), Block("paragraph", 0, "c")], "> a\n> b\n\nc"),
        ([Block("row", 0, "a\nb"), Block("row", 0, "1")], "| a | b |\n| --- | --- |\n| 1 |  |"),
        ([Block("paragraph", 0, "a*b*")], r"a\*b\*"),
        ([], ""),
    ],
)
def test_what_blocks_are_written_as(blocks, markdown):
    assert markdown_of(blocks) == markdown
