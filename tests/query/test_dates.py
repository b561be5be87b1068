"""Dates of the query language."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.query.dates import parse_range, parse_unit, range_text
from tests.support.hypothesis_settings import examples


def days(first: str, last: str) -> tuple[datetime.date, datetime.date]:
    return datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2007", days("2007-01-01", "2007-12-31")),
        ("2007-11", days("2007-11-01", "2007-11-30")),
        ("2007-2", days("2007-02-01", "2007-02-28")),
        ("2008-02", days("2008-02-01", "2008-02-29")),
        ("2000-02", days("2000-02-01", "2000-02-29")),
        ("1900-02", days("1900-02-01", "1900-02-28")),
        ("2007-11-20", days("2007-11-20", "2007-11-20")),
        ("2007-1-5", days("2007-01-05", "2007-01-05")),
        ("0001", days("0001-01-01", "0001-12-31")),
        ("9999-12", days("9999-12-01", "9999-12-31")),
    ],
)
def test_unit(text: str, expected: object) -> None:
    assert parse_unit(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a date"),
        ("07", "is not a date"),
        ("20071", "is not a date"),
        ("2007-", "is not a date"),
        ("2007-111", "is not a date"),
        ("2007-1-1-1", "is not a date"),
        ("2007/11/20", "is not a date"),
        ("20.11.2007", "is not a date"),
        (" 2007", "is not a date"),
        ("-2007", "is not a date"),
        ("2007-00", "no month 00"),
        ("2007-13", "no month 13"),
        ("2007-11-31", "November 2007 has no day 31"),
        ("2007-02-29", "February 2007 has no day 29"),
        ("2007-01-00", "January 2007 has no day 00"),
        ("0000", "no year 0000"),
        ("0000-01-01", "no year 0000"),
    ],
)
def test_no_unit(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_unit(text)


def test_months_have_english_names_in_every_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calendar.month_name", ["", "Ocak", "Şubat", *["x"] * 10])
    with pytest.raises(ValueError, match="February 2007 has no day 29"):
        parse_unit("2007-02-29")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2006..2008", "2006-01-01", "2008-12-31"),
        ("2006..2006", "2006-01-01", "2006-12-31"),
        ("2006-02..2008-02", "2006-02-01", "2008-02-29"),
        ("2006-02-03..2008", "2006-02-03", "2008-12-31"),
        ("..1999", None, "1999-12-31"),
        ("1999-03..", "1999-03-01", None),
        ("2007", "2007-01-01", "2007-12-31"),
    ],
)
def test_range(text: str, first: str | None, last: str | None) -> None:
    expected = tuple(day and datetime.date.fromisoformat(day) for day in (first, last))
    assert parse_range(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("..", "one side at least"),
        ("2008..2006", "ends \\(2006\\) before it begins \\(2008\\)"),
        ("2006-05..2006-04-30", "before it begins"),
        ("2006...2008", "'.2008' is not a date"),
        ("2006..2007..2008", "is not a date"),
        ("a..b", "'a' is not a date"),
        ("2006..b", "'b' is not a date"),
    ],
)
def test_no_range(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_range(text)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2007-01-01", "2007-12-31", "2007"),
        ("2006-01-01", "2008-12-31", "2006..2008"),
        ("2007-11-01", "2007-11-30", "2007-11"),
        ("2007-11-20", "2007-11-20", "2007-11-20"),
        ("2007-11-20", "2007-11-21", "2007-11-20..2007-11-21"),
        (None, "1999-12-30", "..1999-12-30"),
        ("2017-10-26", None, "2017-10-26.."),
    ],
)
def test_range_text(first: str | None, last: str | None, text: str) -> None:
    assert range_text(*(day and datetime.date.fromisoformat(day) for day in (first, last))) == text


_firsts = st.dates() | st.dates().map(lambda day: day.replace(day=1))
_ranges = st.tuples(st.none() | _firsts, st.none() | st.dates()).filter(
    lambda both: any(both) and (None in both or both[0] <= both[1])
)


@examples(300)
@given(_ranges)
def test_range_text_parses_back(both: tuple[datetime.date | None, datetime.date | None]) -> None:
    assert parse_range(range_text(*both)) == both


@examples(100)
@given(st.dates())
def test_years_and_months_parse_back(day: datetime.date) -> None:
    year, month = f"{day.year:04d}", f"{day.year:04d}-{day.month:02d}"
    for text in (year, month, day.isoformat()):
        assert range_text(*parse_range(text)) == text


@pytest.mark.parametrize("text", ["2007..", "..1999", "2007-03..", "2006-02..2008-02"])
def test_range_text_is_the_shortest(text: str) -> None:
    assert range_text(*parse_range(text)) == text


@examples(200)
@given(st.text(alphabet="0123456789-. x²٣", max_size=14))
def test_any_text_is_a_range_or_a_value_error(text: str) -> None:
    try:
        first, last = parse_range(text)
    except ValueError as error:
        assert str(error)
    else:
        assert first or last
        assert not (first and last) or first <= last


def test_units_are_ordered_as_days() -> None:
    units = ["2006", "2006-01", "2006-01-01"]
    for one, other in itertools.pairwise(units):
        assert parse_unit(one)[0] <= parse_unit(other)[0]
        assert parse_unit(one)[1] >= parse_unit(other)[1]
