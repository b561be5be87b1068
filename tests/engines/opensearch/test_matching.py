"""A cluster finds what an index in a folder finds: on queries of every row of the language, and on
queries that are made up.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from typing import Any

import pytest

import searchkit
from searchkit import Archive, SearchkitError, Statement, UnsupportedQuery
from tests.engines.opensearch.nodes import one_node

pytestmark = pytest.mark.opensearch

WORDS = [
    "harbour",
    "harbours",
    "grain",
    "levy",
    "levies",
    "ship",
    "ships",
    "shipping",
    "treaty",
    "oster",
    "budget",
    "budgets",
    "act",
    "ACT",
    "wharf",
    "wharves",
    "Ōhare",
    "ohare",
    "fish",
    "fishing",
    "10",
    "2007",
    "naïve",
    "co-operate",
]
SPANS = ("NEAR/1", "NEAR/3", "ADJ/1", "ADJ/4", "NEAR/12")
QUERIES = (
    *("", "harbour", "harbour levy", '"grain levy"', "harbour -levy", '"grain levy" OR fish'),
    *("harb*", "s*p", "t?eaty", "harbuor~1", "budgte~2", '"grain (levy OR ship*)"', "=ACT", "=act"),
    *("grain NEAR/3 levy", "grain ADJ/3 levy", "grain NEAR/3 grain", "title:harbour", "title:=ACT"),
    *("minister:orla", "portfolio:trade", "minister:*", "-minister:*", "title:*", "body:*"),
    *("date:2006..2007", "since:2007", "until:2006-06", "date:unknown", "-date:unknown"),
    *("money:1m..5m", "money:5m..", "number:10..20", "money:USD5m", "number:7"),
    *('"grain levy"~3', '"gr* l*"', '"gr* l*"~2', '"(grain OR fish) (levy OR harbour)" NEAR/5 act'),
    *("(grain OR fish) AND NOT (levy OR act)", "harbour^3 fish", "ohare", "Ōhare", "co-operate"),
)


def made_up(chance: random.Random) -> Iterator[Statement]:
    for number in range(150):
        said = " ".join(chance.choices([*WORDS, "$5 million", "US$5 million", "7", "."], k=40))
        day = datetime.date(2005, 1, 1) + datetime.timedelta(days=chance.randrange(1500))
        yield Statement(
            id=f"vm/{number:03}.md",
            title=" ".join(chance.choices(WORDS, k=4)),
            body=said,
            date=day if number % 7 else None,
            ministers=("Hon Orla Brannigan",) * (number % 2) + ("Bede Farrow",) * (number % 3 == 0),
            portfolios=("Trade",) * (number % 4 == 0),
        )


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, Archive]]:
    """(an index in a folder, one in a cluster with three shards) of the same statements."""
    folder = str(tmp_path_factory.mktemp("matching") / "index")
    address = f"{one_node()}/matching?shards=3"
    for where in (folder, address):
        searchkit.build(made_up(random.Random(7)), where)
    with searchkit.open(folder) as local, searchkit.open(address) as cluster:
        yield local, cluster


def a_leaf(chance: random.Random) -> str:
    word = chance.choice(WORDS)
    other = chance.choice(WORDS)
    return chance.choice(
        [
            word,
            f"={word}" if word.isalnum() else word,
            f"{word[:2]}*",
            f"{word}~1" if word.isalpha() else word,
            f'"{word} {other}"',
            f'"{word} ({other} OR {chance.choice(WORDS)})"',
            f"{word} {chance.choice(SPANS)} {other}",
            f"{word[:3]}* {chance.choice(SPANS)} {other}",
            f'"{word} {other}" {chance.choice(SPANS)} {chance.choice(WORDS)}',
            f"title:{word}",
        ]
    )


def a_query(chance: random.Random) -> str:
    one, two, three = (a_leaf(chance) for _ in range(3))
    forms = [one, f"({one}) ({two})", f"({one}) OR ({two})", f"({one}) NOT ({two})"]
    return chance.choice([*forms, f"(({one}) OR ({two})) AND NOT ({three})"])


def answer(archive: Archive, query: str) -> Any:
    """The ids that a query finds, its facets and its notes; or which error it is."""
    try:
        ids = [hit.id for hit in archive.stream(query, sort="newest")]
        found = archive.facets(query)
        return ids, found.total, found.facets, found.interpreted
    except SearchkitError as error:
        return type(error)


@pytest.mark.parametrize("query", QUERIES)
def test_every_row_of_the_language(both: tuple[Archive, Archive], query: str) -> None:
    local, cluster = both
    expected = answer(local, query)
    assert answer(cluster, query) == expected


def test_queries_that_are_made_up(both: tuple[Archive, Archive]) -> None:
    local, cluster = both
    chance = random.Random(11)
    found = 0
    for query in (a_query(chance) for _ in range(400)):
        expected = answer(local, query)
        assert answer(cluster, query) == expected, query
        found += isinstance(expected, tuple) and expected[1] > 0
    assert found > 200


@pytest.mark.parametrize(
    "query",
    ["grain NEAR/5 levy NEAR/5 fish", '"grain levy fish"~3', "(grain NEAR/3 levy) ADJ/2 fish"],
)
def test_what_intervals_cannot_say_is_refused_by_name(
    both: tuple[Archive, Archive], query: str
) -> None:
    local, cluster = both
    assert local.count(query) >= 0
    with pytest.raises(UnsupportedQuery, match="an index in a cluster can't look for") as caught:
        cluster.count(query)
    assert local.search(query).interpreted in str(caught.value)


def test_what_is_shown_is_the_same(both: tuple[Archive, Archive]) -> None:
    local, cluster = both
    for query in ("harbour levy", '"grain levy"', "gr* NEAR/3 levy"):
        ours = {hit.id: hit for hit in local.stream(query, snippets=True)}
        theirs = {hit.id: hit for hit in cluster.stream(query, snippets=True)}
        assert ours.keys() == theirs.keys()
        for id, hit in ours.items():
            assert theirs[id]._replace(score=hit.score) == hit
