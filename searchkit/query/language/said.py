"""`said:`: what somebody is quoted with.

Lives here: `said:peters` and `said:(peters "north korea")`, whom they mean, what may stand in the
brackets, and the note for words that were perhaps meant to stand there. Does not live here: who
says what (`searchkit.quotations`), the nodes (`searchkit.query.said`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.qparser import plugins, syntax

from searchkit.model.errors import QuerySyntaxError, UnknownName, UnsupportedQuery
from searchkit.query.doubts import Doubt
from searchkit.query.language.groups import one_after_another
from searchkit.query.language.reading import Reading
from searchkit.query.rendering import interpreted
from searchkit.query.said import InQuotation, QuotedBy, Speakers, SpokenLeaf, spoken_by
from searchkit.query.tree import And, Everything, Leaf, Node, Not, Or
from searchkit.schema.speakers import REMEDY, SAID

ANYBODY = "*"


def quoted_by(reading: Reading, text: str, quoted: bool, column: int) -> QuotedBy:
    """The node for whom `text`, which begins at `column`, means.

    Raises:
        UnknownName: nobody is quoted whose name has these words.
        UnsupportedQuery: the index knows no quotations.
    """
    speakers, named = _speakers(reading, text, quoted, column)
    return QuotedBy(speakers, named=named, column=column)


def _speakers(reading: Reading, text: str, quoted: bool, column: int) -> tuple[Speakers, str]:
    """(whom a text means, how a query names them)."""
    if text == ANYBODY and not quoted:
        return None, ANYBODY
    if "*" in text:
        place = column + quoted + text.index("*")
        raise reading.error(
            "a name takes no wildcards", place, expected="some of its words, or * alone: anybody"
        )
    try:
        known = reading.known[SAID]
    except KeyError:
        raise UnsupportedQuery("this index knows no quotations", remedy=REMEDY) from None
    try:
        keys = known.resolve(text, quoted=quoted)
    except UnknownName as error:
        who, _, words = text.partition(" ")
        if words and known.holding(who):
            end = column + len(text) + 2 * quoted
            raise reading.error(
                f"nobody who is quoted is called {text!r}",
                column,
                expected=f"a name; words go in brackets after it: {SAID}:({text})",
                suggestion=reading.instead(column, end, f"({text})")
                if reading.text[column - 1 : column] == ":"
                else None,
            ) from None
        raise error.inside(reading.text, column) from None
    for code, message in known.meaning(text, keys):
        doubt = Doubt(code, message)
        if doubt not in reading.doubts:
            reading.doubts.append(doubt)
    named = f'"{known.shown[keys[0]]}"' if len(keys) == 1 else f'"{text}"' if quoted else text
    return tuple(keys), named


class SaidGroup(syntax.GroupNode):  # type: ignore[misc]
    """What stands in the brackets of `said:( )`: who speaks, then the words."""

    merging = False

    def query(self, parser: Any) -> Node:
        """The tree.

        Raises:
            QuerySyntaxError: it does not begin with who speaks, or something in it is no word.
        """
        reading: Reading = parser.reading
        first, *others = self.nodes
        if not (first.is_text() and hasattr(first, "quoted")):
            raise _no_speaker(reading, self.kwargs["column"])
        speakers, named = _speakers(reading, first.text, first.quoted, first.startchar)
        found = [tree for node in others if (tree := node.query(parser)) is not None]
        part = one_after_another(found, reading.any_word)
        if part is None:
            return QuotedBy(speakers, named=named, column=first.startchar)
        wrong = next(_not_said(part), None)
        if wrong is not None:
            column = wrong.column if wrong.column is not None else self.kwargs["column"]
            raise reading.error(
                f"{interpreted(wrong)} does not stand in a quotation",
                column,
                expected=f"words and phrases after who speaks; anything else beside {SAID}:( )",
            )
        return InQuotation(
            spoken_by(part, speakers, named), speakers, named=named, column=first.startchar
        )


def _no_speaker(reading: Reading, column: int) -> QuerySyntaxError:
    return reading.error(
        f"{SAID}:( ) begins with who speaks",
        column,
        expected='one name, or * for anybody, then the words, as in said:(peters "north korea")',
    )


def _not_said(node: Node) -> Iterator[Node]:
    """What of a tree is no word of a body."""
    match node:
        case Leaf():
            within = [one for one in (node, *node.children) if isinstance(one, Leaf) and one.within]
            if within or node.within or isinstance(node, SpokenLeaf):
                yield node
        case And() | Or() | Not():
            for child in node.children:
                yield from _not_said(child)
        case Everything():
            return
        case _:
            yield node


class SaidPlugin(plugins.Plugin):  # type: ignore[misc]
    """Puts what stands in the brackets after `said:` into a group of its own."""

    def filters(self, parser: Any) -> list[Any]:
        """After brackets are groups, before fields go to what follows them."""
        return [(self._group, 50)]

    def _group(self, parser: Any, group: Any) -> Any:
        if parser.reading.schema.by_query.get(SAID) is not None:
            return group
        made = group.empty_copy()
        for node in group:
            if isinstance(node, syntax.GroupNode):
                node = self._group(parser, node)
            before = made[len(made) - 1] if len(made) else None
            follows = isinstance(before, syntax.FieldnameNode) and before.fieldname == SAID
            if before is not None and follows and isinstance(node, syntax.GroupNode):
                inside = [one for one in node if not one.is_ws()]
                made[len(made) - 1] = SaidGroup(inside, column=before.endchar)
            else:
                made.append(node)
        return made


def beside(tree: Node) -> Iterator[Doubt]:
    """The note for words that stand beside `said:peters`, perhaps meant to be said."""
    if not isinstance(tree, And):
        return
    quoted = [one for one in tree.parts if isinstance(one, QuotedBy) and one.speakers is not None]
    words = [one for one in tree.parts if isinstance(one, Leaf)]
    if len(quoted) != 1 or not words:
        return
    (who,) = quoted
    said = " ".join(map(interpreted, words))
    rest = [one for one in tree.parts if one is not who and one not in words]
    other = f"{SAID}:({who.named} {said})"
    if rest:
        other += " " + interpreted(And(tuple(rest)))
    message = f"{SAID}:{who.named} is any quotation of theirs; the words beside it stand anywhere"
    yield Doubt("beside-said", message, other)
