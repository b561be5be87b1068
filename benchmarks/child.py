"""What is measured from outside, each in a process of its own.

    python -m benchmarks.child build PEER FOLDER INDEX PROCESSES
    python -m benchmarks.child answer PEER INDEX QUERIES
    python -m benchmarks.child peaks PEER INDEX QUERIES

The first prints how long building took, imports not counted; the second answers the
queries of a JSON file, so that its memory can be watched; the third prints what each
answer allocates at once, which only an engine in Python and NumPy can be asked.
"""

from __future__ import annotations

import gc
import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from benchmarks.peers import peer
from benchmarks.query import BenchQuery, Filters


def build(name: str, folder: str, index: str, processes: str) -> None:
    """Build an index; prints the seconds as JSON."""
    engine = peer(name)
    began = time.perf_counter()
    engine.build(Path(folder), Path(index), int(processes))
    print(json.dumps({"seconds": time.perf_counter() - began}))


def answer(name: str, index: str, queries: str) -> None:
    """Answer queries from one open index; prints how many as JSON."""
    opened = peer(name).open(Path(index))
    answered = 0
    for query in _queries(queries):
        answered += opened.answer(query) is not None
    print(json.dumps({"answered": answered}))


def peaks(name: str, index: str, queries: str) -> None:
    """Answer each query from an index just opened; prints the memory as JSON."""
    engine = peer(name)
    given = _queries(queries)
    # Once without looking: what is imported or kept for the whole process is no answer's.
    opened = engine.open(Path(index))
    for query in given:
        opened.answer(query)
    opened.close()
    found = []
    largest_open = 0
    before = given[-1]
    for query in given:
        gc.collect()
        tracemalloc.start()
        opened = engine.open(Path(index))
        opened.answer(before)
        gc.collect()
        held = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        answered = opened.answer(query)
        peak = tracemalloc.get_traced_memory()[1] - held
        tracemalloc.stop()
        opened.close()
        if answered:
            found.append({"kind": query.kind, "total": answered.total, "bytes": peak})
        largest_open = max(largest_open, held)
        before = query
    print(json.dumps({"open": largest_open, "peaks": found}))


def _queries(path: str) -> list[BenchQuery]:
    given = json.loads(Path(path).read_text(encoding="utf-8"))
    return [BenchQuery(**one | {"filters": Filters(**one["filters"])}) for one in given]


if __name__ == "__main__":
    tasks: dict[str, Callable[..., None]] = {"build": build, "answer": answer, "peaks": peaks}
    tasks[sys.argv[1]](*sys.argv[2:])
