"""Facets: what a search gives back of names and years.

Lives here: the values. Does not live here: counting them (`searchkit.counting.facets`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from searchkit.model.frozen import FrozenDict
from searchkit.model.showing import short


class FacetValue(NamedTuple):
    """A value of a facet and how many matching statements have it."""

    value: str
    count: int  # type: ignore[assignment]  # hides tuple.count


class Facets(FrozenDict[tuple[FacetValue, ...]]):
    """The values of each facet, by "minister" and "portfolio" (most frequent first) and "year"
    (oldest first).
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<Facets {', '.join(f'{short(name)}: {len(self[name])}' for name in self)}>"

    def _rows(self) -> list[tuple[str, str, int]]:
        return [(name, one.value, one.count) for name, values in self.items() for one in values]

    def _repr_html_(self) -> str:
        from searchkit.model.tables import SHOWN, html_table

        rows = [
            (name, one.value, one.count) for name, values in self.items() for one in values[:SHOWN]
        ]
        left = sum(max(0, len(values) - SHOWN) for values in self.values())
        more = f", and {left:,} more values" if left else ""
        return html_table(("facet", "value", "count"), rows, repr(self).strip("<>") + more)

    def to_pandas(self) -> Any:
        """All values as a `pandas.DataFrame` with the columns facet, value and count.

        Raises:
            InvalidArgument: pandas is not installed.
        """
        from searchkit.model.tables import data_frame

        return data_frame(self._rows(), ("facet", "value", "count"))
