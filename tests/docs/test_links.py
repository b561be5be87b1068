"""Links between the pages of a clone, as GitHub shows them, and the navigation of the site."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
PAGES = sorted(
    [
        *PROJECT.glob("*.md"),
        *(PROJECT / "docs").rglob("*.md"),
        *(PROJECT / "benchmarks").glob("*.md"),
        *(PROJECT / "tests").rglob("README.md"),
    ]
)
LINK = re.compile(r"\]\(<?([^)\s>]+)>?\)|^\[[^\]]+\]:\s+(\S+)", re.MULTILINE)


def prose(text: str) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^ {0,3}(```+|~~~+).*?^ {0,3}\1`*~*\s*$", "", text, flags=re.M | re.S)


@cache
def anchors(page: Path) -> set[str]:
    """What GitHub calls the headings of a page."""
    found: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.*?)#*$", prose(page.read_text("utf-8")), re.MULTILINE):
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        kept = [sign for sign in shown if sign in "-_ " or unicodedata.category(sign)[0] in "LN"]
        slug = "".join(kept).replace(" ", "-")
        number = 1
        while slug in found:
            slug, number = f"{slug.removesuffix(f'-{number - 1}')}-{number}", number + 1
        found.add(slug)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_links_lead_somewhere(page: Path) -> None:
    wrong = []
    text = re.sub(r"`[^`\n]*`", "", prose(page.read_text("utf-8")))
    for link in LINK.finditer(text):
        target = link[1] or link[2]
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (
            anchor and there.suffix == ".md" and anchor not in anchors(there)
        ):
            wrong.append(target)
    assert wrong == []


class Loader(yaml.SafeLoader):
    """Takes a function that is named for what it is: a name."""


Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: suffix)


def test_every_page_is_in_the_navigation() -> None:
    # The decisions are listed by their own page, notebooks and what is optional by the site.
    settings = yaml.load((PROJECT / "mkdocs.yml").read_text("utf-8"), Loader)
    listed = set(re.findall(r"[\w/-]+\.md", str(settings["nav"])))
    docs = PROJECT / "docs"
    there = {page.relative_to(docs).as_posix() for page in docs.rglob("*.md")}
    there -= {page for page in there if page.startswith(("decisions/", "notebooks/"))}
    elsewhere = {"index.md", "changelog.md", "contributing.md"}
    assert there - {"mcp.md", "notebooks.md"} == listed - elsewhere
    decisions = docs / "decisions"
    named = set(re.findall(r"\]\(([\w-]+\.md)\)", (decisions / "README.md").read_text("utf-8")))
    assert named == {page.name for page in decisions.glob("*.md")} - {"README.md"}


def test_a_public_name_is_in_the_reference_once() -> None:
    import searchkit

    pages = (PROJECT / "docs" / "reference").glob("*.md")
    named = [
        name
        for page in pages
        for name in re.findall(r"^::: searchkit\.(\w+)", page.read_text("utf-8"), re.M)
    ]
    assert sorted(named) == sorted({*searchkit.__all__} - {"__version__"})


def test_contributing_names_every_session() -> None:
    sessions = re.findall(
        r"^def (\w+)\(session:", (PROJECT / "noxfile.py").read_text("utf-8"), re.M
    )
    sessions = [name for name in sessions if name not in ("tried", "pytest")]
    text = (PROJECT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"^\| `(\w+)(?:-3\.\d+)?` \|", text, re.MULTILINE)
    assert sorted(named) == sorted(sessions)
