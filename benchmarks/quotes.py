"""How well altered quotations are told from real ones, and how long that takes.

Lives here: quotations made from those of an index by a seed (left as they are, words changed,
words left out, two joined, from elsewhere), the verdicts on them, and their times. Does not live
here: checking (`searchkit.engines`).

    python -m benchmarks.quotes index --count 200 --seed 1
    python -m benchmarks.quotes index --errors         # and every wrong verdict

"Elsewhere" are sentences of an invented country, made of words that the index may well have.
A quotation that is joined of two has parts of at least eight words. None is taken that the index
has in more than one wording by chance: what is made is compared with its own source only.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import searchkit
from searchkit import Archive

_LEAST, _MOST = 14, 60
_OTHERS = ("harbour", "never", "quietly", "seven", "morning", "uncertain", "lantern", "because")
_SUBJECTS = (
    "The lighthouse keepers of Oster",
    "Our smallest islands",
    "Nine out of ten ferry captains",
    "My grandmother and her goats",
    "The bells of Vellmark",
    "Every honest rope maker",
)
_VERBS = ("have counted", "will paint", "cannot forget", "sold", "were promised", "must not drown")
_OBJECTS = (
    "more copper lanterns than the sea itself",
    "a second winter of green oranges",
    "the long staircase behind the salt museum",
    "whatever the tide leaves on the piano",
    "seventeen letters to the mayor's umbrella",
    "the only bridge that hums at noon",
)


class Made(NamedTuple):
    """A quotation that was made, what it was made from, and the verdict it should get."""

    text: str
    how: str
    verdict: str


def changed(words: list[str], choose: random.Random) -> list[str]:
    """One to three words are other words."""
    words = list(words)
    for place in choose.sample(range(1, len(words) - 1), choose.randint(1, 3)):
        others = [word for word in _OTHERS if word != words[place].lower().strip(",.;:")]
        words[place] = choose.choice(others)
    return words


def cut(words: list[str], choose: random.Random) -> list[str]:
    """One to six words in a row are left out, not at the ends."""
    count = choose.randint(1, 6)
    start = choose.randrange(3, len(words) - count - 3)
    return [*words[:start], *words[start + count :]]


def elsewhere(choose: random.Random) -> str:
    """Two sentences that nobody said."""
    return " ".join(
        f"{choose.choice(_SUBJECTS)} {choose.choice(_VERBS)} {choose.choice(_OBJECTS)}."
        for _ in range(2)
    )


def made(pool: Sequence[str], count: int, choose: random.Random) -> list[Made]:
    """`count` quotations, a fifth of each kind."""
    kinds: list[tuple[str, str, Callable[[list[str]], list[str]]]] = [
        ("as it is", "exact", lambda words: words),
        ("changed", "altered", lambda words: changed(words, choose)),
        ("cut", "altered", lambda words: cut(words, choose)),
    ]
    found = []
    for number in range(count):
        kind = number % 5
        words = choose.choice(pool).split()
        if kind < 3:
            how, verdict, change = kinds[kind]
            found.append(Made(" ".join(change(words)), how, verdict))
        elif kind == 3:
            other = choose.choice([one for one in pool if one.split() != words]).split()
            half = [*words[: max(8, len(words) // 2)], *other[-max(8, len(other) // 2) :]]
            found.append(Made(" ".join(half), "joined", "spliced"))
        else:
            found.append(Made(elsewhere(choose), "elsewhere", "not found"))
    return found


def said(archive: Archive, count: int, choose: random.Random) -> list[str]:
    """Quotations of some statements of an index, of a length that can be changed."""
    ids = [hit.id for hit in archive.stream(sort="newest")]
    pool = []
    for one in choose.sample(ids, min(len(ids), 4 * count)):
        fitting = [
            q.text for q in archive.quotations(one) if _LEAST <= len(q.text.split()) <= _MOST
        ]
        if fitting:
            pool.append(choose.choice(fitting))
    return pool


def main() -> None:
    """Print how many verdicts are right, by kind, and how long a check takes."""
    parser = argparse.ArgumentParser(description="How well altered quotations are told.")
    parser.add_argument("index")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    choose = random.Random(arguments.seed)
    with searchkit.open(arguments.index) as archive:
        quotes = made(said(archive, arguments.count, choose), arguments.count, choose)
        verdicts: Counter[tuple[str, str]] = Counter()
        times, processor = [], []
        for quote in quotes:
            began, busy = time.perf_counter(), time.process_time()
            check = archive.check_quote(quote.text)
            times.append(1000 * (time.perf_counter() - began))
            processor.append(1000 * (time.process_time() - busy))
            verdicts[quote.how, check.verdict] += 1
            if arguments.errors and check.verdict != quote.verdict:
                print(f"{quote.how}: {check.verdict}: {quote.text}")
                for match in check.matches[:3]:
                    print(f"    {match.id}: {[part for part in match.diff if part.kind != 'same']}")
    wanted = {quote.how: quote.verdict for quote in quotes}
    print("| made | quotations | verdict right | called exact |")
    print("| --- | ---: | ---: | ---: |")
    for how, verdict in wanted.items():
        every = sum(count for (kind, _), count in verdicts.items() if kind == how)
        print(f"| {how} | {every} | {verdicts[how, verdict]} | {verdicts[how, 'exact']} |")
    right = sum(verdicts[how, verdict] for how, verdict in wanted.items())
    print(f"| all | {len(quotes)} | {right} ({right / len(quotes):.1%}) | |")
    for what, taken in (("", sorted(times)), (" of a processor", sorted(processor))):
        p95 = taken[int(0.95 * (len(taken) - 1))]
        print(
            f"ms{what}: median {statistics.median(taken):.0f}, p95 {p95:.0f}, worst {taken[-1]:.0f}"
        )


if __name__ == "__main__":
    main()
