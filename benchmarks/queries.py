"""The queries whose answers are timed, taken from the corpus by a seeded draw.

Lives here: the draw, and the eight kinds that every engine can be asked. Does not live
here: the others (`language`), asking them (`answers`).

Words and phrases come from statements drawn at random, so that every query but those
with NOT has at least one match; how frequent a word is, is told by its stem. `python -m
benchmarks.queries` prints them.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence

from benchmarks.data import Document, corpus_folder, read_documents
from benchmarks.language import Language
from benchmarks.query import KINDS, OPERATORS, BenchQuery, Filters
from searchkit.schema.analysis import fold, stem, stem_all

SEED = 20_260_101
SAMPLE = 5_000
"""Statements that frequencies are estimated on and words are drawn from."""
FREQUENT_SHARE = 0.05
"""A frequent word stands in at least this share of the statements."""
COMMON_SHARE = 0.3
"""A word of two or three stands in at most this share: people leave out the others."""
WINDOW = 25
"""Words of one query stand within this many words of one statement."""
REPEATED = 3
"""A phrase that people use stands in at least so many statements of the sample."""

_RUN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)+")


class Drawing:
    """Draws queries from a sample of statements."""

    def __init__(self, documents: Sequence[Document], rng: random.Random) -> None:
        self._rng = rng
        count = min(SAMPLE, len(documents))
        self._documents = [d for d in rng.sample(documents, count) if d.body]
        self._tokens = [_words(document.body) for document in self._documents]
        vocabulary = sorted({word for tokens in self._tokens for word in tokens})
        stems = dict(zip(vocabulary, stem_all(vocabulary), strict=True))
        by_stem: Counter[str] = Counter()
        for tokens in self._tokens:
            by_stem.update({stems[word] for word in tokens})
        usable = {word: by_stem[stems[word]] for word in vocabulary if _is_usable(word)}
        self._frequent = sorted(w for w, n in usable.items() if n >= FREQUENT_SHARE * count)
        self._rare = sorted(w for w, n in usable.items() if n == 1 and len(w) > 4)
        self._topical = {w for w, n in usable.items() if 3 <= n <= COMMON_SHARE * count}
        self._texts = [f" {' '.join(tokens)} " for tokens in self._tokens]
        self._makers: dict[str, Callable[[int], BenchQuery | None]] = {
            "frequent word": lambda _: _plain("frequent word", [rng.choice(self._frequent)]),
            "rare word": lambda _: _plain("rare word", [rng.choice(self._rare)]),
            "two words": lambda _: self._together("two words", 2),
            "three words": lambda _: self._together("three words", 3),
            "phrase": self._phrase,
            "boolean": self._boolean,
            "field and dates": self._fielded,
            "prefix": self._prefix,
        }
        language = Language(rng, self._documents, self._tokens, self._topical)
        self._makers |= language.makers

    def draw(self, kind: str, count: int, taken: set[str]) -> list[BenchQuery]:
        """`count` queries of a kind, none of them in `taken`, to which they are added."""
        drawn: list[BenchQuery] = []
        for _ in range(count * 500):
            if len(drawn) == count:
                break
            query = self._makers[kind](len(drawn))
            if query and query.searchkit not in taken:
                taken.add(query.searchkit)
                drawn.append(query)
        if len(drawn) < count:
            raise ValueError(f"the corpus is too small for {count} queries of kind {kind!r}")
        return drawn

    def _near(self, count: int) -> tuple[Document, list[str]] | None:
        """Topical words that stand near one another in a statement."""
        number = self._rng.randrange(len(self._documents))
        tokens = self._tokens[number]
        start = self._rng.randrange(max(1, len(tokens) - WINDOW))
        window = dict.fromkeys(w for w in tokens[start : start + WINDOW] if w in self._topical)
        if len(window) < count:
            return None
        return self._documents[number], self._rng.sample(list(window), count)

    def _together(self, kind: str, count: int) -> BenchQuery | None:
        near = self._near(count)
        return _plain(kind, near[1]) if near else None

    def _phrase(self, number: int) -> BenchQuery | None:
        document = self._rng.choice(self._documents)
        runs = _RUN.findall(document.body)
        if not runs:
            return None
        run = self._rng.choice(runs).split(" ")
        length = 2 + number // 2 % 3
        if len(run) < length:
            return None
        start = self._rng.randrange(len(run) - length + 1)
        words = [fold(word) for word in run[start : start + length]]
        if not _is_usable(words[0]) or not _is_usable(words[-1]):
            return None
        # One phrase in two is one that people use, not one that was said once.
        inside = f" {' '.join(words)} "
        if number % 2 and sum(inside in text for text in self._texts) < REPEATED:
            return None
        text = f'"{inside.strip()}"'
        return BenchQuery("phrase", text, text, text, text, text)

    def _boolean(self, number: int) -> BenchQuery | None:
        near, other = self._near(2), self._near(1)
        if not near or not other or other[1][0] in near[1]:
            return None
        (a, b), c = near[1], other[1][0]
        if number % 4 == 3:
            text = f"{a} AND NOT {c}"
            return BenchQuery("boolean", text, f"+{a} -{c}", f"{a} NOT {c}", text, text)
        text = (f"{a} OR {c}", f"({a} OR {c}) AND {b}", f"({a} AND {b}) OR {c}")[number % 4]
        return BenchQuery("boolean", text, text, text, text, text)

    def _fielded(self, number: int) -> BenchQuery | None:
        near = self._near(1)
        if not near or not near[0].date:
            return None
        document, (word,) = near
        first = near[0].date.year - self._rng.randrange(3)
        last = near[0].date.year + self._rng.randrange(3)
        years = Filters(first_year=first, last_year=last)
        ours = f"date:{first}..{last}"
        tantivy = f"date:[{first}-01-01T00:00:00Z TO {last}-12-31T23:59:59Z]"
        whoosh = f"date:[{first}0101 TO {last}1231]"
        kind = ("title", "minister", "portfolio")[number % 3]
        if kind == "title":
            titled = [w for w in _words(document.title) if w in self._topical]
            if not titled:
                return None
            name = f"title:{self._rng.choice(titled)}"
            match = name.replace(":", " : ")
        else:
            names = document.ministers if kind == "minister" else document.portfolios
            if not names or '"' in names[0]:
                return None
            name = f'{kind}:"{names[0]}" {word}'
            match = word
            if kind == "minister":
                years = years._replace(minister=names[0])
            else:
                years = years._replace(portfolio=names[0])
        return BenchQuery(
            "field and dates",
            f"{name} {ours}",
            f"{name} {tantivy}",
            match,
            f"{name} {whoosh}",
            name if kind == "title" else word,
            years,
        )

    def _prefix(self, number: int) -> BenchQuery | None:
        near = self._near(2)
        if not near:
            return None
        whole, word = near[1]
        # The peers index stems, so only the beginning of a stem finds about the same.
        longest = len(stem(whole)) - 1
        if longest < 4:
            return None
        start = whole[: self._rng.randint(4, min(6, longest))]
        # Tantivy's query language has prefixes only as regular expressions of one field.
        regex = f"(title:/{start}.*/ OR body:/{start}.*/)"
        also = f" {word}" if number % 2 else ""
        text = f"{start}*{also}"
        return BenchQuery("prefix", text, f"{regex}{also}", text, text, f"stem:{text}")


def _plain(kind: str, words: Sequence[str]) -> BenchQuery:
    text = " ".join(words)
    return BenchQuery(kind, text, text, text, text, text)


def _words(text: str) -> list[str]:
    return [fold(word) for word in re.findall(r"[^\W_]+", text)]


def _is_usable(word: str) -> bool:
    """Whether all engines take `word` for one word and none for an operator."""
    return len(word) >= 4 and word.isascii() and word.isalpha() and word not in OPERATORS


def draw_queries(
    documents: Sequence[Document], count: int, warming: int = 48, seed: int = SEED
) -> tuple[list[BenchQuery], list[BenchQuery]]:
    """
    Distinct queries of all kinds in equal shares, shuffled, and others to warm up with.

    Args:
        documents: the corpus.
        count: how many to time, rounded up to a multiple of the kinds.
        warming: how many to warm up with.
        seed: of the draw.
    """
    rng = random.Random(seed)
    drawing = Drawing(documents, rng)
    taken: set[str] = set()
    timed, warm = (
        [q for kind in KINDS for q in drawing.draw(kind, -(-wanted // len(KINDS)), taken)]
        for wanted in (count, warming)
    )
    rng.shuffle(timed)
    return timed, warm


def main() -> None:
    """Print the queries as JSON, one a line."""
    parser = argparse.ArgumentParser(description="Print the queries that are timed.")
    parser.add_argument("--queries", type=int, default=240)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    documents = list(read_documents(corpus_folder(), 2))
    for query in draw_queries(documents, options.queries, seed=options.seed)[0]:
        print(json.dumps(query.to_json(), ensure_ascii=False))


if __name__ == "__main__":
    main()
