"""The bytes of a file as text.

Lives here: which encoding a file is in: by its mark, UTF-8, or detected with bounded work. Does
not live here: reading files (`reader`).
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

from searchkit.corpus.problems import Unreadable, Warn

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ANY_MARK = tuple(mark for mark, _ in _MARKS)
MAX_SAMPLE = 64 * 1024
"""Bytes that the detection is given. On 16 MB it takes many seconds."""
USUAL = "cp1252"
"""The encoding of most text that is not Unicode, of which Latin-1 is a part."""
CANDIDATES = (
    *(USUAL, "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "mac_roman", "iso8859_2"),
    *("koi8_r", "shift_jis", "gb18030", "euc_kr", "big5"),
)
"""The encodings that are looked for. Each more makes short texts less certain."""
NAMES = {
    **{f"cp{number}": f"Windows-{number}" for number in range(1250, 1259)},
    "mac_roman": "Mac Roman",
    "iso8859_2": "ISO 8859-2",
    "koi8_r": "KOI8-R",
    "shift_jis": "Shift JIS",
    "gb18030": "GB 18030",
    "euc_kr": "EUC-KR",
    "big5": "Big5",
}
MORE_CHAOS, LESS_COHERENCE = 0.1, 0.05
"""How much worse the usual encoding may look than the best and still be taken: short texts in
it are often as likely in others, which say other letters."""


class _Guess(NamedTuple):
    encoding: str
    chaos: float
    coherence: float


def decoded(data: bytes, warn: Warn) -> str:
    """The text of a file, its lines separated by line feeds.

    Args:
        data: the bytes.
        warn: told of an encoding that had to be detected, and of bytes that fit none.

    Raises:
        Unreadable: it is binary.
    """
    text = _decoded(data, warn)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decoded(data: bytes, warn: Warn) -> str:
    encoding = "utf-8"
    if data.startswith(_ANY_MARK):
        mark, encoding = next(one for one in _MARKS if data.startswith(one[0]))
        data = data[len(mark) :]
    if encoding == "utf-8" and b"\0" in data:
        raise Unreadable("is binary (it holds a zero byte)")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            text = data.decode(encoding, "replace")
            warn(None, f"not valid {encoding.upper()}; {_replaced(text)}")
        else:
            text = _detected(data, error, warn)
    if encoding != "utf-8" and "\0" in text:
        raise Unreadable("is binary (it holds a zero byte)")
    return text.lstrip("\ufeff")


def _replaced(text: str) -> str:
    return f"{text.count(chr(0xFFFD))} characters read as \ufffd"


def _detected(data: bytes, error: UnicodeDecodeError, warn: Warn) -> str:
    """The text of bytes that are no UTF-8."""
    line = data.count(b"\n", 0, error.start) + 1
    for encoding in _guesses(_sample(data)):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        warn(line, f"not valid UTF-8; read as {NAMES.get(encoding, encoding)}")
        return text
    text = data.decode("utf-8", "replace")
    warn(line, f"not valid UTF-8; {_replaced(text)}")
    return text


def _sample(data: bytes) -> bytes:
    """Lines from the beginning that hold bytes beyond ASCII."""
    lines, length = [], 0
    for line in data[: 4 * 1024 * 1024].splitlines(keepends=True):
        if not line.isascii():
            lines.append(line)
            length += len(line)
            if length >= MAX_SAMPLE:
                break
    return b"".join(lines)[:MAX_SAMPLE] or data[:MAX_SAMPLE]


def _guesses(sample: bytes) -> list[str]:
    """The encodings that fit, the likeliest first."""
    from charset_normalizer import from_bytes

    found = [
        _Guess(match.encoding, match.chaos, match.coherence)
        for match in from_bytes(sample, cp_isolation=list(CANDIDATES))
    ]
    found += _same_letters(sample, found)
    if not found:
        return []
    best = found[0]
    usual = next((one for one in found if one.encoding == USUAL), None)
    if (
        usual
        and usual.chaos <= best.chaos + MORE_CHAOS
        and usual.coherence >= best.coherence - LESS_COHERENCE
    ):
        found.insert(0, usual)
    return list(dict.fromkeys(one.encoding for one in found))


def _same_letters(sample: bytes, found: list[_Guess]) -> list[_Guess]:
    """The usual encoding, if a better guess reads the same letters: guesses that read the same
    are given as one.
    """
    if any(one.encoding == USUAL for one in found):
        return []
    try:
        text = sample.decode(USUAL)
        same = [one for one in found[:3] if sample.decode(one.encoding) == text]
    except UnicodeDecodeError:
        return []
    return [_Guess(USUAL, *same[0][1:])] if same else []
