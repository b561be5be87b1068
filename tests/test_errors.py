import pytest

from searchkit.model.errors import InvalidArgument, QuerySyntaxError, SearchkitError, UnknownName


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({}, "it is wrong"),
        ({"where": "a.md"}, "a.md: it is wrong"),
        ({"expected": "a folder"}, "it is wrong (expected a folder)"),
        ({"remedy": "Do this"}, "it is wrong. Do this"),
        (
            {"where": "a.md", "expected": "a folder", "remedy": "Do this"},
            "a.md: it is wrong (expected a folder). Do this",
        ),
    ],
)
def test_a_message_says_where_what_was_expected_and_what_to_do(parts, message):
    error = SearchkitError("it is wrong", **parts)
    assert str(error) == message
    assert error.what == "it is wrong"
    for name in ("where", "expected", "remedy"):
        assert getattr(error, name) == parts.get(name)


def test_a_wrong_argument_is_a_value_error_too():
    assert issubclass(InvalidArgument, ValueError)


def test_an_unknown_name_names_the_nearest():
    error = UnknownName("minister", "branigan", ("Orla Brannigan",))
    assert str(error) == "no minister is called 'branigan'. Did you mean Orla Brannigan?"
    assert str(UnknownName("minister", "x", ())) == "no minister is called 'x'"


def test_a_syntax_error_points_at_the_column():
    error = QuerySyntaxError("a quote is open", 'grain "levy', 6, suggestion='grain "levy"')
    assert str(error) == 'a quote is open, at column 7. Perhaps you meant: grain "levy"'
    assert error.pointed() == 'grain "levy\n      ^'


@pytest.mark.parametrize("column", [0, 40, 150, 199])
def test_the_caret_stands_under_the_column_of_a_long_query(column):
    query = "x" * column + "!" + "x" * (199 - column)
    line, caret = QuerySyntaxError("wrong", query, column).pointed(width=60).split("\n")
    assert len(line) <= 60
    assert line[caret.index("^")] == "!"


def test_control_characters_do_not_move_the_caret():
    line, caret = QuerySyntaxError("wrong", "a\x1b[2J\tb", 6).pointed().split("\n")
    assert line == "a [2J b"
    assert line[caret.index("^")] == "b"
