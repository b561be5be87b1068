"""The JSON that scripts are written for: names, their order and types, to the letter.

Lives here: `quotations`, `who`, `quote` and `repeats` with `--json`. Does not live here: what their
values should be (the tests of each command).
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import searchkit
from searchkit import Statement
from tests.support.command_line import Result, call
from tests.support.quoted import HARBOUR

Check = Callable[[object], bool]
ALTERED = "it took nine years and a dozen ships full of granite"
REAL = "It took nine long years"
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def text(value: object) -> bool:
    return type(value) is str


def whole(value: object) -> bool:
    return type(value) is int


def day(value: object) -> bool:
    return type(value) is str and DAY.fullmatch(value) is not None


def day_or_none(value: object) -> bool:
    return value is None or day(value)


def list_of(kind: Check) -> Check:
    return lambda value: type(value) is list and all(map(kind, value))


def one_of(*values: str) -> Check:
    return lambda value: value in values


def object_of(**kinds: Check) -> Check:
    """An object with just these names in this order."""

    def check(value: object) -> bool:
        return (
            type(value) is dict
            and list(value) == list(kinds)
            and all(kind(value[name]) for name, kind in kinds.items())
        )

    return check


def truth(value: object) -> bool:
    return type(value) is bool


def share(value: object) -> bool:
    return type(value) is float and 0 < value <= 1


QUOTATIONS = list_of(
    object_of(text=text, start=whole, end=whole, speakers=list_of(text), certain=truth)
)
WHO = list_of(
    object_of(
        office=text,
        person=text,
        **{"from": day},
        to=day,
        statements=whole,
        evidence=list_of(text),
    )
)
PART = object_of(
    kind=one_of("same", "words", "case", "punctuation", "attribution"), given=text, source=text
)
QUOTE = list_of(
    object_of(
        verdict=one_of("exact", "altered", "spliced", "not found"),
        matches=list_of(
            object_of(
                id=text, date=day_or_none, speakers=list_of(text), text=text, diff=list_of(PART)
            )
        ),
    )
)
REPEATS = list_of(object_of(id=text, date=day_or_none, score=share, passages=list_of(text)))


def said(id: str, body: str, on: datetime.date | None) -> Statement:
    return Statement(
        id=f"vm/{id}.md",
        title="Oster",
        body=body,
        date=on,
        ministers=("Hon Jan Vell",),
        portfolios=("Harbours",),
    )


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fixed")
    first = datetime.date(2007, 5, 1)
    made = [
        said("harbour", HARBOUR, first),
        said("again", f"{HARBOUR} Once more.", first + datetime.timedelta(40)),
        said("undated", f"{HARBOUR} Some day.", None),
    ]
    searchkit.build(made, folder / "index")
    return folder


def answered(folder: Path, *arguments: str) -> tuple[Result, list[object]]:
    done = call(folder, *arguments, "--json", name="searchkit")
    found = json.loads(done.out)
    assert done.err == "" and type(found) is list
    return done, found


def test_quotations(quay: Path) -> None:
    done, found = answered(quay, "quotations", "vm/harbour.md")
    assert done.code == 0 and len(found) == 4 and QUOTATIONS(found)
    with searchkit.open(quay / "index") as archive:
        body = archive.text("vm/harbour.md")
    assert all(body[one["start"] : one["end"]] == one["text"] for one in found)  # type: ignore[index]


@pytest.mark.parametrize("more", [[], ["--on", "2007-05"]])
def test_who(quay: Path, more: list[str]) -> None:
    done, found = answered(quay, "who", "Harbours", *more)
    assert done.code == 0 and len(found) == 1 and WHO(found)
    assert answered(quay, "who", "--on", "2007-05-01")[1] == found


@pytest.mark.parametrize(
    ("quotation", "code"),
    [(REAL, 0), (ALTERED, 1), ("Penguins sing", 1)],
)
def test_quote(quay: Path, quotation: str, code: int) -> None:
    done, found = answered(quay, "quote", quotation)
    assert done.code == code and len(found) == 1 and QUOTE(found)


def test_quote_of_a_file_is_an_object_each_in_order(quay: Path) -> None:
    several = [ALTERED, REAL, "Penguins sing"]
    (quay / "several.txt").write_text("\n".join(several), encoding="utf-8")
    done, found = answered(quay, "quote", "--file", "several.txt")
    assert done.code == 1 and QUOTE(found)
    verdicts = [one["verdict"] for one in found]  # type: ignore[index]
    assert verdicts == ["altered", "exact", "not found"]
    assert found == [answered(quay, "quote", one)[1][0] for one in several]


def test_repeats(quay: Path) -> None:
    done, found = answered(quay, "repeats", "vm/harbour.md")
    assert done.code == 0 and len(found) == 2 and REPEATS(found)
