"""Trends and first uses of fifty queries of the full corpus, told by a loop over its texts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import searchkit
from searchkit.schema.analysis import fold, stem, token_spans, tokens
from searchkit.schema.names import name_kinds

pytestmark = pytest.mark.corpus

WORDS = (
    *("climate", "korea", "housing", "covid", "influenza", "treaty", "kiwifruit", "broadband"),
    *("methamphetamine", "earthquake", "wellbeing", "biosecurity", "wool", "apartheid", "dairy"),
    *("tsunami", "terrorism", "obesity", "sevens", "whales", "nuclear", "sanctions", "tourism"),
    *("internet", "email", "drone", "bitcoin", "lockdown", "vaccine", "gangs", "kauri", "trout"),
    *("poverty", "truancy", "teachers", "nurses", "prisons", "railway", "ferry", "mussels"),
)
PHRASES = (
    *("north korea", "climate change", "global warming", "free trade", "child poverty"),
    *("emissions trading", "the of", "fiscal policy", "youth crime", "foot and mouth"),
)
assert len(WORDS) + len(PHRASES) == 50


def test_fifty_queries(corpus_index: tuple[Path, object]) -> None:
    wanted = {word: stem(fold(word)) for word in WORDS}
    phrases = {phrase: tuple(stem(fold(one)) for one in tokens(phrase)) for phrase in PHRASES}
    by_stem = {term: word for word, term in wanted.items()}
    begins = {terms[0]: [] for terms in phrases.values()}
    for phrase, terms in phrases.items():
        begins[terms[0]].append((phrase, terms))
    stems: dict[str, str] = {}
    keys = {"minister": name_kinds()["person"].key, "portfolio": name_kinds()["label"].key}
    statements: Counter[tuple[str, str]] = Counter()
    occurrences: Counter[tuple[str, str]] = Counter()
    every: Counter[str] = Counter()
    words: Counter[str] = Counter()
    first: dict[str, dict[tuple[str, str], tuple[str, str]]] = {}
    with searchkit.open(corpus_index[0]) as archive:
        for hit in archive.stream("", sort="oldest"):
            period = hit.date.isoformat()[:7] if hit.date else ""
            every[period] += 1
            found: Counter[str] = Counter()
            for text in (hit.title, archive.text(hit.id)):
                row = []
                for a, b in token_spans(text):
                    word = text[a:b]
                    if word not in stems:
                        stems[word] = stem(fold(word))
                    row.append(stems[word])
                words[period] += len(row)
                for at, term in enumerate(row):
                    if term in by_stem:
                        found[by_stem[term]] += 1
                    for phrase, terms in begins.get(term, ()):
                        found[phrase] += tuple(row[at : at + len(terms)]) == terms
            for query, times in found.items():
                if not times:
                    continue
                statements[query, period] += 1
                occurrences[query, period] += times
                if hit.date:
                    about = (hit.date.isoformat(), hit.id)
                    held = {"minister": hit.ministers, "portfolio": hit.portfolios}
                    names = [(keys[k](n), k) for k, several in held.items() for n in several]
                    for name in [("", "first"), *names]:
                        if name[0] or name[1] == "first":
                            uses = first.setdefault(query, {})
                            uses[name] = min(uses.get(name, about), about)
        asked = [*WORDS, *(f'"{phrase}"' for phrase in PHRASES)]
        for at in range(0, 50, 5):
            trend = archive.trend(*asked[at : at + 5], by="month")
            for number, query in enumerate(trend.queries):
                name = query.strip('"')
                for row in trend.of(number):
                    counted = (row.statements, row.occurrences)
                    assert counted == (
                        statements[name, row.period],
                        occurrences[name, row.period],
                    ), (query, row.period)
                    assert row.all_statements == every[row.period]
                    assert row.all_words == words[row.period]
                totals = trend.totals[number]
                assert totals.undated_statements == statements[name, ""]
                assert totals.occurrences == sum(
                    n for (q, _), n in occurrences.items() if q == name
                )
        for query in asked:
            uses = archive.first(query)
            told = {
                (keys[use.kind](use.who) if use.kind in keys else "", use.kind): (
                    use.date.isoformat(),
                    use.id,
                )
                for use in uses
                if use.kind != "last"
            }
            assert told == first.get(query.strip('"'), {}), query
