import dataclasses
import datetime
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.model.errors import InvalidInput
from searchkit.model.statement import Statement
from searchkit.segment.store import packing
from searchkit.segment.store.records import (
    DICTIONARY_BYTES,
    check_size,
    make_dictionary,
    make_head,
    pack_record,
    unpack_record,
)
from searchkit.segment.store.sources import pack_source, unpack_source

NAMES = st.lists(st.text(), max_size=3).map(tuple)
STATEMENTS = st.builds(
    Statement,
    id=st.just("r/x.md"),
    title=st.text(),
    body=st.text(),
    date=st.none() | st.dates(),
    url=st.none() | st.text(),
    ministers=NAMES,
    portfolios=NAMES,
    attachments=NAMES,
    extra=st.dictionaries(
        st.text(), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text())
    ),
)
STATEMENT = Statement(id="a", title="Talks", body="The talks.", date=datetime.date(2007, 11, 20))


@given(STATEMENTS, st.text(), st.binary(max_size=50))
def test_a_record_comes_back(statement, text, dictionary):
    record = unpack_record(pack_record(make_head(statement), text, dictionary), dictionary)
    assert record.text == text
    for name in ("title", "date", "url", "attachments"):
        assert getattr(record, name) == getattr(statement, name)
    for name in ("ministers", "portfolios"):
        assert record.names[name] == getattr(statement, name)


def test_a_dictionary_is_made_of_the_texts_and_bounded():
    assert make_dictionary([]) == b""
    assert make_dictionary(["kāinga"]) == "kāinga".encode()
    assert len(make_dictionary(["harbour " * 5_000] * 3_000)) == DICTIONARY_BYTES
    assert make_dictionary(["a", "b"]) == make_dictionary(["a", "b"])


def test_a_record_over_the_limit_is_refused(monkeypatch):
    packed = pack_record(make_head(STATEMENT), "x" * 10_000, b"")
    monkeypatch.setattr(packing, "MAX_UNPACKED", 20_000)
    assert unpack_record(packed, b"").text == "x" * 10_000
    monkeypatch.setattr(packing, "MAX_UNPACKED", 10_000)
    with pytest.raises(ValueError, match="cut short or too long"):
        unpack_record(packed, b"")


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(packing, "MAX_UNPACKED", 1_000_000)
    bomb = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = bomb.compress(bytes(50_000_000)) + bomb.flush()
    with pytest.raises(ValueError):
        unpack_record(packed, b"")


def test_what_is_indexed_can_be_read_back(monkeypatch):
    monkeypatch.setattr(packing, "MAX_STATEMENT", 1_000)
    monkeypatch.setattr(packing, "MAX_UNPACKED", 6 * 1_000 + 1024)
    # Nothing takes more room in JSON than a control character.
    longest = Statement(id="a", title="", body="\x01" * 1_000, extra={"n": "\x01" * 150})
    check_size(longest, "\U0001f642" * 1_000, make_head(longest))
    text = "\U0001f642" * 1_000
    assert unpack_record(pack_record(make_head(longest), text, b""), b"").text == text
    assert unpack_source(pack_source(longest, text), text) == (longest.body, longest.extra)


@pytest.mark.parametrize(
    "changes",
    [
        {"body": "x" * 1_001},
        {"title": "x" * 1_001},
        {"ministers": ("x" * 90,) * 11},
        {"extra": {"a": ["x"] * 400}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_statement_over_the_limit_is_refused(monkeypatch, changes):
    monkeypatch.setattr(packing, "MAX_STATEMENT", 1_000)
    longer = dataclasses.replace(STATEMENT, **changes)
    with pytest.raises(InvalidInput, match="characters long") as caught:
        check_size(longer, "", make_head(longer))
    assert caught.value.where == STATEMENT.id


def test_a_record_cut_short_is_refused():
    packed = pack_record(make_head(STATEMENT), "The talks.", b"")
    for length in range(len(packed)):
        with pytest.raises(ValueError):
            unpack_record(packed[:length], b"")


def deflated(text):
    packer = zlib.compressobj(4, zlib.DEFLATED, -15)
    return packer.compress(text.encode()) + packer.flush()


@pytest.mark.parametrize(
    "head",
    [
        "",
        "{}",
        "[]",
        "[1, 2]",
        "null",
        '["t", "no date", null, [], [], []]',
        '["t", 5, null, [], [], []]',
        '["t", null, null, null, [], []]',
    ],
)
def test_other_content_is_refused(head):
    with pytest.raises((ValueError, TypeError)):
        unpack_record(deflated(head + "\ntext"), b"")


def test_deep_nesting_is_refused():
    with pytest.raises((ValueError, TypeError)):
        unpack_record(deflated("[" * 100_000), b"")


@given(st.binary())
def test_any_bytes_are_refused_or_a_record(data):
    try:
        unpack_record(data, b"dictionary")
        unpack_source(data, "text")
    except (ValueError, TypeError):
        pass


def test_the_head_is_json():
    packed = pack_record(make_head(STATEMENT), "The talks.", b"")
    head = zlib.decompress(packed, -15).decode().split("\n")[0]
    assert json.loads(head) == ["Talks", "2007-11-20", None, [], [], []]
