"""Schemathesis asks the API whatever its document allows, and much that it does not."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import searchkit
from tests.support.server_process import served
from tests.support.vellmark import many

CONFIG = Path(__file__).parents[2] / "schemathesis.toml"
RUN = "import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())"


@pytest.mark.skipif(not find_spec("schemathesis"), reason="needs schemathesis")
def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    searchkit.build(many(300, seed=5), tmp_path / "index")
    with served(tmp_path / "index") as server:
        done = subprocess.run(
            [
                *(sys.executable, "-c", RUN, "--config-file", str(CONFIG), "run"),
                *(f"{server.address}/api/openapi.json", "-n", "30", "--seed", "5"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
        assert "No issues found" in done.stdout
        assert server.process.poll() is None
