"""Text that is read as words, or as nothing, and looks like something else.

Lives here: a row for everything of which the language reads less, or something else, than
somebody may have meant, and what the query would be otherwise. Does not live here: quotes
and names (`quotations`), what is an error at once (`checks`), counting what the other query
finds (`searchkit.engines`).

`tests/query/language/test_doubts.py` lists all of them. A pasted sentence is its words: the
rows that its words would trip over are only for queries that somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from searchkit.query.doubts import Doubt, short
from searchkit.query.language.fields import field_names
from searchkit.query.language.reading import Reading

MAX_TYPED = 8
"""Words of a query that somebody typed; a longer one was pasted."""
_START, _END = r"(?<![^\s(-])", r"(?![^\s)])"
"""Nothing but white space, a bracket or a minus stands before, or white space or a bracket
after it."""
_SMALL = frozenset(["and", "or", "not"])
QUOTED = re.compile(r'"[^"]*"|[“„][^“”„"]*[^\s“”„"][^“”„"]*[”“]')


class _Row(NamedTuple):
    """Something that looks like something else.

    Attributes:
        code: of the note.
        signs: it is looked for in texts that hold one of these.
        pattern: what it looks like, in the text with its quoted phrases masked; `FIELDS`
            stands for all names of fields.
        message: what was understood; `{0}` is what was found.
        other: what would stand in its place; None: nothing that could be said.
        typed: whether it is looked for in typed queries only.
    """

    code: str
    signs: tuple[str, ...]
    pattern: str
    message: str
    other: Callable[[re.Match[str]], str] | None
    typed: bool = False


def _near(found: re.Match[str]) -> str:
    ordered = found[1].lower() in ("adj", "pre", "p")
    return f"{'ADJ' if ordered else 'NEAR'}/{found[2]}"


_ROWS = (
    _Row(
        "near-small",
        ("/",),
        rf"{_START}(?!NEAR|ADJ)(?i:(near|adj)/([0-9]{{1,4}})){_END}",
        "{0} is read as words, for operators are in capital letters",
        _near,
    ),
    _Row(
        "near-sign",
        ("NEAR", "ADJ", "/"),
        rf"{_START}(?:(NEAR|ADJ)[~:]?|(?i:(w|n|pre|p))/)([0-9]{{1,4}}){_END}",
        "{0} is read as words",
        lambda found: (
            f"{'ADJ' if found[1] == 'ADJ' or found[2] in ('p', 'pre') else 'NEAR'}/{found[3]}"
        ),
    ),
    _Row(
        "near-word",
        ("NEAR", "ADJ"),
        rf"{_START}(NEAR|ADJ)(?:/(?![0-9]{{1,9}}{_END})[^\s/()]*)?{_END}",
        "{0} is read as a word; near each other is said with a distance",
        lambda found: f"{found[1]}/10",
    ),
    _Row(
        "field-space",
        (":",),
        rf"{_START}((?i:FIELDS))(?::\s+(?=[^\s)])|\s+:(?=\S))",
        "{0} is read as a word, for no value follows it",
        lambda found: f"{found[1]}:",
    ),
    _Row(
        "field-space",
        (":",),
        rf"{_START}(?i:FIELDS):(?=\s*(?:\)|\Z))",
        "{0} is read as a word, for no value follows it",
        None,
    ),
    _Row(
        "unknown-field",
        (":",),
        rf"{_START}(?!(?i:FIELDS):)[A-Za-z][A-Za-z_]{{1,19}}:(?=[^\s/:)])",
        "there is no field {0}, so it is read as a word",
        lambda found: "",
    ),
    _Row(
        "field-sign",
        ("=",),
        rf"{_START}((?i:FIELDS))=(?=[^\s=)])",
        "{0} is read as a word, for a field ends with a colon",
        lambda found: f"{found[1]}:",
    ),
    _Row(
        "two-dashes",
        ("--",),
        r"(?<![^\s(])-{2,}(?=[\w\"])",
        "{0} before a word leaves nothing out",
        lambda found: "-",
    ),
    _Row(
        "exclamation",
        ("!",),
        r"(?<![^\s(])!(?=[\w\"(])",
        "{0} before a word leaves nothing out",
        lambda found: "-",
    ),
    _Row(
        "stroke",
        ("|",),
        r"(?<!\S)\|{1,2}(?!\S)",
        "{0} is left out",
        lambda found: "OR",
    ),
    _Row(
        "apart",
        ("~",),
        r"(?<=[\w\"])\s+(~[0-9]{1,4})(?!\w)",
        "{0} stands apart, so it is read as a word",
        lambda found: found[1],
    ),
    _Row(
        "no-number",
        ("~",),
        rf"(?<=\w)~{_END}",
        "{0} is left out, for no number follows it",
        lambda found: "~1",
    ),
    _Row(
        "no-number",
        ("^",),
        rf"(?<=\w)\^{_END}",
        "{0} is left out, for no number follows it",
        None,
    ),
    _Row(
        "bare-date",
        ("-", ".."),
        rf"{_START}(?:[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}"
        rf"|(?=[0-9.]*[0-9])(?:[0-9]{{4}}(?:-[0-9]{{1,2}}){{0,2}})?\.\."
        rf"(?:[0-9]{{4}}(?:-[0-9]{{1,2}}){{0,2}})?){_END}",
        "{0} is read as words, not as a date",
        lambda found: f"DAY:{found[0]}",
    ),
    _Row(
        "bare-date",
        ("/", "."),
        rf"{_START}[0-9]{{1,2}}([/.])[0-9]{{1,2}}\1[0-9]{{4}}{_END}",
        "{0} is read as words; a day is written DAY:2007-11-20",
        None,
    ),
    _Row(
        "joined",
        (",", ";", "+", "/", "|"),
        rf"(?<![^\s(])[^\W\d_]{{2,}}(?:[,;+/|][^\W\d_]{{2,}})+{_END}",
        "{0} is read as a phrase",
        lambda found: re.sub(r"[,;+/|]", " ", found[0]),
        typed=True,
    ),
)


def masked(text: str) -> str:
    """`text` with straight quotes around what is quoted, and all that is in them masked."""
    return QUOTED.sub(lambda found: '"' + "_" * (len(found[0]) - 2) + '"', text)


def is_typed(text: str) -> bool:
    """Whether a query is short enough that somebody typed it."""
    return len(text.split(None, MAX_TYPED + 1)) <= MAX_TYPED


def lookalikes(reading: Reading) -> Iterator[Doubt]:
    """What of a query looks like something else than it is read as."""
    text = reading.text
    if is_typed(text):
        yield from _small_operators(reading)
    if text.replace(" ", "").isalnum() and not ("NEAR" in text or "ADJ" in text):
        return
    shown = masked(text)
    fields = "|".join(map(re.escape, field_names(reading.schema)))
    day = reading.schema.day.query
    for row in _ROWS:
        if not any(sign in shown for sign in row.signs) or (row.typed and not is_typed(text)):
            continue
        for found in re.finditer(row.pattern.replace("FIELDS", fields), shown):
            message = row.message.replace("DAY", day).format(short(found[0]))
            other = None
            if row.other is not None:
                instead = row.other(found).replace("DAY:", f"{day}:")
                other = reading.instead(found.start(), found.end(), instead).strip()
            yield Doubt(row.code, message, other, minor=row.typed)


def _small_operators(reading: Reading) -> Iterator[Doubt]:
    """Operators in small letters, which are words."""
    if _SMALL.isdisjoint(reading.text.split()):
        return
    pattern = rf"(?<!\S)(?:{'|'.join(_SMALL)})(?!\S)"
    other = list(reading.text)
    small: dict[str, None] = {}  # Each once, in order.
    for found in re.finditer(pattern, masked(reading.text)):
        other[found.start() : found.end()] = found[0].upper()
        small[found[0]] = None
    if small:
        read = "is read as a word" if len(small) == 1 else "are read as words"
        message = f"{' and '.join(small)} {read}"
        yield Doubt("small-operator", message, "".join(other), minor=True)
