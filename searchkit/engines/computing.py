"""Who computes what an engine of this process answers.

Lives here: one word about it, for people. Does not live here: the choice
(`searchkit.kernels.choice`).
"""

from __future__ import annotations


def computed_by() -> str:
    """`compiled`, or `plain Python` and in brackets why it is not compiled."""
    from searchkit.kernels.choice import choice

    return str(choice())
