"""What people see, kept as files.

SEARCHKIT_UPDATE_GOLDEN=1 writes them anew; look at the difference before you keep it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "cli" / "golden"
UPDATE = "SEARCHKIT_UPDATE_GOLDEN"

terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def check_golden(name: str, seen: str) -> None:
    """Whether `seen` is what the file of this name has."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get(UPDATE):
        path.write_text(seen, encoding="utf-8")
    assert seen == path.read_text(encoding="utf-8"), f"{UPDATE}=1 writes {path.name} anew"
