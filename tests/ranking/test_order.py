"""What comes first."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Archive, Hit, Statement
from tests.support.hypothesis_settings import examples
from tests.support.three_indexes import Collection
from tests.support.vellmark import many, plain

Make = Callable[..., Archive]
FILLER = "alpha beta gamma delta epsilon zeta eta theta iota kappa"


def order(archive: Archive, text: str, **arguments: object) -> list[str]:
    return [hit.id[3:6] for hit in archive.search(text, **arguments)]  # type: ignore[arg-type]


def others(first: int) -> list[Statement]:
    """Statements without the words of the tests, so that these are rare."""
    return [plain(first + i, "other", FILLER) for i in range(20)]


def test_title_is_worth_more_than_body(archive_of: Make) -> None:
    archive = archive_of(
        plain(1, "alpha beta", f"harbour {FILLER}", date="2020-01-01"),
        plain(2, "harbour beta", f"alpha {FILLER}", date="2000-01-01"),
        *others(10),
    )
    assert order(archive, "harbour", strict=True) == ["002", "001"]


def test_more_occurrences_and_shorter_texts_rank_higher(archive_of: Make) -> None:
    archive = archive_of(
        plain(1, "x", f"harbour {FILLER} {FILLER}"),
        plain(2, "x", f"harbour {FILLER} harbour {FILLER}"),
        plain(3, "x", "harbour alpha"),
        plain(4, "x", f"harbour {FILLER} {FILLER} {FILLER} {FILLER}"),
        *others(10),
    )
    found = order(archive, "harbour")
    assert found.index("002") < found.index("001") < found.index("004")
    assert found.index("003") < found.index("001")


def test_rare_words_count_more_than_frequent_ones(archive_of: Make) -> None:
    archive = archive_of(
        plain(1, "x", "alpha alpha beta"),
        plain(2, "x", "harbour zeta beta", date="2000-01-01"),
        *others(10),
    )
    assert order(archive, "alpha harbour", any_word=True)[0] == "002"


def test_near_words_rank_above_the_same_words_far_apart(archive_of: Make) -> None:
    words = FILLER.split()
    near = [*words, "harbour", "ferry", *words]
    close = ["harbour", *words[:3], "ferry", *words[3:], *words]
    far = ["harbour", *words, *words, "ferry"]
    archive = archive_of(
        plain(1, "x", " ".join(far), date="2020-01-01"),
        plain(2, "x", " ".join(close), date="2010-01-01"),
        plain(3, "x", " ".join(near), date="2000-01-01"),
        *others(10),
    )
    assert order(archive, "harbour ferry", strict=True) == ["003", "002", "001"]
    assert order(archive, "ferry harbour", strict=True) == ["003", "002", "001"]
    hits = archive.search("harbour ferry", strict=True)
    assert hits[1].score > hits[2].score


def test_nearness_does_not_cross_from_title_to_body(archive_of: Make) -> None:
    archive = archive_of(
        plain(1, f"{FILLER} harbour", f"ferry {FILLER}", date="2010-01-01"),
        plain(2, f"harbour {FILLER}", f"{FILLER} ferry", date="2010-01-01"),
        *others(10),
    )
    one, other = archive.search("harbour ferry", strict=True)
    assert one.score == other.score
    assert [one.id, other.id] == ["vm/001.md", "vm/002.md"]


def test_ties_newest_first_then_by_id(archive_of: Make) -> None:
    statements = [
        plain(5, "harbour", "x", date="2010-01-01"),
        plain(4, "harbour", "x", date=None),
        plain(3, "harbour", "x", date="2011-06-30"),
        plain(2, "harbour", "x", date="2010-01-01"),
        plain(1, "harbour", "x", date=None),
        plain(6, "harbour", "x", date="2011-07-01"),
    ]
    expected = ["006", "003", "002", "005", "001", "004"]
    assert order(archive_of(*statements), "harbour") == expected
    assert order(archive_of(*reversed(statements)), "harbour") == expected
    assert order(archive_of(*statements), "title:harbour x") == expected


def test_order_does_not_depend_on_the_order_of_statements(archive_of: Make) -> None:
    statements = many(120, seed=11)
    shuffled = list(statements)
    random.Random(2).shuffle(shuffled)
    one, other = archive_of(*statements), archive_of(*shuffled)
    for text in ("the", "harbour ferry", "the OR of OR and", "fish*", '"the of" OR lake', ""):
        for sort in ("relevance", "newest", "oldest"):
            found = [(hit.id, hit.score) for hit in one.stream(text, sort=sort)]
            assert found == [(hit.id, hit.score) for hit in other.stream(text, sort=sort)]


def test_same_query_same_answer(hundreds: Collection) -> None:
    answers = [hundreds.archive.search("the of harbour", limit=50) for _ in range(3)]
    assert list(answers[0]) == list(answers[1]) == list(answers[2])


def key(hit: Hit) -> tuple[int, str]:
    return (hit.date or datetime.date.min).toordinal(), hit.id


@pytest.mark.parametrize("text", ["the", "", "harbour OR lake", "-the", "minister:okoro"])
def test_newest_and_oldest(hundreds: Collection, text: str) -> None:
    everything = list(hundreds.archive.stream(text))
    dated = [hit for hit in everything if hit.date]
    undated = sorted((hit for hit in everything if not hit.date), key=key)
    assert dated
    assert undated
    oldest = sorted(dated, key=key) + undated
    newest = sorted(dated, key=lambda hit: (-key(hit)[0], hit.id)) + undated
    for sort, expected in (("oldest", oldest), ("newest", newest)):
        ids = [hit.id for hit in expected]
        assert [hit.id for hit in hundreds.archive.stream(text, sort=sort)] == ids
        for limit in (1, 5, 40):
            answer = hundreds.archive.search(text, sort=sort, limit=limit, copies="all")
            assert [hit.id for hit in answer] == ids[:limit]


def test_a_listing_is_newest_first(hundreds: Collection) -> None:
    for text in ("", "minister:okoro", "-the", "date:2000..2010"):
        assert (
            hundreds.archive.search(text, limit=30)[:]
            == (hundreds.archive.search(text, limit=30, sort="newest")[:])
        )


@pytest.mark.parametrize("text", ["the", "harbour ferry", "the OR of OR a OR and", "fish*"])
def test_scores_descend(hundreds: Collection, text: str) -> None:
    hits = list(hundreds.archive.stream(text))
    expected = sorted(hits, key=lambda hit: (-hit.score, -key(hit)[0], hit.id))
    assert [hit.id for hit in hits] == [hit.id for hit in expected]


@examples(60)
@given(data=st.data())
def test_a_page_is_a_part_of_the_whole(hundreds: Collection, data: st.DataObject) -> None:
    """However few hits are asked for, they are the first of all."""
    tree = data.draw(hundreds.trees)
    sort = data.draw(st.sampled_from(["relevance", "newest", "oldest"]))
    limit = data.draw(st.integers(1, 30))
    whole = [(hit.id, hit.score) for hit in hundreds.archive.stream(tree, sort=sort)]
    page = hundreds.archive.search(tree, sort=sort, limit=limit, copies="all", snippets=False)
    assert [(hit.id, hit.score) for hit in page] == whole[:limit]
