"""The leaves of a query tree that stand in the text: words, phrases, near words.

Lives here: turning such a node of `whoosh.query` into a `Leaf`, and collecting the
leaves that make a statement match. Does not live here: where they occur (`single`,
`spans`); nodes that filter (`evaluate`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh import query
from whoosh.query import spans

from searchkit.query.labels import label_of
from searchkit.query.language import whoosh_schema as names


class Leaf:
    """Something that occurs in the text.

    Attributes:
        kind: of one word: "word" (a stem), "exact" (a written form), "prefix",
            "wildcard" or "fuzzy"; of several: "phrase" (stems in a row) or "near".
        terms: the stem, form, prefix or pattern; the word, the distance and the
            length of the beginning that must be equal ("fuzzy"); the stems.
        title_only: whether only titles count.
        label: how it is shown; says nothing about what matches.
        boost: what it counts; says nothing about what matches.
        operands: of "near", the alternatives of each operand, left to right.
        slop: the largest distance from each operand to the next.
        ordered: whether the operands stand in this order.
    """

    __slots__ = (
        *("_hash", "_key", "boost", "kind", "label", "operands", "ordered", "slop", "terms"),
        "title_only",
    )

    def __init__(
        self,
        kind: str,
        terms: tuple[str, ...],
        title_only: bool = False,
        label: str = "",
        *,
        boost: float = 1.0,
        operands: tuple[tuple[Leaf, ...], ...] = (),
        slop: int = 1,
        ordered: bool = True,
    ) -> None:
        self.kind = kind
        self.terms = terms
        self.title_only = title_only
        self.label = label
        self.boost = boost
        self.operands = operands
        self.slop = slop
        self.ordered = ordered
        self._key = (kind, terms, title_only, operands, slop, ordered)
        self._hash = hash(self._key)  # Operands have theirs already.

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Leaf) and self._key == other._key

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Leaf{self._key}"

    @property
    def is_one_word(self) -> bool:
        """Whether each occurrence is one word."""
        return self.kind not in ("phrase", "near")

    @property
    def width(self) -> int:
        """How many words one occurrence covers; of near words, the first operand's."""
        return len(self.terms) if self.kind == "phrase" else 1


_TITLES = (names.TITLE, names.TITLE_FOLDED, names.TITLE_EXACT)
_STEMMED = (names.TEXT, names.TITLE)
_FOLDED = (names.FOLDED, names.TITLE_FOLDED)
_EXACT = (names.EXACT, names.TITLE_EXACT)


def leaf_of(node: Any) -> Leaf | None:
    """The leaf that a node stands for, or None where it is no such node."""
    kind, field = type(node), getattr(node, "fieldname", None)
    if kind is query.Term and field in _STEMMED:
        return _single(node, "word", str(node.text))
    if kind is query.Phrase and field in _STEMMED:
        return _phrase(node)
    if kind is query.Prefix and field in _FOLDED:
        return _single(node, "prefix", str(node.text))
    if kind is query.Wildcard and field in _FOLDED:
        return _single(node, "wildcard", str(node.text))
    if kind is query.FuzzyTerm and field in _FOLDED:
        return _single(node, "fuzzy", str(node.text), str(node.maxdist), str(node.prefixlength))
    if kind is query.Term and field in _EXACT:
        return _single(node, "exact", str(node.text))
    if kind is query.Or and hasattr(node, "written"):
        return _near(node, [node], 1, True)  # Spellings of one word.
    if kind is query.Sequence:
        return _near(node, list(node.subqueries), node.slop, node.ordered)
    if kind is spans.SpanNear and node.mindist == 1:
        return _near(node, [node.a, node.b], node.slop, node.ordered)
    return None


def _single(node: Any, kind: str, *terms: str) -> Leaf:
    return Leaf(kind, terms, node.fieldname in _TITLES, label_of(node), boost=node.boost)


def _phrase(node: Any) -> Leaf:
    words = tuple(map(str, node.words))
    title = node.fieldname in _TITLES
    if node.slop == 1 or len(words) == 1:
        return Leaf("phrase", words, title, label_of(node), boost=node.boost)
    operands = tuple((Leaf("word", (word,), title, word),) for word in words)
    label = label_of(node)
    return Leaf("near", (), title, label, boost=node.boost, operands=operands, slop=node.slop)


def _alternatives(node: Any) -> list[Any]:
    """What `node` offers to choose from; spellings of one word are each a choice."""
    if type(node) is not query.Or:
        return [node]
    return [choice for child in node.subqueries for choice in _alternatives(child)]


def _near(node: Any, children: list[Any], slop: int, ordered: bool) -> Leaf | None:
    """Near words, or None where an operand is nothing that stands in one place."""
    operands = []
    for child in children:
        alternatives = _alternatives(child)
        leaves = [leaf_of(one) for one in alternatives]
        if not leaves or None in leaves:
            return None
        operands.append(tuple(leaf for leaf in leaves if leaf is not None))
    title = all(leaf.title_only for alternatives in operands for leaf in alternatives)
    return Leaf(
        "near",
        (),
        title,
        label_of(node),
        boost=getattr(node, "boost", 1.0),
        operands=tuple(operands),
        slop=slop,
        ordered=ordered,
    )


def positive_leaves(node: Any, boost: float = 1.0) -> Iterator[Leaf]:
    """The leaves of a tree outside any NOT, in order, as often as they stand there.

    Boosts multiply: a group's holds for each of its leaves.
    """
    leaf = leaf_of(node)
    if leaf is not None:
        leaf.boost *= boost
        yield leaf
        return
    boost *= getattr(node, "boost", 1.0)
    if isinstance(node, query.AndNot):
        yield from positive_leaves(node.a, boost)
    elif not isinstance(node, query.Not):
        for child in node.children():
            yield from positive_leaves(child, boost)
