"""What `import searchkit` gives."""

import subprocess
import sys
from pathlib import Path

import pytest

import searchkit

NAMES = [
    *["Alert", "AlertFailure", "AlertRun", "Alerts"],
    *["Answer", "Archive", "ClusterError"],
    *["Collocate", "Collocates", "Completion", "Concordance", "Copy"],
    *["CorruptIndex", "FacetValue", "Facets", "FirstUse", "FirstUses", "Government", "Hit"],
    *["IncompatibleIndex", "IndexLocked", "IndexNotFound", "IndexReport", "IndexTooLarge"],
    *["IndexWriter", "Info", "InvalidArgument", "InvalidInput", "Keyword", "Keywords"],
    *[
        "KnownName",
        "Line",
        "Match",
        "ModelError",
        "Note",
        "OfficeTenure",
        "Period",
        *("Person", "PersonForm", "PersonStatement"),
        "Profile",
        "ProfileField",
    ],
    *["QuerySyntaxError", "QueryTooBroad", "Quotation", "QuoteCheck", "QuoteMatch", "QuotePart"],
    *["Receipt", "ReceiptHit", "Repeat", "Rerun", "Rows", "SavedSearch"],
    *["SearchkitError", "SegmentInfo", "Skipped"],
    *[
        "Snippet",
        "Statement",
        "StatementNotFound",
        "Summary",
        "Timeline",
        "TimelineRow",
        "Trend",
        "TrendRow",
        "TrendTotals",
    ],
    *["UnknownName", "UnsupportedQuery", "Warned"],
    *["__version__", "build", "compare", "make_receipt", "open", "read_receipt", "write_receipt"],
]


def run(program):
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_public_names_are_these():
    assert list(searchkit.__all__) == NAMES
    assert dir(searchkit) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_can_be_imported_alone(name):
    assert run(f"from searchkit import {name}; print({name} is not None)") == "True"


def test_all_names_at_once():
    names: dict = {}
    exec("from searchkit import *", names)
    assert set(NAMES) <= set(names)


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'searchkit' has no attribute 'nothing'"):
        _ = searchkit.nothing
    with pytest.raises(ImportError):
        exec("from searchkit import nothing")


def test_importing_is_light():
    heavy = ["numpy", "whoosh", "Stemmer", "pyromark", "yaml", "frontmatter", "click", "rapidfuzz"]
    heavy += ["zstandard"]
    program = f"import sys, searchkit; print([m for m in {heavy} if m in sys.modules])"
    assert run(program) == "[]"


def test_errors_and_statements_are_light():
    program = (
        "import sys; from searchkit import SearchkitError, Statement, InvalidInput;"
        "print([m for m in ('numpy', 'whoosh') if m in sys.modules])"
    )
    assert run(program) == "[]"


def test_all_errors_have_one_root():
    errors = [
        value
        for name in NAMES
        if isinstance(value := getattr(searchkit, name), type) and issubclass(value, Exception)
    ]
    assert len(errors) == 15
    assert all(issubclass(error, searchkit.SearchkitError) for error in errors)


def test_the_package_is_typed():
    assert Path(searchkit.__file__).with_name("py.typed").is_file()
