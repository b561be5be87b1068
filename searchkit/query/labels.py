"""A leaf of a tree as the query language writes it.

Lives here: words, phrases and near words. Does not live here: what combines them
(`render`).

A node made by our parser carries what the user wrote; of another one, the analysed
terms are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from whoosh import query
from whoosh.query import spans

from searchkit.query.language import whoosh_schema as names

_TITLES = (names.TITLE, names.TITLE_FOLDED, names.TITLE_EXACT)
_OPERATOR = re.compile(r"AND|OR|NOT|(?:NEAR|ADJ)/\d+")
_EXACT = (names.EXACT, names.TITLE_EXACT)


def label_of(node: Any) -> str:
    """The label of a leaf, without its boost."""
    kind = type(node)
    if kind is query.Or:  # Spellings of one word.
        return f"({' OR '.join(label_of(child) for child in node.subqueries)})"
    if kind is spans.SpanNear:
        name = "ADJ" if node.ordered else "NEAR"
        right = _operand(node.b)
        # Chains group to the left by themselves.
        right = f"({right})" if type(node.b) is spans.SpanNear else right
        return f"{_operand(node.a)} {name}/{node.slop} {right}"
    if kind is query.Sequence:
        return _sequence(node)
    text = _quoted(node) if kind is query.Phrase else _word(node)
    text = f"={text}" if node.fieldname in _EXACT else text
    return f"title:{text}" if node.fieldname in _TITLES else text


def _word(node: Any, in_phrase: bool = False) -> str:
    kind = type(node)
    text = str(getattr(node, "written", None) or node.text)
    if _OPERATOR.fullmatch(text) and not in_phrase:
        text = f'"{text}"'  # The word, not the operator.
    if kind is query.Prefix:
        return f"{text}*"
    return f"{text}~{node.maxdist}" if kind is query.FuzzyTerm else text


def _quoted(node: Any) -> str:
    text = getattr(node, "written", None) or " ".join(node.words)
    return f'"{text}"' + _slop(node)


def _slop(node: Any) -> str:
    return f"~{node.slop}" if node.slop > 1 else ""


def _operand(node: Any) -> str:
    if type(node) is query.Or:
        return f"({' OR '.join(_operand(child) for child in node.subqueries)})"
    return label_of(node)


def _sequence(node: Any) -> str:
    """A phrase with alternatives; a field and "=" that hold for all of it stand before
    the quotes.
    """
    fields = {getattr(one, "fieldname", None) for one in _words_of(node)}
    all_exact = fields <= set(_EXACT)
    parts = [_in_phrase(child, all_exact) for child in node.subqueries]
    text = f'"{" ".join(parts)}"' + _slop(node)
    text = f"={text}" if all_exact else text
    return f"title:{text}" if fields <= set(_TITLES) else text


def _words_of(node: Any) -> Iterator[Any]:
    children = list(node.children())
    if not children:
        yield node
    for child in children:
        yield from _words_of(child)


def _in_phrase(node: Any, all_exact: bool) -> str:
    if type(node) is query.Or:
        return f"({' OR '.join(_in_phrase(child, all_exact) for child in node.subqueries)})"
    if type(node) is query.Sequence:
        return " ".join(_in_phrase(child, all_exact) for child in node.subqueries)
    if type(node) is spans.SpanNear:  # Only in trees that the language can't write.
        return f"({label_of(node)})"
    if type(node) is query.Phrase:
        return getattr(node, "written", None) or " ".join(node.words)
    text = _word(node, in_phrase=True)
    return f"={text}" if node.fieldname in _EXACT and not all_exact else text
