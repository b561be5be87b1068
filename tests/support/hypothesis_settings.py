"""
How many examples Hypothesis tries, and which.

Unset, SEARCHKIT_EXAMPLES leaves the suite quick and always the same, so that a run says
something of the change it runs on. Set, it multiplies every count and tries new examples
each time: `SEARCHKIT_EXAMPLES=100 pytest tests` tries tens of thousands of queries and texts.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings

# No deadlines: how long an example takes says more of the machine than of the code.
settings.register_profile(
    "suite",
    deadline=None,
    derandomize="SEARCHKIT_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("suite")
TIMES = float(os.environ.get("SEARCHKIT_EXAMPLES", "1"))


def examples(count: int) -> Any:
    """Settings for `count` examples, times SEARCHKIT_EXAMPLES."""
    return settings(max_examples=max(1, int(count * TIMES)))
