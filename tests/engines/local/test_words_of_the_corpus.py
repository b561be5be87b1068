"""Collocates and keywords of the real corpus are what a plain count of its texts gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit import Archive
from searchkit.schema.analysis import fold, stem_all
from tests.support import plain_counts

pytestmark = pytest.mark.corpus

QUERIES = [
    *("korea", "treaty", "tsunami", "whanau", "aluminium", "kiwirail", "biosecurity", "dairy"),
    *("antarctica", "pharmac", "geothermal", "kakapo", "rugby", "orchestra", "lottery"),
    *('"north korea"', '"six party talks"', '"climate change" tax', '"treaty of waitangi" iwi'),
    *("=ACT", "=Labour minister:peters", "title:treaty", "title:korea", "nuclea*", "antarc*"),
    *("korea NEAR/5 missile", "trade ADJ/3 agreement", "wine NEAR/10 export", "kora~1"),
    *("tax minister:cullen date:2005", "school minister:goff", "prison date:1999", "levy -tax"),
    *("wool OR mutton", "whaling OR whales", '"emissions trading"', "lamb date:2001..2003"),
    *("portfolio:racing horse", "snapper", "hapu", "possum", "cheese", "lake taupo", "marae"),
    *("samoa title:visit", "tokelau", "niue", "gallipoli", "scampi", "broadband date:2009"),
]
BASES = {"minister", "date", "portfolio"}
SETS = [
    ("minister:peters", None),
    ("date:2009", None),
    ("tokelau", None),
    ("date:2020..2022", "date:1996..1999"),
]


@pytest.fixture(scope="module")
def archive(corpus_index: tuple[Path, object]) -> Iterator[Archive]:
    with searchkit.open(corpus_index[0]) as opened:
        yield opened


@pytest.fixture(scope="module")
def words(archive: Archive) -> dict[str, Counter[str]]:
    """The words of each statement, as they are written."""
    found = {}
    for id in plain_counts.ids_of(archive, ""):
        counted: Counter[str] = Counter()
        for text in plain_counts.texts_of(archive, id).values():
            counted.update(plain_counts.words_of(text))
        found[id] = counted
    return found


@pytest.fixture(scope="module")
def stem_of(words: dict[str, Counter[str]]) -> dict[str, str]:
    distinct = list(set().union(*words.values()))
    return dict(zip(distinct, stem_all([fold(word) for word in distinct]), strict=True))


@pytest.fixture(autouse=True)
def remembered(
    monkeypatch: pytest.MonkeyPatch, words: dict[str, Counter[str]], stem_of: dict[str, str]
) -> None:
    """The reference, with what it would count again and again counted once."""

    def counted(archive: Archive, ids: list[str], as_written: bool = False) -> Counter[str]:
        whole: Counter[str] = Counter()
        for id in ids:
            whole.update(words[id])
        if as_written:
            return whole
        stems: Counter[str] = Counter()
        for word, count in whole.items():
            stems[stem_of[word]] += count
        return stems

    monkeypatch.setattr(plain_counts, "counted", counted)
    monkeypatch.setattr(
        plain_counts, "unit", lambda word, as_written: word if as_written else stem_of[word]
    )


@pytest.fixture(scope="module")
def shown(words: dict[str, Counter[str]], stem_of: dict[str, str]) -> dict[str, str]:
    """Stem -> how it is shown."""
    whole: Counter[str] = Counter()
    for counted in words.values():
        whole.update(counted)
    best: dict[str, tuple[int, str]] = {}
    for word, count in whole.items():
        one = stem_of[word]
        best[one] = min(best.get(one, (0, "")), (-count, word))
    return {one: word for one, (_, word) in best.items()}


def base_of(query: str) -> str:
    """The filters of a query."""
    parts = query.split()
    return " ".join(p for p in parts if p.partition(":")[0] in BASES or p.startswith("-"))


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_collocates(archive: Archive, shown: dict[str, str], number: int) -> None:
    query = QUERIES[number]
    how = [{}, {"left": 0, "right": 3}, {"as_written": True}, {"sentence": True}][number % 4]
    found = archive.collocates(query, least=1, common=True, **how)  # type: ignore[arg-type]
    wanted = plain_counts.collocates(archive, query, base_of(query), **how)  # type: ignore[arg-type]
    names = {word: word if how.get("as_written") else shown[word] for word in wanted}
    expected = {names[word]: values for word, values in wanted.items()}
    assert len(found) == len(expected) > 0
    for row in found:
        assert row[1:] == pytest.approx(expected[row.word], rel=1e-9, abs=1e-6), row
    few = archive.collocates(query, common=True, **how)  # type: ignore[arg-type]
    assert list(few) == [row for row in found if row.observed >= 5]


@pytest.mark.parametrize(("query", "against"), SETS)
def test_keywords(archive: Archive, shown: dict[str, str], query: str, against: str | None) -> None:
    found = archive.keywords(query, against=against, least=1, common=True)
    own = plain_counts.ids_of(archive, query)
    others = plain_counts.ids_of(archive, against or "")
    others = sorted(set(others) - set(own))
    wanted = plain_counts.keywords(archive, own, others)
    expected = {shown[word]: values for word, values in wanted.items()}
    assert len(found) == len(expected) > 0
    for row in found:
        assert row[1:] == pytest.approx(expected[row.word], rel=1e-9, abs=1e-6), row
