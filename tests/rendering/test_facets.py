"""What facets are called."""

from searchkit.rendering.facets import facet_titles, name_titles
from searchkit.schema.fields import DEFAULT, Day, Names, Schema, Text


def test_the_titles_of_the_default_schema():
    assert facet_titles(DEFAULT) == {
        "minister": "Ministers",
        "portfolio": "Portfolios",
        "year": "Years",
    }


def test_another_schema_has_others():
    other = Schema((Text("title"), Names("parties", "party", "label"), Day("date", "date")))
    assert name_titles(other) == {"party": "Parties"}
    assert list(facet_titles(other)) == ["party", "year"]
