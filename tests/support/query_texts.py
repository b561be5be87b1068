"""
Hypothesis strategies for query texts.

Lives here: texts in the query language, built from its parts, and texts that merely
look like it.
"""

from __future__ import annotations

import datetime

from hypothesis import strategies as st

WORDS = (
    *("korea", "Korea", "lakes", "Käldby", "ka\u0308ldby", "Straße", "O'Hara", "O’Hara", "AT&T"),
    *("covid-19", "$2.5", "50%", "C++", "e.g.", "#1", "ﬁne", "½", "x²", "東京", "שלום", "سلام"),
    *("or", "and", "not", "title", "since", "unknown", "minister", "date", "a@b.example.org"),
    *("https://vellmark.example/a?b=c", "foo:bar", "--force", "a-b", "ski🙂lift", "the,"),
    *("10", "000", "10,000", "2.50", "5-000", ".5", "100km", "$NZ5m", "10:30am", "v2.0"),
)
_FIELDS = ("title", "Title", "minister", "portfolio", "date", "since", "until")
_NAMES = ("brannigan", "orla", "okoro", "maatta", "Määttä", "sloot")
_QUOTED_NAMES = ("Orla Brannigan", "Hon Tamsin Okoro", "piet van der sloot")
_PORTFOLIOS = ("foreign", "trade", "harbours", "Pêcheries")
_UNITS = ("1999", "2007", "2007-02", "2008-02-29", "2010-1-5", "0001", "9999-12")

_word = st.sampled_from(WORDS)
_joined = st.lists(_word, min_size=1, max_size=3).map(" ".join)
_quoted = _joined.map(lambda words: f'"{words}"')
_curly = _joined.map(lambda words: f"“{words}”")
_prefix = st.sampled_from(("nuclea", "Käld", "x", "20", "東")).map(lambda word: word + "*")
_unit = st.sampled_from(_UNITS)
_day = st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 1, 1)).map(str)
_range = st.one_of(
    _unit,
    _day,
    _unit.map(lambda unit: f"..{unit}"),
    _day.map(lambda unit: f"{unit}.."),
    st.tuples(_day, _day).map(lambda both: "..".join(sorted(both))),
    st.just("unknown"),
)
_fielded = st.one_of(
    st.one_of(_word.filter(lambda w: w[0] != "-"), _quoted, _prefix).map("title:{}".format),
    st.sampled_from(_NAMES).map("minister:{}".format),
    st.sampled_from(_QUOTED_NAMES).map('minister:"{}"'.format),
    st.sampled_from(_PORTFOLIOS).map("portfolio:{}".format),
    _range.map("date:{}".format),
    st.one_of(_unit, _day).map("since:{}".format),
    st.one_of(_unit, _day).map("until:{}".format),
)
_further = st.sampled_from(
    (
        *("te?t", "*berg", "h*r?ur", "korae~1", "Käldby~2", "=ACT", '="Käldby Ōrva"', "exact:ACT"),
        *("korea^2", '"north korea"^1.5', '"north sanctions"~5', '"nuclear (test OR weapon*)"'),
        *('"te?t of"', '"(a OR =B) c~1"~3', "korea NEAR/10 lakes", "a ADJ/3 (b OR c*)"),
        *('title:"north korea"~2', "title:te?t", "title:korae~1", "title:=ACT", "exact:O'Hara"),
        *("(a NEAR/2 b) NEAR/5 c", '"a b" NEAR/2 (c OR "d e")', "title:(a NEAR/2 b)"),
    )
)
_one = st.one_of(_word, _word, _quoted, _curly, _prefix, _fielded, _further)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({' '.join(parts)})")
    return st.one_of(
        inner,
        group,
        group.map("-{}".format),
        group.map("NOT {}".format),
        group.map("title:{}".format),
        st.one_of(_word.filter(lambda w: w[0] != "-"), _fielded, _quoted).map("-{}".format),
        st.tuples(inner, st.sampled_from((" AND ", " OR ", " AND NOT ", " OR -")), inner).map(
            "".join
        ),
    )


queries = st.lists(st.recursive(_one, _larger, max_leaves=6), min_size=1, max_size=4).map(" ".join)
"""Texts in the query language; a few of them hold an error."""

_piece = st.one_of(
    st.sampled_from(
        (
            *('"', "“", "”", "„", "(", ")", "-", "*", ":", "~", "^", "=", "..", " ", "  ", "\n"),
            *("AND", "OR", "NOT", " AND ", " OR ", " NOT ", "title:", "date:", "since:", "a"),
            *("minister:", "portfolio:", "until:", "unknown", "2007", "-", "'", "\0", "\ud800"),
            *("brannigan", "dat:", "NEAR/5", "~2", "?", "\\", "[", "]", "{", "}", "<", ">", "/"),
        )
    ),
    st.sampled_from(WORDS),
    st.text(max_size=4),
)
noise = st.one_of(st.text(max_size=60), st.lists(_piece, max_size=14).map("".join))
"""Any text at all; half of them of the pieces of the language, in any order."""
