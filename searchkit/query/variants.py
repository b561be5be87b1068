"""The same query with words written in another way.

Lives here: putting another way to write some words into a tree, in their place or beside
them. Does not live here: which ways there are (`searchkit.engines`), counting what each
finds.

Words are taken as they stand together: a word alone, the words of a phrase, plain words that
follow one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from searchkit.query.tree import And, Choice, Leaf, Near, Node, Not, Or, Phrase, Stem
from searchkit.schema.analysis import fold, normalise, stem_all, tokens

Ways = Callable[[tuple[str, ...], tuple[str, ...]], Sequence[str]]
"""Gives the other ways to write some words in a row, which are given as they were written in
the query, and by their stems."""

MAX_WORDS = 8
"""Words in a row that are one thing."""
MAX_ROW = 24
"""Words that follow one another: more are a pasted text, and words in a row are sought in none."""


class Rewritten(NamedTuple):
    """A query in which some words are written in another way.

    Attributes:
        text: the other way.
        tree: the query.
    """

    text: str
    tree: Node


def rewritten(tree: Node, ways: Ways) -> Iterator[Rewritten]:
    """The query once for each other way to write some of its words; what is in NOT is left."""
    match tree:
        case And(parts) | Or(parts):
            if isinstance(tree, And):
                for start, end, text, leaf in _in_a_row(parts, ways):
                    changed = (*parts[:start], leaf, *parts[end:])
                    yield Rewritten(text, tree.replaced(parts=changed) if changed[1:] else leaf)
            for place, part in enumerate(parts):
                for one in rewritten(part, ways):
                    changed = (*parts[:place], one.tree, *parts[place + 1 :])
                    yield Rewritten(one.text, tree.replaced(parts=changed))
        case Near(operands):
            for place, operand in enumerate(operands):
                for one in rewritten(operand, ways):
                    if isinstance(one.tree, Leaf):
                        here = _in_quotes(one.tree) if tree.quoted else (one.tree,)
                        changed_operands = (*operands[:place], *here, *operands[place + 1 :])
                        # What the user wrote for the whole no longer stands there.
                        near = tree.replaced(operands=changed_operands, written="")
                        yield Rewritten(one.text, near)
        case Stem() | Phrase():
            for text, leaf in _alternatives(tree, ways):
                yield Rewritten(text, leaf)


def widened(tree: Node, ways: Ways) -> Node:
    """The query with every other way to write its words beside what was written."""
    match tree:
        case And(parts):
            changed_parts = tuple(_widened_parts(parts, ways))
            return (
                changed_parts[0]
                if len(changed_parts) == 1
                else And(changed_parts, column=tree.column)
            )
        case Or(parts):
            return tree.replaced(parts=tuple(widened(one, ways) for one in parts))
        case Not(part):
            return tree.replaced(part=widened(part, ways))
        case Near(operands):
            changed = tuple(widened(one, ways) for one in operands)
            return tree if changed == operands else tree.replaced(operands=changed, written="")
        case Stem() | Phrase():
            others = tuple(leaf for _, leaf in _alternatives(tree, ways))
            if others:
                own = tree.replaced(boost=1.0)
                return Choice((own, *others), boost=tree.boost, column=tree.column)
    return tree


def _widened_parts(parts: tuple[Node, ...], ways: Ways) -> Iterator[Node]:
    """Parts that must all match; of words in a row that are one thing, the longest first."""
    rows = sorted(_in_a_row(parts, ways), key=lambda row: (row[0], -row[1]))
    place = 0
    while place < len(parts):
        end = next((row[1] for row in rows if row[0] == place), place + 1)
        here = [row[3] for row in rows if (row[0], row[1]) == (place, end)]
        own = tuple(widened(one, ways) for one in parts[place:end])
        if here:
            yield Or((And(own, column=own[0].column), *here), column=own[0].column)
        else:
            yield own[0]
        place = end


def _in_a_row(parts: tuple[Node, ...], ways: Ways) -> Iterator[tuple[int, int, str, Leaf]]:
    """Plain words that follow one another and are one thing: (first, end, the other way, its
    leaf).
    """
    if not 1 < len(parts) <= MAX_ROW:
        return
    for start, first in enumerate(parts):
        words: list[str] = []
        stems: list[str] = []
        for end in range(start, min(len(parts), start + MAX_WORDS)):
            part = parts[end]
            if not isinstance(part, Stem) or part.within != _within(first):
                break
            written = tokens(normalise(part.written))
            if len(written) != 1:
                break
            words += written
            stems.append(part.stem)
            if len(words) > 1:
                for text in ways(tuple(words), tuple(stems)):
                    yield start, end + 1, text, _leaf(text, part)


def _in_quotes(leaf: Leaf) -> tuple[Leaf, ...]:
    """A leaf as a part of a phrase: its words, one by one."""
    if not isinstance(leaf, Phrase):
        return (leaf,)
    words = tokens(normalise(leaf.written))
    return tuple(
        Stem(stem, within=leaf.within, written=word, column=leaf.column)
        for stem, word in zip(leaf.stems, words, strict=True)
    )


def _within(node: Node) -> str | None:
    """The text that a leaf must stand in, or None."""
    return node.within if isinstance(node, Leaf) else None


def _alternatives(leaf: Stem | Phrase, ways: Ways) -> Iterator[tuple[str, Leaf]]:
    """The other ways to write a word, or some of the words of a phrase."""
    stems = (leaf.stem,) if isinstance(leaf, Stem) else leaf.stems
    words = tokens(normalise(leaf.written))
    if len(words) != len(stems):
        return
    seen = {stems}
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + MAX_WORDS) + 1):
            for text in ways(tuple(words[start:end]), stems[start:end]):
                whole = " ".join([*words[:start], text, *words[end:]])
                other = _leaf(whole, leaf)
                found = (other.stem,) if isinstance(other, Stem) else other.stems
                if found not in seen:
                    seen.add(found)
                    yield text, other


def _leaf(text: str, like: Leaf) -> Stem | Phrase:
    """The leaf for words in a row, in the place of another."""
    words = tokens(normalise(text))
    stems = tuple(stem_all([fold(word) for word in words]))
    if len(stems) == 1:
        return Stem(
            stems[0], within=like.within, boost=like.boost, written=words[0], column=like.column
        )
    return Phrase(stems, within=like.within, boost=like.boost, written=text, column=like.column)
