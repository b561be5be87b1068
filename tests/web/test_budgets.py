"""Budgets of one answer: which step spends them, and what is left behind where one is spent."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit.engines.local import hits, relaxing, searching
from searchkit.engines.local.hits import HitMaker
from searchkit.hits import occurrences
from searchkit.matching import evaluate
from searchkit.matching.evaluate import Matcher
from searchkit.model import budget
from searchkit.ranking.scoring import Scorer
from searchkit.web import lanes
from searchkit.web.budgets import FAST, SLOW, Allowance, Costly, FirstTry, Spending, TooMuch
from searchkit.web.lanes import Lanes
from tests.support.vellmark import many

PLENTY = Allowance(places=10**9, seconds=60, busy=60, size=10**9)
BRIEF = PLENTY._replace(seconds=0.12)

# What is made slow, and a query that takes the step.
STEPS = [
    (evaluate, "word_postings", "harbour ferry"),
    (evaluate, "first_positions", '"harbour fe*" OR "the h*"'),
    (evaluate, "word_positions", "harb?ur ferry"),
    (Scorer, "_added", "harbour ferry OR bridge OR lake OR fish"),
    (Scorer, "_standing", "harbour ferry OR bridge OR lake OR fish"),
    (HitMaker, "_passages", "harbour ferry"),
    (hits, "marked_in", "harbour ferry"),
    (occurrences, "witnesses", "harbour NEAR/5 ferry"),
    (relaxing, "missing", "harbour zyzzyva ferry"),
    (searching, "_facets", "harbour"),
    (searching, "suggest", "harbuor"),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("budgets")
    searchkit.build(many(400, seed=7), folder)
    with searchkit.open(folder) as opened:
        opened.search("harb* ferry~1", facets=True)  # What is loaded once is loaded.
        yield opened


def slowed(monkeypatch: Any, where: Any, name: str) -> list[float]:
    """Make a step slow; gives the times at which it is taken."""
    step, taken = getattr(where, name), []

    def slowly(*given: Any, **named: Any) -> Any:
        taken.append(time.monotonic())
        time.sleep(0.13)
        return step(*given, **named)

    monkeypatch.setattr(where, name, slowly)
    return taken


def ask(archive: Any, query: str) -> Any:
    """What a page asks."""
    found = archive.search(query, facets=True)
    budget.check()  # As the next question of a page would.
    return found


@pytest.mark.parametrize(("where", "name", "query"), STEPS)
def test_no_step_takes_longer_than_the_budget(
    archive: Any, monkeypatch: Any, where: Any, name: str, query: str
) -> None:
    taken = slowed(monkeypatch, where, name)
    with pytest.raises(TooMuch, match="takes too long"), budget.within(Spending(BRIEF)):
        ask(archive, query)
    assert 1 <= len(taken) <= 2
    # Without a budget no clock matters.
    assert ask(archive, query).query == query


@pytest.mark.parametrize(("where", "name", "query"), STEPS[:4])
def test_what_is_stopped_leaves_nothing_behind(
    archive: Any, monkeypatch: Any, where: Any, name: str, query: str
) -> None:
    monkeypatch.setattr(lanes, "FAST", BRIEF)
    monkeypatch.setattr(lanes, "SLOW", BRIEF)

    def matchers() -> int:
        return sum(isinstance(one, Matcher) for one in gc.get_objects())

    async def go() -> None:
        served = Lanes(2, 10)
        await served.run(lambda: ask(archive, "harbour"))
        slowed(monkeypatch, where, name)
        threads = threading.active_count()
        for _ in range(3):
            with pytest.raises(TooMuch):
                await served.run(lambda: ask(archive, query))
        assert (served.inside, served.slow.turns) == (0, 3)
        assert threading.active_count() <= threads + 2
        assert await served.run(lambda: 7) == 7
        served.close()

    gc.collect()
    gc.disable()
    try:
        before = matchers()
        asyncio.run(go())
        assert matchers() == before
    finally:
        gc.enable()


def test_memory_is_told_before_it_is_taken(archive: Any) -> None:
    for size, query in ((1_000, "harbour"), (5_000, "h* OR f*"), (5_000, '"the h*"')):
        with (
            pytest.raises(TooMuch, match="of memory"),
            budget.within(Spending(PLENTY._replace(size=size))),
        ):
            archive.search(query)
        assert archive.search(query).total


def test_cost_is_told_before_anything_is_matched(archive: Any, monkeypatch: Any) -> None:
    taken = slowed(monkeypatch, Matcher, "docs")
    spending = Spending(PLENTY._replace(places=10))
    with pytest.raises(TooMuch, match="places"), budget.within(spending):
        archive.search("h* OR f*")
    assert taken == [] and spending.cost > 10


INSTRUMENTS = {
    "concordance": lambda archive: list(archive.concordance("h* OR f*", sort="right1")[:10]),
    "collocates": lambda archive: archive.collocates("h* OR f*"),
    "collocates as written": lambda archive: archive.collocates("h* OR f*", as_written=True),
    "keywords": lambda archive: archive.keywords("h* OR f*"),
    "trend": lambda archive: archive.trend("h* OR f*"),
    "trend of phrases": lambda archive: archive.trend('"the h*"', '"the f*"'),
    "first": lambda archive: list(archive.first("h* OR f*")),
}


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_what_asks_about_words_keeps_within_the_budget(archive: Any, name: str) -> None:
    ask_it = INSTRUMENTS[name]
    spending = Spending(PLENTY)
    with budget.within(spending):
        wanted = ask_it(archive)
    assert wanted and spending.cost > 10
    for less, said in (({"places": 10}, "places"), ({"size": 1_000}, "of memory")):
        with (
            pytest.raises(TooMuch, match=said),
            budget.within(Spending(PLENTY._replace(**less))),
        ):
            ask_it(archive)
    # What has ended a question is no part of the next one.
    assert len(ask_it(archive)) == len(wanted)


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_no_step_of_it_takes_longer_than_the_budget(
    archive: Any, monkeypatch: Any, name: str
) -> None:
    taken = slowed(monkeypatch, Matcher, "docs")
    with pytest.raises(TooMuch, match="takes too long"), budget.within(Spending(BRIEF)):
        INSTRUMENTS[name](archive)
    assert 1 <= len(taken) <= 2


def test_several_questions_of_one_answer_share_its_budget(archive: Any) -> None:
    spending = Spending(PLENTY)
    with budget.within(spending):
        archive.search("h*")
        once = spending.cost
        archive.facets("h*")
    assert spending.cost == 2 * once > 0


def test_on_the_fast_lane_a_spent_budget_means_another_try() -> None:
    spending = FirstTry(BRIEF._replace(places=100))
    with pytest.raises(Costly) as caught:
        spending.expect(101)
    assert caught.value.cost == 101


def test_a_budget_is_that_of_one_thread(archive: Any) -> None:
    found: list[int] = []
    with budget.within(Spending(BRIEF._replace(places=0))):
        other = threading.Thread(target=lambda: found.append(archive.search("harb*").total))
        other.start()
        other.join()
        with pytest.raises(TooMuch):
            archive.search("harb*")
    assert found[0] > 0
    assert archive.search("harb*").total == found[0]


def test_the_slow_lane_gives_more_of_everything() -> None:
    assert all(more > less for more, less in zip(SLOW, FAST, strict=True))
