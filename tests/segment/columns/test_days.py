import datetime

import pytest

from searchkit.segment.columns.days import day_number


@pytest.mark.parametrize(
    ("date", "number"),
    [
        (None, 0),
        (datetime.date(2007, 11, 20), 20_071_120),
        (datetime.date(9999, 12, 31), 99_991_231),
        (datetime.date(1, 1, 2), 10_102),
    ],
)
def test_a_day_as_a_number(date, number):
    assert day_number(date) == number
