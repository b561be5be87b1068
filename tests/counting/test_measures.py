"""The formulas, against published examples, plain arithmetic and other libraries."""

from __future__ import annotations

from math import log, log2, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.counting import measures
from searchkit.kernels import windows
from tests.support.hypothesis_settings import examples

# Dunning 1993, table 2: k(AB), k(A not B), k(not A, B), k(neither), and -2 log lambda.
DUNNING = [
    ("the swiss", 110, 2442, 111, 29114, 270.72),
    ("can be", 29, 13, 123, 31612, 263.90),
    ("previous year", 31, 23, 139, 31584, 256.84),
    ("mineral water", 10, 0, 3, 31764, 167.23),
]


@pytest.mark.parametrize(("words", "both", "first", "second", "none", "published"), DUNNING)
def test_log_likelihood_is_dunnings(
    words: str, both: int, first: int, second: int, none: int, published: float
) -> None:
    found = measures.log_likelihood(both, both + first, second, second + none)
    assert float(found) == pytest.approx(published, abs=0.006), words


def test_dispersion_is_that_of_gries() -> None:
    # Gries 2008: five parts of 9, 10, 10, 10 and 11 words; a word occurs 1 to 5 times in them.
    sizes = np.array([9, 10, 10, 10, 11])
    sums = windows.deviations(
        np.arange(5),
        np.arange(1, 6),
        np.array([5]),
        np.ones(5, bool),
        np.array([15]),
        sizes / sizes.sum(),
    )
    assert (1 + sums[0]) / 2 == pytest.approx(0.18)


def test_measures_by_hand() -> None:
    # 30 of 1,000 words here, 20 of 9,000 elsewhere.
    assert float(measures.expected(30, 1000, 20, 9000)) == pytest.approx(5.0)
    keyness = 2 * (30 * log(30 / 5) + 20 * log(20 / 45))
    assert float(measures.keyness(30, 1000, 20, 9000)) == pytest.approx(keyness)
    assert float(measures.log_ratio(30, 1000, 20, 9000)) == pytest.approx(log2(13.5))
    assert float(measures.log_ratio(8, 1000, 0, 1000)) == 4.0  # 0 is taken for one half.
    assert float(measures.log_ratio(8, 1000, 0, 0)) == 0.0
    assert float(measures.mutual_information(30, 5.0)) == pytest.approx(log2(6))
    assert float(measures.t_score(30, 5.0)) == pytest.approx(25 / sqrt(30))
    # As frequent here as elsewhere: nothing to tell.
    assert float(measures.log_likelihood(10, 100, 90, 900)) == pytest.approx(0, abs=1e-9)


TABLES = st.tuples(*[st.integers(1, 10**6)] * 4)


@examples(60)
@given(table=TABLES)
def test_as_nltk_has_them(table: tuple[int, int, int, int]) -> None:
    nltk = pytest.importorskip("nltk.metrics.association").BigramAssocMeasures
    both, first, second, none = table
    marginals = (both, (both + first, both + second), sum(table))
    wanted = measures.expected(both, both + first, second, second + none)
    found = measures.log_likelihood(both, both + first, second, second + none)
    assert float(found) == pytest.approx(nltk.likelihood_ratio(*marginals), rel=1e-9, abs=1e-5)
    mi = float(measures.mutual_information(both, wanted))
    assert mi == pytest.approx(nltk.pmi(*marginals), rel=1e-9, abs=1e-9)
    t = float(measures.t_score(both, wanted))
    assert t == pytest.approx(nltk.student_t(*marginals), rel=1e-9, abs=1e-9)


@examples(60)
@given(table=TABLES)
def test_as_scipy_has_it(table: tuple[int, int, int, int]) -> None:
    stats = pytest.importorskip("scipy.stats")
    both, first, second, none = table
    tested = stats.chi2_contingency(
        [[both, first], [second, none]], correction=False, lambda_="log-likelihood"
    )
    found = measures.log_likelihood(both, both + first, second, second + none)
    # Both lose digits where the sum of large terms is small.
    assert float(found) == pytest.approx(tested.statistic, rel=1e-9, abs=1e-6)
    assert float(measures.expected(both, both + first, second, second + none)) == pytest.approx(
        tested.expected_freq[0, 0], rel=1e-9
    )


@examples(60)
@given(table=st.tuples(*[st.integers(0, 50)] * 4))
def test_nothing_breaks_at_zero(table: tuple[int, int, int, int]) -> None:
    both, first, second, none = table
    if both + first and second + none:
        for measure in (measures.log_likelihood, measures.keyness):
            value = float(measure(both, both + first, second, second + none))
            assert np.isfinite(value) and value >= 0
        assert np.isfinite(measures.log_ratio(both, both + first, second, second + none))
