"""The parser: text in the query language becomes a tree.

Lives here: what a parse gives back, and when an error's suggestion is worth giving. Does not
live here: how a text is read, by the whole language (`grammar`) or, if it is nothing but
words and phrases, without Whoosh (`plain`).

How tightly things bind: field, then NEAR and ADJ, then NOT and minus, then AND, then OR,
then mere neighbourhood. So `a b OR c` is `a AND (b OR c)`, and `a AND b OR c` is
`(a AND b) OR c`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from searchkit.model.errors import QuerySyntaxError, UnknownName
from searchkit.query.doubts import Doubt, with_instead
from searchkit.query.language import plain
from searchkit.query.language.reading import Reading, Spellings
from searchkit.query.limits import MAX_LENGTH
from searchkit.query.names import KnownNames
from searchkit.query.tree import Everything, Node
from searchkit.schema.analysis import visible
from searchkit.schema.fields import DEFAULT, Schema
from searchkit.schema.speakers import SAID

_OPERATORS = frozenset(["and", "or", "not", "AND", "OR", "NOT"])
_MAX_DIGITS = 20
"""Words among which years and parts of numbers are looked for: a longer query was pasted."""


class Parsed(NamedTuple):
    """A query as understood.

    Attributes:
        tree: `Everything()` for a query without a word.
        notes: what the user should know.
    """

    tree: Node
    notes: tuple[Doubt, ...] = ()


def _no_spellings(folded: str) -> tuple[str, ...]:
    return ()


def parse(
    text: str,
    known: Mapping[str, KnownNames],
    *,
    schema: Schema = DEFAULT,
    any_word: bool = False,
    spellings: Spellings = _no_spellings,
) -> Parsed:
    """Parse a query.

    Args:
        text: in the query language; white space alone means no query.
        known: the names of the index, by field.
        schema: the fields of the index.
        any_word: any of the words is enough; what filters always holds.
        spellings: gives the other folded spellings that the corpus has of a folded
            word (a doubled vowel for a macron).

    Raises:
        QuerySyntaxError: it is not written as the language asks.
        UnknownName: no name of the index is meant by one in it.
    """
    # What nobody sees must not make another query of it.
    text = visible(text)
    reading = Reading(text, schema, known, any_word, spellings)
    if text.isupper() and (as_words := _as_words("all of it is in capitals", reading)):
        return as_words
    try:
        return _parse(reading)
    except QuerySyntaxError as error:
        why = f"{error.what} (column {error.column + 1})"
        again = Reading(text, schema, known, any_word, spellings)
        if as_words := _as_words(why, again):
            return as_words
        if error.suggestion is None:
            raise
        corrected = Reading(error.suggestion, schema, known, any_word, _no_spellings)
        if not _helps(corrected):
            raise error.without_suggestion() from None
        raise


def _as_words(why: str, reading: Reading) -> Parsed | None:
    """Pasted text, understood as its words and nothing else; None if it is no such.

    Args:
        why: it is no query.
        reading: nothing of it was read.
    """
    from searchkit.query.language.pasted import pasted_words

    words = pasted_words(reading.text, reading.schema)
    if words is None or len(words) > MAX_LENGTH:
        return None
    again = Reading(words, reading.schema, reading.known, reading.any_word, reading.spellings)
    try:
        parsed = _parse(again)
    except QuerySyntaxError:
        return None
    return Parsed(
        parsed.tree, (Doubt("pasted", f"{why}, so this is read as its words alone"), *parsed.notes)
    )


def _helps(corrected: Reading) -> bool:
    """Whether a corrected query can be parsed."""
    if not corrected.text.strip():
        return False
    try:
        _parse(corrected)
    except QuerySyntaxError:
        return False
    except UnknownName:
        pass
    return True


def _may_mislead(text: str) -> bool:
    """Whether a query holds more than plain words, and phrases of several of them."""
    parts = text.split('"')
    words = " ".join(parts).split()
    return (
        not len(parts) % 2
        or any(len(phrase.split()) < 2 for phrase in parts[1::2])
        or not "".join(words).isalnum()
        or not _OPERATORS.isdisjoint(words)
        or any(name in text for name in ("NEAR", "ADJ"))
    )


def _parse(reading: Reading) -> Parsed:
    text = reading.text
    if len(text) > MAX_LENGTH:
        raise reading.error(f"a query has at most {MAX_LENGTH:,} characters", MAX_LENGTH)
    if not text.strip():
        return Parsed(Everything())
    tree = plain.read(reading)
    if tree is None:
        # Whoosh takes a sixth of the time of a whole command to import.
        from searchkit.query.language import grammar

        tree = grammar.read(reading)
    if tree is None:
        raise reading.error(
            "there is nothing to search for", 0, expected="a word: letters or digits"
        )
    about_nodes = [
        doubt._replace(other=with_instead(tree, old, new)) for doubt, old, new in reading.others
    ]
    doubts = [*about_nodes, *reading.doubts]
    if _may_mislead(text):
        # Most queries are plain words, and a command asks one and ends.
        from searchkit.query.language.lookalikes import lookalikes
        from searchkit.query.language.quotations import quotations

        doubts += [*lookalikes(reading), *quotations(reading, tree)]
    if SAID in text:
        from searchkit.query.language.said import beside

        doubts += beside(tree)
    if any(map(str.isdecimal, text.split()[:_MAX_DIGITS])):
        from searchkit.query.language.digits import split_numbers, years

        doubts += [*years(reading, tree), *split_numbers(reading)]
    told = {doubt.message.partition(" ")[0] for doubt in doubts}
    signs = " ".join(sign for sign in dict.fromkeys(reading.ignored) if sign not in told)
    if signs:
        message = f"left out, for there is no letter or digit in it: {signs}"
        doubts.append(Doubt("ignored", message))
    return Parsed(tree, tuple(doubts))
