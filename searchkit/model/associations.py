"""Words in numbers: what stands around a query's words, and what a set of statements says
more than another.

Lives here: the values that `Archive.collocates` and `Archive.keywords` give. Does not live here:
counting (`searchkit.engines`), the formulas (`searchkit.counting.measures`), printing
(`searchkit.cli`, `searchkit.rendering`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from searchkit.model.showing import shown_by
from searchkit.model.tables import Table

if TYPE_CHECKING:
    import numpy as np

    from searchkit.model.answer import Note

EVERY = slice(None)


@shown_by("word", "observed", "log_likelihood", "log_ratio")
class Collocate(NamedTuple):
    """A word around the occurrences of a query.

    Attributes:
        word: as it is written; of a stem, its commonest form.
        observed: how often it stands in the windows.
        expected: how often it would, if it were as frequent there as elsewhere.
        log_likelihood: how sure it is that it is not (Dunning 1993); 3.84 is one chance in
            twenty, 10.83 one in a thousand, of any single word.
        log_ratio: how many times as frequent it is in the windows as outside, as a binary
            logarithm (Hardie 2014).
        mi: mutual information, log2(observed / expected) (Church and Hanks 1990).
        t: t-score, (observed - expected) / sqrt(observed) (Church et al. 1991).
        statements: in how many statements it stands in a window.
    """

    word: str
    observed: int
    expected: float
    log_likelihood: float
    log_ratio: float
    mi: float
    t: float
    statements: int


@shown_by("word", "count", "log_likelihood", "log_ratio")
class Keyword(NamedTuple):
    """A word of a set of statements, beside another set.

    Attributes:
        word: the commonest form of its stem.
        count: how often it stands in the set.
        rate: per million words of the set.
        count_against, rate_against: the same of the other set.
        log_likelihood: how sure it is that the rates differ (Rayson and Garside 2000); 3.84 is
            one chance in twenty, 10.83 one in a thousand, of any single word.
        log_ratio: how many times as frequent it is, as a binary logarithm (Hardie 2014).
        dispersion: Gries' DP (2008) over the statements of the set: 0 where it is spread as
            evenly as their lengths allow, near 1 where it stands in very few of them.
    """

    word: str
    count: int  # type: ignore[assignment]  # Tuples have a method of this name.
    rate: float
    count_against: int
    rate_against: float
    log_likelihood: float
    log_ratio: float
    dispersion: float


class Collocates(Table[Collocate]):
    """The words around the occurrences of a query: first those more frequent there than
    elsewhere, by log-likelihood, the highest first; then those less frequent, the lowest
    log-likelihood first; ties by word.

    `arrays` has the attributes of `Collocate`: `word` (object, str), `observed` and `statements`
    (int64), the rest float64.

    Attributes:
        query: as it was given.
        interpreted: as it was understood.
        occurrences: how many matches the windows are around.
        statements: how many statements they are in.
        window_words: how many words stand in the windows, each once, those of matches left out.
        all_words: how many words there are: of all statements that the filters of the query
            let through, those of matches left out.
        left_out: how many words of the table were left out as very common.
        exact: whether `lines_of` finds just the statements that a row counts.
        notes: what the user should know.
    """

    def __init__(
        self,
        columns: Mapping[str, np.ndarray[Any, Any]],
        *,
        query: str,
        interpreted: str,
        occurrences: int,
        statements: int,
        window_words: int,
        all_words: int,
        left_out: int = 0,
        exact: bool = True,
        lines: Callable[[str], str],
        notes: tuple[Note, ...] = (),
    ) -> None:
        super().__init__(Collocate, columns)
        self.query = query
        self.interpreted = interpreted
        self.occurrences = occurrences
        self.statements = statements
        self.window_words = window_words
        self.all_words = all_words
        self.left_out = left_out
        self.exact = exact
        self._lines = lines
        self.notes = notes

    def lines_of(self, word: str) -> str:
        """The query whose concordance shows a word of the table and the matches that it stands
        beside; words directly beside each other share a line. Narrow it by the filters that were
        given beside the query. Where `exact` is False (the window is a sentence, or the query
        has several words) it may find more than the row counts, and so it may of a word that the
        query itself finds.
        """
        return self._lines(word)

    def to_json(self, part: slice = EVERY) -> dict[str, object]:
        """The object that `searchkit collocates --json` prints, with some of the rows; each has
        `query` besides its columns: `lines_of` its word.
        """
        return {
            "query": self.query,
            "interpreted": self.interpreted,
            "occurrences": self.occurrences,
            "statements": self.statements,
            "window_words": self.window_words,
            "all_words": self.all_words,
            "words": len(self),
            "left_out": self.left_out,
            "exact": self.exact,
            "notes": [note._asdict() for note in self.notes],
            "collocates": [
                {**row._asdict(), "query": self.lines_of(row.word)} for row in self[part]
            ],
        }

    def __repr__(self) -> str:
        return (
            f"<Collocates of {self.query!r}: {len(self):,} words around "
            f"{self.occurrences:,} occurrences>"
        )


class Keywords(Table[Keyword]):
    """The words of a set of statements: first those more frequent there than in the other set,
    by log-likelihood, the highest first; then those less frequent, the lowest log-likelihood
    first; ties by word.

    `arrays` has the attributes of `Keyword`: `word` (object, str), `count` and `count_against`
    (int64), the rest float64.

    Attributes:
        query, against: as they were given; `against` None: all the rest.
        interpreted, interpreted_against: as they were understood.
        statements, statements_against: how many statements the sets have.
        words, words_against: how many words these have.
        left_out: how many words of the table were left out as very common.
        notes: what the user should know.
    """

    def __init__(
        self,
        columns: Mapping[str, np.ndarray[Any, Any]],
        *,
        query: str,
        against: str | None,
        interpreted: str,
        interpreted_against: str | None,
        statements: int,
        statements_against: int,
        words: int,
        words_against: int,
        left_out: int = 0,
        lines: Callable[[str], str],
        notes: tuple[Note, ...] = (),
    ) -> None:
        super().__init__(Keyword, columns)
        self.query = query
        self.against = against
        self.interpreted = interpreted
        self.interpreted_against = interpreted_against
        self.statements = statements
        self.statements_against = statements_against
        self.words = words
        self.words_against = words_against
        self.left_out = left_out
        self._lines = lines
        self.notes = notes

    def lines_of(self, word: str) -> str:
        """The query that finds a word of the table in the set's statements. Where the set is of
        names and days alone, its concordance has a line for each of `count` occurrences;
        otherwise there are lines for the query's own words, too. Narrow it by the filters that
        were given beside the query.
        """
        return self._lines(word)

    def to_json(self, part: slice = EVERY) -> dict[str, object]:
        """The object that `searchkit keywords --json` prints, with some of the rows; each has
        `query` besides its columns: `lines_of` its word.
        """
        return {
            "query": self.query,
            "against": self.against,
            "interpreted": self.interpreted,
            "interpreted_against": self.interpreted_against,
            "statements": self.statements,
            "statements_against": self.statements_against,
            "all_words": self.words,
            "all_words_against": self.words_against,
            "words": len(self),
            "left_out": self.left_out,
            "notes": [note._asdict() for note in self.notes],
            "keywords": [{**row._asdict(), "query": self.lines_of(row.word)} for row in self[part]],
        }

    def __repr__(self) -> str:
        return (
            f"<Keywords of {self.query!r}: {len(self):,} words, {self.statements:,} statements "
            f"against {self.statements_against:,}>"
        )
