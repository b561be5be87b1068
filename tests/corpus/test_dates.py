"""Dates as people write them, and those that must not be guessed."""

import datetime
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.dates import AMBIGUOUS, DAY_FIRST, MONTH_FIRST, read_date

DAY = datetime.date(2007, 11, 20)


@pytest.mark.parametrize(
    "text",
    [
        *("2007-11-20", "2007/11/20", "2007.11.20", "20071120", " 2007-11-20\n", "2007 11 20"),
        *("2007-11-20 1:44:28 -0400", "2007-11-20T1:44", "2007-11-20 12:00:00 UTC", "2007-11-20Z"),
        *("2007-11-20T23:30:00+13:00", "2007-11-20T00:30:00.000000000Z", "2007-11-20 10:30 pm"),
        *("2007-11-20 at 9 am", "2007-11-20 (Tuesday)", "2007-W47-2"),
        *("20 November 2007", "Nov. 20, 2007", "November 20, 2007", "20th of November, 2007"),
        *("Tuesday, 20 November 2007", "20-Nov-2007", "20 NOV 2007", "20Nov2007", "2007 Nov 20"),
        *("Tues 20 Nov. 2007", "Tues, Nov 20 2007"),
        *("Tue, 20 Nov 2007 10:30:00 +1300", "Tue Nov 20 10:30:00 NZDT 2007"),
        *("20 November 2007, 10.30am", "20 November 2007 9 pm", "20 November 2007 at 10:30"),
    ],
)
def test_a_day_that_is_certain(text):
    assert read_date(text) == (DAY, "", "")
    assert read_date(text, "month-first").day == read_date(text, "day-first").day == DAY


def test_one_digit_is_enough_for_month_and_day():
    assert read_date("2016-3-1").day == datetime.date(2016, 3, 1)


@pytest.mark.parametrize("order", ["day-first", "month-first", "unknown"])
def test_a_number_above_twelve_settles_it(order):
    assert read_date("20/11/2007", order) == (DAY, DAY_FIRST, "")
    assert read_date("20.11.2007 17:00", order) == (DAY, DAY_FIRST, "")
    assert read_date("11/20/2007", order) == (DAY, MONTH_FIRST, "")
    assert read_date("11-20-2007", order) == (DAY, MONTH_FIRST, "")


@pytest.mark.parametrize("text", ["5/6/2007", "05.06.2007", "5-6-2007 10:00", "Tue 5/6/2007"])
def test_day_and_month_are_never_guessed(text):
    assert read_date(text, "day-first") == (datetime.date(2007, 6, 5), AMBIGUOUS, "")
    assert read_date(text, "month-first") == (datetime.date(2007, 5, 6), AMBIGUOUS, "")
    day, order, problem = read_date(text)
    assert (day, order) == (None, AMBIGUOUS)
    assert "2007-06-05 or 2007-05-06" in problem


@pytest.mark.parametrize("text", ["5/5/2007", "5/05/2007", "12.12.2007"])
def test_a_day_that_is_its_month_needs_no_order(text):
    month = int(text.split(".")[0].split("/")[0])
    assert read_date(text) == (datetime.date(2007, month, month), "", "")


@pytest.mark.parametrize("order", ["day-first", "month-first"])
@pytest.mark.parametrize(
    "text",
    [
        *("2007", "2007-11", "November 2007", "20 November", "monday", "12:30", "yesterday", "May"),
        *("20/11/07", "1 2 3", "20 Nov 07", "31 February 2007", "2007-13-40", "2016-02-30"),
        *("13/13/2007", "20 and 21 Nov 2007", "21 and 20 Nov 2007", "10 20 Nov 2007"),
        *("20 Nov 2007 10", "5-20 Nov 2007", "12.5 Nov 2007", "20 Nov 0000", "20 Nov 0099"),
        *("20 Nov 2007 or so", "about 20 Nov 2007", "20 novembre 2007", "", "-", "20\n11\n2007"),
        *("1." * 50_000 + "2007", "9" * 100_000, "20 Nov 2007 " + "x" * 100),
    ],
)
def test_what_is_no_day_is_unknown(text, order):
    day, evidence, problem = read_date(text, order)
    assert (day, evidence) == (None, "")
    assert "taken as unknown" in problem
    assert len(problem) < 200


@pytest.mark.parametrize("text", ["0001-01-01", "0000-00-00", "0001-01-01T00:00:00Z"])
def test_what_stands_for_no_date(text):
    assert read_date(text) == (None, "", f"{text[:10]} stands for no date; taken as unknown")


@pytest.mark.parametrize("tail", [" draft", "T99:99:99:99", "; amended", " 10:00 10:00"])
def test_the_day_stays_whatever_comes_after_it(tail):
    day, _, problem = read_date("2007-11-20" + tail)
    assert day == DAY
    assert "left out" in problem


@given(
    st.text(max_size=90) | st.from_regex(r"[0-9 /.:-]{0,30}(Nov|May|Z)?[0-9 ,]*", fullmatch=True)
)
def test_any_text_is_a_day_or_a_problem(text):
    for order in ("day-first", "month-first", "unknown"):
        day, _, problem = read_date(text, order)
        assert day is not None or problem
        if day is not None:
            assert f"{day.year:04}" in "".join(c for c in text if c.isdigit()) or not text.isascii()


def test_usual_dates_load_no_parser():
    program = """
import sys
from searchkit.corpus.reader import read_bytes
read_bytes(b"---\\ntitle: a\\ndate: 2007-11-20 10:00:00\\n---\\nBody.", "x.md", "r/x.md")
print(sorted({"dateutil", "charset_normalizer"} & {name.split(".")[0] for name in sys.modules}))
"""
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "[]\n"
