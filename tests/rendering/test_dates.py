"""Dates as people read them."""

import datetime

import pytest

from searchkit.rendering.dates import long_date, short_date, short_month


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        ("2007-11-20", "20 November 2007", "20 Nov 2007"),
        ("2008-02-01", "1 February 2008", "1 Feb 2008"),
        ("0999-05-09", "9 May 999", "9 May 999"),
    ],
)
def test_long_and_short(day, long, short):
    date = datetime.date.fromisoformat(day)
    assert (long_date(date), short_date(date)) == (long, short)


def test_every_month_has_a_short_name_of_its_own():
    dates = [datetime.date(2007, month, 1) for month in range(1, 13)]
    assert len({short_month(date) for date in dates}) == 12
