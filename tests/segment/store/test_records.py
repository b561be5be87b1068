import dataclasses
import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.model.errors import InvalidInput
from searchkit.model.statement import Statement
from searchkit.segment.store import packing
from searchkit.segment.store.frames import Packer, Unpacker
from searchkit.segment.store.records import check_size, make_head, pack_record, unpack_record
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
PACKER, UNPACKER = Packer(b""), Unpacker(b"")


@given(STATEMENTS, st.text())
def test_a_record_comes_back(statement, text):
    record = unpack_record(pack_record(make_head(statement), text, PACKER), UNPACKER)
    assert record.text == text
    for name in ("title", "date", "url", "attachments"):
        assert getattr(record, name) == getattr(statement, name)
    for name in ("ministers", "portfolios"):
        assert record.names[name] == getattr(statement, name)


def test_a_record_over_the_limit_is_refused(monkeypatch):
    packed = pack_record(make_head(STATEMENT), "x" * 10_000, PACKER)
    monkeypatch.setattr(packing, "MAX_UNPACKED", 20_000)
    assert unpack_record(packed, UNPACKER).text == "x" * 10_000
    monkeypatch.setattr(packing, "MAX_UNPACKED", 10_000)
    with pytest.raises(ValueError, match="too long"):
        unpack_record(packed, UNPACKER)


def test_what_is_indexed_can_be_read_back(monkeypatch):
    monkeypatch.setattr(packing, "MAX_STATEMENT", 1_000)
    monkeypatch.setattr(packing, "MAX_UNPACKED", 6 * 1_000 + 1024)
    # Nothing takes more room in JSON than a control character.
    longest = Statement(id="a", title="", body="\x01" * 1_000, extra={"n": "\x01" * 150})
    check_size(longest, "\U0001f642" * 1_000, make_head(longest))
    text = "\U0001f642" * 1_000
    assert unpack_record(pack_record(make_head(longest), text, PACKER), UNPACKER).text == text
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
    packed = pack_record(make_head(STATEMENT), "The talks.", PACKER)
    for length in range(len(packed)):
        with pytest.raises(ValueError):
            unpack_record(packed[:length], UNPACKER)


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
        unpack_record(PACKER.pack(f"{head}\ntext".encode()), UNPACKER)


def test_deep_nesting_is_refused():
    with pytest.raises((ValueError, TypeError)):
        unpack_record(PACKER.pack(b"[" * 100_000), UNPACKER)


@given(st.binary())
def test_any_bytes_are_refused_or_a_record(data):
    try:
        unpack_record(data, UNPACKER)
        unpack_source(data, "text")
    except (ValueError, TypeError):
        pass


def test_the_head_is_json():
    packed = pack_record(make_head(STATEMENT), "The talks.", PACKER)
    head = UNPACKER.unpack(packed).decode().split("\n")[0]
    assert json.loads(head) == ["Talks", "2007-11-20", None, [], [], []]
