import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.model.statement import Statement
from searchkit.segment.store import packing
from searchkit.segment.store.sources import pack_source, unpack_source
from tests.segment.store.test_records import STATEMENT, STATEMENTS


@given(STATEMENTS, st.text())
def test_a_source_comes_back(statement, text):
    packed = pack_source(statement, text)
    assert unpack_source(packed, text) == (statement.body, statement.extra)


def test_a_body_that_is_its_own_clean_text_costs_nothing():
    assert pack_source(STATEMENT, STATEMENT.body) == b""


def test_a_body_that_differs_little_costs_little():
    text = " ".join(str(number * 7919 % 10_007) for number in range(2_000))
    body = text.replace(" 1", " *1*", 5)
    statement = Statement(id="a", title="", body=body)
    assert len(pack_source(statement, text)) < len(text) / 20
    assert unpack_source(pack_source(statement, text), text)[0] == body


def test_values_beside_a_body_are_bounded_by_themselves(monkeypatch):
    monkeypatch.setattr(packing, "MAX_STATEMENT", 1_000)
    body = "x" * 5_000
    assert unpack_source(deflated(f'["{body}",{{}}]'), "") == (body, {})
    for content in (f"[null,{'[]' * 600}]", f'["",[{"0," * 600}0]]', "[" * 1_001):
        with pytest.raises(ValueError):
            unpack_source(deflated(content), "")


@pytest.mark.parametrize(
    "content",
    [
        *["", "[]", "[1]", "[null, 5]", "[null, [1]]", "5", "[null,", "[nullnull]", "[1,{}]"],
        *['["', '["a"', '["a" {}]', '[null {"a": 1}]'],
    ],
)
def test_another_source_is_refused(content):
    with pytest.raises((ValueError, TypeError)):
        unpack_source(deflated(content), "")


def deflated(text):
    packer = zlib.compressobj(4, zlib.DEFLATED, -15)
    return packer.compress(text.encode()) + packer.flush()
