"""Results that are tables, and how notebooks and pandas see them.

Lives here: `Table`, rows made of columns when they are asked for; HTML for notebooks; data
frames. Does not live here: what the columns are (`words` and others), CSV and terminals
(`searchkit.rendering`, `searchkit.cli`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib import import_module
from itertools import zip_longest
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from searchkit.model.errors import InvalidArgument
from searchkit.model.showing import short, summary

if TYPE_CHECKING:
    import numpy as np

SHOWN = 20
"""Rows that a notebook shows."""
LETTERS, LINES = 600, 12
"""Characters of a text, and values of a list, that a cell has."""
AT_ONCE = 500
"""Rows that are made together while a table is read from first to last."""

Row = TypeVar("Row", bound=tuple[Any, ...])


class SetOnce:
    """What has attributes that are set when it is made and never again."""

    def __setattr__(self, name: str, value: object) -> None:
        if name in self.__dict__:
            raise AttributeError(f"a {type(self).__name__} can't be changed ({name})")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a {type(self).__name__} can't be changed ({name})")


class Table(SetOnce, Sequence[Row], Generic[Row]):
    """An immutable sequence of rows, which are made of its columns when they are asked for.

    Args:
        row: what a row is: a named tuple class.
        columns: by name, in the order of `row`, an array of one value a row.
    """

    def __init__(self, row: type[Row], columns: Mapping[str, np.ndarray[Any, Any]]) -> None:
        names: tuple[str, ...] = row._fields  # type: ignore[attr-defined]
        if tuple(columns) != names:
            raise ValueError(f"columns {tuple(columns)} are not those of a row, {names}")
        if len({len(values) for values in columns.values()}) > 1:
            raise ValueError("columns of different lengths")
        for values in columns.values():
            values.setflags(write=False)
        self._row = row
        self._arrays = MappingProxyType(dict(columns))

    @property
    def arrays(self) -> Mapping[str, np.ndarray[Any, Any]]:
        """The columns by name, shape (rows,) each, not to be written to."""
        return self._arrays

    def __len__(self) -> int:
        return len(next(iter(self._arrays.values())))

    @overload
    def __getitem__(self, number: int) -> Row: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, number: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(number, slice):
            columns = [values[number].tolist() for values in self._arrays.values()]
            return tuple(self._row(*values) for values in zip(*columns, strict=True))
        at = range(len(self))[number]
        return self[at : at + 1][0]

    def __iter__(self) -> Iterator[Row]:
        for first in range(0, len(self), AT_ONCE):
            yield from self[first : first + AT_ONCE]

    def _repr_html_(self) -> str:
        return html_table(self._arrays, self[:SHOWN], captioned(repr(self), len(self)))

    def to_pandas(self) -> Any:
        """All rows as a `pandas.DataFrame`, a column for each of `arrays`.

        Raises:
            InvalidArgument: pandas is not installed.
        """
        return data_frame(self, self._arrays)


class SafeHtml(str):
    """HTML in which whatever came from elsewhere is escaped already."""

    __slots__ = ()


def html_table(names: Iterable[str], rows: Iterable[Iterable[object]], caption: str) -> str:
    """A table for a notebook, everything in it escaped. It has no colours of its own, so it is
    light or dark as the notebook is.
    """
    cells = [[(_cell(value), _is_number(value)) for value in row] for row in rows]
    numbers = [number for _, number in cells[0]] if cells else []
    head = "".join(
        _aligned("th", _named(name), number)
        for name, number in zip_longest(names, numbers, fillvalue=False)
    )
    body = "".join(
        f"<tr>{''.join(_aligned('td', text, number) for text, number in row)}</tr>" for row in cells
    )
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<p>{escape(caption)}</p>"
    )


def captioned(what: str, count: int) -> str:
    """The caption of a table of `count` rows, of which the first are shown."""
    return (
        f"{what.strip('<>')}; the first {SHOWN} of {count:,}" if count > SHOWN else what.strip("<>")
    )


def html_record(value: Any, names: Iterable[str] = (), caption: str = "") -> str:
    """A value for a notebook: its attributes that have something, one a row.

    Args:
        value: a named tuple, or a dataclass.
        names: of the attributes; none: all of them.
        caption: what stands below.
    """
    if not names:
        names = value._fields if hasattr(value, "_fields") else value.__dataclass_fields__
    body = "".join(
        f"<tr>{_aligned('th', _named(name))}{_aligned('td', _cell(one))}</tr>"
        for name, one in ((name, getattr(value, name)) for name in names)
        if one is not None and one != () and one != {}
    )
    said = f"<p>{escape(caption)}</p>" if caption else ""
    return f"<table><tbody>{body}</tbody></table>{said}"


def _named(name: object) -> str:
    return escape(str(name).replace("_", " "))


def _aligned(tag: str, html: str, number: bool = False) -> str:
    """A cell: a number stands to the right, as notebooks have all, anything else to the left."""
    return f"<{tag}>{html}</{tag}>" if number else f'<{tag} style="text-align:left">{html}</{tag}>'


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def marked(text: str, highlights: Iterable[tuple[int, int]]) -> SafeHtml:
    """A text with what is highlighted marked."""
    parts, at = [], 0
    for start, end in highlights:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return SafeHtml("".join([*parts, escape(text[at:])]))


def _cell(value: object) -> str:
    """A value as HTML: a long text is cut, a list of values has a line each."""
    if isinstance(value, SafeHtml):
        return value
    if isinstance(value, Mapping):
        value = tuple((f"{key}: {shown(one)}",) for key, one in value.items())
    elif not _is_list_of_records(value):
        text = shown(value)
        left = len(text) - LETTERS
        cut = text if left <= 0 else f"{text[:LETTERS]} [… {left:,} more characters]"
        return escape(cut).replace("\n", "<br>")
    assert isinstance(value, tuple)
    lines = [short_line(one) for one in value[:LINES]]
    if len(value) > LINES:
        lines.append(f"[… {len(value) - LINES:,} more]")
    return "<br>".join(map(escape, lines))


def _is_list_of_records(value: object) -> bool:
    if not isinstance(value, tuple) or hasattr(value, "_fields"):
        return False
    return any(isinstance(one, tuple) for one in value)


def short_line(value: object) -> str:
    """A value on a line of a cell."""
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return short(", ".join(map(str, value)))
    return summary(value)


def shown(value: object) -> str:
    """A value as a notebook shows it: numbers grouped, lists with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "" if value != value else f"{value:,.2f}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return ", ".join(map(str, value))
    return str(value)


def data_frame(rows: Iterable[Iterable[object]], names: Iterable[str]) -> Any:
    """Rows as a `pandas.DataFrame`; a column of days has the type of times of NumPy, in which
    pandas counts, groups and draws.

    Raises:
        InvalidArgument: pandas is not installed.
    """
    try:
        pandas = import_module("pandas")
    except ImportError:
        raise InvalidArgument(
            "pandas is not installed", remedy='Install it: pip install "searchkit[notebook]"'
        ) from None
    columns: dict[str, list[object]] = {name: [] for name in names}
    for row in rows:
        for column, value in zip(columns.values(), row, strict=True):
            column.append(value)
    return pandas.DataFrame({name: _typed(values) for name, values in columns.items()})


def _typed(values: list[object]) -> Any:
    """A column with the type that pandas would not find by itself."""
    if any(isinstance(one, datetime.date) for one in values):
        # In seconds, for in nanoseconds there was nothing before 1677.
        return import_module("numpy").array(values, dtype="datetime64[s]")
    return values
