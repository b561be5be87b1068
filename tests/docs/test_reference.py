"""The docstrings that the reference is made of name what there is."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import searchkit


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for name in searchkit.__all__:
        value = getattr(searchkit, name)
        if inspect.isfunction(value):
            yield name, value
        elif inspect.isclass(value):
            for inner, method in vars(value).items():
                if inspect.isfunction(method) and not inner.startswith("_"):
                    yield f"{name}.{inner}", method


def entries(docstring: str, title: str) -> list[str]:
    """What a section of a docstring explains."""
    found = re.search(rf"^{title}:\n((?:    .*\n|\n)+)", f"{docstring}\n", re.MULTILINE)
    lines = re.findall(r"^    (\w[\w, *]*?):", found[1], re.MULTILINE) if found else []
    return [name.strip(" *") for line in lines for name in line.split(",")]


def test_there_are_some() -> None:
    assert {"build", "open", "Archive.search", "Alerts.save"} <= {name for name, _ in functions()}


@pytest.mark.parametrize(("name", "function"), list(functions()))
def test_a_function_has_the_arguments_that_it_explains(
    name: str, function: Callable[..., Any]
) -> None:
    docstring = inspect.getdoc(function)
    assert docstring, f"{name} is not explained"
    explained = entries(docstring, "Args")
    assert set(explained) <= set(inspect.signature(function).parameters)
    assert len(explained) == len(set(explained))
    errors = entries(docstring, "Raises")
    known = {
        *searchkit.__all__,
        "ValueError",
        "TypeError",
        "OSError",
        "RuntimeError",
        "ImportError",
    }
    assert set(errors) <= known
