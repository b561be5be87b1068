"""What a site generator replaces before anybody sees it.

Lives here: the markup of Jekyll (Liquid, kramdown's attributes) and Hugo (shortcodes) in a
body, taken out: it is no word of a statement. Does not live here: Markdown (`markdown`).

All of it takes time in proportion to the text, whatever is in it.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\{\{|\{%|%\}\}|%\}|\}\}")
_CLOSING = {"{%": ("%}", "%}}"), "{{": ("}}", "%}}")}
_NAME = re.compile(r"\{%-?\s{0,9}(\w{1,20})")
_BLOCKS = ("comment", "raw")
# `{: .lead #top}`, `{:toc}`, `{::nomarkdown}`; behind a heading also `{#top}`.
_ATTRIBUTES = re.compile(
    r"[ \t]{0,9}\{:[^{}\n]{0,300}\}(?=[ \t]{0,9}$)|\{:[^{}\n]{0,300}\}", re.MULTILINE
)
_HEADING = re.compile(
    r"^(#{1,6}[ \t][^\n{]{0,500})\{[#.][\w.#=\"' -]{0,200}\}[ \t]{0,9}$", re.MULTILINE
)
_COMMENT, _END_OF_COMMENT = "{::comment}", re.compile(r"\{:/(?:comment)?\}")


def without_templates(text: str) -> str:
    """A body without the markup that a site generator replaces."""
    if "{" not in text:
        return text
    if "{%" in text or "{{" in text:
        text = _without_tags(text)
    if "{:" in text:
        text = _ATTRIBUTES.sub("", _without_comments(text))
    if "{#" in text or "{." in text:
        text = _HEADING.sub(lambda match: match[1].rstrip(), text)
    return text.strip()


def _without_tags(text: str) -> str:
    """`text` without tags, and without comments between two of them. A tag or comment that is
    not closed is text.
    """
    parts: list[str] = []
    place = begin = 0
    opened = block = ""
    for token in _TOKEN.finditer(text):
        if token[0] in _CLOSING:
            opened, begin = token[0], token.start()
            continue
        if not opened or token[0] not in _CLOSING[opened]:
            continue
        end = token.start() + 2 if opened == "{%" else token.end()
        name = _NAME.match(text, begin) if opened == "{%" else None
        word, opened = name[1] if name else "", ""
        if block:
            if word == "end" + block:
                if block == "raw":
                    parts.append(text[place:begin])
                place, block = end, ""
            continue
        parts.append(text[place:begin])
        if text[begin - 1 : begin].isalnum() and text[end : end + 1].isalnum():
            parts.append(" ")
        place = end
        block = word if word in _BLOCKS else ""
    return "".join([*parts, text[place:]])


def _without_comments(text: str) -> str:
    """`text` without kramdown's comments."""
    parts: list[str] = []
    place = 0
    while (begin := text.find(_COMMENT, place)) >= 0:
        end = _END_OF_COMMENT.search(text, begin)
        if end is None:
            break
        parts.append(text[place:begin])
        place = end.end()
    return "".join([*parts, text[place:]])
