"""How strongly words go together, and how much one set of texts prefers a word: formulas.

Lives here: measures of association and of keyness, as functions of counts. Does not live here:
counting (`searchkit.engines.local`).

All counts are arrays of one length (or numbers); results are float64. Of a word in two parts of
all words, `count` of `size` words are in the first part, `other` of `other_size` in the second.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from searchkit.storage.container import Array

Counts = Any
"""An array of counts, or one count."""


def expected(count: Counts, size: Counts, other: Counts, other_size: Counts) -> Array:
    """How often a word would be in the first part if it were as frequent in both."""
    result: Array = np.asarray(size * ((count + other) / (size + other_size)), np.float64)
    return result


def _term(seen: Counts, wanted: Counts) -> Array:
    """Seen ln(seen / wanted), which is 0 where nothing is seen."""
    seen, wanted = np.asarray(seen, np.float64), np.asarray(wanted, np.float64)
    ratio = np.divide(seen, wanted, out=np.ones(np.broadcast(seen, wanted).shape), where=seen > 0)
    result: Array = seen * np.log(ratio)
    return result


def log_likelihood(count: Counts, size: Counts, other: Counts, other_size: Counts) -> Array:
    """The log-likelihood ratio G2 = 2 sum O ln(O / E) over the four cells of the table: the word
    and all other words, in either part. Never negative.

    Source: Dunning, Accurate methods for the statistics of surprise and coincidence,
    Computational Linguistics 19 (1993), 61-74.
    """
    result = _term(count, expected(count, size, other, other_size))
    result = result + _term(other, expected(other, other_size, count, size))
    rest, other_rest = size - count, other_size - other
    result = result + _term(rest, expected(rest, size, other_rest, other_size))
    result = result + _term(other_rest, expected(other_rest, other_size, rest, size))
    return np.asarray(np.maximum(2 * result, 0.0))


def keyness(count: Counts, size: Counts, other: Counts, other_size: Counts) -> Array:
    """The log-likelihood of corpus comparison: 2 (a ln(a / E1) + b ln(b / E2)), the cells of the
    word alone. Never negative.

    Source: Rayson and Garside, Comparing corpora using frequency profiling, Proceedings of the
    workshop on comparing corpora (2000), 1-6.
    """
    result = _term(count, expected(count, size, other, other_size))
    result = result + _term(other, expected(other, other_size, count, size))
    return np.asarray(np.maximum(2 * result, 0.0))


def log_ratio(count: Counts, size: Counts, other: Counts, other_size: Counts) -> Array:
    """The binary logarithm of how many times as frequent a word is in the first part: 1 is
    twice, 2 four times, -1 half as frequent. A count of 0 is taken for one half; where the other
    part has no words at all, there is nothing to compare with: 0.

    Source: Hardie, Log Ratio: an informal introduction (2014), cass.lancs.ac.uk/?p=1133.
    """
    if not other_size:
        return np.zeros(np.shape(count))
    one, two = (np.where(np.asarray(one) == 0, 0.5, one) for one in (count, other))
    result: Array = np.log2((one / size) / (two / other_size))
    return result


def mutual_information(observed: Counts, wanted: Counts) -> Array:
    """log2(O / E).

    Source: Church and Hanks, Word association norms, mutual information, and lexicography,
    Computational Linguistics 16 (1990), 22-29.
    """
    result: Array = np.log2(observed / wanted)
    return result


def t_score(observed: Counts, wanted: Counts) -> Array:
    """(O - E) / sqrt(O).

    Source: Church, Gale, Hanks and Hindle, Using statistics in lexical analysis, in: Lexical
    acquisition (1991), 115-164.
    """
    result: Array = (observed - wanted) / np.sqrt(observed)
    return result
