"""Real queries, drawn from the statements of an index, and a digest of the answer to each.

Lives here: the draw, and a program that answers (`python -m tests.support.drawn_queries INDEX COUNT
SEED`), to be run with the compiled kernel and without. Does not live here: comparing what both say
(`tests/engines/local/test_both_ways.py`).
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import searchkit
from searchkit import Archive, SearchkitError
from searchkit.kernels.choice import choice

_RUN = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")
_NUMBER = re.compile(r"\$?[0-9][0-9,.]*[0-9]")


def drawn(archive: Archive, count: int, seed: int) -> Iterator[tuple[str, str]]:
    """(query, order), `count` times; the same for the same index and seed."""
    rng = random.Random(seed)
    ids = [hit.id for hit in archive.stream("", sort="oldest", limit=20_000)]
    ministers = [name.name for name in archive.names("minister")]
    while count:
        statement = archive.statement(rng.choice(ids))
        text = archive.text(statement.id)
        runs = [run.split() for run in _RUN.findall(f"{statement.title}. {text}")]
        long = [run for run in runs if len(run) > 4]
        if not long:
            continue
        run = rng.choice(long)
        start = rng.randrange(len(run) - 3)
        a, b, c = run[start : start + 3]
        year = statement.date.year if statement.date else 2005
        number = rng.choice(_NUMBER.findall(text) or ["5"])
        name = rng.choice(statement.ministers or tuple(ministers))
        query = rng.choice(
            (
                *(a, f"{a} {c}", f"{a} {b} {c}", f'"{a} {b}"', f'"{a} {b} {c}"'),
                *(f"{a} OR {rng.choice(run)}", f"{b} -{a}", f"({a} OR {c}) {b}", f"={a}"),
                *(f"{a} NEAR/8 {rng.choice(run)}", f"{a} ADJ/4 {c}", f'"{a} ({b} OR {c}*)"'),
                *(f"{b[:4]}*", f"{a[:3]}?{a[4:]}*", f"{b[:-2]}{b[-1:]}{b[-2:-1]}~1", f"title:{a}"),
                *(f'minister:"{name}" {a}', f"{a} date:{year - 1}..{year}", f"{number} {a}"),
                *(f"{a} since:{year}", f'"{a} {b}" minister:"{name}"', f"money:{number} {a}"),
            )
        )
        yield query, rng.choice(("relevance", "relevance", "relevance", "newest", "oldest"))
        count -= 1


def answered(archive: Archive, query: str, sort: str) -> str:
    """A digest of the answer: total, order, scores and their parts, snippets, facets, notes."""
    try:
        answer = archive.search(query, sort=sort, facets=True, explain=len(query) % 4 == 0)
    except SearchkitError as error:
        said = f"{type(error).__name__}: {error}"
    else:
        values = answer.to_json()
        del values["took_ms"]
        said = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def main() -> None:
    """Print who computes, then each query, its order and the digest of its answer, as JSON."""
    folder, count, seed = sys.argv[1:]
    print(json.dumps(choice().compiled))
    with searchkit.open(Path(folder)) as archive:
        for query, sort in drawn(archive, int(count), int(seed)):
            print(json.dumps([query, sort, answered(archive, query, sort)]))


if __name__ == "__main__":
    main()
