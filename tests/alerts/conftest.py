from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

import searchkit
from searchkit import Statement

Change = Callable[..., None]


def levy(number: int, body: str = "The harbour levy ends.", **values: object) -> Statement:
    """A statement of an invented minister of Vellmark."""
    made = Statement(
        id=f"vm/{number}",
        title=f"Statement {number}",
        body=body,
        date=datetime.date(2006, 1, 1) + datetime.timedelta(days=number),
        url=f"https://gov.vellmark.example/{number}",
        ministers=("Hon Orla Brannigan",),
        portfolios=("Harbours",),
    )
    return dataclasses.replace(made, **values)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of three statements, two of them about a levy."""
    path = tmp_path / "index"
    searchkit.build([levy(1), levy(2), levy(3, "Nothing of that kind.")], path)
    return path


@pytest.fixture
def change(index: Path) -> Change:
    """Adds or replaces statements, and removes those of some ids."""

    def run(*added: Statement, removed: tuple[str, ...] = ()) -> None:
        with searchkit.open(index) as archive, archive.writer() as writer:
            for one in added:
                writer.add(one)
            for id in removed:
                writer.remove(id)

    return run
