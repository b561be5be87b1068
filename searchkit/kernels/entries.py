"""What is read of front matter of the usual shape.

Lives here: the type that both implementations give. Does not live here: what it means
(`searchkit.kernels.plain.reading`).
"""

from __future__ import annotations

Entry = tuple[str, str | None, list[str]]
"""A key; its value as it is written, with its quotes, or None; the items of its list."""
