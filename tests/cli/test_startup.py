"""A search starts without what it does not need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command_line import environment

UNWANTED = {
    *("frontmatter", "yaml", "pyromark", "hypothesis", "rapidfuzz", "platformdirs", "filelock"),
    "hashlib",
    *("multiprocessing", "concurrent.futures", "unittest", "asyncio", "pytest"),
    *("searchkit.indexing", "searchkit.corpus", "numpy.testing", "numpy.ma"),
    *("searchkit.kernels.inverted", "searchkit.kernels.plain.inversion"),
    # Amounts are read when statements are indexed, and where a query names one.
    "searchkit.schema.amounts",
    # A protocol takes time to make, and nobody asks for it at run time.
    *("searchkit.engines.protocol", "searchkit.rendering.citations", "searchkit.web"),
    *("searchkit.meaning", "onnxruntime", "tokenizers", "huggingface_hub"),
    # Notebooks and assistants.
    *("searchkit.model.rows", "pandas", "searchkit.mcp", "mcp"),
}
# `main` ends the process at once, so what was imported is said just before.
PROGRAM = """
import json, os, sys
leave = os._exit
def tell(code):
    sys.stdout.flush()
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
    sys.stderr.flush()
    leave(code)
os._exit = tell
from searchkit.cli.search import main
main()
"""


@pytest.mark.parametrize(
    ("arguments", "needs_whoosh", "reads_records"),
    [
        (["North Korea"], False, True),
        (["korea", "-iraq", "nuc*", "--facets", "--json"], True, True),
        (["korea", "--files"], False, True),
        (["korea", "--count"], False, False),
        (["--minister", "peters", "--since", "2007", "--explain"], False, True),
    ],
)
def test_imports_of_a_search(
    shop: Path, arguments: list[str], needs_whoosh: bool, reads_records: bool
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=shop,
        env=environment(shop),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    imported = set(json.loads(done.stderr.decode().splitlines()[-1]))
    assert {"numpy", "click", "searchkit.engines.local.archive"} <= imported
    assert ("whoosh.query" in imported) is needs_whoosh
    assert ("zstandard" in imported) is reads_records
    assert imported & UNWANTED == set()
    # Words and phrases mislead nobody.
    doubts = {"searchkit.query.language.lookalikes", "searchkit.query.language.quotations"}
    assert bool(imported & doubts) is needs_whoosh


def test_importing_the_library_imports_little() -> None:
    program = "import sys, searchkit; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    imported = set(done.stdout.decode().split())
    assert imported & (UNWANTED | {"numpy", "click", "whoosh"}) == set()
