"""Whether the pieces of a query fit together, before Whoosh's parser orders them.

Lives here: the errors for brackets, quotes, operators and fields that Whoosh would silently
reinterpret. Does not live here: errors inside one piece (`syntax`, `words`, `phrases`).
"""

from __future__ import annotations

import re
from typing import Any

from whoosh.qparser import plugins, syntax

from searchkit.query.language.fields import example, field_names
from searchkit.query.language.near import NearOperator, too_many
from searchkit.query.language.reading import Reading
from searchkit.query.language.syntax import Quoted, Run
from searchkit.query.limits import MAX_DEPTH, MAX_NEAR

_UNKNOWN_FIELD = re.compile(r"([A-Za-z]{3,12}):(?=\S)")


def check(reading: Reading, nodes: list[Any]) -> None:
    """Check the flat nodes of a query, white space among them.

    Raises:
        QuerySyntaxError: the first thing that is wrong.
    """
    _check_brackets(reading, nodes)
    shown = [node for node in nodes if not node.is_ws()]
    chain = 0
    for number, node in enumerate(shown):
        before = shown[number - 1] if number else None
        after = shown[number + 1] if number + 1 < len(shown) else None
        if isinstance(node, syntax.Operator):
            _check_operator(reading, node, before, after)
            chain = chain + 1 if isinstance(node, NearOperator) else 0
            if chain > MAX_NEAR:  # Before anything is made of it: it would be too deep.
                raise too_many(reading, node)
        elif isinstance(node, syntax.FieldnameNode):
            if not isinstance(after, (Run, plugins.GroupPlugin.OpenBracket)):
                shown_field = example(reading.schema, node.fieldname)
                raise reading.error(
                    f"there is nothing to look for after {node.original}",
                    node.endchar,
                    expected=f"a value right after the colon, as in {shown_field}",
                )
        elif isinstance(node, Run) and not isinstance(node, Quoted):
            _check_word(reading, node)


def _check_brackets(reading: Reading, nodes: list[Any]) -> None:
    text = reading.text
    opened: list[Any] = []
    for node in nodes:
        if isinstance(node, plugins.GroupPlugin.OpenBracket):
            opened.append(node)
            if len(opened) > MAX_DEPTH:
                raise reading.error(f"more than {MAX_DEPTH} brackets are open", node.startchar)
        elif isinstance(node, plugins.GroupPlugin.CloseBracket):
            if not opened:
                raise reading.error(
                    "this bracket closes nothing",
                    node.startchar,
                    expected="a ( before it",
                    suggestion=text[: node.startchar] + text[node.startchar + 1 :],
                )
            if not text[opened.pop().endchar : node.startchar].strip():
                raise reading.error(
                    "there is nothing between the brackets",
                    node.startchar,
                    expected="a word",
                )
    if opened:
        raise reading.error(
            "this bracket is never closed",
            opened[-1].startchar,
            expected="a ) after what it groups",
            suggestion=text.rstrip() + ")" * len(opened),
        )


def _check_operator(reading: Reading, node: Any, before: Any, after: Any) -> None:
    name = node.text
    infix = isinstance(node, syntax.InfixOperator)
    expected = f"a word {'on either side' if infix else 'after it'}"
    if name.isalpha():
        expected += f'; "{name.lower()}" in small letters is the word'
    no_left = before is None or isinstance(
        before, (syntax.Operator, plugins.GroupPlugin.OpenBracket)
    )
    if infix and no_left:
        raise reading.error(
            f"{name} has nothing before it",
            node.startchar,
            expected=expected,
            suggestion=_without(reading.text, node),
        )
    if after is None or isinstance(after, plugins.GroupPlugin.CloseBracket):
        raise reading.error(
            f"{name} has nothing after it",
            node.endchar,
            expected=expected,
            suggestion=_without(reading.text, node),
        )
    if isinstance(after, syntax.Operator) and not _may_follow(node, after):
        near = isinstance(node, NearOperator)
        twice = (node, after) if name == after.text == "NOT" else (node,)
        raise reading.error(
            f"{after.text} can't stand right after {name}",
            after.startchar,
            expected="a word or a phrase there" if near else expected,
            suggestion=_without(reading.text, *twice),
        )


def _without(text: str, *nodes: Any) -> str:
    """The query without some of its pieces."""
    for node in reversed(nodes):
        before, after = text[: node.startchar].rstrip(" "), text[node.endchar :].lstrip(" ")
        space = " " if before and after and before[-1] != "(" and after[0] != ")" else ""
        text = before + space + after
    return text


def _may_follow(node: Any, after: Any) -> bool:
    """Whether an operator may stand right after another: NOT after AND and OR."""
    infix = isinstance(node, syntax.InfixOperator) and not isinstance(node, NearOperator)
    return infix and isinstance(after, syntax.PrefixOperator)


def _check_word(reading: Reading, node: Any) -> None:
    text, start, word = reading.text, node.startchar, node.text
    fields = field_names(reading.schema)
    if word == '"':
        raise reading.error(
            "this quote is never closed",
            start,
            expected='a " at the end of the phrase',
            suggestion=_closed_quote(text, start),
        )
    match = _UNKNOWN_FIELD.match(word)
    if match and match[1].lower() in fields:
        raise reading.error(
            f"{match[0]} stands right after something else",
            start,
            expected="white space before a field",
            suggestion=f"{text[:start]} {text[start:]}" if text[start - 1] != ":" else None,
        )
    if match:
        from rapidfuzz.distance import OSA

        for field in fields:
            if OSA.distance(match[1].lower(), field, score_cutoff=1) <= 1:
                raise reading.error(
                    f"there is no field {match[1]!r}",
                    start,
                    expected=", ".join(f"{name}:" for name in fields),
                    suggestion=text[:start] + field + text[start + len(match[1]) :],
                )


def _closed_quote(text: str, column: int) -> str:
    """The query with its odd quote closed, or dropped where it ends a word."""
    if column and not text[column - 1].isspace() and text[column - 1] not in "(:":
        return text[:column] + text[column + 1 :]
    return text.rstrip() + '"'
