"""The house: a module imports from lower floors only, and says what lives in it."""

import ast
from pathlib import Path

import pytest

import searchkit

ROOMS = (
    *(
        "version",
        "model",
        "profiles",
        "schema",
        "query",
        "corpus",
        "storage",
        "rendering",
        "segment",
    ),
    *("matching", "ranking", "counting", "hits", "indexing", "engines", "cli", "web"),
)
FLOORS = {room: floor for floor, room in enumerate(ROOMS)}
FLOORS["web"] = FLOORS["cli"]  # Neither imports the other.
PACKAGE = Path(searchkit.__file__).parent
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
# The face of the package names everything, and loads nothing by itself.
EXCEPTED = {"searchkit.__init__"}


def imported(source, module):
    """The names of all modules that `source` imports, wherever it does."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def part(module):
    return module.split(".")[1] if "." in module else ""


def wrong_imports(source, module):
    own = part(module)
    return sorted(
        name
        for name in imported(source, module)
        if name.split(".")[0] == "searchkit"
        and name != "searchkit"
        and part(name) != own
        and FLOORS.get(part(name), 99) >= FLOORS[own]
    )


def test_every_part_has_a_floor():
    assert {part(module) for module in MODULES} - {"__init__"} == set(FLOORS)


@pytest.mark.parametrize("module", sorted(set(MODULES) - EXCEPTED))
def test_a_module_imports_from_lower_floors_only(module):
    assert wrong_imports(MODULES[module].read_text("utf-8"), module) == []


@pytest.mark.parametrize("module", sorted(set(MODULES) - EXCEPTED - {"searchkit.indexing.pool"}))
def test_nothing_imports_the_face_of_the_package(module):
    assert "searchkit" not in imported(MODULES[module].read_text("utf-8"), module)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_whoosh_stays_behind_its_door(module):
    if not module.startswith("searchkit.query.language."):
        names = imported(MODULES[module].read_text("utf-8"), module)
        assert not [name for name in names if name.split(".")[0] == "whoosh"]


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_says_what_lives_in_it(module):
    docstring = ast.get_docstring(ast.parse(MODULES[module].read_text("utf-8")))
    assert docstring and "Lives here" in docstring


@pytest.mark.parametrize(
    ("module", "line", "wrong"),
    [
        ("searchkit.schema.x", "from searchkit.corpus.reader import y", True),
        ("searchkit.corpus.x", "import searchkit.storage.container", True),
        ("searchkit.segment.x", "from searchkit import engines", True),
        ("searchkit.model.errors", "from searchkit.query.language.parser import y", True),
        ("searchkit.query.x", "def f():\n    from searchkit.matching import y", True),
        ("searchkit.cli.x", "from searchkit.unheard import y", True),
        ("searchkit.cli.x", "from searchkit.web.app import y", True),
        ("searchkit.web.x", "from searchkit.cli.running import y", True),
        ("searchkit.cli.x", "from searchkit.engines.local.archive import y", False),
        ("searchkit.corpus.x", "from searchkit.corpus.reader import y", False),
        ("searchkit.corpus.x", "import numpy", False),
    ],
)
def test_this_test_can_fail(module, line, wrong):
    assert bool(wrong_imports(line, module)) is wrong
