"""From text to tokens, folded words and stems: the only analysis there is.

Lives here: what a token is, how a word is folded and stemmed. Indexing, queries and
snippets all call these functions, so they can't disagree. Does not live here: the fields
(`fields`), names (`names`), which language is spoken (`searchkit.profiles`): tokens and
folding are Unicode's and the same for all, the stemmer is the profile's.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from searchkit.profiles.nz import NZ
from searchkit.profiles.profile import Profile

TOKENISER_VERSION = "searchkit-2"
"""Changes whenever `tokens`, `fold` or `normalise` give other results."""


def normalise(text: str) -> str:
    """`text` in Unicode normal form C, the form in which everything is kept."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


_WORD = re.compile(r"[^\W_]+")
# Text without a character beyond these holds no combining mark, so the simpler
# and faster pattern finds the same tokens: Latin letters, dashes and quotes.
_BEYOND = re.compile("[^\x00-\u02af\u2010-\u2033\u20ac]")


@lru_cache(maxsize=64)
def _word_with(marks: str) -> re.Pattern[str]:
    return re.compile(rf"(?:[^\W_]|[{re.escape(marks)}])+")


def token_pattern(text: str) -> re.Pattern[str]:
    """The pattern whose matches in `text` (in NFC) are its tokens.

    A token is a maximal run of letters, digits and combining marks; everything
    else separates.
    """
    if text.isascii() or _BEYOND.search(text) is None:
        return _WORD
    marks = sorted(filter(_is_mark, set(text)))
    return _word_with("".join(marks)) if marks else _WORD


def _is_mark(c: str) -> bool:
    return unicodedata.category(c)[0] == "M"


def is_token_character(c: str) -> bool:
    """Whether a character is part of a token, wherever it stands in a text in NFC."""
    return c.isalnum() or _is_mark(c)


def tokens(text: str) -> list[str]:
    """The tokens of `text` (in NFC), in order, as written."""
    return token_pattern(text).findall(text)


_ASCII_WORDS = bytes(c if chr(c).isalnum() and c < 128 else 32 for c in range(256))
_COMMON_SEPARATORS = "\u2019\u2018\u201c\u201d\u2013\u2014\xa0\u2026\u2022"


def token_bytes(text: str) -> list[bytes]:
    """`tokens(text)` in UTF-8.

    Most texts are ASCII but for typographic quotes and dashes; without these, which
    separate, a table and a split find the same tokens four times as fast.
    """
    if not text.isascii():
        for sign in _COMMON_SEPARATORS:
            text = text.replace(sign, " ")
    if text.isascii():
        return text.encode("ascii").translate(_ASCII_WORDS).split()
    return [token.encode("utf-8", "surrogatepass") for token in tokens(text)]


def token_spans(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each token of `text` (in NFC), in code points."""
    for match in token_pattern(text).finditer(text):
        yield match.span()


# Letters that are two written as one, or that others are written for.
_LIGATURES = {"THORN": "th", "ETH": "d"} | {
    name: name.lower()
    for name in ["AA", "AE", "AO", "AU", "AV", "AY", "HV", "OE", "OO", "OU", "TZ", "VY"]
}
# Sources: Unicode's names; CLDR's transform Latin-ASCII (th for þ, d for ð).
_LETTER = re.compile(
    r"LATIN (?:CAPITAL|SMALL) (?:LETTER|LIGATURE) "
    rf"(?:({'|'.join(_LIGATURES)})|([A-Z]))(?: WITH .+)?"
)


class _PlainLetters(dict[int, str]):
    """The plain letters of a Latin letter with a stroke, a hook or the like, and of one that
    is two; every other character itself. By code point, filled as they are asked for.
    """

    def __missing__(self, code: int) -> str:
        c = chr(code)
        found = None if c.isascii() else _LETTER.fullmatch(unicodedata.name(c, ""))
        self[code] = plain = c
        if found:
            self[code] = plain = _LIGATURES[found[1]] if found[1] else found[2].lower()
        return plain


_PLAIN = _PlainLetters()


def fold(word: str) -> str:
    """`word` without case and accents, the form that plain search compares.

    Case by Unicode's case folding; accents are the marks of canonical combining
    class 200 and above (those that stand above, below or attached to a letter),
    after compatibility decomposition. A word of nothing but accents stays. Latin letters
    that Unicode does not take apart, such as ø and œ, are what `_PlainLetters` says.
    """
    if word.isascii():
        return word.lower()
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if unicodedata.combining(c) < 200)
    bare = bare.casefold()
    if not bare.isascii():
        bare = bare.translate(_PLAIN)
    return unicodedata.normalize("NFC", bare) or word


def stem_all(folded: list[str], profile: Profile = NZ) -> list[str]:
    """The Snowball stem of each folded word, in the language of a profile.

    Source: https://snowballstem.org/algorithms/english/stemmer.html (English, Porter2).
    A stem is never empty.
    """
    stems: list[str] = _stemmer(profile.stemmer).stemWords(folded)
    return [stem or word for stem, word in zip(stems, folded, strict=True)]


class _Stemmers(threading.local):
    """The stemmers of a thread, by algorithm: threads must not share one."""

    def __init__(self) -> None:
        self.made: dict[str, Any] = {}


_own = _Stemmers()


def _stemmer(algorithm: str) -> Any:
    try:
        return _own.made[algorithm]
    except KeyError:
        import Stemmer

        # Its own cache is off: it is searched by word and never emptied.
        _own.made[algorithm] = stemmer = Stemmer.Stemmer(algorithm, 0)
        return stemmer


def stem(folded: str) -> str:
    """The stem of one folded word."""
    return stem_all([folded])[0]


def stems(text: str) -> list[str]:
    """The analysed terms of `text` (any normal form), in order."""
    return stem_all([fold(token) for token in tokens(normalise(text))])


def versions(profile: Profile = NZ) -> dict[str, str]:
    """What the terms of an index depend on; an index records it."""
    import Stemmer

    return {
        "tokeniser": TOKENISER_VERSION,
        "stemmer": f"snowball-{profile.stemmer} {Stemmer.version()}",
        "unicode": unicodedata.unidata_version,
    }
