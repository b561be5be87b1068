"""The pieces of the query language: nodes and taggers for Whoosh's parser.

Lives here: the nodes for words, phrases and values behind a field, and how words
that merely follow one another combine. Does not live here: what a word or a phrase
becomes (`words`, `phrases`), NEAR and ADJ (`near`), whether the pieces fit together
(`checks`), the parser itself (`parser`).
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from whoosh import query
from whoosh.qparser import plugins, syntax
from whoosh.qparser.taggers import RegexTagger

from searchkit.model.errors import UnknownName
from searchkit.query.dates import FORMS, Range, parse_range, parse_unit
from searchkit.query.language import whoosh_schema as names
from searchkit.query.near import NearTagger
from searchkit.query.phrases import phrase_query
from searchkit.query.words import boost_of, marked, word_query
from searchkit.schema.analysis import fold

SINCE, UNTIL = "since", "until"
FIELDS = (
    names.TITLE,
    names.EXACT,
    names.MINISTER,
    names.PORTFOLIO,
    names.DATE,
    SINCE,
    UNTIL,
)

BOUNDARY = r"(?<![^\s(])"
"""Nothing but white space or an opening bracket stands before."""


class Word(syntax.TextNode):  # type: ignore[misc]
    """A run of characters without white space, quotes or brackets."""

    quoted = False

    def r(self) -> str:
        """For Whoosh's debugging."""
        return repr(self.text)

    def query(self, parser: Any) -> Any:
        """The tree this stands for, or None where it holds no word."""
        field = self.fieldname or parser.fieldname
        if field in (names.MINISTER, names.PORTFOLIO):
            return names_query(parser, field, self.text, self.quoted, self.startchar)
        if field in (names.DATE, SINCE, UNTIL):
            return self._dates(parser, field)
        return self._words(parser, field)

    def _words(self, parser: Any, field: str) -> Any:
        found = word_query(parser, field, self.text, self.startchar)
        if found is None:
            if field != names.TEXT:
                raise parser.error(f"there is no word behind {field}:", self.startchar)
            parser.ignored.append(self.text)
        return found

    def _dates(self, parser: Any, field: str) -> Any:
        text = self.text.strip(",;")
        try:
            if field == names.DATE and fold(text) == "unknown":
                return query.Not(query.Every(names.DATE))
            first, last = (None, None) if field != names.DATE else parse_range(text)
            if field == SINCE:
                first = parse_unit(text)[0]
            elif field == UNTIL:
                last = parse_unit(text)[1]
        except ValueError as error:
            forms = FORMS if field == names.DATE else "2007, 2007-11 or 2007-11-20"
            first_text, _, last_text = text.partition("..")
            suggestion = None
            if field == names.DATE and first_text and last_text:
                place = self.startchar, self.startchar + len(text)
                suggestion = parser.instead(*place, f"{last_text}..{first_text}")
            raise parser.error(
                str(error), self.startchar, expected=forms, suggestion=suggestion
            ) from None
        return date_query(first, last)


class Quoted(Word):
    """A phrase in quotes, with what stands before and behind them.

    Attributes:
        exact: whether `=` stands before.
        slop: the number behind `~`, or None.
        boost_text: the number behind `^`, or None.
    """

    quoted = True

    def __init__(self, text: str, exact: bool, slop: str | None, boost: str | None) -> None:
        super().__init__(text)
        self.exact = exact
        self.slop = slop
        self.boost_text = boost

    def _words(self, parser: Any, field: str) -> Any:
        column = self.startchar + 1 + self.exact
        behind = column + len(self.text) + 1
        return phrase_query(
            parser,
            field,
            self.text,
            column,
            exact=self.exact,
            slop=1 if self.slop is None else int(self.slop),
            boost=boost_of(parser, self.boost_text, behind),
        )


def date_query(*days: datetime.date | None) -> Any:
    """The tree for a range of days, both included, None: open."""
    first, last = (day and datetime.datetime.combine(day, datetime.time()) for day in days)
    return query.DateRange(names.DATE, first, last)


def date_days(node: Any) -> Range:
    """The days of a tree made by `date_query`."""
    first, last = node.startdate, node.enddate
    return first and first.date(), last and last.date()


def names_query(parser: Any, field: str, text: str, quoted: bool, column: int) -> Any:
    """The tree for the names that `text` means, which begins at `column`.

    Raises:
        UnknownName: it means none.
    """
    known = parser.known[field]
    try:
        keys = known.resolve(text, quoted=quoted)
    except UnknownName as error:
        raise error.inside(parser.text, column) from None
    if len(keys) > 1:
        people = ", ".join(known.shown[key] for key in keys)
        parser.note("several-names", f"{field}:{text} means any of: {people}")
    terms = [marked(query.Term(field, key), known.shown[key]) for key in keys]
    return terms[0] if len(terms) == 1 else query.Or(terms)


class Juxtaposed(syntax.GroupNode):  # type: ignore[misc]
    """Nodes that merely follow one another: all must match, or, in any-word mode,
    any of the words (what filters or is in NOT always holds).
    """

    def query(self, parser: Any) -> Any:
        """The tree, or None where none of the nodes holds a word."""
        found = [node.query(parser) for node in self.nodes]
        return combined([one for one in found if one is not None], parser.any_word)


def combined(found: list[Any], any_word: bool) -> Any:
    """All of `found`, or any of those that neither filter nor exclude."""
    if any_word:
        words = [one for one in found if not is_filter(one)]
        rest = [one for one in found if is_filter(one)]
        found = ([query.Or(words)] if len(words) > 1 else words) + rest
    if found and all(isinstance(one, query.Not) for one in found):
        found = [query.Every(), *found]
    if len(found) <= 1:
        return found[0] if found else None
    return query.And(found)


def is_filter(node: Any) -> bool:
    """Whether a node only narrows: a name, a date, NOT, or groups of these."""
    if isinstance(node, (query.DateRange, query.Every, query.Not)):
        return True
    if isinstance(node, query.Term):
        return node.fieldname in (names.MINISTER, names.PORTFOLIO)
    children = list(node.children())
    return bool(children) and all(is_filter(child) for child in children)


class AndGroup(syntax.AndGroup):  # type: ignore[misc]
    """Nodes joined by AND."""

    def query(self, parser: Any) -> Any:
        """The tree, or None where none of the nodes holds a word."""
        found = [node.query(parser) for node in self.nodes]
        return combined([one for one in found if one is not None], any_word=False)


class OrGroup(syntax.OrGroup):  # type: ignore[misc]
    """Nodes joined by OR."""

    def query(self, parser: Any) -> Any:
        """The tree, or None where none of the nodes holds a word."""
        found = [one for one in (node.query(parser) for node in self.nodes) if one is not None]
        if len(found) <= 1:
            return found[0] if found else None
        return query.Or(found)


class WordPlugin(plugins.Plugin):  # type: ignore[misc]
    """Words and quoted phrases."""

    class _Words(RegexTagger):  # type: ignore[misc]
        def create(self, parser: Any, match: re.Match[str]) -> Word:
            return Word(match["text"])

    class _Quotes(RegexTagger):  # type: ignore[misc]
        def create(self, parser: Any, match: re.Match[str]) -> Word:
            return Quoted(match["text"], bool(match["exact"]), match["slop"], match["boost"])

    def taggers(self, parser: Any) -> list[Any]:
        """Quotes first, words when nothing else fits."""
        behind = r"(?:~(?P<slop>\d{1,9}))?(?:\^(?P<boost>\d{1,9}(?:\.\d{1,9})?))?"
        # Typographic quotes only in pairs: an odd one is ordinary text.
        curly = r"[“„](?P<text>[^“”„\"]*[^\s“”„\"][^“”„\"]*)[”“]"
        return [
            (self._Quotes(rf'(?P<exact>=)?"(?P<text>[^"]*)"{behind}'), -10),
            (self._Quotes(rf"(?P<exact>=)?{curly}{behind}"), -10),
            (self._Words(r"(?P<text>(?:(?!=[\"“„])[^\s()\"“”„])+|=|[“”„\"])"), 1000),
        ]


class FieldPlugin(plugins.FieldsPlugin):  # type: ignore[misc]
    """`title:` and the other fields, each with its value right behind the colon."""

    def __init__(self) -> None:
        known = "|".join(FIELDS)
        super().__init__(rf"(?<![^\s(-])(?P<text>(?i:{known})):(?=[^\s)])", remove_unknown=False)

    class FieldnameTagger(RegexTagger):  # type: ignore[misc]
        """Makes the node for a field."""

        def create(self, parser: Any, match: re.Match[str]) -> Any:
            return syntax.FieldnameNode(match["text"].lower(), match[0])


def operators() -> Any:
    """AND, OR, NOT and a minus before a word."""
    tagger = plugins.OperatorsPlugin.OpTagger
    end = r"(?![^\s)])"
    return plugins.OperatorsPlugin(
        [
            # Tightest first: NEAR and ADJ, then NOT, AND, OR.
            (NearTagger(), 0),
            (tagger(rf"{BOUNDARY}-(?=[^\s-])", syntax.NotGroup, syntax.PrefixOperator), 0),
            (tagger(rf"{BOUNDARY}NOT(?=[\s(]|\Z)", syntax.NotGroup, syntax.PrefixOperator), 0),
            (tagger(rf"{BOUNDARY}AND{end}", AndGroup), 0),
            (tagger(rf"{BOUNDARY}OR{end}", OrGroup), 0),
        ],
        clean=True,
    )
