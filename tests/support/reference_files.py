"""
Statements to cite, and files of references read back.

Lives here: readers of BibTeX and RIS as strict as the formats are, which know nothing
of how the files were made; statements that are hard to write.
"""

from __future__ import annotations

import datetime
import re

from hypothesis import strategies as st

from searchkit import Statement

TALKS = Statement(
    id="releases/2007/11/2007-11-20-six-harbour-talks.md",
    title='“Six-harbour” talks: $100 million & 5% of "Oster" {sic}',
    body="",
    date=datetime.date(2007, 11, 20),
    url="https://gov.vellmark.example/release/talks_1",
    ministers=("Rt Hon Orla Brannigan", "Hon Dr Tamsin Ōhare"),
    portfolios=("Foreign Affairs", "Lakes, Rivers and Ports"),
)
TEXT = st.text(
    st.sampled_from("aŌ 東\\{}$%&#_~^\"“”'@,=\n\r\t\0\x85\u2028\ud800*<>-and") | st.characters()
)
STATEMENTS = st.builds(
    Statement,
    id=TEXT,
    title=TEXT,
    body=st.just(""),
    date=st.none() | st.dates(),
    url=st.none() | TEXT | TEXT.map("https://a.example/".__add__),
    ministers=st.lists(TEXT | st.sampled_from(["Ada Ro", "Bo and Mo", "Di, Po"])).map(tuple),
    portfolios=st.lists(TEXT, max_size=3).map(tuple),
)


_RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")
_TEX = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{"\\" + c: c for c in "#$%&_"},
}


def read_bibtex(text: str) -> list[dict[str, str]]:
    """The entries of a BibTeX file, each with its `key`; values as written."""
    entries = []
    place = 0
    while place < len(text):
        head = re.compile(r"@misc\{([a-z0-9-]+),\n").match(text, place)
        assert head, text[place : place + 80]
        entry = {"key": head[1]}
        place = head.end()
        while not text.startswith("}\n", place):
            field = re.compile(r"  ([a-z]+) = ").match(text, place)
            assert field, text[place : place + 80]
            assert field[1] not in entry
            end = _value_end(text, field.end())
            entry[field[1]] = text[field.end() : end].removeprefix("{").removesuffix("}")
            place = end
            assert text.startswith((",\n", "\n}"), place), text[place : place + 80]
            place += 2 if text[place] == "," else 1
        entries.append(entry)
        place += 2
        assert place == len(text) or text.startswith(("@", "\n"), place)
        place += text.startswith("\n", place)
    return entries


def _value_end(text: str, start: int) -> int:
    """Where a value ends: BibTeX counts braces, whatever stands in front of them."""
    if text[start] != "{":
        month = re.compile("[a-z]{3}").match(text, start)
        assert month
        return month.end()
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if not depth:
            return place + 1
    raise AssertionError("a brace is open")


def untex(value: str) -> str:
    """What TeX shows for a value without commands but those for single characters."""
    return re.sub(
        r"\\[a-z]+\{\}|\\[#$%&_]|[{}]|[\\#$%&_~^]",
        lambda match: "" if match[0] in "{}" else _TEX[match[0]],
        value,
    )


def read_ris(text: str) -> list[dict[str, list[str]]]:
    """The records of a RIS file: tag -> values."""
    records: list[dict[str, list[str]]] = []
    assert text.endswith("\r\n")
    for line in text.removesuffix("\r\n").split("\r\n"):
        found = _RIS_LINE.fullmatch(line)
        assert found, line
        tag, value = found[1], found[2]
        assert (tag == "TY") == (not records or "ER" in records[-1])
        if tag == "TY":
            records.append({})
        records[-1].setdefault(tag, []).append(value)
    assert all(record["ER"] == [""] for record in records)
    return records
