"""
How long does a reader look at nothing before a page of results is painted?

    python -m benchmarks.paint INDEX
    python -m benchmarks.paint INDEX --loads 15 --query "north korea" --out FILE

Lives here: loading pages in chromium (`$SEARCHKIT_CHROMIUM`, else /usr/bin/chromium; extra
`browser`) and asking it when it painted. Does not live here: the server (`traffic`).

Three kinds of load take turns, so that what the machine does meanwhile meets all of them: a page
of the same server that has nothing to it (`/healthz`: what chromium and the connection take
anyway), the results for a reader who has never been here, and for one who comes from the front
page and has style, script and letters already. The figure is the browser's own, first contentful
paint, counted from the moment it was told to go there.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote_plus

from benchmarks import traffic

CHROMIUM = os.environ.get("SEARCHKIT_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
SCREEN = {"width": 1280, "height": 800}
FIGURES = """() => {
    const painted = performance.getEntriesByName('first-contentful-paint');
    if (!painted.length) return null;
    const page = performance.getEntriesByType('navigation')[0];
    const files = performance.getEntriesByType('resource').filter(one => !/icon/.test(one.name));
    return [page.responseStart - page.requestStart,
            Math.max(page.responseEnd, ...files.map(one => one.responseEnd)),
            painted[0].startTime];
}"""


class Load(NamedTuple):
    """Milliseconds of one load.

    Attributes:
        server: from the request of the page to the first byte of its answer.
        fetched: until the page and all that it needs were there.
        painted: until the first contentful paint.
    """

    server: float
    fetched: float
    painted: float


def load(browser: Any, address: str, path: str, before: str = "") -> Load:
    """A page, loaded by a browser that knows nothing but `before`, where given."""
    context = browser.new_context(viewport=SCREEN)
    try:
        page = context.new_page()
        if before:
            page.goto(address + before, wait_until="networkidle")
        page.goto(address + path)
        return Load(*page.wait_for_function(FIGURES).json_value())
    finally:
        context.close()


def measure(index: Path, query: str, loads: int) -> dict[str, list[Load]]:
    """What is loaded -> each of its loads, in turns; the first round is not counted."""
    from playwright.sync_api import sync_playwright

    results = f"/search?q={quote_plus(query)}"
    kinds = {
        "a page without anything": ("/healthz", ""),
        "results, first visit": (results, ""),
        "results, from the front page": (results, "/"),
    }
    found: dict[str, list[Load]] = {what: [] for what in kinds}
    with traffic.server(index, 1) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for number in range(loads + 1):
            for what, (path, before) in kinds.items():
                one = load(browser, server.address, path, before)
                if number:
                    found[what].append(one)
        browser.close()
    return found


def main() -> None:
    """Load, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("index", type=Path)
    parser.add_argument("--query", default="north korea")
    parser.add_argument("--loads", type=int, default=15)
    parser.add_argument("--out", type=Path, help="Keep the raw figures in this file (JSON).")
    options = parser.parse_args()
    print(f"{options.loads} loads of each in turns, medians in ms, load {os.getloadavg()}")
    found = measure(options.index, options.query, options.loads)
    print("| what | server | all fetched | first contentful paint | quarter to three quarters |")
    print("| --- | --- | --- | --- | --- |")
    for what, all_loads in found.items():
        middle = [statistics.median(column) for column in zip(*all_loads, strict=True)]
        painted = sorted(one.painted for one in all_loads)
        low, high = painted[len(painted) // 4], painted[3 * len(painted) // 4]
        print(
            f"| {what} | {' | '.join(f'{one:.0f}' for one in middle)} | {low:.0f} to {high:.0f} |"
        )
    if options.out:
        options.out.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
