"""Answers on the real corpus are the same with the compiled kernel and without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from searchkit.kernels.choice import SWITCH
from tests.support.twins import kernel_is_there

pytestmark = pytest.mark.corpus

QUERIES, SEED = 5_000, 20_261_129


def said(index: Path, switch: str) -> list[object]:
    """What a process that is told to use the kernel, or not to, answers."""
    program = [sys.executable, "-m", "tests.support.drawn_queries", index, QUERIES, SEED]
    done = subprocess.run(
        [str(part) for part in program],
        env={**os.environ, SWITCH: switch},
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.skipif(not kernel_is_there().compiled, reason="there is no kernel")
def test_answers_are_the_same_with_the_kernel_and_without(
    corpus_index: tuple[Path, object],
) -> None:
    compiled, *with_kernel = said(corpus_index[0], "1")
    plain, *without = said(corpus_index[0], "0")
    assert (compiled, plain) == (True, False)
    assert len(with_kernel) == QUERIES
    assert [one for one, other in zip(with_kernel, without, strict=True) if one != other] == []
