"""The query tree: what a query asks for, as immutable values.

Lives here: the nodes, and what can be asked of any node: its children, whether it only
filters, its positive leaves. Does not live here: how a tree comes from text
(`searchkit.query.language`), how it is written out again (`rendering`), what it finds
(`searchkit.matching`).

Two nodes are equal if they match the same statements in the same way. A node's weight in
ranking, what the user wrote for it, and where, take no part in equality: so a leaf is the key
under which its postings are remembered. Terms are
analysed (`searchkit.schema.analysis`): stems and folded words are what the index holds.

A new kind of node says what it holds in `children` (and in `positive`, if some of them
must not match) and needs nothing else here: docs/decisions/operators.md.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from searchkit.model.frozen import Frozen, attribute


class Node(Frozen):
    """A node of a query tree.

    Attributes:
        column: where in the query its text begins (0-based, in code points); None if it
            comes from no text.
    """

    column: int | None = attribute(default=None, compare=False, repr=False, kw_only=True)

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes directly below."""
        return ()

    @property
    def positive(self) -> tuple[Node, ...]:
        """Those of `children` that make a statement match, if they do themselves."""
        return self.children

    @property
    def is_filter(self) -> bool:
        """Whether it only narrows what other words find: a name, a day, NOT, or a group of
        nothing else.
        """
        children = self.children
        return bool(children) and all(child.is_filter for child in children)


class Leaf(Node):
    """Something that stands in a text: a word, a phrase, words near each other.

    Attributes:
        within: the text it must stand in, by what a query calls it; None: any text.
        boost: how many times it counts in ranking.
        written: what the user wrote for it; empty if nobody did.
    """

    within: str | None = attribute(default=None, kw_only=True)
    boost: float = attribute(default=1.0, compare=False, kw_only=True)
    written: str = attribute(default="", compare=False, repr=False, kw_only=True)

    @property
    def width(self) -> int:
        """How many words an occurrence covers; of near words, those of its beginning."""
        return 1

    @property
    def choices(self) -> tuple[Leaf, ...]:
        """The leaves of which any one will do."""
        return (self,)


class Word(Leaf):
    """Something of which each occurrence is one word."""


class Stem(Word):
    """Any word of one stem."""

    stem: str


class Exact(Word):
    """A word of exactly these letters."""

    form: str


class Prefix(Word):
    """Any word whose folded form begins with these letters."""

    beginning: str


class Wildcard(Word):
    """Any word whose folded form matches a pattern of letters, `*` (any letters) and `?`
    (one letter).
    """

    pattern: str


class Fuzzy(Word):
    """Any word whose folded form is close to another.

    Attributes:
        word: folded.
        distance: the largest edit distance (optimal string alignment).
        equal: letters at the beginning that must not differ.
    """

    word: str
    distance: int
    equal: int = 0


class Phrase(Leaf):
    """Words of these stems in a row."""

    stems: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many words an occurrence covers."""
        return len(self.stems)


class AmountRange(Leaf):
    """A number that counts something in a range, both ends included.

    Attributes:
        low, high: None: open on that side.
        currency: the code of one: a sum of money; None: any number.
        usual: whether the currency is that of the index, which nobody needs to write.
    """

    low: float | None = None
    high: float | None = None
    currency: str | None = None
    usual: bool = attribute(default=False, compare=False, repr=False, kw_only=True)


class Choice(Leaf):
    """Any of some leaves: the spellings of a word, a choice inside a phrase.

    It is flattened: a choice among its leaves is replaced by that one's leaves. `within` is
    what all of them have in common.
    """

    leaves: tuple[Leaf, ...]

    def __post_init__(self) -> None:
        flat = tuple(one for leaf in self.leaves for one in leaf.choices)
        object.__setattr__(self, "leaves", flat)
        object.__setattr__(self, "within", _common_text(flat))

    @property
    def children(self) -> tuple[Node, ...]:
        """The leaves."""
        return self.leaves

    @property
    def choices(self) -> tuple[Leaf, ...]:
        """The leaves."""
        return self.leaves


class Near(Leaf):
    """Leaves near one another, in one text.

    Attributes:
        operands: left to right; each may be a `Choice`. `within` is what they have in common.
        slop: the largest distance from each operand to the next; neighbours are at 1.
        ordered: whether they stand in this order. Otherwise each operand stands before or
            after all those before it.
        quoted: whether it is written in quotes, as a phrase, and not with NEAR or ADJ.
    """

    operands: tuple[Leaf, ...]
    slop: int = 1
    ordered: bool = True
    quoted: bool = attribute(default=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "within", _common_text(self.operands))

    @property
    def children(self) -> tuple[Node, ...]:
        """The operands."""
        return self.operands


def _common_text(leaves: tuple[Leaf, ...]) -> str | None:
    """The text that all of some leaves must stand in, or None."""
    texts = {leaf.within for leaf in leaves}
    return texts.pop() if len(texts) == 1 else None


class And(Node):
    """All of its parts; without parts, nothing."""

    parts: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        """The parts."""
        return self.parts


class Or(Node):
    """Any of its parts."""

    parts: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        """The parts."""
        return self.parts


class Not(Node):
    """What a node does not match."""

    part: Node

    @property
    def children(self) -> tuple[Node, ...]:
        """The node."""
        return (self.part,)

    @property
    def positive(self) -> tuple[Node, ...]:
        """Nothing: what is in NOT must not match."""
        return ()

    @property
    def is_filter(self) -> bool:
        """Always."""
        return True


class Filter(Node):
    """What is known of a statement beside its texts."""

    @property
    def is_filter(self) -> bool:
        """Always."""
        return True


class Everything(Filter):
    """Every statement."""


class Nothing(Node):
    """No statement."""


class Named(Filter):
    """A name of a field.

    Attributes:
        field: what a query calls the field.
        key: of the name (`searchkit.schema.names`).
        shown: the name as it is shown.
    """

    field: str
    key: str
    shown: str = attribute(default="", compare=False)


class Days(Filter):
    """A range of days, both included.

    Attributes:
        field: what a query calls the field.
        first, last: None: open on that side; both: any day that is known.
    """

    field: str
    first: datetime.date | None = None
    last: datetime.date | None = None


class Has(Filter):
    """Any name of a field, or any word of a text.

    Attributes:
        field: what a query calls the field; None: any text.
    """

    field: str | None


def positive_leaves(node: Node) -> Iterator[Leaf]:
    """The leaves of a tree outside any NOT, in order, repeated ones again."""
    if isinstance(node, Leaf):
        yield node
    else:
        for child in node.positive:
            yield from positive_leaves(child)
