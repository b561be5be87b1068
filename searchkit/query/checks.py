"""Whether the pieces of a query fit together, before Whoosh's parser orders them.

Lives here: the errors for brackets, quotes, operators and fields that Whoosh would
silently reinterpret. Does not live here: errors inside one piece (`syntax`).
"""

from __future__ import annotations

import re
from typing import Any

from whoosh.qparser import plugins, syntax

from searchkit.query.limits import MAX_DEPTH, MAX_NEAR
from searchkit.query.near import NearOperator, too_many
from searchkit.query.syntax import FIELDS, Quoted, Word

_NO_DISTANCE = re.compile(r"(?:NEAR|ADJ)(?:/[^\s/]*)?")
_UNKNOWN_FIELD = re.compile(r"([A-Za-z]{3,12}):(?=\S)")


def check(parser: Any, nodes: list[Any]) -> None:
    """Check the flat nodes of a query, white space among them.

    Raises:
        QuerySyntaxError: the first thing that is wrong.
    """
    _check_brackets(parser, nodes)
    shown = [node for node in nodes if not node.is_ws()]
    chain = 0
    for number, node in enumerate(shown):
        before = shown[number - 1] if number else None
        after = shown[number + 1] if number + 1 < len(shown) else None
        if isinstance(node, syntax.Operator):
            _check_operator(parser, node, before, after)
            chain = chain + 1 if isinstance(node, NearOperator) else 0
            if chain > MAX_NEAR:  # Before anything is made of it: it would be too deep.
                raise too_many(parser, node)
        elif isinstance(node, syntax.FieldnameNode):
            if not isinstance(after, (Word, plugins.GroupPlugin.OpenBracket)):
                raise parser.error(
                    f"there is nothing to look for behind {node.original}",
                    node.endchar,
                    expected=f"a value right behind the colon, as in {_example(node.fieldname)}",
                )
        elif isinstance(node, Word) and not isinstance(node, Quoted):
            _check_word(parser, node)


def _check_brackets(parser: Any, nodes: list[Any]) -> None:
    opened: list[Any] = []
    for node in nodes:
        if isinstance(node, plugins.GroupPlugin.OpenBracket):
            opened.append(node)
            if len(opened) > MAX_DEPTH:
                raise parser.error(f"more than {MAX_DEPTH} brackets are open", node.startchar)
        elif isinstance(node, plugins.GroupPlugin.CloseBracket):
            if not opened:
                text = parser.text
                raise parser.error(
                    "this bracket closes nothing",
                    node.startchar,
                    expected="a ( before it",
                    suggestion=text[: node.startchar] + text[node.startchar + 1 :],
                )
            inside = parser.text[opened.pop().endchar : node.startchar]
            if not inside.strip():
                raise parser.error(
                    "there is nothing between the brackets",
                    node.startchar,
                    expected="a word",
                )
    if opened:
        raise parser.error(
            "this bracket is never closed",
            opened[-1].startchar,
            expected="a ) behind what it groups",
            suggestion=parser.text.rstrip() + ")" * len(opened),
        )


def _check_operator(parser: Any, node: Any, before: Any, after: Any) -> None:
    name = node.text
    infix = isinstance(node, syntax.InfixOperator)
    expected = f"a word {'on either side' if infix else 'behind it'}"
    if name in ("AND", "OR", "NOT"):
        expected += f'; "{name.lower()}" in small letters is the word'
    no_left = before is None or isinstance(
        before, (syntax.Operator, plugins.GroupPlugin.OpenBracket)
    )
    if infix and no_left:
        raise parser.error(
            f"{name} has nothing before it",
            node.startchar,
            expected=expected,
            suggestion=_without(parser.text, node),
        )
    if after is None or isinstance(after, plugins.GroupPlugin.CloseBracket):
        raise parser.error(
            f"{name} has nothing behind it",
            node.endchar,
            expected=expected,
            suggestion=_without(parser.text, node),
        )
    if isinstance(after, syntax.Operator) and not _may_follow(node, after):
        near = isinstance(node, NearOperator)
        both = name == after.text == "NOT"
        raise parser.error(
            f"{after.text} can't stand right behind {name}",
            after.startchar,
            expected="a word or a phrase there" if near else expected,
            suggestion=_without(parser.text, node, after) if both else _without(parser.text, node),
        )


def _without(text: str, *nodes: Any) -> str:
    """The query without some of its pieces."""
    for node in reversed(nodes):
        before, behind = text[: node.startchar].rstrip(" "), text[node.endchar :].lstrip(" ")
        space = " " if before and behind and before[-1] != "(" and behind[0] != ")" else ""
        text = before + space + behind
    return text


def _may_follow(node: Any, after: Any) -> bool:
    """Whether an operator may stand right behind another: NOT behind AND and OR."""
    infix = isinstance(node, syntax.InfixOperator) and not isinstance(node, NearOperator)
    return infix and isinstance(after, syntax.PrefixOperator)


def _check_word(parser: Any, node: Any) -> None:
    if node.text == '"':
        raise parser.error(
            "this quote is never closed",
            node.startchar,
            expected='a " at the end of the phrase',
            suggestion=_closed_quote(parser.text, node.startchar),
        )
    if _NO_DISTANCE.fullmatch(node.text):
        parser.note(
            "near-word",
            f"{node.text} is read as a word; near each other is said with a distance, "
            f"as in korea {node.text[:4].rstrip('/')}/10 missile",
        )
    if node.text.endswith(":") and node.text[:-1].lower() in FIELDS:
        parser.note("field-space", f"{node.text} is read as a word, for no value stands behind it")
    match = _UNKNOWN_FIELD.match(node.text)
    if match and match[1].lower() in FIELDS:
        text, start = parser.text, node.startchar
        raise parser.error(
            f"{match[0]} stands right behind something else",
            start,
            expected="white space before a field",
            suggestion=f"{text[:start]} {text[start:]}" if text[start - 1] != ":" else None,
        )
    if match:
        from rapidfuzz.distance import OSA

        for field in FIELDS:
            if OSA.distance(match[1].lower(), field, score_cutoff=1) <= 1:
                start = node.startchar
                text = parser.text
                raise parser.error(
                    f"there is no field {match[1]!r}",
                    start,
                    expected=", ".join(f"{name}:" for name in FIELDS),
                    suggestion=text[:start] + field + text[start + len(match[1]) :],
                )


def _closed_quote(text: str, column: int) -> str:
    """The query with its odd quote closed, or dropped where it ends a word."""
    if column and not text[column - 1].isspace() and text[column - 1] not in "(:":
        return text[:column] + text[column + 1 :]
    return text.rstrip() + '"'


def _example(field: str) -> str:
    values = {"title": "korea", "minister": "peters", "portfolio": "trade"}
    return f"{field}:{values.get(field, '2007')}"
