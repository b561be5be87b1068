import pytest

from searchkit.model.statement import Statement
from searchkit.schema.fields import DEFAULT, Names
from searchkit.schema.values import shown_names

PARTIES = Names("parties", query="party", kind="label")
MINISTERS = DEFAULT.names[0]


def test_an_attribute_of_a_statement_is_its_value():
    # It is not looked for in `fields` or `extra`, where a caller may have put the same name.
    other = {"ministers": ("Bede Farrow",)}
    statement = Statement("a", "", "", ministers=("Hon Orla Brannigan",), extra=other, fields=other)
    assert shown_names(statement, MINISTERS) == ("Hon Orla Brannigan",)
    assert shown_names(Statement("a", "", ""), MINISTERS) == ()


@pytest.mark.parametrize(
    ("fields", "values"),
    [
        ({}, ()),
        ({"parties": ()}, ()),
        ({"parties": ("Harbour", "Lakes")}, ("Harbour", "Lakes")),
        ({"party": ("Harbour",)}, ()),
    ],
)
def test_another_field_has_what_fields_hold(fields, values):
    statement = Statement("a", "", "", fields=fields, extra={"parties": "Hill"})
    assert shown_names(statement, PARTIES) == values
