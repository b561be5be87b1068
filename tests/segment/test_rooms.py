"""The rooms of a segment: a section is named in the one room that owns it."""

import ast
from collections import defaultdict
from pathlib import Path

import searchkit
from searchkit.schema.fields import DEFAULT
from searchkit.schema.speakers import COLUMN
from searchkit.segment.structure import sections
from searchkit.storage.strings import BYTES, ENDS

PACKAGE = Path(searchkit.__file__).parent
SEGMENT = PACKAGE / "segment"


def section_names():
    """The names of all sections and lists that no field has given."""
    columns = (*(field.query for field in DEFAULT.names), COLUMN)
    given = (*(column + "." for column in columns), "length.")
    names = {one.name for one in sections(DEFAULT)} - {DEFAULT.day.name}
    names |= {name.removesuffix(BYTES).removesuffix(ENDS) for name in names}
    return {name for name in names if not name.startswith(given)}


def literals(path):
    """The texts that stand in a module's code, docstrings left out."""
    tree = ast.parse(path.read_text("utf-8"))
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    }


def owners(paths, names):
    found = defaultdict(list)
    for path in paths:
        for name in literals(path) & names:
            found[name].append(path.relative_to(PACKAGE).as_posix())
    return found


def test_each_section_is_named_in_one_module_of_the_segment():
    names = section_names()
    assert {"stem.code", "posting.doc", "position", "record", "meta"} <= names
    found = owners(sorted(SEGMENT.rglob("*.py")), names)
    assert {name: where for name, where in found.items() if len(where) > 1} == {}
    # Of a list, the name is there; those of its two sections are made of it.
    joined = {name for name in names if name.endswith((BYTES, ENDS))}
    assert names - joined <= set(found)


def test_no_other_room_names_a_section_of_a_structure():
    names = {name for name in section_names() if "." in name}
    others = [path for path in PACKAGE.rglob("*.py") if SEGMENT not in path.parents]
    assert owners(others, names) == {}


def test_this_test_can_fail(tmp_path):
    module = tmp_path / "module.py"
    module.write_text('"""stem.code"""\nCODE = "stem.code"\n')
    assert literals(module) == {"stem.code"}
