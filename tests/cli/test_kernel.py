"""The commands say who computes, and can be told."""

from __future__ import annotations

from pathlib import Path

from searchkit.kernels.choice import SWITCH, choice
from tests.support.command_line import call, run


def test_the_commands_say_who_computes(shop: Path) -> None:
    info = call(shop, "info", name="searchkit").out
    assert f"kernel              {choice()}" in info
    assert f'"kernel": "{choice()}"' in call(shop, "info", "--json", name="searchkit").out
    assert f"  Kernel: {choice()}\n" in call(shop, "korea", "--explain").out


def test_switched_off_the_plain_twins_compute(shop: Path) -> None:
    said = run(shop, "info", name="searchkit", **{SWITCH: "0"})
    assert "kernel              plain Python (SEARCHKIT_KERNEL=0)" in said.out
