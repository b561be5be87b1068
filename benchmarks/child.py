"""What is measured from outside, each in a process of its own.

    python -m benchmarks.child build PEER FOLDER INDEX PROCESSES
    python -m benchmarks.child answer PEER INDEX QUERIES

The first prints how long building took, imports not counted; the second answers the
queries of a JSON file, so that its memory can be watched.
"""

from __future__ import annotations

import json
import sys
import time
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
    given = json.loads(Path(queries).read_text(encoding="utf-8"))
    answered = 0
    for values in given:
        query = BenchQuery(**values | {"filters": Filters(**values["filters"])})
        answered += opened.answer(query) is not None
    print(json.dumps({"answered": answered}))


if __name__ == "__main__":
    if sys.argv[1] == "build":
        build(*sys.argv[2:])
    else:
        answer(*sys.argv[2:])
