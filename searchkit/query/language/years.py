"""Years among the words of a query.

Lives here: the doubt whether a year was meant as a date. It is a word always: texts name years
that they were not written in. Does not live here: dates themselves (`searchkit.query.dates`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchkit.query.dates import parse_unit
from searchkit.query.doubts import Doubt, with_instead
from searchkit.query.language.reading import Reading
from searchkit.query.tree import And, Days, Node, Stem

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def years(reading: Reading, tree: Node) -> Iterator[Doubt]:
    """The years beside other words; none where the query has dates already.

    Args:
        reading: the query.
        tree: as it was understood.
    """
    if not isinstance(tree, And) or any(isinstance(part, Days) for part in tree.parts):
        return
    for part in tree.parts:
        if isinstance(part, Stem) and part.within is None and _YEAR.fullmatch(part.written):
            day = reading.schema.day.query
            other = with_instead(tree, part, Days(day, *parse_unit(part.written)))
            message = f"{part.written} is read as a word"
            yield Doubt("bare-year", message, other, f"{day}:{part.written}", minor=True)
