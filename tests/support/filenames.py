"""Names of files that not every locale can write."""

from __future__ import annotations

import sys

import pytest

UNICODE = sys.getfilesystemencoding() == "utf-8"
needs_unicode_names = pytest.mark.skipif(
    not UNICODE, reason=f"names of files are {sys.getfilesystemencoding()} in this locale"
)
