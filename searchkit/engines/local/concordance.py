"""Every occurrence of a query's words, in order.

Lives here: from a query to a concordance. Does not live here: gathering occurrences
(`occurring`), their order (`line_orders`), making lines (`lines`), the value that comes of it
(`searchkit.model.words`).

An occurrence takes 17 bytes while a concordance is open. Texts are read for the lines that are
asked for, and to sort by matches of several words.
"""

from __future__ import annotations

import random
from typing import NamedTuple

import numpy as np

from searchkit.engines.local.line_orders import order_of
from searchkit.engines.local.lines import LineMaker
from searchkit.engines.local.occurring import gathered, words_of
from searchkit.engines.local.searching import count, find
from searchkit.engines.local.snapshot import Snapshot
from searchkit.engines.local.telling import told
from searchkit.model.arguments import CONTEXT, LINE_SORTS, NEWEST
from searchkit.model.errors import InvalidArgument
from searchkit.model.words import Concordance
from searchkit.query.rendering import interpreted
from searchkit.query.request import Query


class WantedLines(NamedTuple):
    """How a concordance is wanted; `Archive.concordance` explains each."""

    sort: str = NEWEST
    sample: int | None = None
    seed: int = 0
    width: int = CONTEXT

    def check(self) -> None:
        """Refuse what can't be meant.

        Raises:
            InvalidArgument: naming the argument.
        """
        if self.sort not in LINE_SORTS:
            raise InvalidArgument(
                f"no order of lines {self.sort!r}", expected=", ".join(LINE_SORTS)
            )
        for name, value in (("sample", self.sample or 0), ("width", self.width)):
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise InvalidArgument(f"{name} can't be {value!r}", expected="0 or more")
        if not isinstance(self.seed, int):
            raise InvalidArgument(f"seed can't be {self.seed!r}", expected="an integer")


def concordance(snapshot: Snapshot, query: Query, wanted: WantedLines) -> Concordance:
    """See `Archive.concordance`."""
    wanted.check()
    meant, matches = find(snapshot, query)
    leaves = words_of(meant, "whose occurrences could be shown")
    whole = gathered(matches, meant.tree, leaves)
    total = whole["first"].size
    if wanted.sample is not None and wanted.sample < total:
        chosen = random.Random(wanted.seed).sample(range(total), wanted.sample)
        kept = np.sort(np.array(chosen, np.intp))
        whole = {name: values[kept] for name, values in whole.items()}
    order = order_of(snapshot, matches, whole, wanted.sort)
    whole = {name: values[order] for name, values in whole.items()}
    for values in whole.values():
        values.setflags(write=False)
    maker = LineMaker(snapshot, whole, wanted.width)
    return Concordance(
        whole,
        maker.lines,
        query=meant.shown,
        interpreted=interpreted(meant.tree),
        occurrences=total,
        statements=matches.total,
        notes=told(query, meant, matches.total, lambda other: count(snapshot, other)),
    )
