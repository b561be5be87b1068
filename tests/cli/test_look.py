"""Lines of an answer for people: wrapping, marks, bars."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Answer, Copy, FacetValue, Hit, Snippet
from searchkit.cli.look import Look, answer_lines, explain_lines, facet_lines, footer, look_of
from searchkit.cli.running import printable
from searchkit.engines.computing import computed_by
from tests.support.command_line import bare
from tests.support.hypothesis_settings import examples

PLAIN, NARROW, COLOURED = Look(None, False), Look(40, False), Look(40, True)
DAY = datetime.date(2007, 11, 5)


def hit(**fields: Any) -> Hit:
    """A hit with what a test needs to say."""
    defaults: dict[str, Any] = {
        "id": "vm/001.md",
        "title": "Harbour of Oster opens",
        "date": DAY,
        "ministers": ("Hon Orla Brannigan",),
        "portfolios": ("Trade",),
        "url": "https://vellmark.example/1",
        "attachments": (),
        "score": 1.5,
    }
    return Hit(**(defaults | fields))


def answer(*hits: Hit, total: int | None = None, **fields: Any) -> Answer:
    count = len(hits) if total is None else total
    return Answer(hits, query="q", interpreted="q", total=count, took_ms=3.4, **fields)


def columns(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def test_a_hit() -> None:
    one = hit(snippets=(Snippet("The harbour opened.", ((4, 11),)), Snippet("…in Oster.", ())))
    assert list(answer_lines(answer(one), PLAIN, 1)) == [
        "1.  Harbour of Oster opens",
        "    5 Nov 2007 · Hon Orla Brannigan · Trade",
        "    The harbour opened.",
        "    …in Oster.",
        "    https://vellmark.example/1",
        "",
    ]


def test_a_hit_of_which_little_is_known() -> None:
    one = hit(title="", date=None, ministers=(), portfolios=(), url=None)
    assert list(answer_lines(answer(one), PLAIN, 12)) == [
        "12. (no title)",
        "    date unknown",
        "    vm/001.md",
        "",
    ]


def test_copies_say_what_differs() -> None:
    copies = (
        Copy("a", datetime.date(1998, 6, 2), ("Hon Orla Brannigan",), ("Trade",), None),
        Copy("b", None, (), ("Trade", "Harbours"), None),
    )
    lines = list(answer_lines(answer(hit(copies=copies)), PLAIN, 1))
    assert lines[2:4] == [
        "    also filed 2 Jun 1998",
        "    also filed date unknown · nobody named · Trade, Harbours",
    ]


def test_what_lacks_words_stands_under_a_heading() -> None:
    lacking = hit(missing=("saudi", '"live sheep"'))
    lines = list(answer_lines(answer(hit(), also=(lacking,)), PLAIN, 1))
    assert lines[4:] == [
        "These match most of its words:",
        "",
        "~   Harbour of Oster opens",
        "    5 Nov 2007 · Hon Orla Brannigan · Trade",
        '    without: saudi, "live sheep"',
        "    https://vellmark.example/1",
        "",
    ]
    alone = list(answer_lines(answer(total=0, also=(lacking,)), PLAIN, 1))
    assert alone[0] == "Nothing matches the query as written. These match most of its words:"


def test_wrapped_lines_keep_the_indent() -> None:
    text = "The harbour of Oster opened today, and the ferries will cross the lake."
    lines = list(answer_lines(answer(hit(snippets=(Snippet(text, ()),))), NARROW, 1))
    assert all(len(line) <= 40 for line in lines)
    wrapped = [line for line in lines if line.startswith("    ")]
    assert " ".join(line.strip() for line in wrapped).count(text) == 1


_texts = st.lists(
    st.sampled_from(["harbour", "a", "Māori", "東京都庁", "q\u0301", "x" * 50, "“ferry”", "🙂"]),
    min_size=1,
    max_size=30,
).map(" ".join)


@examples(200)
@given(_texts, st.integers(40, 100), st.data())
def test_wrapping_loses_nothing(text: str, width: int, data: st.DataObject) -> None:
    edges = data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True))
    edges.sort()
    marks = list(zip(edges[::2], edges[1::2], strict=False))
    plain = list(Look(width, False).lines(text, marks, 4))
    coloured = list(Look(width, True).lines(text, marks, 4))
    assert [bare(line) for line in coloured] == plain
    assert " ".join(line.strip() for line in plain) == text
    for number, line in enumerate(plain):
        assert line.startswith("    ") == (number > 0)
        words = line.split()
        assert columns(line) <= width - (0 if number else 4) or len(words) == 1
    marked = "".join(re.findall(r"\x1b\[1;31m(.*?)\x1b\[0m", "".join(coloured)))
    expected = "".join(text[start:end] for start, end in marks)
    assert marked.replace(" ", "") == expected.replace(" ", "")
    for line in coloured:
        # No colour reaches from one line into the next.
        assert line.count("\x1b[0m") * 2 == line.count("\x1b[")


def test_colours() -> None:
    one = hit(title_highlights=((0, 7),), snippets=(Snippet("A harbour.", ((2, 9),)),))
    lines = list(answer_lines(answer(one), COLOURED, 1))
    assert lines[0] == "1.  \x1b[1;31mHarbour\x1b[0m\x1b[1m of Oster opens\x1b[0m"
    assert "    A \x1b[1;31mharbour\x1b[0m." in lines
    assert [bare(line) for line in lines] == list(answer_lines(answer(one), NARROW, 1))


def test_bars() -> None:
    facets = {
        "minister": (FacetValue("Orla Brannigan", 1_200), FacetValue("東京", 600)),
        "portfolio": (),
        "year": (FacetValue("2007", 1),),
    }
    lines = list(facet_lines(facets, PLAIN))
    assert lines == [
        "Ministers",
        "  Orla Brannigan  1,200  " + "█" * 24,
        "  東京              600  " + "█" * 12,
        "",
        "Years",
        "  2007  1  " + "█" * 24,
        "",
    ]


def test_many_facet_values_are_cut() -> None:
    names = tuple(FacetValue(f"Minister {n:02}", 30 - n) for n in range(14))
    years = tuple(FacetValue(str(1990 + n), n + 1) for n in range(30))
    lines = list(facet_lines({"minister": names, "portfolio": (), "year": years}, PLAIN))
    assert "  and 4 more: --facets=all" in lines
    assert sum(line.startswith("  Minister ") for line in lines) == 10
    assert sum(line.startswith(("  19", "  20")) for line in lines) == 30
    every = list(facet_lines({"minister": names, "portfolio": (), "year": years}, PLAIN, None))
    assert sum(line.startswith("  Minister ") for line in every) == 14
    assert not any("more" in line for line in every)


@examples(100)
@given(
    st.lists(st.integers(1, 60_000), min_size=1, max_size=12),
    st.sampled_from([40, 60, 80, 100]),
    st.sampled_from(["Orla Brannigan", "A very long name of a portfolio, of lakes and rivers too"]),
)
def test_bars_fit(counts: list[int], width: int, name: str) -> None:
    values = tuple(FacetValue(f"{name} {n}", c) for n, c in enumerate(sorted(counts)[::-1]))
    lines = list(facet_lines({"minister": values, "portfolio": (), "year": ()}, Look(width, False)))
    for line in lines:
        assert columns(line) <= width
    bars = [line.rsplit("  ", 1)[1] for line in lines[1:] if "█" in line or "▏" in line]
    assert all(bars)


def test_bars_of_wide_names_fit() -> None:
    values = (FacetValue("東京都" * 12, 5),)
    lines = list(facet_lines({"minister": values, "portfolio": (), "year": ()}, Look(60, False)))
    assert all(columns(line) <= 60 for line in lines)


def test_names_can_be_read_in_a_narrow_terminal() -> None:
    values = (FacetValue("Orla Brannigan", 5),)
    lines = facet_lines({"minister": values, "portfolio": (), "year": ()}, NARROW)
    assert any("Orla Brannigan" in line for line in lines)


def test_names_are_whole_in_a_pipe() -> None:
    name = "Associate Minister of Lakes, Rivers and Harbours"
    values = (FacetValue(name, 5),)
    lines = facet_lines({"minister": (), "portfolio": values, "year": ()}, PLAIN)
    assert any(name in line for line in lines)


@pytest.mark.parametrize(
    ("count", "total", "first", "text"),
    [
        (0, 0, 1, "Nothing matches · 3 ms"),
        (1, 1, 1, "1 statement matches · 3 ms"),
        (2, 2, 1, "2 statements match · 3 ms"),
        (2, 1_234, 1, "1,234 statements match, 1–2 shown · 3 ms"),
        (2, 25, 21, "25 statements match, 21–22 shown · 3 ms"),
        (0, 25, 31, "25 statements match · 3 ms"),
    ],
)
def test_footer(count: int, total: int, first: int, text: str) -> None:
    assert footer(answer(*[hit()] * count, total=total), first) == text


def test_footer_where_copies_are_grouped() -> None:
    copy = Copy("b", DAY, (), (), None)
    assert "shown" not in footer(answer(hit(copies=(copy,)), total=2), 1)


def test_scores() -> None:
    explained = {
        "score": 1.5,
        "parts": [
            {"term": "harbour", "in_title": 1, "in_body": 2, "idf": 0.5, "score": 1.0},
            {"near": ["harbour", "lake"], "score": 0.5},
        ],
    }
    assert list(explain_lines(answer(hit(explain=explained)), PLAIN, 3)) == [
        "Scores",
        "  3. 1.5000",
        "       1.0000  harbour: 1 in title, 2 in body, idf 0.500",
        "       0.5000  harbour near lake",
        f"  Kernel: {computed_by()}",
        "",
    ]


HOSTILE = "\x1b[31mred\x1b]0;title\x07\x9b1m\u202egnp.exe\u2066\x00\x7f\r\x08"


def test_nothing_steers_the_terminal() -> None:
    one = hit(
        title=HOSTILE,
        ministers=(HOSTILE,),
        portfolios=(HOSTILE,),
        url=HOSTILE,
        snippets=(Snippet(HOSTILE, ((0, 3),)),),
        copies=(Copy("a", DAY, (HOSTILE,), (HOSTILE,), None),),
        missing=(HOSTILE,),
        explain={"score": 1, "parts": [{"near": [HOSTILE, "a"], "score": 1}]},
    )
    facets = {name: (FacetValue(HOSTILE, 1),) for name in ("minister", "portfolio", "year")}
    whole = answer(one, also=(one,), facets=facets)
    for look in (PLAIN, NARROW):
        text = "".join([*answer_lines(whole, look, 1), *explain_lines(whole, look, 1)])
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    coloured = "".join(answer_lines(whole, COLOURED, 1))
    assert "\x1b" not in re.sub(r"\x1b\[(?:0|1|2|34|1;31)m", "", coloured)


@pytest.mark.parametrize("field", ["title", "ministers", "url"])
def test_line_breaks_do_not_break_the_layout(field: str) -> None:
    value = "Harbour\n2.  Forged hit"
    one = hit(**{field: (value,) if field == "ministers" else value})
    assert not any("\n" in line for line in answer_lines(answer(one), PLAIN, 1))


@examples(100)
@given(st.text())
def test_printable_keeps_offsets(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown)


def test_into_a_pipe_nothing_is_wrapped_or_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: False)
    monkeypatch.setenv("COLUMNS", "50")
    assert look_of("auto") == Look(None, False)
    assert look_of("never") == Look(None, False)
    assert look_of("always") == Look(None, True)


@pytest.mark.parametrize(
    ("columns", "width"),
    [("80", 80), ("50", 50), ("20", 40), ("300", 100), ("x", 80), ("-5", 40)],
)
def test_width_of_a_terminal(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert look_of("auto") == Look(width, True)


@pytest.mark.parametrize(
    ("name", "value", "colour", "expected"),
    [
        ("NO_COLOR", "1", "auto", False),
        ("NO_COLOR", "1", "always", True),
        ("NO_COLOR", "", "auto", True),
        ("TERM", "dumb", "auto", False),
        ("TERM", "xterm", "never", False),
    ],
)
def test_colour_in_a_terminal(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, colour: str, expected: bool
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv(name, value)
    assert look_of(colour).colour is expected
