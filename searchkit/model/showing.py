"""How values show themselves: in a REPL on one line, in a notebook as a small table.

Lives here: the decorator that all plain values of results have, and their short form. Does not live
here: HTML (`searchkit.model.tables`), which is loaded when a notebook asks for it: a search, which
starts anew with every command, shows nothing this way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

LETTERS, NAMES = 70, 3
"""Characters of a text, and names of a list, in a short form."""
_Value = TypeVar("_Value")


def shown_by(*names: str) -> Callable[[type[_Value]], type[_Value]]:
    """Let the values of a class show themselves by these of their attributes.

    What is printed by the standard `repr` of a tuple with ten names in it fills half a screen, and
    nobody finds the date there. All attributes stay what they are; a notebook shows all of one
    value, and these of several.
    """

    def decorate(cls: type[_Value]) -> type[_Value]:
        def represent(self: Any) -> str:
            return f"<{cls.__name__} {summary(self)}>"

        def html(self: Any) -> str:
            from searchkit.model.tables import html_record

            return html_record(self)

        given = {"__repr__": represent, "_repr_html_": html, "_shown_by": names}
        for name, value in given.items():
            setattr(cls, name, value)
        return cls

    return decorate


def short(text: str) -> str:
    """A text on one line, cut where it is long; what can't be seen is shown as U+FFFD."""
    line = " ".join(text.split())
    line = line if len(line) <= LETTERS else f"{line[: LETTERS - 1].rstrip()}…"
    return line if line.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in line)


def summary(value: object) -> str:
    """A value in a short form, without its kind."""
    names: tuple[str, ...] | None = getattr(value, "_shown_by", None)
    if names is None:
        return short(str(value).strip("<>"))
    parts = (_part(name, getattr(value, name)) for name in names)
    return " · ".join(part for part in parts if part)


def _part(name: str, value: object) -> str:
    """An attribute in a short form; empty: there is nothing to say of it."""
    called = name.replace("_", " ")
    if isinstance(value, str):
        return short(value)
    if isinstance(value, bool):
        return called if value else ""
    if isinstance(value, int):
        one = called.removesuffix("es" if called.endswith("ches") else "s")
        return f"{value:,} {one if value == 1 else called}"
    if isinstance(value, float):
        return f"{called} {value:,.2f}"
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        if not all(isinstance(one, str) for one in value):
            return _part(name, len(value))
        more = f" and {len(value) - NAMES} more" if len(value) > NAMES else ""
        return ", ".join(map(short, value[:NAMES])) + more
    return "" if value is None else summary(value)
