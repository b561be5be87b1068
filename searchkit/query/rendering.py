"""A query tree written out again, so that a user sees how it was understood.

Lives here: tree to text in the query language. Does not live here: text to tree
(`searchkit.query.language`).

Words are shown as the user wrote them; those that nobody wrote, as analysed terms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.query.dates import range_text
from searchkit.query.said import InQuotation, QuotedBy, SpokenLeaf, plain
from searchkit.query.tree import (
    AmountRange,
    And,
    Choice,
    Days,
    Everything,
    Exact,
    Fuzzy,
    Has,
    Leaf,
    Named,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Stem,
    Wildcard,
)

_OPERATOR = re.compile(r"AND|OR|NOT|(?:NEAR|ADJ)/\d+")


def interpreted(node: Node) -> str:
    """`node` in the query language."""
    match node:
        case Leaf():
            return label(node) + (f"^{node.boost:g}" if node.boost != 1.0 else "")
        case And(parts):
            return " ".join(_grouped(one) for one in parts if not isinstance(one, Everything))
        case Or(parts):
            return " OR ".join(_grouped(one, spaced=True) for one in parts)
        case Not(Days(field, None, None)):
            return f"{field}:unknown"
        case Not(part):
            return f"-{_negated(part)}"
        case Named(field, key, shown):
            return f'{field}:"{shown or key}"'
        case Days(field, None, None):
            return f"-{field}:unknown"
        case Days(field, first, last):
            return f"{field}:{range_text(first, last)}"
        case Has(field):
            return f"{field or ''}:*"
        case QuotedBy():
            return f"said:{node.named}"
        case InQuotation(part):
            return f"said:({node.named} {interpreted(plain(part))})"
        case Nothing():
            return "(nothing)"
    return ""


def _grouped(node: Node, spaced: bool = False) -> str:
    """`node`, in brackets where it is an OR or, if `spaced`, several parts."""
    text = interpreted(node)
    return f"({text})" if isinstance(node, (Or, And) if spaced else Or) else text


def _negated(node: Node) -> str:
    match node:
        case Not(Days(_, None, None)):
            return interpreted(node)
        case And() | Or() | Not() | Days(_, None, None):
            return f"({interpreted(node)})"
    return interpreted(node)


def label(leaf: Leaf) -> str:
    """A leaf in the query language, without its boost."""
    match leaf:
        case Choice(leaves):
            return _choice([label(one) for one in leaves])
        case Near(quoted=True, ordered=True):
            return _in_quotes(leaf)
        case Near():
            return _chain(leaf)
        case AmountRange():
            return _amount(leaf)
        case SpokenLeaf(inner):
            return f"said:({leaf.named} {label(inner)})"
        case Phrase(stems):
            text = f'"{leaf.written or _in_a_row(stems)}"'
        case Exact():
            text = "=" + _as_one(_word(leaf))
        case Stem():
            text = _as_one(_word(leaf))
        case _:
            text = _word(leaf)
    return f"{leaf.within}:{text}" if leaf.within else text


def _amount(amount: AmountRange) -> str:
    from searchkit.schema.amounts import amount_text  # Few queries have one.

    low, high = ("" if end is None else amount_text(end) for end in (amount.low, amount.high))
    shown = low if low and low == high else f"{low}..{high}"
    if amount.currency is None:
        return f"number:{shown}"
    # A range from nowhere has its currency at its end.
    front = "" if amount.usual else amount.currency
    return f"money:..{front}{high}" if not low else f"money:{front}{shown}"


def _choice(texts: list[str]) -> str:
    return f"({' OR '.join(texts)})"


def _as_one(text: str) -> str:
    """A word that would be an operator, or several words, in quotes."""
    return f'"{text}"' if _OPERATOR.fullmatch(text) or " " in text else text


def _word(leaf: Leaf) -> str:
    """A leaf of one word without what stands before it."""
    match leaf:
        case Stem(term) | Exact(term) | Wildcard(term):
            return leaf.written or term
        case Prefix(term):
            return f"{leaf.written or term}*"
        case Fuzzy(term, distance):
            return f"{leaf.written or term}~{distance}"
    raise AssertionError(f"{type(leaf).__name__} is no single word")


def _chain(near: Near) -> str:
    """Near words with their operator between them. Chains group to the left by themselves."""
    name = f" {'ADJ' if near.ordered else 'NEAR'}/{near.slop} "
    first, *others = near.operands
    parts = [f"({label(one)})" if _is_chain(one) else label(one) for one in others]
    return name.join([label(first), *parts])


def _is_chain(leaf: Leaf) -> bool:
    return isinstance(leaf, Near) and not (leaf.quoted and leaf.ordered)


def _in_quotes(near: Near) -> str:
    """A phrase with choices. A field and "=" that hold for all of it stand before the quotes."""
    all_exact = all(isinstance(word, Exact) for word in _words_of(near))
    parts = [_in_phrase(operand, all_exact) for operand in near.operands]
    text = f'"{near.written or _in_a_row(parts)}"' + (f"~{near.slop}" if near.slop > 1 else "")
    text = f"={text}" if all_exact else text
    return f"{near.within}:{text}" if near.within else text


def _in_a_row(parts: Sequence[str]) -> str:
    """Parts of a phrase with spaces between them, and between digits, which might be taken
    for one number, a comma as well.
    """
    joined = parts[0] if parts else ""
    for part in parts[1:]:
        joined += ", " if joined[-1:].isdigit() and part[:1].isdigit() else " "
        joined += part
    return joined


def _words_of(node: Node) -> list[Node]:
    return [word for child in node.children for word in _words_of(child)] or [node]


def _in_phrase(leaf: Leaf, all_exact: bool) -> str:
    match leaf:
        case Choice(leaves):
            return _choice([_in_phrase(one, all_exact) for one in leaves])
        case Near(operands) if not _is_chain(leaf):
            return _in_a_row([_in_phrase(one, all_exact) for one in operands])
        case Near():  # Only in trees that the language can't write.
            return f"({label(leaf)})"
        case Phrase(stems):
            return leaf.written or _in_a_row(stems)
    text = _word(leaf)
    return f"={text}" if isinstance(leaf, Exact) and not all_exact else text
