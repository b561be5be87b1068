"""Markdown texts that are hard to read, for Hypothesis.

Lives here: the pieces and how they are put together. Does not live here: what must come of them.
"""

from __future__ import annotations

from hypothesis import strategies as st

_PIECES = st.one_of(
    st.sampled_from(["Talks", "Oster", "ferry", "é", "Ōrva", "2", "10", "a", "“", "”", "·", "•"]),
    st.sampled_from([" ", " ", " ", "  ", "\t", "\n", "\n", "\n\n", "\n\n\n", "  \n", "\u00a0"]),
    st.sampled_from(["*", "**", "***", "****", "_", "__", "`", "``", "~~", "\\", "#", "# ", "## "]),
    st.sampled_from(["\n- ", "\n* ", "\n+ ", "\n  - ", "\n> ", "\n>", "\n1. ", "\n2) ", "\n    "]),
    st.sampled_from(["\n---\n", "\n***\n", "\n===\n", "\n```\n", "\n| a | b |\n|---|---|\n", "|"]),
    st.sampled_from(["[", "]", "](", ")", "](u)", "![", "[a](b)", "[a]: b", "]:", "<b>", "</b>"]),
    st.sampled_from(["&amp;", "&lt;", "&#42;", "&#28;", "&#0;", "&nbsp;", "&copy", "&", "<!--"]),
    st.sampled_from(["<https://a.example>", "<a@b.example>", "\0", "\r", "\x0b", "\x1f", "\u2028"]),
    st.sampled_from([".", ",", ":", "!", "?", "-", "--", "=", "(", "1.", "1)", "٣.", "\ufffd"]),
    st.text(max_size=3),
)
TEXTS = st.lists(_PIECES, max_size=16).map("".join)
"""Texts of such pieces."""
