"""The leaves of a query tree that stand in the text: words, phrases, prefixes.

Lives here: turning such a node of `whoosh.query` into a `Leaf`, and collecting the
leaves that make a statement match. Does not live here: where they occur
(`occurrences`); nodes that filter (`evaluate`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh import query

from searchkit.schema import fields as names


class Leaf:
    """Something that occurs at positions of the text.

    Attributes:
        kind: "word" (one stem), "phrase" (stems in a row) or "prefix".
        terms: the stem, the stems, or the prefix.
        title_only: whether only titles count.
        label: how it is shown; says nothing about what matches.
    """

    __slots__ = ("_key", "kind", "label", "terms", "title_only")

    def __init__(
        self, kind: str, terms: tuple[str, ...], title_only: bool = False, label: str = ""
    ) -> None:
        self.kind = kind
        self.terms = terms
        self.title_only = title_only
        self.label = label
        self._key = (kind, terms, title_only)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Leaf) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return f"Leaf{self._key}"

    @property
    def width(self) -> int:
        """How many words one occurrence covers."""
        return len(self.terms)


_STEMMED = {names.TEXT: False, names.TITLE: True}
_FOLDED = {names.FOLDED: False, names.TITLE_FOLDED: True}


def leaf_of(node: Any) -> Leaf | None:
    """The leaf that a node stands for, or None where it is no such node."""
    kind = type(node)
    if kind is query.Term and node.fieldname in _STEMMED:
        terms: tuple[str, ...] = (str(node.text),)
        return Leaf("word", terms, _STEMMED[node.fieldname], label_of(node))
    if kind is query.Phrase and node.fieldname in _STEMMED and node.slop == 1:
        terms = tuple(map(str, node.words))
        return Leaf("phrase", terms, _STEMMED[node.fieldname], label_of(node))
    if kind is query.Prefix and node.fieldname in _FOLDED:
        return Leaf("prefix", (str(node.text),), _FOLDED[node.fieldname], label_of(node))
    return None


def label_of(node: Any) -> str:
    """A leaf node as the query language writes it.

    A node made by our parser carries what the user wrote; of another one, the
    analysed terms are shown.
    """
    kind = type(node)
    written = getattr(node, "written", None)
    if kind is query.Phrase:
        text = f'"{written or " ".join(node.words)}"'
    elif kind is query.Prefix:
        text = f"{written or node.text}*"
    else:
        text = str(written or node.text)
    return f"title:{text}" if node.fieldname in (names.TITLE, names.TITLE_FOLDED) else text


def positive_leaves(node: Any) -> Iterator[Leaf]:
    """The leaves of a tree outside any NOT, in order, as often as they stand there."""
    leaf = leaf_of(node)
    if leaf is not None:
        yield leaf
    elif isinstance(node, query.AndNot):
        yield from positive_leaves(node.a)
    elif not isinstance(node, query.Not):
        for child in node.children():
            yield from positive_leaves(child)
