"""Nothing that is quoted can pass for what is not."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.mcp.writing import as_text, plain, quoted

TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from('\n\r\x0b\x0c\x1c\x85\u2028\u2029">-: \\')),
    max_size=60,
)
INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
STRING = r'"(?:[^"\\]|\\.)*"'


def result(title, text, name, wrong):
    return {
        "quoted_material": "ours",
        "total": 3,
        "notes": [wrong],
        "hits": [
            {"id": title, "names": [name, title], "text": text, "more": None},
            {"id": name, "count": 1},
        ],
        "fields": {name: title},
    }


def shape(written):
    """What is left of a text once all that is quoted is taken out."""
    lines = written.split("\n")
    kept = [line for line in lines if not re.match(r" *> ", line)]
    return [re.sub(STRING, "S", line) for line in kept]


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_no_text_can_leave_its_place(title, text, name, wrong):
    written = as_text(result(title, text, name or "%", wrong))
    hidden = {one for one in written if unicodedata.category(one) in INVISIBLE}
    assert hidden <= {"\n", "\t"}
    mine = shape(as_text(result("a", "b", "%", "c")))
    theirs = shape(written)
    # The name of a field that a profile could choose is a key where it is a word.
    assert theirs[:-2] == mine[:-2]
    assert len(theirs) == len(mine)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_whatever_ends_a_line_ends_a_quoted_one(end):
    assert list(quoted(f"one{end}total: 99")) == ["> one", "> total: 99"]


def test_what_nobody_would_see_is_written_as_an_escape():
    assert plain("a\u202eb\U000e0041c\x1b[2J\ud800") == "a\\u202eb\\U000e0041c\\u001b[2J\\ud800"
    assert plain("Ōhare said “no” – 東京 🙂") == "Ōhare said “no” – 東京 🙂"


def test_small_objects_stand_on_one_line_each():
    rows = [{"period": "2006", "count": 1}, {"period": "2007", "count": 0}]
    assert as_text({"rows": rows, "none": []}) == (
        'rows:\n- period: "2006", count: 1\n- period: "2007", count: 0\nnone: []\n'
    )
