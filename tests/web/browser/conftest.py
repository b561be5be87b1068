"""The page in Debian's chromium, driven by Playwright, served as a user serves it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path(os.environ.get("SEARCHKIT_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]

collect_ignore_glob = [] if find_spec("playwright") else ["test_*.py"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests run when they are asked for: `pytest -m browser`."""
    if "browser" in (config.option.markexpr or ""):
        if not CHROMIUM.exists():
            pytest.exit(f"there is no {CHROMIUM}: install chromium or set SEARCHKIT_CHROMIUM", 2)
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="needs a browser: pytest -m browser"))


@pytest.fixture(scope="session")
def address(
    tmp_path_factory: pytest.TempPathFactory, hostile_statements: list[Any]
) -> Iterator[str]:
    """Where a site of invented statements, some of them hostile, is served."""
    import searchkit
    from tests.support.server_process import served
    from tests.support.vellmark import many, plain

    folder = tmp_path_factory.mktemp("browsed")
    known = plain(
        901,
        "Lighthouse of Oster",
        "The lighthouse burns. A lighthouse warns.\n\nNo lighthouse sleeps.",
        date="2003-04-05",
        ministers=("Hon Orla Brannigan",),
        portfolios=("Harbours",),
    )
    searchkit.build([*many(300, seed=5), known, *hostile_statements], folder / "index")
    with served(folder / "index") as server:
        yield server.address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser; not for longer than a module, for while Playwright is there, no other
    test can have an event loop.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, address: str) -> Iterator[Callable[..., Any]]:
    """`open_page("/search?q=x", width=360, ...)` gives a page; whatever it complains about,
    and any request that leaves the server, fails the test.
    """
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_(path: str, *, width: int = 1280, height: int = 900, **options: Any) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=address, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)

        def asked(request: Any) -> None:
            if not request.url.startswith((address, "about:", "data:")):
                complaints.append(f"asked for {request.url}")

        def said(message: Any) -> None:
            # That an answer is an error is what the test is about.
            if message.type in ("error", "warning") and "status of 4" not in message.text:
                complaints.append(message.text)

        page.on("request", asked)
        page.on("console", said)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []
