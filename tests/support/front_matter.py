"""Front matter that is nearly of the usual shape, for Hypothesis.

Lives here: the pieces and how they are put together. Does not live here: what must come of them.
"""

from __future__ import annotations

from hypothesis import strategies as st

_WORDS = st.sampled_from(
    [
        *("Talks", "Orla", "Māatta", "Ōrva", "2007-11-20", "2007-11-20 10:00:00", "12:30", "1_0"),
        *("yes", "No", "null", "~", "true", "0x1F", "017", "1.5", ".5", "-", "=", "<<", "on", "y"),
        *("a:b", "a: b", "b:", "#c", "c#", " #", "it's", '"q"', "'q'", "\\", "[a]", "{a}", "&a"),
        *("*a", "!x", "%y", "@z", "`", "? ", "- ", "|", ">", ",", "https://a.example/b#c", "..."),
        *("---", "\t", "\xa0", "\x85", "\u2028", "\ufeff", "\U0001f642", "²", "東京", "é"),
    ]
)
_VALUES = st.one_of(
    st.lists(_WORDS, max_size=3).map(" ".join),
    st.lists(_WORDS, max_size=3).map("".join),
    st.lists(_WORDS, max_size=2).map(lambda words: f'"{" ".join(words)}"'),
    st.lists(_WORDS, max_size=2).map(lambda words: f"'{' '.join(words)}'"),
    st.text(max_size=4),
)
_KEYS = st.one_of(
    st.sampled_from(["title", "date", "ministers", "No", "on", "null", "y", "a-b", "a_b", "A1"]),
    st.sampled_from(["1", "é", "a b", '"a"', "- a", " a", "? a", ""]),
)
_SPACES = st.sampled_from(["", "", " ", "  "])
_LINES = st.one_of(
    st.tuples(_KEYS, st.just(":"), st.just(" "), _SPACES, _VALUES, _SPACES).map("".join),
    st.tuples(_KEYS, st.just(":"), _SPACES).map("".join),
    st.tuples(_SPACES, st.just("- "), _SPACES, _VALUES, _SPACES).map("".join),
    st.tuples(st.just("  - "), _WORDS).map("".join),
    st.tuples(_SPACES, _VALUES).map("".join),
)
HEADS = st.tuples(
    st.lists(_LINES, max_size=6).map("\n".join), st.sampled_from(["\n", "\n", "\n", ""])
).map("".join)
"""Front matter without the lines around it."""
