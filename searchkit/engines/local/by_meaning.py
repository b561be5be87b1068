"""The best of what matches, ordered by nearness in meaning too.

Lives here: a query as a text for the model, and what that adds to the scores of the best 300
of those that match. Does not live here: the arithmetic and the vectors (`searchkit.meaning`),
whether it is asked for (`searching`).
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

from searchkit.engines.local.snapshot import Snapshot
from searchkit.meaning.nearness import WINDOW, added, cosines
from searchkit.meaning.places import model_folder, open_model
from searchkit.model.answer import Note
from searchkit.model.errors import ModelError
from searchkit.query.tree import Choice, Leaf, Near, Node, Phrase, positive_leaves
from searchkit.ranking.order import nth_largest
from searchkit.ranking.scoring import Scored
from searchkit.schema.analysis import normalise, tokens
from searchkit.storage.container import Array


class ByMeaning:
    """Orders what matches a query by its meaning too.

    Args:
        snapshot: the index.
        text: the query, as `asked_text` gives it.
        named: the folder of the model, where it was named.

    Raises:
        ModelError: the model is missing, or not the one that made the vectors; or there are
            no vectors.
        CorruptIndex: the vectors are damaged.
    """

    def __init__(
        self, snapshot: Snapshot, text: str, named: str | os.PathLike[str] | None = None
    ) -> None:
        self._segments = snapshot.segments
        self._vectors = vectors = snapshot.vectors
        folder = model_folder(named).absolute()
        self._asked = open_model(folder, vectors.model).vector(text)
        if len(vectors) and self._asked.size != vectors.vectors.shape[1]:
            raise ModelError(
                f"its vectors have {self._asked.size} numbers, those of the index "
                f"{vectors.vectors.shape[1]}",
                where=str(folder),
                remedy="Make the vectors again: `searchkit index --meaning PATH`",
            )
        self._lacking = 0

    def reordered(self, matches: Sequence[Array], scored: Scored, weight: float) -> Scored:
        """The scores of the matches of each segment, of the best with what their meaning adds.

        Args:
            matches: statement numbers, ascending.
            scored: their scores by words.
            weight: of all words of the query together.
        """
        parts = scored.scores
        # All that tie with the last of the best: so the window does not depend on segments.
        floor = nth_largest(parts, WINDOW)
        gains = [np.zeros(part.size) for part in parts]
        lacking = 0
        for number, (docs, values) in enumerate(zip(matches, parts, strict=True)):
            window = np.flatnonzero(values >= floor)
            sources = self._segments[number].source_digests[docs[window]]
            vectors, there = self._vectors.of(sources)
            lacking += int(np.count_nonzero(~there))
            if there.any():
                gains[number][window] = added(cosines(self._asked, vectors), weight)
        self._lacking = max(self._lacking, lacking)
        scores = [part + gain for part, gain in zip(parts, gains, strict=True)]
        return scored._replace(scores=scores, gains=gains)

    @property
    def note(self) -> Note:
        """What a user should know about an answer that is ordered by this."""
        message = f"the best {WINDOW} are ordered by words and by meaning"
        if self._lacking:
            message += (
                f"; {self._lacking} of them have no vector yet, which "
                "`searchkit index --meaning PATH` gives them"
            )
        return Note("meaning", message)


def asked_text(tree: Node) -> str:
    """The words of a query that statements are to hold, as a text; empty where there are none."""
    return " ".join(_words(list(positive_leaves(tree))))


def _words(leaves: Sequence[Leaf]) -> list[str]:
    found: dict[str, None] = {}
    for leaf in leaves:
        match leaf:
            case Near(parts) | Choice(parts):
                found |= dict.fromkeys(_words(parts))
            case Phrase(stems):
                found |= dict.fromkeys(tokens(normalise(leaf.written or " ".join(stems))))
            case _:
                found |= dict.fromkeys(tokens(normalise(leaf.written or _term(leaf))))
    return list(found)


def _term(leaf: Leaf) -> str:
    """The letters of a word that nobody wrote."""
    names = ("stem", "form", "beginning", "word", "pattern")
    return next((str(getattr(leaf, name)) for name in names if hasattr(leaf, name)), "")
