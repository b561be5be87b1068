"""A reader that is asked from another process, and fails at some paths.

Lives here: what it does at which. Does not live here: asking it (`searchkit.importers.isolated`).
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from searchkit.importers.isolated import serve


def answer(path: str) -> dict[str, Any]:
    """A document that says its path; or no answer."""
    name = Path(path).stem
    if name == "fails":
        os._exit(3)
    if name == "hangs":
        time.sleep(600)
    if name == "grows":
        held = bytearray(3 * 1024**3)
        sys.stderr.write(str(len(held)))
    return {"body": path, "title": name, "author": "", "date": "", "heading": "", "bare": 0}


if __name__ == "__main__":
    serve(answer, 1024**3)
