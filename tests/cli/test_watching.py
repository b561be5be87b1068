"""`searchkit index --watch`, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import searchkit

RUN = "import sys; from searchkit.cli.main import main; sys.argv[0] = 'searchkit'; main()"


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("nothing has changed")


def parties(index: Path) -> list[str]:
    with searchkit.open(index) as archive:
        fields = {field.name for field in archive.schema.names}
        return [one.name for one in archive.names("party")] if "party" in fields else []


def test_a_profile_is_taken_up_and_a_mistake_in_it_ends_nothing(tmp_path: Path) -> None:
    pytest.importorskip("watchfiles")
    folder, index, said = tmp_path / "speeches", tmp_path / "index", tmp_path / "said"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: Quay\nparty: Green\n---\nA quay.\n", "utf-8")
    profile = folder / "searchkit.toml"
    command = (sys.executable, "-c", RUN, "index", str(folder), "--index", str(index), "--watch")
    with (
        said.open("w") as errors,
        subprocess.Popen(command, stdout=errors, stderr=errors) as process,
    ):
        try:
            wait_for(lambda: "Watching" in said.read_text("utf-8"))
            # Until the system tells of changes.
            time.sleep(0.5)
            profile.write_text('[fields.party]\nkind = "colour"\n', "utf-8")
            wait_for(lambda: "searchkit.toml:2: fields.party.kind" in said.read_text("utf-8"))
            assert parties(index) == [] and process.poll() is None
            profile.write_text('[fields.party]\nkind = "name"\n', "utf-8")
            wait_for(lambda: parties(index) == ["Green"])
        finally:
            process.kill()
