"""One version of searchkit, answering what its parent asks (`versions`).

Run with `PYTHONPATH` naming the checkout, so it imports nothing of the other version. One
JSON request a line on standard input, one JSON reply a line on standard output:

    {"where": true}                        -> the folder of the package
    {"build": FOLDER, "index": DIR}        -> seconds
    {"open": DIR}                          -> null
    {"answer": QUERY, "before": [QUERY]}   -> [seconds, total]
"""

from __future__ import annotations

import gc
import json
import shutil
import sys
import time
from typing import Any

import searchkit


def build(request: dict[str, Any]) -> float:
    """Build an index anew; the seconds it took."""
    shutil.rmtree(request["index"], ignore_errors=True)
    began = time.perf_counter()
    searchkit.build(request["build"], request["index"])
    return time.perf_counter() - began


def answer(index: str, request: dict[str, Any]) -> tuple[float, int]:
    """A full answer from an index just opened, after `before`: (seconds, total)."""
    gc.collect()
    with searchkit.open(index) as archive:
        for query in request["before"]:
            archive.search(query, facets=True)
        began = time.perf_counter()
        found = archive.search(request["answer"], facets=True)
        return time.perf_counter() - began, found.total


def main() -> None:
    """Serve requests until standard input ends."""
    index = ""
    for line in sys.stdin:
        request = json.loads(line)
        reply: object = None
        if "where" in request:
            reply = searchkit.__path__[0]
        elif "build" in request:
            reply = build(request)
        elif "open" in request:
            index = request["open"]
        else:
            reply = answer(index, request)
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
