"""Words and phrases and nothing else, read without Whoosh.

Lives here: the shortcut for what most queries are. Does not live here: the language
(`grammar`), which reads these queries too and gives the same tree: a test compares the two.

A command answers one query and ends, and a sixth of its time would go into importing
Whoosh: docs/decisions/start.md.
"""

from __future__ import annotations

import re

from searchkit.query.language.groups import one_after_another
from searchkit.query.language.phrases import phrase_leaf
from searchkit.query.language.reading import Reading
from searchkit.query.language.words import word_leaf
from searchkit.query.tree import Node

_WORD = r"[^\W_]+"
_PIECE = re.compile(rf'\s*(?:(?P<word>{_WORD})|"(?P<phrase>{_WORD}(?: {_WORD})*)")(?=\s|\Z)')
_OPERATORS = frozenset(["AND", "OR", "NOT", "NEAR", "ADJ"])
"""Words that are operators, or that the language has something to say about."""


def read(reading: Reading) -> Node | None:
    """The tree of a query of words and phrases; None if it is anything else."""
    text = reading.text.rstrip()
    pieces = []
    end = 0
    while end < len(text):
        piece = _PIECE.match(text, end)
        if piece is None or piece["word"] in _OPERATORS:
            return None
        pieces.append(piece)
        end = piece.end()
    found: list[Node] = []
    for piece in pieces:
        if piece["word"]:
            leaf = word_leaf(reading, None, piece["word"], piece.start("word"))
        else:
            phrase, column = piece["phrase"], piece.start("phrase")
            leaf = phrase_leaf(reading, None, phrase, column, exact=False, slop=1, boost=1.0)
        assert leaf is not None  # There is a letter or digit in each.
        found.append(leaf)
    return one_after_another(found, reading.any_word)
