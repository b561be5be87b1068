"""Who computes: the compiled kernel or the plain twins.

Lives here: whether the kernel is there, fits and is wanted; nothing else knows. Does not live
here: which functions it has (`compiled`), what they mean (`plain`).

The kernel is the extension module `_kernel` of this package, made of `kernel/` where there is a
Rust compiler at installation. It is switched off by SEARCHKIT_KERNEL=0.
docs/decisions/kernel.md tells why it is optional.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

SWITCH = "SEARCHKIT_KERNEL"
"""The environment variable that switches the kernel off, by the value 0."""
INTERFACE = 8
"""Of the functions in `kernel/src/python`. Raise it there and here when one of them takes or
gives something else: a kernel that was left over from another version is then not used."""
_MODULE = "searchkit.kernels._kernel"


class Implementation(NamedTuple):
    """Who computes.

    Attributes:
        compiled: whether it is the kernel.
        why: in words; empty for the kernel.
    """

    compiled: bool
    why: str = ""

    def __str__(self) -> str:
        return "compiled" if self.compiled else f"plain Python ({self.why})"


@cache
def choice() -> Implementation:
    """Who computes in this process; it stays so until the process ends."""
    if os.environ.get(SWITCH) == "0":
        return Implementation(False, f"{SWITCH}=0")
    if find_spec(_MODULE) is None:
        return Implementation(False, "installed without the kernel")
    try:
        interface: object = import_module(_MODULE).INTERFACE
    except (ImportError, AttributeError) as error:
        return Implementation(False, f"the kernel can't be loaded: {error}")
    if interface != INTERFACE:
        return Implementation(False, "the kernel is of another version; install searchkit again")
    return Implementation(True)
