"""Words counted in clean texts, by plain Python: the judge of collocates and keywords.

Lives here: windows, counts and measures, each written out as its definition reads. What an
occurrence is, `Archive.matches` says; what a word is, `searchkit.schema.analysis`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from math import log, log2, sqrt

from searchkit import Archive
from searchkit.schema.analysis import fold, normalise, stem, token_spans, tokens

SENTENCE_ENDS = re.compile("[.!?…][”’\"')\\]]*\\s+|\n+|\t")


def texts_of(archive: Archive, id: str) -> dict[str, str]:
    return {"title": archive.statement(id).title, "body": archive.text(id)}


def words_of(text: str) -> list[str]:
    return tokens(normalise(text))


def unit(word: str, as_written: bool) -> str:
    return word if as_written else stem(fold(word))


def counted(archive: Archive, ids: Iterable[str], as_written: bool = False) -> Counter[str]:
    """How often each word occurs in some statements."""
    result: Counter[str] = Counter()
    for id in ids:
        for text in texts_of(archive, id).values():
            result.update(unit(word, as_written) for word in words_of(text))
    return result


def ids_of(archive: Archive, query: object, **filters: object) -> list[str]:
    return [hit.id for hit in archive.stream(query, sort="newest", **filters)]  # type: ignore[arg-type]


def shown_as(archive: Archive) -> Callable[[str], str]:
    """How a stem is shown: its commonest form, the first of equals."""
    forms: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for form, count in counted(archive, ids_of(archive, ""), as_written=True).items():
        forms[unit(form, False)].append((-count, form))
    return lambda one: min(forms[one])[1]


def collocates(
    archive: Archive,
    query: object,
    base: str = "",
    *,
    left: int = 5,
    right: int = 5,
    sentence: bool = False,
    as_written: bool = False,
) -> dict[str, tuple[float, ...]]:
    """Word -> what a row has after it. `base`: the filters of the query."""
    inside: Counter[str] = Counter()
    statements: Counter[str] = Counter()
    matched: Counter[str] = Counter()
    for id in ids_of(archive, query):
        here: Counter[str] = Counter()
        matches = archive.matches(id, query)
        for field, text in texts_of(archive, id).items():
            spans = list(token_spans(text))
            words = [unit(word, as_written) for word in words_of(text)]
            ends = [found.end() for found in SENTENCE_ENDS.finditer(text)]
            of_sentence = [sum(end <= a for end in ends) for a, _ in spans]
            around: set[int] = set()
            own: set[int] = set()
            for match in matches:
                if match.field != field:
                    continue
                run = [n for n, (a, b) in enumerate(spans) if match.start <= a and b <= match.end]
                own.update(run)
                if sentence:
                    which = {of_sentence[n] for n in range(run[0], run[-1] + 1)}
                    around.update(n for n, one in enumerate(of_sentence) if one in which)
                else:
                    around.update(range(max(0, run[0] - left), run[0]))
                    around.update(range(run[-1] + 1, min(len(spans), run[-1] + 1 + right)))
            here.update(words[n] for n in around - own)
            matched.update(words[n] for n in own)
        inside += here
        statements.update(list(here))
    every = counted(archive, ids_of(archive, base), as_written)
    every.subtract(matched)
    size, whole = sum(inside.values()), sum(every.values())
    return {
        word: (seen, *association(seen, size, every[word], whole), statements[word])
        for word, seen in inside.items()
    }


def association(seen: int, size: int, count: int, whole: int) -> tuple[float, ...]:
    """(expected, log-likelihood, log-ratio, MI, t) of a word that is seen in `seen` of `size`
    words, and in `count` of all `whole` words.
    """
    wanted = size * count / whole
    cells = [(seen, size, count), (count - seen, whole - size, count)]
    cells += [(size - seen, size, whole - count)]
    cells += [(whole - size - count + seen, whole - size, whole - count)]
    likely = 2 * sum(o * log(o / (row * column / whole)) for o, row, column in cells if o)
    ratio = 0.0
    if whole > size:
        ratio = log2((seen / size) / (max(count - seen, 0.5) / (whole - size)))
    return wanted, likely, ratio, log2(seen / wanted), (seen - wanted) / sqrt(seen)


def keywords(archive: Archive, own: list[str], others: list[str]) -> dict[str, tuple[float, ...]]:
    """Word -> what a row has after it, of one set of statements against another."""
    each = {id: counted(archive, [id]) for id in own}
    counts, against = counted(archive, own), counted(archive, others)
    size, other_size = sum(counts.values()), sum(against.values())
    rows = {}
    for word, a in counts.items():
        b = against[word]
        both = (a + b) / (size + other_size)
        likely = 2 * (a * log(a / (size * both)) + (b * log(b / (other_size * both)) if b else 0))
        ratio = log2((a / size) / ((b or 0.5) / other_size)) if other_size else 0.0
        shares = ((one[word] / a, sum(one.values()) / size) for one in each.values())
        spread = sum(abs(v - s) for v, s in shares) / 2
        rates = (a / size * 1e6, b, b / other_size * 1e6 if other_size else 0.0)
        rows[word] = (a, *rates, likely, ratio, spread)
    return rows
