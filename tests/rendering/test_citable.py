"""What citations, exports and feeds share."""

import pytest

from searchkit import Statement
from searchkit.rendering.citable import encodable, one_line, title_of


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        ("  Grain\n\tlevy ", "Grain levy"),
        ("a\x00b\x85c\ud800d\u2028e", "a b c d e"),
        ("Māori “levy”", "Māori “levy”"),
    ],
)
def test_one_line(text, line):
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("title", "shown"), [("Grain\nlevy", "Grain levy"), ("", "[Untitled]"), (" \n", "[Untitled]")]
)
def test_title(title, shown):
    assert title_of(Statement(id="a", title=title, body="")) == shown


def test_encodable():
    assert encodable("a\ud800b\udfffc😀") == "a\ufffdb\ufffdc😀"
    assert encodable("Māori\n") == "Māori\n"
