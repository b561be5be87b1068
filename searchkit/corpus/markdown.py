"""What a reader sees of a Markdown text.

Lives here: the clean text that is searched and shown. Emphasis is words without marks, a
link is its text without the address, headings, list items and table cells are text,
entities are decoded, HTML tags and comments are left out. Also here: where places in the
parser's output are in the clean text. Does not live here: what the parser says (`events`),
rendering for the web (`searchkit.rendering.article`), front matter (`front_matter`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from searchkit.corpus.editing import Edited, normalise_with, strip, substitute
from searchkit.corpus.events import ASTERISK, events, plain_events
from searchkit.corpus.html_text import SEPARATING, tag_name
from searchkit.kernels import reading
from searchkit.schema.analysis import normalise

# What Markdown could read as more than plain text: some characters anywhere, others where a
# line begins or ends. A text that matches neither is its own clean text, so the patterns may
# be too wide but never too narrow. Two patterns are many times faster than one.
_SIGNIFICANT = re.compile(r"[*_`\[\]<>&\\#|~\r\t\0\x0b\x0c]")
_SIGNIFICANT_LINE = re.compile(r"\n(?:[ \-+=:]|\d{1,9}[.)]|\n[ \n])")
_TEXTS = frozenset({"Text", "Code", "Html", "InlineMath", "DisplayMath"})
_BLOCKS = ("Paragraph", "Heading", "CodeBlock", "HtmlBlock", "Table", "BlockQuote")
# What stands between words where an element begins, and where it ends.
_STARTS = dict.fromkeys(_BLOCKS, "\n\n") | dict.fromkeys(("Item", "Line", "List", "Lines"), "\n")
_ENDS = (
    dict.fromkeys((*_BLOCKS, "List", "Lines"), "\n\n")
    | dict.fromkeys(("TableRow", "TableHead"), "\n")
    | {"TableCell": "\t"}
)
_TRAILING = re.compile(r"[ \t]+(?=\n)")


def _around_punctuation(width: int, signs: int) -> str:
    """A pattern for runs of `width` asterisks before and after so many signs beside a word."""
    run, inside = rf"(?<!\*)\*{{{width}}}", rf"[^\w\s*]{{{signs}}}"
    return (
        rf"(?<=\w){run}(?={inside}\*{{{width}}}(?!\*))|(?<=\w{run}{inside})\*{{{width}}}(?!\*)"
        rf"|{run}(?={inside}\*{{{width}}}\w)|(?<={run}{inside})\*{{{width}}}(?=\w)"
    )


# Emphasis that CommonMark's flanking rules leave standing: readers of the original saw bold
# type there, never asterisks. Two together are nothing else, nor are four within a word
# ("Har****bour"). One or three may lead to a note, but not around a comma ("Oster*.*").
_LEFT_STANDING = re.compile(
    r"(?<!\*)\*\*(?!\*)|(?<=\w)\*{4}(?=\w)|"
    + "|".join(_around_punctuation(width, signs) for width in (1, 3) for signs in (1, 2))
)
# What it may be found in, looked for many times faster.
_MAY_STAND = re.compile(r"\*(?:[^\w\s*]{1,2})?\*")
_MANY_BREAKS = re.compile(r"\n{3,}")


def clean_text(markdown: str) -> str:
    """The text a reader sees of `markdown`, in NFC.

    Blocks are separated by an empty line, list items and table rows by a line
    break, table cells by a tab.
    """
    text = normalise(markdown)
    found = reading.clean_markdown(text)
    if found is not None:
        return text if found is text else normalise(found)
    return text if _is_plain(text) else parsed_text(text)


def _is_plain(text: str) -> bool:
    """Whether `text` holds nothing that Markdown could read as more than text."""
    return (
        _SIGNIFICANT.search(text) is None
        and " \n" not in text
        and _SIGNIFICANT_LINE.search("\n" + text) is None
        and text == text.strip()
    )


def parsed_text(markdown: str) -> str:
    """`clean_text` by the Markdown parser alone (CommonMark with tables)."""
    found = plain_events(markdown)
    text = None if found is None else "".join(map(shown, found))
    if text is None or ("*" in text and _MAY_STAND.search(text)):
        text = "".join(map(shown, events(markdown)))
    # The same edits as those of `finished`, which is slower.
    if "*" in text and _MAY_STAND.search(text):
        text = _LEFT_STANDING.sub("", text)
    if ASTERISK in text:
        text = text.replace(ASTERISK, "*")
    if " \n" in text or "\t\n" in text:
        text = _TRAILING.sub("", text)
    # Most blocks leave four breaks between them, which need no pattern.
    text = text.replace("\n\n\n\n", "\n\n")
    if "\n\n\n" in text:
        text = _MANY_BREAKS.sub("\n\n", text)
    return normalise(text.strip())


def finished(taken: str, places: Sequence[int]) -> Edited:
    """The clean text of what all events show, joined, and where places in it are then.

    Args:
        taken: what `shown` gives, joined.
        places: offsets into `taken`, ascending.
    """
    text, moved = substitute(_LEFT_STANDING, "", taken, places)
    text, moved = substitute(_TRAILING, "", text.replace(ASTERISK, "*"), moved)
    text, moved = substitute(_MANY_BREAKS, "\n\n", text, moved)
    text, moved = strip(text, moved)
    return normalise_with(text, moved)


def shown(event: Any) -> str:
    """What one event shows: words, white space that separates them, or nothing."""
    if isinstance(event, str):  # SoftBreak, HardBreak, Rule
        return "\n\n" if event == "Rule" else "\n"
    ((kind, value),) = event.items()
    if kind in _TEXTS:
        text: str = value
        return text
    if kind == "InlineHtml":
        return " " if tag_name(value) in SEPARATING else ""
    if kind not in ("Start", "End"):
        return ""
    name = value if isinstance(value, str) else next(iter(value))
    return (_STARTS if kind == "Start" else _ENDS).get(name, "")
