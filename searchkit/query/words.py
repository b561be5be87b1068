"""One word of the query language: its stem, its letters, its wildcards, its errors.

Lives here: what a run of characters becomes in the tree, with `=` before it and `~1` or
`^2` behind it. Does not live here: several words in quotes (`phrases`), values of
names and dates (`syntax`).

Each leaf of a tree made here carries `written`, the words as the user wrote them,
because its analysed terms are not meant for eyes.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from whoosh import query

from searchkit.query.language import whoosh_schema as names
from searchkit.schema.analysis import fold, normalise, stem_all, token_spans, tokens

MAX_WILDCARDS = 8
MAX_BOOST = 100.0
_SUFFIXED = re.compile(
    r"(?P<core>.*?)(?:~(?P<distance>\d+))?(?:\^(?P<boost>\d+(?:\.\d+)?))?", re.DOTALL
)
_WILD = re.compile(r"[*?]")

_FOLDED = {
    names.TEXT: names.FOLDED,
    names.TITLE: names.TITLE_FOLDED,
    names.EXACT: names.EXACT,
}
_EXACT = {
    names.TEXT: names.EXACT,
    names.TITLE: names.TITLE_EXACT,
    names.EXACT: names.EXACT,
}


class Written(NamedTuple):
    """A word as written, taken apart.

    Attributes:
        core: without what stands before and behind it.
        column: where `core` begins in the query.
        exact: whether these very letters are meant.
        distance: typing errors, or None.
        boost: what it counts.
    """

    core: str
    column: int
    exact: bool
    distance: int | None
    boost: float


def take_apart(parser: Any, text: str, column: int, exact: bool) -> Written:
    """The parts of a word that begins at `column`.

    Raises:
        QuerySyntaxError: a distance or a boost that is none.
    """
    if len(text) > 1 and text[0] == "=" and tokens(normalise(text[1:])):
        text, column, exact = text[1:], column + 1, True
    match = _SUFFIXED.fullmatch(text)
    core = match["core"] if match else text
    if match is None or not core or not tokens(core[-1] if core[-1] not in "*?" else "a"):
        if re.fullmatch(r"\^\d.*", text):
            raise parser.error(
                "a boost stands right behind a word or a phrase", column, expected="as in korea^2"
            )
        return Written(text, column, exact, None, 1.0)
    end = column + len(core)
    distance = None if match["distance"] is None else int(match["distance"])
    if distance is not None and distance not in (1, 2):
        raise parser.error(
            f"no word is looked for with {distance} typing errors",
            end,
            expected="~1 or ~2",
            suggestion=parser.with_number((end + 1, end + 1 + len(match["distance"])), 1, 2),
        )
    return Written(core, column, exact, distance, boost_of(parser, match["boost"], end))


def boost_of(parser: Any, text: str | None, column: int) -> float:
    """A boost.

    Raises:
        QuerySyntaxError: it is 0 or too large.
    """
    boost = 1.0 if text is None else float(text)
    if not 0 < boost <= MAX_BOOST:
        raise parser.error(
            f"a word can't count {text} times", column, expected=f"above 0, at most {MAX_BOOST:g}"
        )
    return boost


def marked(node: Any, written: str) -> Any:
    """`node` with what the user wrote for it."""
    node.written = written
    return node


def has_wildcard(text: str) -> bool:
    """Whether a word without white space holds a wildcard.

    A star always is one. A question mark is one in a single word with something
    behind it: at its end it ends a question, and in an address it is a sign.
    """
    if "*" in text:
        return True
    if "?" not in text:
        return False
    whole = _letters_for_wildcards(normalise(text))
    inside = list(token_spans(whole))
    if len(inside) != 1:
        return False
    start, end = inside[0]
    return "?" in normalise(text)[start:end].rstrip("?")


def _letters_for_wildcards(text: str) -> str:
    """`text` with a letter for each wildcard: so it stands in one token with its
    neighbours, marks that combine with letters among them.
    """
    return _WILD.sub("x", text)


def word_query(parser: Any, field: str, text: str, column: int, exact: bool = False) -> Any:
    """The leaf for a word in a text field, or None where it holds no letter or digit.

    Raises:
        QuerySyntaxError: what stands before or behind the word does not fit it.
    """
    word = take_apart(parser, text, column, exact or field == names.EXACT)
    if has_wildcard(word.core):
        return _wildcard(parser, field, word)
    written = tokens(normalise(word.core))
    if not written:
        return None
    shown = " ".join(normalise(word.core).split())
    if word.distance is not None:
        return _fuzzy(parser, field, word, written)
    if word.exact:
        terms = [marked(query.Term(_EXACT[field], t, boost=word.boost), t) for t in written]
        return terms[0] if len(terms) == 1 else query.Sequence(terms, boost=word.boost)
    stems = stem_all([fold(token) for token in written])
    if len(stems) == 1:
        return spelled(parser, field, written[0], word.boost)
    nodes = [spelled(parser, field, token) for token in written]
    if any(isinstance(node, query.Or) for node in nodes):
        return query.Sequence(nodes, boost=word.boost)
    return marked(query.Phrase(field, stems, boost=word.boost), shown)


def spelled(parser: Any, field: str, written: str, boost: float = 1.0) -> Any:
    """A plain word, with the other spellings the corpus has of it."""
    folded = fold(written)
    others = parser.spellings(folded)
    terms = [
        marked(query.Term(field, stem, boost=boost), shown)
        for stem, shown in zip(stem_all([folded, *others]), [written, *others], strict=True)
    ]
    distinct = list({term.text: term for term in reversed(terms)}.values())[::-1]
    return distinct[0] if len(distinct) == 1 else marked(query.Or(distinct, boost=boost), written)


def _wildcard(parser: Any, field: str, word: Written) -> Any:
    """A word with wildcards; punctuation around it falls away."""
    expected = "letters with * (any) or ? (one), as in nuclea* or te?t"
    core = normalise(word.core)
    inside = list(token_spans(_letters_for_wildcards(core)))
    kept = core[inside[0][0] : inside[-1][1]]
    pieces = [piece for piece in re.split(r"[*?]+", kept) if piece]
    column = word.column + next(i for i, c in enumerate(word.core) if c in "*?")
    if not pieces:
        raise parser.error(
            "there is no letter beside the wildcard",
            column,
            expected=expected,
            suggestion=parser.instead(word.column, word.column + len(word.core), "").strip()
            if parser.text[: word.column][-1:].isspace()
            else None,
        )
    if any(tokens(piece) != [piece] for piece in pieces):
        raise parser.error("a * or ? stands in a single word", column, expected=expected)
    if word.exact or word.distance is not None:
        sign = "=" if word.exact else "~"
        start, end = word.column - 1, word.column
        exact = word.exact and parser.text[start:end] == "="
        raise parser.error(
            f"a word has either {sign} or wildcards",
            column,
            expected=expected,
            suggestion=parser.instead(start, end, "") if exact else None,
        )
    if len(_WILD.findall(kept)) > MAX_WILDCARDS:
        raise parser.error(
            f"a word has at most {MAX_WILDCARDS} wildcards", column, expected="fewer of them"
        )
    pattern = "".join(c if c in "*?" else fold(c) for c in re.split(r"([*?])", kept))
    target = _FOLDED[field]
    if pattern.endswith("*") and not set("*?") & set(pattern[:-1]):
        return marked(query.Prefix(target, pattern[:-1], boost=word.boost), kept[:-1])
    return marked(query.Wildcard(target, pattern, boost=word.boost), kept)


def _fuzzy(parser: Any, field: str, word: Written, written: list[str]) -> Any:
    end = word.column + len(word.core)
    if word.exact:
        raise parser.error("a word has either = or ~", end, expected="one of them")
    if len(written) > 1:
        raise parser.error(
            "typing errors are looked for in a single word", end, expected="as in korae~1"
        )
    node = query.FuzzyTerm(
        _FOLDED[field], fold(written[0]), boost=word.boost, maxdist=word.distance, prefixlength=0
    )
    return marked(node, written[0])
