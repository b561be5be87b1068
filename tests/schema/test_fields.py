"""The schema as a value: asked, recorded, refused."""

import json

import pytest

from searchkit.model.errors import InvalidArgument
from searchkit.schema.fields import DEFAULT, Day, Names, Schema, Text

PARTY = Names("parties", query="party", kind="label")


def test_a_schema_is_asked_by_kind_and_by_what_a_query_calls_a_field():
    assert [text.name for text in DEFAULT.texts] == ["title", "body"]
    assert [names.query for names in DEFAULT.names] == ["minister", "portfolio"]
    assert DEFAULT.day.name == "date"
    assert DEFAULT.text_number("body") == 1
    assert set(DEFAULT.by_query) == {"title", "minister", "portfolio", "date"}
    with pytest.raises(KeyError):
        DEFAULT.text_number("summary")


def test_what_an_index_records_is_the_schema():
    schema = Schema((*DEFAULT.fields, PARTY, Text("summary", query="summary")))
    recorded = json.loads(json.dumps(schema.to_json()))
    assert Schema.from_json(recorded) == schema
    assert Schema.from_json(DEFAULT.to_json()) == DEFAULT


@pytest.mark.parametrize(
    "recorded",
    [
        [{"field": "secret", "name": "a"}],
        [{"name": "a"}],
        [{"field": "text", "name": ["a"]}],
        [{"field": "text", "name": "a", "colour": "red"}],
        [],
        [{"field": "day", "name": "date", "query": "date"}],
    ],
)
def test_what_is_no_schema_is_refused(recorded):
    with pytest.raises((ValueError, KeyError, TypeError, InvalidArgument)):
        Schema.from_json(recorded)


@pytest.mark.parametrize(
    "fields",
    [
        (*DEFAULT.fields, Names("ministers", query="other", kind="label")),
        (*DEFAULT.fields, Names("others", query="minister", kind="label")),
        (*DEFAULT.fields, Day("issued", "date")),
        (Text("body"),),
        (*DEFAULT.fields, Names("parties", query="party", kind="pet")),
        (*DEFAULT.fields, Names("parties", query="Party", kind="label")),
        (*DEFAULT.fields, Names("parties", query="a.b", kind="label")),
        (*DEFAULT.fields, Names("parties", query="p" * 21, kind="label")),
        (*DEFAULT.fields, Names("", query="party", kind="label")),
    ],
)
def test_fields_that_do_not_go_together_are_refused(fields):
    with pytest.raises(InvalidArgument):
        Schema(fields)


def test_the_first_day_is_that_of_the_statement():
    schema = Schema((*DEFAULT.fields, Day("issued", "issued")))
    assert schema.day == DEFAULT.day
    assert [day.query for day in schema.own_days] == ["issued"]
    assert schema.filters == (*DEFAULT.names, *schema.own_days)
    assert Schema.from_json(schema.to_json()) == schema
