import numpy as np
import pytest

from searchkit.schema.fields import Names
from searchkit.schema.names import NameKind
from searchkit.segment.columns import names as module
from searchkit.segment.columns.names import NameColumn, write_names
from searchkit.storage.container import Container, ContainerWriter

FIELD = Names("people", query="person", kind="label")


@pytest.fixture
def column(tmp_path, monkeypatch):
    def make(*names, key=str.lower, display=str):
        kind = NameKind(lambda name: (key(name),), bool, display)
        monkeypatch.setattr(module, "kind_of", lambda field: kind)
        with ContainerWriter(tmp_path / "c") as writer:
            write_names(writer, FIELD, names)
        return NameColumn(Container(tmp_path / "c"), FIELD)

    return make


def test_spellings_of_one_name_are_counted_together(column):
    found = column(["Orla", "Bede"], ["ORLA"], [], ["orla", "ORLA"])
    assert found.keys == ["bede", "orla"]
    assert found.with_key("orla").tolist() == [0, 1, 3]
    assert found.with_key("bede").tolist() == [0]
    assert found.with_key("ORLA").tolist() == []
    assert found.with_any().tolist() == [0, 1, 3]
    assert found.count(np.array([0, 1, 2, 3])).tolist() == [1, 3]
    assert found.count(np.array([1, 2])).tolist() == [0, 1]


def test_spellings_are_kept_and_counted(column):
    found = column(["Orla", "Bede"], ["ORLA"], ["ORLA"], ["orla", "Orla"])
    assert found.spellings == ["Bede", "ORLA", "Orla", "orla"]
    assert found.key_of_spelling.tolist() == [0, 1, 1, 1]
    assert found.count_spellings(slice(None)).tolist() == [1, 2, 1, 1]
    assert found.count_spellings(np.array([True, True, False, False])).tolist() == [1, 1, 1, 0]


def test_of_two_spellings_in_one_statement_the_first_counts(column):
    found = column(["orla", "ORLA"])
    assert found.count(np.array([0])).tolist() == [1]
    assert found.names_of(np.array([0])) == [("orla",)]


def test_names_of_statements(column):
    found = column(["Orla", "Bede"], [], ["Orla"])
    assert found.names_of(np.array([0, 2, 1])) == [("Bede", "Orla"), ("Orla",), ()]


def test_what_is_no_name_is_in_no_set(column):
    found = column(
        ["https://a.example"], ["Orla", "https://a.example"], key=lambda n: n[:1] * (n[0] != "h")
    )
    assert found.keys == ["O"]
    assert found.with_any().tolist() == [1]


def test_nobody_at_all(column):
    found = column([], [])
    assert found.keys == found.spellings == []
    assert found.with_any().tolist() == []
    assert found.count(np.array([0, 1])).tolist() == []


def test_many_sets(column):
    names = [[str(number), str(number // 2)] for number in range(400)]
    found = column(*names)
    assert found.count(np.arange(400)).tolist() == [
        sum(key in listed for listed in names) for key in found.keys
    ]
    assert found.with_key("7").tolist() == [7, 14, 15]


def test_a_column_is_read_when_it_is_asked_for(segment_of, monkeypatch):
    segment = segment_of("grain")
    read = []
    monkeypatch.setattr(module, "NameColumn", lambda _, field: read.append(field.query) or field)
    assert list(segment.names) == ["minister", "portfolio"]
    assert (len(segment.names), read) == (2, [])
    assert segment.names["portfolio"] is segment.names["portfolio"]
    assert read == ["portfolio"]
    with pytest.raises(KeyError):
        segment.names["party"]
