import pytest

from searchkit.model.errors import InvalidInput
from searchkit.model.statement import Statement
from searchkit.schema.fields import DEFAULT, Names
from searchkit.schema.values import values_of

PARTIES = Names("parties", query="party", kind="label")
MINISTERS = DEFAULT.names[0]


def test_an_attribute_of_a_statement_is_its_value():
    # It is not looked for in `extra`, where a caller may have put the same name.
    statement = Statement(
        "a", "", "", ministers=("Hon Orla Brannigan",), extra={"ministers": ["Bede Farrow"]}
    )
    assert values_of(statement, MINISTERS) == ("Hon Orla Brannigan",)
    assert values_of(Statement("a", "", ""), MINISTERS) == ()


@pytest.mark.parametrize(
    ("extra", "values"),
    [
        ({}, ()),
        ({"parties": None}, ()),
        ({"parties": []}, ()),
        ({"parties": "Harbour"}, ("Harbour",)),
        ({"parties": ["Harbour", "Lakes"]}, ("Harbour", "Lakes")),
        ({"parties": ("Harbour",)}, ("Harbour",)),
        ({"parties": "O\u0304rva"}, ("\u014crva",)),
        ({"party": "Harbour"}, ()),
    ],
)
def test_another_field_has_what_extra_holds(extra, values):
    assert values_of(Statement("a", "", "", extra=extra), PARTIES) == values


@pytest.mark.parametrize("value", [5, True, {"a": "b"}, ["Harbour", 5], [["Harbour"]]])
def test_what_is_no_name_is_refused(value):
    with pytest.raises(InvalidInput, match="its parties can't be") as caught:
        values_of(Statement("r/a", "", "", extra={"parties": value}), PARTIES)
    assert (caught.value.where, caught.value.expected) == ("r/a", "a name, or a list of names")
