"""The pieces of the query language: words, quotes and fields, as nodes of Whoosh's parser.

Lives here: the pieces and how they are recognised, and the values of names and dates. Does
not live here: what a word or a phrase becomes (`words`, `phrases`), operators (`operators`,
`near`), whether the pieces fit together (`checks`), the parser itself (`parser`).
"""

from __future__ import annotations

import re
from typing import Any

from whoosh.qparser import plugins, syntax
from whoosh.qparser.taggers import RegexTagger

from searchkit.model.errors import UnknownName
from searchkit.query.dates import FORMS, parse_range, parse_unit
from searchkit.query.doubts import Doubt
from searchkit.query.language.fields import (
    DASHES,
    EXACT,
    MONEY,
    NUMBER,
    SINCE,
    UNTIL,
    field_names,
)
from searchkit.query.language.phrases import phrase_leaf
from searchkit.query.language.reading import Reading
from searchkit.query.language.words import boost_of, word_leaf
from searchkit.query.tree import Days, Leaf, Named, Node, Not, Or
from searchkit.schema.analysis import fold
from searchkit.schema.fields import Day, Names, Schema
from searchkit.schema.speakers import SAID


class Run(syntax.TextNode):  # type: ignore[misc]
    """A run of characters without white space, quotes or brackets."""

    quoted = False

    def r(self) -> str:
        """For Whoosh's debugging."""
        return repr(self.text)

    def query(self, parser: Any) -> Node | None:
        """The tree this stands for, or None where it holds no word."""
        reading: Reading = parser.reading
        name: str | None = self.fieldname
        if name is not None:
            self._check_sign(reading, name)
            field = reading.schema.by_query.get(name)
            if isinstance(field, Names):
                return named(reading, name, self.text, self.quoted, self.startchar)
            if isinstance(field, Day) or name in (SINCE, UNTIL):
                return self._days(reading, name)
            if field is None and name in (MONEY, NUMBER):
                # Most queries have no amounts.
                from searchkit.query.language.amounts import amount_leaf

                column = self.startchar + self.quoted
                return amount_leaf(reading, name, self.text, column)
            if field is None and name == SAID:
                from searchkit.query.language.said import quoted_by

                return quoted_by(reading, self.text, self.quoted, self.startchar)
        exact = name == EXACT
        found = self._leaf(reading, None if exact else name, exact)
        if found is None:
            if name is not None:
                raise reading.error(f"there is no word after {name}:", self.startchar)
            reading.ignored.append(self.text)
        return found

    def _check_sign(self, reading: Reading, name: str) -> None:
        """What leaves a word out stands before the field.

        Raises:
            QuerySyntaxError: it stands before the value.
        """
        start, value = self.startchar, self.text.lstrip("-")
        field = start - len(name) - 1
        if self.quoted or value == self.text or reading.text[start - 1] != ":":
            return
        end = start + len(self.text)
        raise reading.error(
            "a minus stands before the field, not after its colon",
            start,
            expected=f"-{name}:{value}" if value else f"a value after {name}:",
            suggestion=reading.instead(field, end, f"-{reading.text[field:start]}{value}")
            if value
            else None,
        )

    def _leaf(self, reading: Reading, within: str | None, exact: bool) -> Leaf | None:
        return word_leaf(reading, within, self.text, self.startchar, exact)

    def _days(self, reading: Reading, name: str) -> Node:
        text: str = self.text.strip(",;")
        column: int = self.startchar
        field = reading.schema.day.query if name in (SINCE, UNTIL) else name
        try:
            if name == SINCE:
                return Days(field, parse_unit(text)[0], None, column=column)
            if name == UNTIL:
                return Days(field, None, parse_unit(text)[1], column=column)
            if fold(text) == "unknown":
                return Not(Days(field, column=column), column=column)
            return Days(field, *parse_range(text), column=column)
        except ValueError as error:
            is_range = name not in (SINCE, UNTIL)
            first, _, last = text.partition("..")
            swapped = is_range and first and last
            raise reading.error(
                str(error),
                column,
                expected=FORMS if is_range else "2007, 2007-11 or 2007-11-20",
                suggestion=reading.instead(column, column + len(text), f"{last}..{first}")
                if swapped
                else None,
            ) from None


class Quoted(Run):
    """A phrase in quotes, with what stands before and after them.

    Attributes:
        exact: whether `=` stands before.
        slop: the number after `~`, or None.
        boost_text: the number after `^`, or None.
    """

    quoted = True

    def __init__(self, text: str, exact: bool, slop: str | None, boost: str | None) -> None:
        super().__init__(text)
        self.exact = exact
        self.slop = slop
        self.boost_text = boost

    def _leaf(self, reading: Reading, within: str | None, exact: bool) -> Leaf:
        column = self.startchar + 1 + self.exact
        after = column + len(self.text) + 1
        return phrase_leaf(
            reading,
            within,
            self.text,
            column,
            exact=exact or self.exact,
            slop=1 if self.slop is None else int(self.slop),
            boost=boost_of(reading, self.boost_text, after),
        )


def named(reading: Reading, field: str, text: str, quoted: bool, column: int) -> Node:
    """The tree for the names that `text`, which begins at `column`, means.

    Raises:
        UnknownName: it means none.
        QuerySyntaxError: it holds a wildcard.
    """
    known = reading.known[field]
    if "*" in text:
        place = column + quoted + text.index("*")
        raise reading.error(
            "a name takes no wildcards",
            place,
            expected="some of its words, whole",
            suggestion=reading.instead(place, place + 1, "")
            if known.holding(text.replace("*", ""))
            else None,
        )
    try:
        keys = known.resolve(text, quoted=quoted)
    except UnknownName as error:
        raise error.inside(reading.text, column) from None
    reading.doubts += [Doubt(code, message) for code, message in known.meaning(text, keys)]
    found = tuple(Named(field, key, known.shown[key], column=column) for key in keys)
    node = found[0] if len(found) == 1 else Or(found, column=column)
    longer = known.longer(text, keys)
    if longer:
        names = (*found, *(Named(field, key, known.shown[key]) for key in longer))
        message = f'{field}:"{text}" means this name alone'
        doubt = Doubt("longer-name", message, shown=known.also(longer))
        reading.others.append((doubt, node, Or(names, column=column)))
    return node


class WordPlugin(plugins.Plugin):  # type: ignore[misc]
    """Words and quoted phrases."""

    class _Words(RegexTagger):  # type: ignore[misc]
        def create(self, parser: Any, match: re.Match[str]) -> Run:
            return Run(match["text"])

    class _Quotes(RegexTagger):  # type: ignore[misc]
        def create(self, parser: Any, match: re.Match[str]) -> Run:
            return Quoted(match["text"], bool(match["exact"]), match["slop"], match["boost"])

    def taggers(self, parser: Any) -> list[Any]:
        """Quotes first, words when nothing else fits."""
        after = r"(?:~(?P<slop>\d{1,9}))?(?:\^(?P<boost>\d{1,9}(?:\.\d{1,9})?))?"
        # Typographic quotes only in pairs: an odd one is ordinary text.
        curly = r"[“„](?P<text>[^“”„\"]*[^\s“”„\"][^“”„\"]*)[”“]"
        return [
            (self._Quotes(rf'(?P<exact>=)?"(?P<text>[^"]*)"{after}'), -10),
            (self._Quotes(rf"(?P<exact>=)?{curly}{after}"), -10),
            (self._Words(r"(?P<text>(?:(?!=[\"“„])[^\s()\"“”„])+|=|[“”„\"])"), 1000),
        ]


class FieldPlugin(plugins.FieldsPlugin):  # type: ignore[misc]
    """`title:` and the other fields, each with its value right after the colon."""

    def __init__(self, schema: Schema) -> None:
        known = "|".join(map(re.escape, field_names(schema)))
        super().__init__(
            rf"(?<![^\s(\-{DASHES}])(?P<text>(?i:{known})):(?=[^\s)])", remove_unknown=False
        )

    class FieldnameTagger(RegexTagger):  # type: ignore[misc]
        """Makes the node for a field."""

        def create(self, parser: Any, match: re.Match[str]) -> Any:
            return syntax.FieldnameNode(match["text"].lower(), match[0])
