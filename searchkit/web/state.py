"""The state of a search page: its address, and nothing else.

Lives here: turning a query string into a state, and a changed state into the query string
of a link. Does not live here: the bounds of parameters (`parameters`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlencode

from searchkit.model.arguments import GROUP, RELEVANCE
from searchkit.schema.fields import Schema
from searchkit.web import parameters
from searchkit.web.parameters import BadParameter, Parameter, read

NONE: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def state_parameters(schema: Schema) -> tuple[Parameter, ...]:
    """The parameters that a state is read from."""
    return (
        parameters.QUERY,
        *parameters.filters(schema),
        parameters.SORT,
        parameters.ANY,
        parameters.VARIANTS,
        parameters.STRICT,
        parameters.VERBATIM,
        parameters.COPIES,
        parameters.REPEATS,
        parameters.size("n", 1),
        parameters.PASSAGES,
        parameters.PAGE,
    )


class State(NamedTuple):
    """What a page shows; the names are those of the query string.

    Attributes:
        names: field of names, or of days, as a query writes it -> what is chosen in it.
    """

    q: str = ""
    names: Mapping[str, tuple[str, ...]] = NONE
    since: str = ""
    until: str = ""
    sort: str = RELEVANCE
    any: bool = False
    variants: bool = False
    strict: bool = False
    verbatim: bool = False
    copies: str = GROUP
    repeats: bool = False
    n: int = 10
    passages: int = 1
    page: int = 1

    def pairs(self) -> list[tuple[str, str]]:
        """The query string as pairs, in a fixed order, without defaults."""
        found: list[tuple[str, str]] = []
        for name, value, default in zip(self._fields, self, State(), strict=True):
            if name == "names":
                found += [(field, one) for field, names in self.names.items() for one in names]
            elif value != default:
                found.append((name, "true" if value is True else str(value)))
        return found

    def query_string(self) -> str:
        """With its question mark; empty where all is default."""
        pairs = self.pairs()
        return "?" + urlencode(pairs, errors="replace") if pairs else ""

    def changed(self, **changes: Any) -> State:
        """Another state, on its first page unless `page` is given."""
        return self._replace(**{"page": 1, **changes})

    def chosen(self, field: str) -> tuple[str, ...]:
        """The names chosen in a field."""
        return self.names.get(field, ())

    def with_names(self, field: str, names: tuple[str, ...]) -> State:
        """With these names chosen in a field, and no others."""
        return self.changed(names={**self.names, field: names})

    def toggled(self, field: str, name: str) -> State:
        """With a name of a field chosen, or let go where it is."""
        names = self.chosen(field)
        without = tuple(one for one in names if one != name)
        return self.with_names(field, without if without != names else (*names, name))

    @property
    def filters(self) -> dict[str, Any]:
        """The arguments of `Archive.search` that say which statements match."""
        return {
            "query": self.q,
            "any_word": self.any,
            "variants": self.variants,
            "where": self.names,
            "since": self.since or None,
            "until": self.until or None,
        }

    @property
    def offset(self) -> int:
        """Hits before the first of the page."""
        return (self.page - 1) * self.n


def read_state(pairs: Iterable[tuple[str, str]], schema: Schema) -> State:
    """The state that a query string means.

    Raises:
        BadParameter: it means none.
    """
    values: dict[str, Any] = read(pairs, state_parameters(schema), strict=False)
    names = {field.query: values.pop(field.query) for field in schema.filters}
    state = State(names=names, **values)
    check_depth(state.page, state.n, "n")
    return state


def check_depth(page: int, size: int, size_name: str) -> None:
    """Refuse pages so deep that a download would be less work.

    Raises:
        BadParameter: `page` is out of bounds.
    """
    if page > 1 and page * size > parameters.MAX_DEEP:
        most = max(1, parameters.MAX_DEEP // size)
        expected = f"at most {most:,} with {size} hits a page ({size_name}); exports have all"
        raise BadParameter("page", f"can't be {page:,}", expected)


def unquoted(name: str) -> str:
    """A filter for just one name as people read it."""
    return name[1:-1] if len(name) > 2 and name[0] == name[-1] == '"' else name


def dates_text(state: State) -> str:
    """The chosen dates in words."""
    if state.since == state.until:
        return state.since
    if not state.until:
        return f"since {state.since}"
    return f"until {state.until}" if not state.since else f"{state.since} to {state.until}"


def filter_texts(state: State) -> list[str]:
    """What narrows the results, in words."""
    names = (unquoted(name) for chosen in state.names.values() for name in chosen)
    return [*names, dates_text(state)]
