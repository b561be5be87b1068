"""The views of a query besides its statements: their addresses and their options.

Lives here: which query and filters a view is of, how it is shown, and the query string that
says both. Does not live here: what a view shows (`lines` and others), the page of statements
(`pages`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlencode

from searchkit.schema.fields import Schema
from searchkit.web.parameters import Parameter, matching, read
from searchkit.web.state import State

NO_OPTIONS: Mapping[str, Any] = MappingProxyType({})


class View(NamedTuple):
    """A view of a query.

    Attributes:
        name: the last part of its address.
        state: query and filters; all else is as it is at first.
        options: those that are not the defaults, by the names of their parameters.
    """

    name: str
    state: State
    options: Mapping[str, Any] = NO_OPTIONS

    def pairs(self) -> list[tuple[str, str]]:
        """The query string as pairs, in a fixed order, without defaults."""
        found = self.state.pairs()
        for name, value in self.options.items():
            values = value if isinstance(value, tuple) else (value,)
            found += [(name, "true" if one is True else str(one)) for one in values]
        return found

    def query_string(self) -> str:
        """With its question mark; empty where all is default."""
        pairs = self.pairs()
        return "?" + urlencode(pairs, errors="replace") if pairs else ""


def only_matching(state: State) -> State:
    """Query and filters of a state, which all views share."""
    plain = State()
    return plain._replace(
        **{name: getattr(state, name) for name in ("q", "names", "since", "until", "any")},
        variants=state.variants,
    )


class AskedView(NamedTuple):
    """What a request asks of a view.

    Attributes:
        name: of the view.
        state: query and filters.
        values: of its options, by name; defaults are among them.
        parameters: of its options.
    """

    name: str
    state: State
    values: Mapping[str, Any]
    parameters: tuple[Parameter, ...]

    def view(self, **changes: Any) -> View:
        """The view with other options."""
        return self.of(self.state, **changes)

    def of(self, state: State, **changes: Any) -> View:
        """The view of another query or with other filters; a page is the first if not given."""
        values = {**self.values, "page": 1, **changes}
        options = {
            one.name: values[one.name] for one in self.parameters if values[one.name] != one.default
        }
        return View(self.name, state, options)


def read_asked(
    name: str,
    pairs: Iterable[tuple[str, str]],
    schema: Schema,
    parameters: tuple[Parameter, ...],
) -> AskedView:
    """What a query string asks of a view.

    Raises:
        BadParameter: a value is not one.
    """
    values: dict[str, Any] = read(pairs, (*matching(schema), *parameters), strict=False)
    chosen = {field.query: values.pop(field.query) for field in schema.filters}
    options = {one.name: values.pop(one.name) for one in parameters}
    return AskedView(name, State(names=chosen, **values), options, parameters)
