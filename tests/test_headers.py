"""The header of a module names what there is.

The rule. In the docstring at the head of a module, white space run together:

1. `searchkit.a.b` in backticks, with nothing else between them, is a module of the
   package, or a name that one of its modules defines.
2. Brackets that hold nothing but words in backticks, commas and "and", such as
   (`reader`, `front_matter`): each word is a module beside this one, or inside where this
   is a package; or a room of the house, a folder (`templates/`), or a name that this module
   defines or imports.

Whatever else a header says, it may say as it likes.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import searchkit

PACKAGE = Path(searchkit.__file__).parent
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
ABSOLUTE = re.compile(r"`(searchkit(?:\.\w+)+)`")
NAME = r"`[\w.]+/?`"
LISTED = re.compile(rf"\(({NAME}(?:(?:,| and|, and) {NAME})*)\)")


def header(source: str) -> str:
    return " ".join((ast.get_docstring(ast.parse(source)) or "").split())


def defined(source: str) -> set[str]:
    """What a module defines for itself, and what it imports."""
    tree = ast.parse(source)
    found = set()
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            found.add(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            stored = ast.walk(node)
            found |= {one.id for one in stored if isinstance(one, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {alias.asname or alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])  # The package it is from.
    return found


def is_there(name: str) -> bool:
    """Whether an absolute name is that of a module, or of something in one."""
    if name in MODULES:
        return True
    module, _, last = name.rpartition(".")
    if module == "searchkit":
        return last in searchkit.__all__
    return module in MODULES and last in defined(MODULES[module].read_text("utf-8"))


def missing(source: str, module: str) -> list[str]:
    """The names in a module's header that there are not."""
    text = header(source)
    wrong = [name for name in ABSOLUTE.findall(text) if not is_there(name)]
    folder = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]
    for listed in LISTED.findall(text):
        for name in re.findall(NAME, listed):
            bare = name.strip("`")
            if bare.startswith("searchkit."):
                continue
            if bare.endswith("/"):
                there = (MODULES[module].parent / bare).is_dir()
            else:
                beside = {f"{folder}.{bare}", f"searchkit.{bare}"} & set(MODULES)
                there = bool(beside) or bare.split(".")[0] in defined(source)
            if not there:
                wrong.append(bare)
    return wrong


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_header_names_what_there_is(module: str) -> None:
    assert missing(MODULES[module].read_text("utf-8"), module) == []


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Lives here: x. Does not live here: y (`searchkit.cli`).", []),
        ("Does not live here: y (`searchkit.cli.nowhere`).", ["searchkit.cli.nowhere"]),
        ("As `searchkit.presentation.snippets` does.", ["searchkit.presentation.snippets"]),
        ("What `searchkit.web.state.State` gives.", []),
        ("What `searchkit.web.state.Mood` gives.", ["searchkit.web.state.Mood"]),
        ("Behind `searchkit.open` and `searchkit check`.", []),
        ("Behind `searchkit.shut`.", ["searchkit.shut"]),
        ("Not here: a (`state`), b (`pages`, `facets` and `nowhere`).", ["nowhere"]),
        ("Not here: a (`searchkit.query`, `matching`), b (`templates/`).", []),
        ("Not here: a (`template/`).", ["template/"]),
        ("An option (`--index`) and a class (`Site`), (the `nowhere` of old).", ["Site"]),
        ("One of ours (`OURS`, `ours`).", []),
        ("Not at the top (`inner`).", ["inner"]),
    ],
)  # fmt: skip
def test_this_test_can_fail(header: str, expected: list[str]) -> None:
    source = f'"""{header}"""\n\nOURS = 1\n\n\ndef ours():\n    inner = 1\n'
    assert missing(source, "searchkit.web.links") == expected
