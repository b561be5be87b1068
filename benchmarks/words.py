"""How long the instruments of words take, on an index that is there.

Lives here: what is asked of them, their times and their memory, as a table. Does not live here:
building an index, the script that does the same on NLTK (`peers.nltk_words`), and BlackLab
(`peers.blacklab_words`).

    python -m benchmarks.words index --rounds 5
    python -m benchmarks.words index --nltk       # beside a plain script: pip install nltk
    python -m benchmarks.words index --blacklab   # beside BlackLab: Maven and a JDK

Each question is asked once before it is timed: what is counted once for an index (`first`) is told
apart from what every answer takes (`median`, `worst`).
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import searchkit
from searchkit import Archive


class Question(NamedTuple):
    """What is asked.

    Attributes:
        name: of the question.
        ask: asks it; gives how many rows came.
        limit: milliseconds that it may take; None: nobody said.
    """

    name: str
    ask: Callable[[Archive], int]
    limit: int | None = None


def _collocates(query: str, limit: int | None = 50, **how: object) -> Question:
    options = "".join(f" {name}={value}" for name, value in how.items())
    return Question(
        f"collocates {query}{options}",
        lambda archive: len(archive.collocates(query, **how)),  # type: ignore[arg-type]
        limit,
    )


def _keywords(query: str, against: str | None = None) -> Question:
    return Question(
        f"keywords {query}" + (f" against {against}" if against else ""),
        lambda archive: len(archive.keywords(query, against=against)),
        150,
    )


def _trend(*queries: str, by: str = "year") -> Question:
    return Question(
        f"trend {' '.join(queries)} by {by}",
        lambda archive: len(archive.trend(*queries, by=by)),
        100,
    )


def _first(query: str) -> Question:
    return Question(f"first {query}", lambda archive: len(archive.first(query)))


def _concordance(query: str, limit: int | None = 20, **how: object) -> Question:
    options = "".join(f" {name}={value}" for name, value in how.items())
    return Question(
        f"50 lines of {query}{options}",
        lambda archive: len(archive.concordance(query, **how)[:50]),  # type: ignore[call-overload]
        limit,
    )


QUESTIONS = (
    _concordance("government"),
    _concordance("government", None, sort="right1"),
    _collocates("korea"),
    _collocates("kakapo"),
    _collocates('"climate change"'),
    _collocates("korea", least=1),
    _collocates("government", 100),
    _collocates("the", None),
    _collocates("korea", None, as_written=True),
    _collocates("korea", None, sentence=True),
    _keywords("date:2009"),
    _keywords("minister:peters"),
    _keywords("date:2020..2022", "date:1996..1999"),
    _trend("government", "minister", "health", "education", "tax", "economy"),
    _trend("the", "of", "and", "to", "in", "government"),
    _trend("climate", "korea", "housing", "covid", '"tax cuts"', "nuclea*", by="month"),
    _first("korea"),
    _first("the"),
)


def main() -> None:
    """Ask everything and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("index")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--nltk", action="store_true", help="Compare with a script on NLTK.")
    parser.add_argument("--blacklab", action="store_true", help="Compare with BlackLab.")
    given = parser.parse_args()
    if given.nltk:
        _beside_nltk(given.index, given.rounds)
    if given.blacklab:
        _beside_blacklab(given.index, given.rounds)
    if given.nltk or given.blacklab:
        return
    print("| question | rows | first, ms | median, ms | worst, ms | limit, ms | peak, MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for question in QUESTIONS:
        with searchkit.open(given.index) as archive:
            first, rows = _timed(question, archive)
            times = [_timed(question, archive)[0] for _ in range(given.rounds)]
            tracemalloc.start()
            question.ask(archive)
            peak = tracemalloc.get_traced_memory()[1] / 1e6
            tracemalloc.stop()
        print(
            f"| {question.name} | {rows:,} | {first:.0f} | {statistics.median(times):.1f} "
            f"| {max(times):.1f} | {question.limit or ''} | {peak:.1f} |"
        )


def _beside_nltk(index: str, rounds: int) -> None:
    """Both in turns."""
    from benchmarks.peers.nltk_words import Script

    with searchkit.open(index) as archive:
        began = time.perf_counter()
        script = Script(archive)
        print(f"\nNLTK: all texts read into memory in {time.perf_counter() - began:.0f} s.\n")
        words = ("government", "health", "education", "tax", "economy", "climate")
        _table(
            archive,
            "NLTK",
            (
                (_concordance("government"), _clocked(script.concordance, "government")),
                (_collocates("korea"), _clocked(script.collocates, "korea")),
                (_collocates("government"), _clocked(script.collocates, "government")),
                (_keywords("date:2009"), _clocked(script.keywords, "2009")),
                (_trend(*words), _clocked(script.trend, *words)),
            ),
            rounds,
        )


def _beside_blacklab(index: str, rounds: int) -> None:
    """Both in turns; BlackLab has an index of its own."""
    from benchmarks.peers.blacklab_words import Words

    with searchkit.open(index) as archive, tempfile.TemporaryDirectory() as folder:
        peer = Words(archive, Path(folder))
        print(f"\nBlackLab: all texts indexed in {peer.built / 1000:.0f} s.\n")
        by_next = _concordance("government", sort="right1")
        asked = (
            (_concordance("government"), "lines", "government"),
            (by_next, "sorted", "government"),
            (_collocates("korea"), "collocates", "korea"),
            (_collocates("government"), "collocates", "government"),
            (_collocates("the"), "collocates", "the"),
        )
        asks = tuple((question, partial(peer.ask, *about)) for question, *about in asked)
        _table(archive, "BlackLab", asks, rounds)
        peer.close()


def _clocked(ask: Callable[..., object], *about: str) -> Callable[[], float]:
    """A question as one whose answer is how many milliseconds it took."""

    def timed() -> float:
        began = time.perf_counter()
        ask(*about)
        return (time.perf_counter() - began) * 1000

    return timed


def _table(
    archive: Archive,
    name: str,
    asks: Sequence[tuple[Question, Callable[[], float]]],
    rounds: int,
) -> None:
    """Ask both the same in turns."""
    print(f"| question | searchkit, ms | {name}, ms | times |")
    print("| --- | ---: | ---: | ---: |")
    for question, theirs in asks:
        # Once before it is timed: what is counted once for an index, and Java's compiler.
        question.ask(archive)
        theirs()
        own, other = [], []
        for _ in range(rounds):
            own.append(_timed(question, archive)[0])
            other.append(theirs())
        a, b = statistics.median(own), statistics.median(other)
        print(f"| {question.name} | {a:.1f} | {b:.0f} | {b / a:.1f} |", flush=True)


def _timed(question: Question, archive: Archive) -> tuple[float, int]:
    began = time.perf_counter()
    rows = question.ask(archive)
    return (time.perf_counter() - began) * 1000, rows


if __name__ == "__main__":
    main()
