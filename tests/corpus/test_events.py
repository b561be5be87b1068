"""Nothing that a reader sees is lost in Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.events import events
from searchkit.corpus.markdown import clean_text, finished, shown
from searchkit.rendering.structure import structure


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        # Answers, not addresses.
        ("[Minister]: Absolutely.", "[Minister]: Absolutely."),
        ("[Minister]: Yes.\n\n[Minister]: No.", "[Minister]: Yes.\n\n[Minister]: No."),
        ("[Minister]: Yes/No.\n[Member]: Sir!", "[Minister]: Yes/No.\n[Member]: Sir!"),
        ("[Māori TV]:\nĀe.", "[Māori TV]:\nĀe."),
        ('[Minister]: Never "ever"', '[Minister]: Never "ever"'),
        ("A note[^1].\n\n[^1]: Estimated", "A note[^1].\n\n[^1]: Estimated"),
        ("> [Member]: Why?\n\n- [Member]: Why?", "[Member]: Why?\n\n[Member]: Why?"),
        ("Māori\n\n[Member]: Āe", "Māori\n\n[Member]: Āe"),
        # Addresses.
        ("[a][b]\n\n[b]: https://a.example", "a"),
        ("[b]\n\n[b]: /media/3 'tip'", "b"),
        ("[b]\n\n[b]: plan.pdf", "b"),
        ("[b]\n\n[b]: <the plan>", "b"),
        ("[b]\n\n[b]: #c", "b"),
        ("[b]\n\n[b]: www.a.example", "b"),
        ("[b]\n\n[b]: mailto:a@b", "b"),
        ("[b]\n\n[b]: media/3/plan", "b"),
        # In code nothing is a definition, and no mark is added.
        ("    [Minister]: Yes", "[Minister]: Yes"),
        ("`[Minister]: Yes`", "[Minister]: Yes"),
        ("```\n[Minister]: Yes\n```", "[Minister]: Yes"),
        ("Said [Minister]: Yes", "Said [Minister]: Yes"),
    ],
)
def test_definitions_are_addresses(markdown, text):
    assert clean_text(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("2019. Levy begins", "2019. Levy begins"),
        ("12. Sir, thank you", "12. Sir, thank you"),
        ("12) Sir, *thank* you", "12) Sir, thank you"),
        ("2018. One\n2019. Two\n2021. Three", "2018. One\n2019. Two\n2021. Three"),
        ("1. One\n5. Five", "1. One\n5. Five"),
        ("1. Introduction", "1. Introduction"),
        ("7. One\n\n8. Two", "7. One\n\n8. Two"),
        ("7. One\n\n   Further\n\n8. # Two", "7. One\n\nFurther\n\n8. Two"),
        ("- 2019. Levy", "2019. Levy"),
        ("> 2019. Levy", "2019. Levy"),
        ("12. 13. x", "12.\n\n13. x"),
        ("2019.", "2019."),
        ("Māori\n\n2019. Levy", "Māori\n\n2019. Levy"),
        ("1986\\. Levy", "1986. Levy"),
        # Numbers that count.
        ("1. one\n2. two\n3. three", "1. one\n2. two\n3. three"),
        ("1. one\n1. two\n1. three", "1. one\n2. two\n3. three"),
        ("0) one\n0) two", "0) one\n1) two"),
        ("0. one\n1. two", "0. one\n1. two"),
        ("2. one\n2. two", "2. one\n2. two"),
        ("- 1. one\n  2. two", "1. one\n2. two"),
        ("1. one\n   1. two\n   1. three\n1. four", "1. one\n\n1. two\n2. three\n\n2. four"),
    ],
)
def test_numbers_that_begin_a_line(markdown, text):
    assert clean_text(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Oster*which*lasts", "Oster which lasts"),
        ("harbour**only**ferry *and* quay", "harbour only ferry and quay"),
        ("a harbour***only***ferry", "a harbour only ferry"),
        ("Māori*kōrero*whānau", "Māori kōrero whānau"),
        # Part of a word.
        ("M*ā*ori", "Māori"),
        ("har**b**our", "harbour"),
        ("net*working* quay", "networking quay"),
        ("W**hat** is", "What is"),
        ("Oster**Party** led", "OsterParty led"),
        ("2*which*lasts", "2whichlasts"),
        ("`Oster*which*`lasts", "Oster*which*lasts"),
    ],
)
def test_whole_words_run_together_by_emphasis(markdown, text):
    assert clean_text(markdown) == text
    assert structure(markdown).text == text


def test_cells_beyond_the_width_of_a_table():
    table = "| Port | Fee |\n|---|---|\n| Oster | 12 | *from* May | x\\|y |\n| Vell | 9 |"
    assert clean_text(table) == "Port\tFee\nOster\t12\tfrom May\tx|y\nVell\t9"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("McKella***.***", "McKella."),
        ("Oster*.* The *,*harbour*,*", "Oster. The ,harbour,"),
        ("*“*Strategically", "“Strategically"),
        ("a year*”* when", "a year” when"),
        ("he said*.”*", "he said.”"),
        ("**Ha****rbour**", "Harbour"),
        ("**,** left", ", left"),
        # These mean something.
        *[(text, text) for text in ("5 * 3", "A*STAR", "59* and 60*", "June***", "(* note)")],
        (r"0.43%\*\* and \*.\* and a\*,\*b", "0.43%** and *.* and a*,*b"),
        ("`2**3` and a&#42;&#42;", "2**3 and a**"),
        ("    a**.**b", "a**.**b"),
        (r"\\**.**", "\\."),
    ],
)
def test_asterisks_of_unbalanced_emphasis(markdown, text):
    assert clean_text(markdown) == text


SOUP = st.lists(
    st.sampled_from(
        [
            *[
                "Oster",
                "Māori",
                " ",
                "\n",
                "\n\n",
                "[a]",
                "[a]: b",
                "[a]: /b",
                "12. ",
                "1. ",
                "2) ",
            ],
            *["- ", "> ", "    ", "\\", "*", "**", "***", ".", "|", "|-|-|\n", "`", "&amp;", "<b>"],
            *["<script>", "</script>", "<title>", "</title>", "<div>\n", "<!--", "-->", "```\n"],
        ]
    ),
    max_size=20,
).map("".join)


@given(SOUP)
def test_the_shorter_way_gives_the_same(markdown):
    assert finished("".join(map(shown, events(markdown))), []).text == clean_text(markdown)


def test_bounded_work():
    for piece in (
        "[a]: b\n",
        "[a]: b\n\n",
        "[",
        "1. x\n\n",
        "12. ",
        "]:",
        "|a|\n",
        "|-|\n|a|b|c|\n",
    ):
        clean_text(piece * (200_000 // len(piece) if piece != "12. " else 2_000))
