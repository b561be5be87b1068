"""Quotes, question marks and names that may have been meant in another way.

Lives here: what is said of quotes that are none, of operators in quotes, of a single word in
quotes, of a question mark that ends a word, of a name of which a field takes a part. Does
not live here: everything else that looks like what it is not (`lookalikes`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from searchkit.query.doubts import Doubt, short, with_instead
from searchkit.query.language.fields import field_names
from searchkit.query.language.lookalikes import QUOTED, is_typed, masked
from searchkit.query.language.reading import Reading
from searchkit.query.tree import Node, Stem, Wildcard, positive_leaves
from searchkit.schema.analysis import fold, normalise, tokens

_MAX_NAME = 3
"""Words after the value of a field of names that are tried as a part of the name."""
_CHOICE = re.compile(r"\([^()]*\sOR\s[^()]*\)")
_OTHER_QUOTES = r"(?<!\w)['‘‚‹«`]{1,2}(\w[^'’‘›»\"`]*\s[^'’‘›»\"`]*)['’‘›»`]{1,2}(?!\w)"
OR_WORD = (
    "OR in quotes is read as a word; words to choose from stand in brackets, "
    'as in "nuclear (test OR weapon*)"'
)


def quotations(reading: Reading, tree: Node) -> Iterator[Doubt]:
    """What of a query's quotes, question marks and names may mean something else.

    Args:
        reading: the query.
        tree: as it was understood.
    """
    text = reading.text
    if text.replace(" ", "").isalnum():
        return
    for found in QUOTED.finditer(text):
        yield from _in_quotes(reading, found)
    shown = masked(text)
    yield from _odd_quotes(reading, shown)
    if is_typed(text) and re.search(r"['‘‚‹«`]", shown):
        for found in re.finditer(_OTHER_QUOTES, shown):
            other = reading.instead(found.start(), found.end(), f'"{found[1]}"')
            message = f"{short(found[0])} is read as words, for these quotes mean nothing"
            yield Doubt("other-quotes", message, other, minor=True)
    if "?" in shown:
        yield from _questions(reading, shown, tree)
    if ":" in shown:
        yield from _longer_values(reading, shown)


def _in_quotes(reading: Reading, found: re.Match[str]) -> Iterator[Doubt]:
    text, inner = reading.text, found[0][1:-1]
    start, end = found.span()
    # Nothing that holds for the phrase as a whole stands beside it.
    bare = (not start or text[start - 1] in " \t\n(-") and text[end : end + 1] not in ("~", "^")
    words = inner.split()
    if len(words) == 1:
        is_operator = words[0] in ("AND", "OR", "NOT", "NEAR", "ADJ")
        if bare and words[0].isalnum() and not is_operator and is_typed(text):
            message = f"quotes around {short(words[0])} alone change nothing"
            yield Doubt(
                "quoted-word", message, reading.instead(start, end, f"={words[0]}"), "", True
            )
        return
    outside = _CHOICE.sub(lambda group: " " * len(group[0]), inner)
    fields = "|".join(map(re.escape, field_names(reading.schema)))
    pattern = (
        rf"(?<!\S)(?:(?P<word>AND|OR|NOT|(?i:NEAR|ADJ)/[0-9]{{1,4}})(?!\S)|"
        rf"(?P<minus>-)(?=\w)|(?P<field>(?i:{fields}):)(?=\S))"
    )
    operators = list(re.finditer(pattern, outside))
    if not operators:
        return
    meant = re.sub(r"(?<!\S)(?i:near|adj)(?=/[0-9])", lambda name: name[0].upper(), inner)
    alone = (start, end) == (0, len(text))
    other = reading.instead(start, end, meant if alone else f"({meant})") if bare else None
    sign = operators[0][0]
    if sign == "OR":
        yield Doubt("or-word", OR_WORD, other)
    else:
        read = "means nothing" if sign == "-" else "is read as a word"
        yield Doubt("quoted-operator", f"{sign} in quotes {read}", other)


def _odd_quotes(reading: Reading, shown: str) -> Iterator[Doubt]:
    """Typographic quotes without a partner, which are left out."""
    for found in re.finditer("[“”„]", shown):
        other = None
        rest = reading.text[found.end() :]
        if found[0] != "”" and '"' not in rest and len(tokens(normalise(rest))) > 1:
            other = f'{reading.text[: found.start()]}"{rest}"'
        yield Doubt("odd-quote", f"{found[0]} has no partner and is left out", other)


def _questions(reading: Reading, shown: str, tree: Node) -> Iterator[Doubt]:
    """Question marks at the end of a word that are no wildcards: several, or one where no
    question ends.
    """
    for found in re.finditer(r"(?<![^\s(-])([^\W_]+)(\?+)(?![^\s)])", shown):
        alone = not shown[: found.start()].strip("( ") and not shown[found.end() :].strip(") ")
        inside = bool(shown[found.end() :].strip(" )"))
        if len(found[2]) < 2 and not ((alone or inside) and is_typed(shown)):
            continue
        other = None
        for leaf in positive_leaves(tree):
            if isinstance(leaf, Stem) and leaf.column == found.start():
                new = Wildcard(fold(normalise(found[1])) + found[2], within=leaf.within)
                changed = with_instead(tree, leaf, new)
                other = changed if changed != tree else None
        letters = "a letter" if len(found[2]) == 1 else f"{len(found[2])} letters"
        message = f"{found[2]} after {short(found[1])} ends a question and is no wildcard"
        yield Doubt(
            "question", message, other, f"{short(found[1])} and {letters}", len(found[2]) < 2
        )


def _longer_values(reading: Reading, shown: str) -> Iterator[Doubt]:
    """Fields of names whose value, with the words after it, is a name."""
    fields = "|".join(re.escape(field.query) for field in reading.schema.names) or "(?!)"
    word = r"[^\W_][^\s\"():?*~^]*"
    for found in re.finditer(rf"(?<![^\s(-])((?i:{fields})):({word})((?:[ ]{word})+)", shown):
        known = reading.known.get(found[1].lower())
        following = found[3].split()
        for count in range(min(_MAX_NAME, len(following)), 0, -1):
            value = " ".join([found[2], *following[:count]])
            if known and known.holding(value):
                end = found.start(3) + sum(len(one) + 1 for one in following[:count])
                other = reading.instead(found.start(2), end, f'"{value}"')
                yield Doubt("short-value", f"{found[1]}: holds for {short(found[2])} alone", other)
                break
