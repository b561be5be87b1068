"""The documentation as a site, where it differs from the same files in a clone.

Lives here: pages that are kept elsewhere (README, CHANGELOG, CONTRIBUTING), notebooks as pages,
what the navigation lists by itself, and links that leave `docs/`. Does not live here: how the site
looks and what it holds (`mkdocs.yml`).

MkDocs calls the functions whose names begin with `on_`.
"""

from __future__ import annotations

import html
import json
import logging
import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

PROJECT = Path(__file__).resolve().parent.parent
ELSEWHERE = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    # decisions/index.md, on the index, would be its page as well.
    "docs/decisions/README.md": "decisions/list.md",
}
"""Files that are pages of another name."""
OPTIONAL = {"Be told, and prove it": {"Assistants": "mcp.md"}}
"""Pages that the navigation has where they are there, by section."""

log = logging.getLogger("mkdocs.plugins.searchkit")

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)", re.MULTILINE)
_LINK = re.compile(r"(\]\(|^\[[^\]]+\]:\s+)<?([^)\s>]+)>?", re.MULTILINE)
_OUTSIDE = "outside:"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Complete the navigation: decisions in the order of their list, and what may be there."""
    docs = Path(config.docs_dir)
    for section in config.nav or []:
        ((title, entries),) = section.items()
        for name, path in OPTIONAL.get(title, {}).items():
            if (docs / path).exists():
                entries.append({name: path})
        for entry in entries if isinstance(entries, list) else []:
            if entry == {"Decisions": "decisions/"}:
                text = (docs / "decisions/README.md").read_text(encoding="utf-8")
                listed = re.findall(r"\]\((\w[\w-]*\.md)\)", text)
                entry["Decisions"] = [f"decisions/{name}" for name in ["list.md", *listed]]
    notebooks = sorted(docs.glob("notebooks/*.ipynb"))
    if notebooks and config.nav:
        about = ["notebooks.md"] if (docs / "notebooks.md").exists() else []
        pages = [f"notebooks/{path.stem}.md" for path in notebooks]
        config.nav.insert(-2, {"Notebooks": [*about, *pages]})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages whose text is kept elsewhere, and notebooks."""
    for source, target in ELSEWHERE.items():
        text = (PROJECT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, target, content=text))
    for path in sorted(Path(config.docs_dir).glob("notebooks/*.ipynb")):
        text = notebook(json.loads(path.read_text(encoding="utf-8")))
        files.append(File.generated(config, f"notebooks/{path.stem}.md", content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Point links of the project at the site: between pages, or out of it."""
    target = page.file.src_uri
    source = {to: origin for origin, to in ELSEWHERE.items()}.get(target, f"docs/{target}")
    pieces: list[str] = []
    end = 0
    for start, stop in fences(markdown):
        pieces += [relinked(markdown[end:start], source, target), markdown[start:stop]]
        end = stop
    return "".join([*pieces, relinked(markdown[end:], source, target)])


def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give what is linked and is no page of the site its place in the project instead."""
    link = re.compile(rf'<a href="{_OUTSIDE}([^"]*)">(.*?)</a>', re.DOTALL)

    def linked(found: re.Match[str]) -> str:
        if config.repo_url:
            return f'<a href="{config.repo_url.rstrip("/")}/blob/main/{found[1]}">{found[2]}</a>'
        return f'<span title="{html.escape(found[1])}, in a clone">{found[2]}</span>'

    return link.sub(linked, content)


def fences(markdown: str) -> list[tuple[int, int]]:
    """Where blocks of code begin and end."""
    found = []
    begun: re.Match[str] | None = None
    for fence in _FENCE.finditer(markdown):
        if begun is None:
            begun = fence
        elif fence[1].startswith(begun[1]):
            found.append((begun.start(), fence.end()))
            begun = None
    return found


def relinked(markdown: str, source: str, target: str) -> str:
    """Text of the file `source` as the page `target` has it."""

    def link(found: re.Match[str]) -> str:
        path, sign, anchor = found[2].partition("#")
        if not path or re.match(r"[a-z]+:", path):
            return found[0]
        there = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        if not (PROJECT / there).exists():
            log.warning("%s links to %s, which is not there", source, path)
            return found[0]
        page = ELSEWHERE.get(there) or there.removeprefix("docs/")
        if there.startswith("docs/") and there.endswith(".ipynb"):
            page = page.removesuffix(".ipynb") + ".md"
        elif there in ELSEWHERE or (there.startswith("docs/") and Path(there).suffix != ".py"):
            pass
        else:
            return f"{found[1]}{_OUTSIDE}{there}"
        here = posixpath.dirname(target) or "."
        return f"{found[1]}{posixpath.relpath(page, here)}{sign}{anchor}"

    return _LINK.sub(link, markdown)


def notebook(cells: dict[str, Any]) -> str:
    """A notebook as Markdown: what its cells say, and what they have answered."""
    parts = []
    for cell in cells["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(text)
        elif cell["cell_type"] == "code" and text.strip():
            parts.append(f"```python\n{text}\n```")
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                if "text/html" in data:
                    shown = "".join(data["text/html"])
                    # A blank line would end the block of HTML.
                    parts.append("<div>\n" + re.sub(r"\n\s*\n", "\n", shown.strip()) + "\n</div>")
                elif said := "".join(data.get("text/plain", output.get("text", ""))):
                    parts.append(f"```text\n{said.rstrip()}\n```")
    return "\n\n".join(parts) + "\n"
