"""The house: a module imports from lower floors only, and says what lives in it."""

import ast
import re
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
        "kernels",
        "quotations",
        "corpus",
        "importers",
        "storage",
    ),
    *("rendering", "segment", "matching", "ranking", "counting", "hits", "indexing"),
    *("meaning", "engines", "alerts"),
    *("cli", "web", "mcp"),
)
FLOORS = {room: floor for floor, room in enumerate(ROOMS)}
FLOORS["web"] = FLOORS["mcp"] = FLOORS["cli"]  # None imports another.
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


# What a room takes of others, where its floor would let it take more.
ALLOWED = {
    # Arrays go in, arrays come out.
    "kernels": {"schema"},
    # Values go in, documents come out; a body is read by the parser that made its clean text.
    "rendering": {"model", "profiles", "schema", "corpus"},
    # The help page says of operators what their modules say.
    "web": {"version", "model", "schema", "query", "rendering", "engines", "alerts"},
    # Values become JSON here, and nothing else.
    "mcp": {"version", "model", "engines"},
    # Saved searches are files like an index's, and ask it as the commands do.
    "alerts": {"version", "model", "schema", "storage", "rendering", "engines"},
    # `indexing` is for the commands that build an index of files; `BUILDERS` are all of them.
    # From `query` comes what can stand before a colon.
    "cli": {
        "version",
        "model",
        "schema",
        "query",
        "rendering",
        "engines",
        "alerts",
        "indexing",
        "meaning",
        "importers",
    },
}
BUILDERS = {
    "searchkit.cli.opening": {"searchkit.indexing.build"},  # The sample.
    "searchkit.cli.update": {
        "searchkit.indexing.build",
        "searchkit.indexing.removing",
        "searchkit.indexing.file_notes",  # For its type only.
        "searchkit.indexing.report",  # For its type only.
        "searchkit.indexing.watching",
    },
}
# `meaning` is for making vectors and getting a model; an archive searches by it.
MEANING = {
    "searchkit.cli.update": {
        "searchkit.meaning.building",
        "searchkit.meaning.model",  # For its type only.
        "searchkit.meaning.places",
        "searchkit.meaning.relating",
    },
    "searchkit.cli.model": {"searchkit.meaning.fetching", "searchkit.meaning.places"},
}
# An index in a cluster is written by its engine; nothing else of it is named.
WRITERS = {"searchkit.cli.update": {"searchkit.engines.opensearch.building"}}
# What asks an index asks by address and protocol: which engine answers is not its business.
ASKING = {"alerts", "cli", "mcp", "web"}
ENGINES = {
    "searchkit.engines.protocol",
    "searchkit.engines.opening",
    "searchkit.engines.computing",  # It is of the process, whichever engine answers.
}


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


def of_module(name):
    """The module that a name is imported from."""
    return name if name in MODULES else name.rpartition(".")[0]


def beyond_its_needs(source, module):
    """What a room imports that it has no business with."""
    own = part(module)
    names = [name for name in imported(source, module) if name.startswith("searchkit.")]
    wrong = [name for name in names if part(name) not in ALLOWED.get(own, FLOORS) | {own}]
    if own in ASKING:
        engines = [name for name in names if part(name) == "engines"]
        wrong += [
            name for name in engines if of_module(name) not in ENGINES | WRITERS.get(module, set())
        ]
    if own == "cli":
        building = [name for name in names if part(name) == "indexing"]
        wrong += [name for name in building if of_module(name) not in BUILDERS.get(module, ())]
        meaning = [name for name in names if part(name) == "meaning"]
        wrong += [name for name in meaning if of_module(name) not in MEANING.get(module, ())]
    return sorted(wrong)


@pytest.mark.parametrize("module", sorted(name for name in MODULES if part(name) in ALLOWED))
def test_a_room_takes_what_it_needs_only(module):
    assert beyond_its_needs(MODULES[module].read_text("utf-8"), module) == []


@pytest.mark.parametrize(
    ("module", "line", "wrong"),
    [
        ("searchkit.kernels.plain.x", "from searchkit.storage.container import Array", True),
        ("searchkit.kernels.plain.x", "from searchkit.schema.numbering import y", False),
        ("searchkit.rendering.x", "from searchkit.storage.manifest import y", True),
        ("searchkit.rendering.x", "from searchkit.query.dates import y", True),
        ("searchkit.rendering.x", "from searchkit.corpus.markdown import y", False),
        ("searchkit.rendering.x", "from searchkit.rendering.y import z", False),
        ("searchkit.web.x", "from searchkit.segment.reader import y", True),
        ("searchkit.web.x", "from searchkit.indexing.build import y", True),
        ("searchkit.web.x", "from searchkit.engines.local.archive import open_archive", True),
        ("searchkit.web.x", "from searchkit.engines.local import archive", True),
        ("searchkit.web.x", "def f():\n    from searchkit.engines import local", True),
        ("searchkit.web.x", "import searchkit.engines.local.archive", True),
        ("searchkit.web.x", "from searchkit.engines.protocol import Archive", False),
        ("searchkit.web.x", "from searchkit.engines.opening import open_index", False),
        ("searchkit.cli.x", "from searchkit.engines.local.checking import y", True),
        ("searchkit.alerts.x", "from searchkit.engines.local.snapshot import y", True),
        ("searchkit.mcp.x", "from searchkit.engines.local.archive import y", True),
        ("searchkit.mcp.x", "from searchkit.rendering.citations import y", True),
        ("searchkit.alerts.x", "from searchkit.indexing.build import y", True),
        ("searchkit.alerts.x", "from searchkit.engines.protocol import y", False),
        ("searchkit.cli.x", "from searchkit.storage.manifest import MANIFEST", True),
        ("searchkit.cli.x", "from searchkit.indexing.build import build_files", True),
        ("searchkit.cli.update", "from searchkit.indexing.writer import IndexWriter", True),
        ("searchkit.cli.search", "from searchkit.meaning.model import SentenceModel", True),
        ("searchkit.cli.update", "from searchkit.meaning.building import build_vectors", False),
        ("searchkit.cli.update", "from searchkit.indexing.build import build_files", False),
    ],
)
def test_that_test_can_fail(module, line, wrong):
    assert bool(beyond_its_needs(line, module)) is wrong


# Each implementation of the kernels, and what it takes of others: what is not compiled, or not
# for certain, the plain twin computes.
IMPLEMENTATIONS = {
    "searchkit.kernels.plain": set(),
    "searchkit.kernels.compiled": {"searchkit.kernels.plain", "searchkit.kernels._kernel"},
    "searchkit.kernels._kernel": set(),
}
CHOOSER = "searchkit.kernels.__init__"


def implementations_named(source, module):
    """The implementations of the kernels that a module imports and should not know."""
    if module == CHOOSER:
        return []
    allowed = set()
    for own, others in IMPLEMENTATIONS.items():
        if module.startswith(own):
            allowed |= {own} | others
    return [
        one
        for one in sorted(set(IMPLEMENTATIONS) - allowed)
        if any(name == one or name.startswith(f"{one}.") for name in imported(source, module))
    ]


@pytest.mark.parametrize("module", sorted(MODULES))
def test_one_place_chooses_the_kernels(module):
    assert implementations_named(MODULES[module].read_text("utf-8"), module) == []


@pytest.mark.parametrize(
    ("module", "line", "wrong"),
    [
        ("searchkit.matching.x", "from searchkit.kernels.plain import joins", True),
        ("searchkit.matching.x", "from searchkit.kernels.plain.joins import y", True),
        ("searchkit.matching.x", "import searchkit.kernels.plain.joins", True),
        ("searchkit.matching.x", "from searchkit.kernels import plain", True),
        ("searchkit.kernels.arrays", "from searchkit.kernels.plain import sets", True),
        ("searchkit.segment.x", "from searchkit.kernels.compiled import inversion", True),
        ("searchkit.segment.x", "from searchkit.kernels import _kernel", True),
        ("searchkit.kernels.plain.x", "from searchkit.kernels.compiled import y", True),
        ("searchkit.kernels.plain.x", "from searchkit.kernels import _kernel", True),
        ("searchkit.kernels.choice", "from searchkit.kernels import _kernel", True),
        ("searchkit.kernels.compiled.x", "from searchkit.kernels import _kernel", False),
        ("searchkit.kernels.compiled.x", "from searchkit.kernels.plain import sets", False),
        ("searchkit.matching.x", "from searchkit.kernels import joins", False),
        ("searchkit.kernels.plain.x", "from searchkit.kernels.plain.joins import y", False),
        (CHOOSER, "from searchkit.kernels.plain import joins", False),
    ],
)
def test_naming_an_implementation_is_seen(module, line, wrong):
    assert bool(implementations_named(line, module)) is wrong


# Where the two fields of names are not named: whatever needs them asks the schema.
NAMES = {"minister", "ministers", "portfolio", "portfolios"}
NAMELESS = {
    *(
        "query",
        "corpus",
        "storage",
        "kernels",
        "segment",
        "matching",
        "ranking",
        "counting",
    ),
    *("hits", "indexing", "meaning", "web"),
}
# The keys of JSON objects are fixed.
NAMED = {"searchkit.web.describing_answers": {"ministers", "portfolios"}}


def names_said(source):
    """Those of the names that stand in code: as a name, an argument, a text, in a text."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        texts = [getattr(node, name, None) for name in ("id", "attr", "arg", "name", "value")]
        for text in texts:
            if isinstance(text, str):
                found |= NAMES & {text, *re.findall(r"(\w+):", text)}
    return found


@pytest.mark.parametrize("module", sorted(name for name in MODULES if part(name) in NAMELESS))
def test_the_fields_of_names_are_asked_of_the_schema(module):
    source = MODULES[module].read_text("utf-8")
    assert names_said(source) <= NAMED.get(module, set())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("hit.ministers", True),
        ("search(minister=1)", True),
        ("f('portfolio')", True),
        ("f('minister:name')", True),
        ("def f(minister): pass", True),
        ("f('what ministers said')", False),
        ("# minister", False),
    ],
)
def test_names_are_seen(line, said):
    assert bool(names_said(line)) is said


def classes():
    """Name of a class -> the modules that define one of that name."""
    found = {}
    for module, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(module)
    return found


def test_no_two_classes_have_one_name():
    assert {name: where for name, where in classes().items() if len(where) > 1} == {}


def circle(imports):
    """Modules that import one another in a circle; `imports`: module -> what it imports."""
    left = dict(imports)
    while ends := [module for module, names in left.items() if not names & set(left)]:
        for module in ends:
            del left[module]
    return sorted(left)


def test_the_benchmarks_import_in_no_circle():
    project = PACKAGE.parent
    imports = {}
    for path in (project / "benchmarks").rglob("*.py"):
        module = ".".join(path.relative_to(project).with_suffix("").parts)
        names = imported(path.read_text("utf-8"), module)
        imports[module] = names | {name.rpartition(".")[0] for name in names}
    assert "benchmarks.tuning" in imports
    assert circle(imports) == []


@pytest.mark.parametrize(
    ("imports", "found"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": {"json"}}, []),
        ({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}, ["a", "b", "c"]),
        ({"a": {"a"}}, ["a"]),
    ],
)
def test_a_circle_is_seen(imports, found):
    assert circle(imports) == found


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
        ("searchkit.cli.x", "from searchkit.mcp.server import y", True),
        ("searchkit.mcp.x", "from searchkit.web.app import y", True),
        ("searchkit.cli.x", "from searchkit.engines.opening import y", False),
        ("searchkit.corpus.x", "from searchkit.corpus.reader import y", False),
        ("searchkit.corpus.x", "import numpy", False),
    ],
)
def test_this_test_can_fail(module, line, wrong):
    assert bool(wrong_imports(line, module)) is wrong
