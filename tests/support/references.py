"""
Files of references read back: BibTeX and RIS.

Lives here: readers as strict as the formats are, which know nothing of how the files
were made.
"""

from __future__ import annotations

import re

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
