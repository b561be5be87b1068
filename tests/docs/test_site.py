"""The site is built without a warning, and asks no other site for anything."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    not find_spec("mkdocs"), reason='the site is made by packages of pip install ".[docs]"'
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(folder)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_no_other_site_is_asked(site: Path) -> None:
    assert len(pages(site)) > 50
    loaded = re.compile(
        r"<(?:script|img|iframe|source)[^>]* src=\"([^\"]+)|<link[^>]* href=\"([^\"]+)"
    )
    styles = re.compile(r"url\([\"']?(https?:[^)]*)|@import")
    for page in pages(site):
        for found in loaded.finditer(page.read_text("utf-8")):
            target = found[1] or found[2]
            assert not re.match(r"(https?:)?//", target), (page.name, target)
            if page.name != "404.html":  # It may be shown at any address.
                assert (page.parent / target).resolve().is_relative_to(site), target
    for sheet in site.rglob("*.css"):
        assert not styles.search(sheet.read_text("utf-8")), sheet.name


def test_links_that_leave_the_docs(site: Path) -> None:
    home = (site / "index.html").read_text("utf-8")
    assert '<a href="outputs.html">' in home
    assert '<a href="contributing.html">contributing</a>' in home
    # What is no page stands there as text, with the place that it has in a clone.
    assert 'title="seeds/SOURCES, in a clone"' in home
    decisions = (site / "decisions" / "list.html").read_text("utf-8")
    assert '<a href="index.html">An index of our own</a>' in decisions


def test_the_reference_is_filled_in(site: Path) -> None:
    import searchkit

    reference = "".join(page.read_text("utf-8") for page in (site / "reference").glob("*.html"))
    for name in {*searchkit.__all__} - {"__version__"}:
        assert f'id="searchkit.{name}"' in reference, name
    assert ":::" not in reference


def test_headings_have_the_same_anchors_as_on_github(site: Path) -> None:
    text = (site / "quotations.html").read_text("utf-8")
    assert 'id="is-it-a-real-quotation"' in text


def test_links_as_a_page_of_the_site_has_them() -> None:
    from docs.site_hooks import on_page_markdown, relinked

    text = "[a](../README.md#ask) [b](decisions/README.md) [c](../noxfile.py) [d](https://x.org)"
    found = relinked(text, "docs/web.md", "web.md")
    assert (
        found
        == "[a](index.md#ask) [b](decisions/list.md) [c](outside:noxfile.py) [d](https://x.org)"
    )
    assert relinked("[a](docs/web.md)", "README.md", "index.md") == "[a](web.md)"
    # What stands in a block of code is no link.
    code = "```text\n[a](../README.md)\n```\n"
    page: Any = SimpleNamespace(file=SimpleNamespace(src_uri="web.md"))
    nothing: Any = None
    text = f"{code}[a](../README.md)\n{code}"
    found = on_page_markdown(text, page, nothing, nothing)
    assert found == f"{code}[a](index.md)\n{code}"


def test_a_notebook_as_a_page() -> None:
    from docs.site_hooks import notebook

    html = {"data": {"text/html": ["<table>\n", "\n", "</table>"], "text/plain": ["a table"]}}
    cells = [
        {"cell_type": "markdown", "source": ["# Korea\n", "What was said."]},
        {"cell_type": "code", "source": ["1 + 1"], "outputs": [{"data": {"text/plain": ["2"]}}]},
        {"cell_type": "code", "source": ["print(3)"], "outputs": [{"text": ["3\n"]}, html]},
        {"cell_type": "code", "source": [], "outputs": []},
    ]
    assert notebook({"cells": cells}) == (
        "# Korea\nWhat was said.\n\n```python\n1 + 1\n```\n\n```text\n2\n```\n\n"
        "```python\nprint(3)\n```\n\n```text\n3\n```\n\n<div>\n<table>\n</table>\n</div>\n"
    )
