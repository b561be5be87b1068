"""
How many examples Hypothesis tries.

SEARCHKIT_EXAMPLES multiplies every count: `SEARCHKIT_EXAMPLES=100 pytest tests` tries
tens of thousands of queries and texts; unset, the suite stays quick.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings

TIMES = float(os.environ.get("SEARCHKIT_EXAMPLES", "1"))


def examples(count: int) -> Any:
    """Settings for `count` examples, times SEARCHKIT_EXAMPLES."""
    return settings(
        max_examples=max(1, int(count * TIMES)),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
