"""Whether a quotation is real.

Lives here: from a quotation to its verdict, and the places that it comes from. Does not live
here: which statements are worth a look (`quote_sources`), the pieces that each has
(`quote_pieces`), comparing (`searchkit.quotations`), the value that comes of it
(`searchkit.model.quote_checks`).

First all of its words in a row are looked for. Where no statement has them, the part that one
statement has best is taken, then the parts before and after it, each from wherever it is best.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from searchkit.engines.local.quote_pieces import CUT, Piece, aligned_pieces, whole_pieces
from searchkit.engines.local.quote_sources import QuoteSources
from searchkit.engines.local.quoted import people_of
from searchkit.engines.local.quoted_statement import QuotedStatement
from searchkit.engines.local.snapshot import Snapshot
from searchkit.model import budget
from searchkit.model.address import Address
from searchkit.model.errors import InvalidArgument
from searchkit.model.quote_checks import (
    ALTERED,
    EXACT,
    NOT_FOUND,
    SPLICED,
    WORDS,
    QuoteCheck,
    QuoteMatch,
    QuotePart,
)
from searchkit.model.rows import Rows
from searchkit.quotations.comparing import QuotedText, changed, compared, quoted_text
from searchkit.schema.analysis import visible

MAX_WORDS = 500
"""No quotation that is checked has more."""
MATCHES = 10
READ = 5_000
"""Statements with all words in a row, by stem, that are asked for the very letters."""
NEAREST = 3
PIECES = 6
"""Pieces of a spliced quotation, at most."""
LEAST = 5
"""Words of a piece, and of a run of equal words in it, at least."""
LONG = 8
"""A run of so many words is not there by chance."""
OFTEN = 5
"""A shorter run may be, where more statements than this have it."""
NEARLY_ALL, FEW, DENSE = 0.8, 3, 2.0
"""Where one place has such a share of all words, a run of few will do, if they stand dense. So
many changed words at an end stand beside the source's."""
PIECE_SHARE, WHOLE_SHARE = 0.6, 0.5
"""Of the words of a piece, and of the whole, that must be its source's."""


def check_quote(snapshot: Snapshot, quote: str) -> QuoteCheck:
    """See `Archive.check_quote`."""
    given = quoted_text(quote)
    if not given.folded:
        raise InvalidArgument("a quotation without words can't be checked", where=f"{quote:.60}")
    if len(given.folded) > MAX_WORDS:
        raise InvalidArgument(
            f"a quotation of {len(given.folded):,} words can't be checked",
            expected=f"at most {MAX_WORDS}",
        )
    return _Checking(snapshot, quote, given).done()


class _Checking:
    """The check of one quotation."""

    def __init__(self, snapshot: Snapshot, quote: str, given: QuotedText) -> None:
        self._snapshot, self._quote, self._given = snapshot, quote, given
        self._sources = QuoteSources(snapshot)
        self._read = lru_cache(maxsize=64)(self._statement)
        self._aligned = lru_cache(maxsize=64)(self._align)

    def done(self) -> QuoteCheck:
        """The verdict."""
        size = len(self._given.folded)
        exact = self._exact()
        if exact:
            matches = Rows(map(self._match, exact[:MATCHES]))
            return QuoteCheck(self._quote, EXACT, matches, len(exact) > MATCHES)
        whole = self._in_a_row()
        if whole:
            return self._of_one_place(whole)
        # What is spliced may have too little of each source to be seen as a whole.
        half = size // 2
        pieces = self._pieces(0, size)
        if not pieces and half >= LONG:
            pieces = [*self._pieces(0, half), *self._pieces(half, size)]
        known = sum(piece.equal for piece in pieces)
        if not pieces or known < WHOLE_SHARE * size:
            return self._check(NOT_FOUND, self._nearest(0, size))
        if len(pieces) > 1 and not self._is_one(pieces):
            return self._check(SPLICED, [self._match(piece) for piece in pieces])
        best = self._joined(pieces)
        # The others may have more of it, as a copy of the statement has.
        others = [
            piece
            for piece in self._aligned(0, size)
            if piece.equal == best.equal and len(piece.pairs) == len(best.pairs)
        ]
        same = {piece.address: self._stretched(piece) for piece in (*others, best)}
        return self._of_one_place(list(same.values()))

    def _check(self, verdict: str, matches: Iterable[QuoteMatch]) -> QuoteCheck:
        return QuoteCheck(self._quote, verdict, Rows(matches))

    def _of_one_place(self, pieces: Sequence[Piece]) -> QuoteCheck:
        """The verdict where each of `pieces` is the whole quotation."""
        pieces = sorted(pieces, key=lambda one: (self._day(one.address), one.address))
        exact: dict[Address, Piece] = {}
        nearly: dict[Address, Piece] = {}
        altered: dict[Address, Piece] = {}
        for piece in pieces:
            budget.check()
            diff = self._diff(piece)
            if not changed(diff):
                exact.setdefault(piece.address, piece)
            elif any(part.kind == WORDS for part in diff):
                altered.setdefault(piece.address, piece)
            else:
                nearly.setdefault(piece.address, piece)
        best = exact or nearly or altered
        matches = [self._match(piece) for piece in list(best.values())[:MATCHES]]
        return self._check(EXACT if exact else ALTERED, matches)

    # Pieces.

    def _exact(self) -> list[Piece]:
        """The oldest places that have it as it is, one a statement; one more than are listed, if
        there are so many.

        Of all statements that have its words by stem, each is asked for the very letters first,
        which is far less work than comparing it.
        """
        given, found = self._given, list[Piece]()
        words = [given.written(number, number + 1) for number in range(len(given.folded))]
        letters = re.compile(r"[\W_]*".join(map(re.escape, words)))
        for address in islice(self._sources.having(given.folded), READ):
            budget.check()
            segment = self._snapshot.segments[address.segment]
            if not letters.search(visible(segment.record(address.statement).text)):
                continue
            source = self._sources.source(address, given.folded)
            places = (one for one in whole_pieces(source) if not changed(self._diff(one)))
            found += islice(places, 1)
            if len(found) > MATCHES:
                break
        return found

    def _in_a_row(self) -> list[Piece]:
        """The places that have all of its words, by stem, in a row."""
        folded = self._given.folded
        found: list[Piece] = []
        for source in self._sources.in_a_row(folded):
            found += islice(whole_pieces(source), 2)
        return found

    def _align(self, first: int, last: int) -> list[Piece]:
        """The best place of a part in each statement that is worth a look."""
        found: list[Piece] = []
        for source in self._sources.alike(self._given.folded[first:last]):
            budget.check()
            found += aligned_pieces(source, first)
        return found

    def _pieces(self, first: int, last: int, left: int = PIECES) -> list[Piece]:
        """The pieces that a part of the quotation is made of, in its order."""
        size = last - first
        if size < 1 or left < 1:
            return []
        found = [one for one in self._aligned(first, last) if self._is_piece(one, size)]
        if not found:
            return []
        # Of equal ones the oldest: others quote it.
        best = max(found, key=lambda one: (one.equal, one.run, -self._day(one.address)))
        before, after = [], []
        if best.first - first >= LEAST:
            before = self._pieces(first, best.first, left - 1)
        if last - best.last >= LEAST:
            after = self._pieces(best.last, last, left - 1 - len(before))
        return [*before, best, *after]

    def _is_piece(self, piece: Piece, size: int) -> bool:
        length = piece.last - piece.first
        whole = len(self._given.folded)
        spread = piece.pairs[-1][1] + 1 - piece.pairs[0][1]
        if piece.equal >= NEARLY_ALL * whole and spread <= DENSE * length:
            return piece.run >= min(FEW, size)
        if piece.equal < PIECE_SHARE * length or piece.run < min(LEAST, size):
            return False
        return piece.run >= LONG or self._is_rare(piece)

    def _is_rare(self, piece: Piece) -> bool:
        """Whether the longest run of a piece is in few statements."""
        run = self._given.folded[piece.begins : piece.begins + piece.run]
        return self._sources.count(run) <= OFTEN

    def _is_one(self, pieces: Sequence[Piece]) -> bool:
        """Whether pieces are of one place: of one statement, in its order and near one another."""
        return all(
            one.address == other.address and 0 <= other.pairs[0][1] - one.pairs[-1][1] - 1 <= CUT
            for one, other in pairwise(pieces)
        )

    def _joined(self, pieces: Sequence[Piece]) -> Piece:
        """Pieces of one place as one, which has all of the quotation."""
        pairs = tuple(pair for piece in pieces for pair in piece.pairs)
        equal, run = sum(one.equal for one in pieces), max(one.run for one in pieces)
        return self._stretched(Piece(0, 0, pairs, equal, run, 0, pieces[0].address))

    def _stretched(self, piece: Piece) -> Piece:
        """A piece with the words before and after it, which its source does not have.

        A few of them stand beside what the source has there: a sum that was changed at the end of a
        quotation, beside the right one.
        """
        size, there = len(self._given.folded), len(self._read(piece.address).source.folded)
        (first, begin), (last, end) = piece.pairs[0], piece.pairs[-1]
        before = first if first <= min(FEW, begin) else 0
        after = size - 1 - last
        after = after if after <= min(FEW, there - 1 - end) else 0
        pairs = (
            *((first - back, begin - back) for back in range(before, 0, -1)),
            *piece.pairs,
            *((last + on, end + on) for on in range(1, after + 1)),
        )
        return piece._replace(first=0, last=size, pairs=pairs)

    def _nearest(self, first: int, last: int) -> list[QuoteMatch]:
        """What comes nearest, where nothing is near enough."""
        found = sorted(self._aligned(first, last), key=lambda one: (-one.equal, -one.run))
        near: dict[Address, Piece] = {}
        for piece in found:
            if piece.run > 1 or last - first < LEAST:
                near.setdefault(piece.address, piece)
        return [self._match(self._stretched(one)) for one in list(near.values())[:NEAREST]]

    # Statements.

    def _day(self, address: Address) -> int:
        day = int(self._snapshot.segments[address.segment].dates[address.statement])
        return day or 99999999

    def _statement(self, address: Address) -> QuotedStatement:
        segment = self._snapshot.segments[address.segment]
        record = segment.record(address.statement)
        people = people_of(self._snapshot.schema, record)
        return QuotedStatement(segment.id(address.statement), record, people)

    def _diff(self, piece: Piece) -> tuple[QuotePart, ...]:
        """A piece beside its source."""
        read = self._read(piece.address)
        return compared(
            self._given, read.source, piece.first, piece.last, piece.pairs, read.only_attributes
        )

    def _match(self, piece: Piece) -> QuoteMatch:
        """What is said of a piece."""
        read = self._read(piece.address)
        first, last = piece.pairs[0][1], piece.pairs[-1][1] + 1
        spans, there = read.source.spans, read.source.folded
        # Whose words they are, the words say that are the same.
        same = [word for number, word in piece.pairs if self._given.folded[number] == there[word]]
        begin, end = (same[0], same[-1]) if same else (first, last - 1)
        return QuoteMatch(
            read.id,
            read.date,
            read.title,
            read.speakers(spans[begin][0], spans[end][1]),
            read.source.written(first, last),
            self._diff(piece),
        )
