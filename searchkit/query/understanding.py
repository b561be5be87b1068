"""What a query means in an index: one tree, filters included.

Lives here: from the value to the tree. Does not live here: reading the language (`language`),
what the tree finds (`searchkit.matching`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from searchkit.model.arguments import GivenDay, GivenNames
from searchkit.model.errors import InvalidArgument, UnsupportedQuery
from searchkit.query.dates import FORMS, parse_range, parse_unit
from searchkit.query.doubts import Doubt
from searchkit.query.language.parser import Parsed, parse
from searchkit.query.language.reading import Spellings
from searchkit.query.limits import MAX_LEVELS, is_too_deep
from searchkit.query.names import KnownNames
from searchkit.query.request import Query
from searchkit.query.tree import And, Days, Named, Node, Not, Or
from searchkit.query.variants import Ways, widened
from searchkit.schema.fields import Schema


class Understood(NamedTuple):
    """A query as understood.

    Attributes:
        tree: all of it.
        asked: as it was written, without the filters beside it.
        text: what was written, or None where a tree was given.
        shown: what was asked, for an answer.
        notes: what the user should know.
    """

    tree: Node
    asked: Node
    text: str | None
    shown: str
    notes: tuple[Doubt, ...] = ()


def understood(
    query: Query,
    schema: Schema,
    known: Mapping[str, KnownNames],
    spellings: Spellings,
    ways: Ways = lambda words, stems: (),
) -> Understood:
    """What `query` means.

    Args:
        query: what is asked.
        schema: the fields of the index.
        known: its names, by field.
        spellings: as for `parse`.
        ways: gives the other ways to write some words.

    Raises:
        QuerySyntaxError, UnknownName, UnsupportedQuery, InvalidArgument: it means nothing.
    """
    asked = query.asked
    if isinstance(asked, str):
        parsed = parse(asked, known, schema=schema, any_word=query.any_word, spellings=spellings)
    else:
        parsed = Parsed(_ready_made(asked, schema))
    text = asked if isinstance(asked, str) else None
    filters, doubts = _filters(query, schema, known)
    asked_for = widened(parsed.tree, ways) if query.variants and text is not None else parsed.tree
    tree = _narrowed(asked_for, filters)
    return Understood(tree, parsed.tree, text, str(asked), (*parsed.notes, *doubts))


def _ready_made(tree: object, schema: Schema) -> Node:
    if isinstance(tree, Node):
        if is_too_deep(tree, lambda node: node.children):
            raise UnsupportedQuery(
                "a tree this deep is not evaluated", expected=f"at most {MAX_LEVELS} levels"
            )
        return tree
    # Only a tree of Whoosh's needs the translation.
    from searchkit.query.language.foreign import translated

    return translated(tree, schema)


def _narrowed(tree: Node, filters: list[Node]) -> Node:
    if not filters:
        return tree
    parts = tree.parts if isinstance(tree, And) else (tree,)
    return And((*parts, *filters))


def _filters(
    query: Query, schema: Schema, known: Mapping[str, KnownNames]
) -> tuple[list[Node], list[Doubt]]:
    filters: list[Node] = []
    doubts: list[Doubt] = []
    days = [day.query for day in schema.days]
    for field, asked in query.names.items():
        if field not in known and not asked:
            continue
        if field in days:
            filters.append(_ranges(field, asked))
            continue
        if field not in known:
            own = [*known, *days[1:]]
            expected = " or ".join(own) or "none: this index has no field of names"
            raise InvalidArgument(f"there are no names of {field!r}", expected=expected)
        named = _named(known[field], asked)
        keys = list(dict.fromkeys(key for one in named.values() for key in one))
        doubts += _doubts(known[field], named, keys, query)
        found = tuple(Named(field, key, known[field].shown[key]) for key in keys)
        if found:
            filters.append(found[0] if len(found) == 1 else Or(found))
    first = given_day(query.since, "since", 0)
    last = given_day(query.until, "until", 1)
    if first and last and first > last:
        raise InvalidArgument(f"until ({last}) lies before since ({first})")
    if first or last:
        filters.append(Days(schema.day.query, first, last))
    return filters, doubts


def _ranges(field: str, asked: GivenNames) -> Node:
    """The days of a field that lie in a range, or in any of several; "unknown" is one.

    Raises:
        InvalidArgument: it is no range of days.
    """
    found: list[Node] = []
    for text in _listed(field, asked, FORMS):
        if text.strip().lower() == "unknown":
            found.append(Not(Days(field)))
            continue
        try:
            found.append(Days(field, *parse_range(text.strip())))
        except ValueError as error:
            raise InvalidArgument(f"{field}: {error}", expected=FORMS) from None
    return found[0] if len(found) == 1 else Or(tuple(found))


def _doubts(
    known: KnownNames, named: Mapping[str, list[str]], chosen: list[str], query: Query
) -> Iterator[Doubt]:
    """What the user should know of the names that a filter was taken for."""
    for text, keys in named.items():
        if _is_quoted(text):
            continue
        for code, message in known.meaning(text, keys):
            yield Doubt(code, message)
        longer = [key for key in known.longer(text, keys) if key not in chosen]
        if longer:
            field = known.field.query
            names = [*named, *(f'"{known.shown[key]}"' for key in longer)]
            other = query._replace(names={**query.names, field: names})
            message = f'{field}:"{text}" means this name alone'
            yield Doubt("longer-name", message, other, known.also(longer))


def _named(known: KnownNames, asked: GivenNames) -> dict[str, list[str]]:
    """The keys of the names meant by each of those asked for."""
    listed = _listed(known.field.query, asked, "a name or several")
    return {name: known.resolve(name, quoted=_is_quoted(name)) for name in listed}


def _listed(field: str, asked: GivenNames, expected: str) -> Sequence[str]:
    """What is asked of a field, as several texts.

    Raises:
        InvalidArgument: it is no text, and not several.
    """
    listed = (asked,) if isinstance(asked, str) else asked
    if not isinstance(listed, (tuple, list, set, frozenset)) or not all(
        isinstance(name, str) for name in listed
    ):
        raise InvalidArgument(f"{field} can't be {asked!r}", expected=expected)
    return tuple(listed)


def _is_quoted(name: str) -> bool:
    """Whether just this name is meant, as in the query language."""
    return len(name) > 2 and name[0] == name[-1] == '"'


def given_day(value: GivenDay, name: str, side: int) -> datetime.date | None:
    """The first (side 0) or last (side 1) day that a filter means, which is called `name`.

    Raises:
        InvalidArgument: it is no date.
    """
    if value is None or isinstance(value, datetime.date):
        return value.date() if isinstance(value, datetime.datetime) else value
    try:
        return parse_unit(str(value))[side]
    except ValueError as error:
        raise InvalidArgument(f"{name}: {error}", expected="2007, 2007-11 or 2007-11-20") from None
