"""Which version of the program this is.

Lives here: that alone, so that files can say what wrote them. Does not live here:
versions of the format on disk (`searchkit.storage`) or of analysis (`searchkit.schema`).
"""

from __future__ import annotations

__version__ = "0.1.0"
