"""Days by year, quarter and month, judged by dates."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from searchkit.kernels import periods
from searchkit.model.arguments import PERIODS
from searchkit.model.trends import MONTHS, period_days, period_name

DAYS = [
    datetime.date(1, 1, 1),
    datetime.date(9999, 12, 31),
    *(datetime.date(1999, 1, 1) + datetime.timedelta(days=17 * n) for n in range(200)),
]


@pytest.mark.parametrize("by", PERIODS)
def test_a_day_lies_in_its_period(by: str) -> None:
    numbers = np.array([day.year * 10_000 + day.month * 100 + day.day for day in DAYS], np.int32)
    found = periods.periods_of(numbers, MONTHS[by])
    assert found.dtype == np.int64
    for day, number in zip(DAYS, found.tolist(), strict=True):
        first, last = period_days(number, by)
        assert first <= day <= last
        if last != datetime.date.max:
            assert period_days(number + 1, by)[0] == last + datetime.timedelta(days=1)
        assert period_name(number, by).startswith(f"{day.year:04d}")


def test_unknown_days_are_nowhere() -> None:
    found = periods.periods_of(np.array([0, -5, 20010101]), 12)
    assert found.tolist() == [periods.NOWHERE, periods.NOWHERE, 2001]


def test_sums() -> None:
    of = np.array([7, -1, 9, 7, 12, 6])
    assert periods.sums(of, None, 7, 3).tolist() == [2, 0, 1]
    assert periods.sums(of, np.array([10, 1, 5, 3, 100, 100], np.uint16), 7, 3).tolist() == [
        13,
        0,
        5,
    ]
    assert periods.sums(of[:0], None, 0, 0).tolist() == []
