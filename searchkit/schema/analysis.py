"""From text to tokens, folded words and stems: the only analysis there is.

Lives here: what a token is, how a word is folded and stemmed. Indexing, queries and
snippets all call these functions, so they can't disagree. Does not live here: which digits
are a number (`numbers`), the fields (`fields`), names (`names`), which language is spoken
(`searchkit.profiles`): tokens and folding are the same for all, the stemmer is the profile's.
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
from searchkit.schema.numbers import SPACES, number_spans, value_of

TOKENISER_VERSION = "searchkit-3"
"""Changes whenever `tokens`, `fold` or `normalise` give other results."""


def normalise(text: str) -> str:
    """`text` in Unicode normal form C, the form in which everything is kept."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


_WORD = re.compile(r"[^\W_]+")
# Text without a character beyond these holds no combining mark, so the simpler
# and faster pattern finds the same tokens: Latin letters, dashes and quotes.
_BEYOND = re.compile("[^\x00-\u02af\u2010-\u2033\u20ac]")

HIDDEN = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f"
    "\ufeff\U000e0100-\U000e01ef"
)
"""What no reader sees, as the inside of a set of a regular expression: soft hyphens,
zero-width spaces and joiners, marks of direction, byte-order marks, variation selectors."""
_HIDDEN = re.compile(f"[{HIDDEN}]")


def visible(text: str) -> str:
    """`text` without the characters that no reader sees (`HIDDEN`)."""
    return text if text.isascii() else _HIDDEN.sub("", text)


@lru_cache(maxsize=64)
def _word_with(marks: str) -> re.Pattern[str]:
    return re.compile(rf"(?:[^\W_]|[{re.escape(marks)}])+")


def _word_pattern(text: str) -> re.Pattern[str]:
    """The pattern of the runs of letters, digits and combining marks in `text` (in NFC)."""
    if text.isascii() or _BEYOND.search(text) is None:
        return _WORD
    marks = sorted(filter(_is_mark, set(text)))
    return _word_with("".join(marks)) if marks else _WORD


def _is_mark(c: str) -> bool:
    return unicodedata.category(c)[0] == "M"


BETWEEN, JOINING, POINT, INSIDE, DIGIT, UNSEEN = range(1, 7)
"""What a character is to tokens: a sign; one that may join digits to a number (comma, space;
full stop); a letter or the like; one of the digits 0 to 9; nothing, for nobody sees it."""


def character_kind(c: str) -> int:
    """What a character is to tokens, wherever it stands in a text in NFC."""
    if c == ".":
        return POINT
    if c == "," or c in _SPACES:
        return JOINING
    if c.isascii() and c.isdigit():
        return DIGIT
    if _HIDDEN.match(c):
        return UNSEEN
    return INSIDE if c.isalnum() or _is_mark(c) else BETWEEN


_SPACES = " " + SPACES


def with_common_spaces(text: str) -> str:
    """`text` with a common space for each that may stand in a number."""
    if not text.isascii():
        for space in SPACES:
            text = text.replace(space, " ")
    return text


def tokens(text: str) -> list[str]:
    """The tokens of `text` (in NFC), in order, as written.

    A token is a number (`schema.numbers`), or a maximal run of letters, digits and combining
    marks outside numbers; everything else separates. A number in groups has common spaces
    between them, whichever it was written with. `HIDDEN` characters are left out first.
    """
    if not text.isascii() and _HIDDEN.search(text):
        # What they kept apart may be one character now.
        return [normalise(token) for token in tokens(visible(text))]
    words = _word_pattern(text).findall
    found: list[str] = []
    last = 0
    spaced = with_common_spaces(text)
    for start, end in number_spans(spaced):
        found += words(text, last, start)
        found.append(spaced[start:end])
        last = end
    return found + words(text, last) if last else words(text)


_WORDY = bytes(c if c >= 128 or chr(c).isalnum() else 32 for c in range(256))
_COMMON_SEPARATORS = "\u2019\u2018\u201c\u201d\u2013\u2014\xa0\u2026\u2022"
# What may be no letter of Latin: in a text without it, bytes beyond ASCII are of letters.
_NO_LETTER = re.compile("[^\x00-\x7f\xc0-\xd6\xd8-\xf6\xf8-\u02af]")


def token_bytes(text: str) -> list[bytes]:
    """`tokens(text)` in UTF-8.

    Most texts are Latin letters but for typographic quotes and dashes; without these, which
    separate, a table and a split find the same tokens four times as fast.
    """
    plain = text
    if not text.isascii():
        for sign in _COMMON_SEPARATORS:
            plain = plain.replace(sign, " ")
        if not plain.isascii() and _NO_LETTER.search(plain):
            return [token.encode("utf-8", "surrogatepass") for token in tokens(text)]
        text = text.replace("\xa0", " ")
    numbers = list(number_spans(text))
    if not numbers:
        return plain.encode().translate(_WORDY).split()
    found: list[bytes] = []
    last = 0
    # The places are those of bytes, too, where each character is one.
    words = plain.encode().translate(_WORDY) if plain.isascii() else None
    for start, end in numbers:
        part = plain[last:start].encode().translate(_WORDY) if words is None else words[last:start]
        found += part.split()
        found.append(text[start:end].encode())
        last = end
    rest = plain[last:].encode().translate(_WORDY) if words is None else words[last:]
    return found + rest.split()


def token_spans(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each token of `text` (in NFC), in code points."""
    if not text.isascii() and _HIDDEN.search(text):
        kept = [place for place, c in enumerate(text) if not _HIDDEN.match(c)]
        for start, end in token_spans(visible(text)):
            yield kept[start], kept[end - 1] + 1
        return
    words = _word_pattern(text).finditer
    last = 0
    for start, end in number_spans(with_common_spaces(text)):
        for match in words(text, last, start):
            yield match.span()
        yield start, end
        last = end
    for match in words(text, last):
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
    that Unicode does not take apart, such as ø and œ, are what `_PlainLetters` says. Of a
    number it is the value (`numbers.value_of`).
    """
    if word.isascii():
        return word.lower() if word.isalnum() else value_of(word.lower())
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
