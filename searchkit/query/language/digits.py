"""Digits that may mean something else than they are read as.

Lives here: the doubt whether a year beside words was meant as a date, and words with a space
between them as one number. Does not live here: what is a number (`searchkit.schema.numbers`),
dates themselves (`searchkit.query.dates`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchkit.query.dates import parse_unit
from searchkit.query.doubts import Doubt, with_instead
from searchkit.query.language.reading import Reading
from searchkit.query.tree import And, Days, Node, Stem
from searchkit.schema.analysis import with_common_spaces
from searchkit.schema.numbers import number_spans

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_IN_QUOTES = re.compile(r'"[^"]*"|[“„][^”“]*[”“]')


def years(reading: Reading, tree: Node) -> Iterator[Doubt]:
    """The years beside other words; none where the query has dates already.

    A year is a word: texts name years that they were not written in.

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


def split_numbers(reading: Reading) -> Iterator[Doubt]:
    """The numbers with spaces in them that no quotes hold together."""
    outside = with_common_spaces(_IN_QUOTES.sub(lambda one: "|" * len(one[0]), reading.text))
    told = set()
    for start, end in number_spans(outside):
        number = outside[start:end]
        if " " not in number or number in told:
            continue
        told.add(number)
        words = "two" if number.count(" ") == 1 else "several"
        other = reading.instead(start, end, f'"{number}"')
        yield Doubt("split-number", f"{number} is read as {words} words", other)
