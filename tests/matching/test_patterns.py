"""Which words a pattern means, against plain regular expressions on Python strings."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from searchkit.matching.patterns import _expression, folded_numbers
from searchkit.matching.work import Work
from searchkit.query.tree import Wildcard
from searchkit.schema.analysis import fold
from searchkit.segment.terms.dictionary import Dictionary
from searchkit.segment.terms.words import number_words, write_words
from searchkit.storage.container import Container, ContainerWriter
from tests.support.hypothesis_settings import examples


def plain(pattern: str) -> re.Pattern[str]:
    """The pattern as anybody would write it."""
    parts = {"*": ".*", "?": "."}
    return re.compile("".join(parts.get(c, re.escape(c)) for c in pattern))


@examples(100)
@given(
    words=st.lists(st.text("ab", min_size=1, max_size=9), min_size=1, max_size=20, unique=True),
    pattern=st.text("ab*?", min_size=1, max_size=8),
)
def test_the_expression_matches_as_the_plain_one_does(words: list[str], pattern: str) -> None:
    """What stands between two stars is looked for once: nothing is missed by that."""
    ours = re.compile(_expression(pattern))
    for word in words:
        assert bool(ours.fullmatch(word.encode())) == bool(plain(pattern).fullmatch(word)), word


@examples(300)
@given(
    words=st.lists(st.text("aāst語", min_size=1, max_size=7), min_size=1, max_size=25),
    pattern=st.text("ast語*?\n", min_size=2, max_size=6).filter(lambda p: p.strip("*?\n")),
)
@example(["last", "lasts", "ast", "stab"], "*ast")
@example(["last", "lasts", "ast", "stab"], "*st*")
@example(["last", "lasts", "ast", "stab"], "?st*")
@example(["tas", "ta", "s", "as"], "*s")
@example(["語s語", "語語s", "s"], "*?語")
@example(["ta", "tb"], "*a\nt*")
def test_a_pattern_means_the_words_that_match_it(words: list[str], pattern: str) -> None:
    """However they are found: by their beginning, by some of their letters, or all looked at."""
    if not re.search(r"[*?]", pattern):
        pattern += "*"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "words")
        with ContainerWriter(path) as writer:
            write_words(writer, number_words({word.encode() for word in words}))
        dictionary = Dictionary(Container(path))
        found = folded_numbers(dictionary, Wildcard(pattern), Work(0))
        assert (np.diff(found.astype(np.int64)) > 0).all()
        matching = {fold(word) for word in words if plain(pattern).fullmatch(fold(word))}
        assert {dictionary.folded[number].decode() for number in found.tolist()} == matching
