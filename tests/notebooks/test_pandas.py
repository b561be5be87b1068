"""Data frames of what an archive gives, by pandas itself."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

import searchkit
from searchkit import Statement

pandas = pytest.importorskip("pandas", reason="needs the extra [notebook]")

DAYS = (datetime.date(1066, 10, 14), None, datetime.date(2007, 11, 20), datetime.date(2008, 1, 1))


@pytest.fixture
def archive(archive_of: Any) -> Any:
    return archive_of(
        *[
            Statement(
                id=f"vm/{number}",
                title=f"Harbour {number}",
                body="“The harbour of Oster will carry grain,” said Orla Brannigan.",
                date=day,
                ministers=("Hon Orla Brannigan",),
                portfolios=("Trade",),
            )
            for number, day in enumerate(DAYS)
        ]
    )


def test_a_frame_has_a_row_for_each(archive: Any) -> None:
    receipt = searchkit.make_receipt(archive, query="harbour")
    found = {
        "answer": archive.search("harbour", copies="all"),
        "concordance": archive.concordance("harbour"),
        "trend": archive.trend("harbour"),
        "first": archive.first("harbour"),
        "collocates": archive.collocates("harbour", least=1),
        "keywords": archive.keywords("date:2007", least=1),
        "timeline": archive.timeline("harbour"),
        "who": archive.who("Trade"),
        "people": archive.people("brannigan"),
        "names": archive.names("minister"),
        "quotations": archive.quotations("vm/0"),
        "matches": archive.matches("vm/0", "harbour"),
        "repeats": archive.repeats("vm/0"),
        "sources": archive.check_quote("The harbour of Oster will carry grain").matches,
        "receipt": receipt.hits,
    }
    for what, value in found.items():
        frame = value.to_pandas()
        assert len(frame) == len(value) > 0, what
        names = list(getattr(value[0], "_fields", ()))
        assert list(frame.columns) == names, what


def test_days_are_times_whatever_the_century(archive: Any) -> None:
    frame = archive.search("harbour", sort="oldest", copies="all").to_pandas()
    assert str(frame.date.dtype) == "datetime64[s]"
    assert frame.date.dt.year.dropna().tolist() == [1066, 2007, 2008]
    assert frame.date.isna().sum() == 1
    assert frame.ministers.tolist() == [("Hon Orla Brannigan",)] * 4


def test_facets_are_one_frame(archive: Any) -> None:
    frame = archive.search("harbour", facets=True).facets.to_pandas()
    assert list(frame.columns) == ["facet", "value", "count"]
    assert frame[frame.facet == "minister"]["count"].tolist() == [4]


def test_of_nothing_there_is_an_empty_frame(archive: Any) -> None:
    assert len(archive.search("nothinglikeit").to_pandas()) == 0
    assert len(searchkit.Rows().to_pandas()) == 0
