"""The texts of all statements, numbered.

Lives here: the one place that knows how the number of a text comes from the number of its
statement and its place in the schema. Does not live here: where a text begins in the
position space (`searchkit.segment`).

The texts of a statement follow one another, in the order of the schema: of a statement d
with texts 0, 1, ..., T - 1, text t has the number d T + t.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


class Numbering(NamedTuple):
    """How the texts of statements are numbered.

    Attributes:
        texts: how many texts each statement has.
    """

    texts: int

    def number(self, docs: Any, text: Any) -> Any:
        """The number of a text of each of `docs`; both are integers or arrays of them."""
        return docs * self.texts + text

    def all_of(self, docs: Array) -> Array:
        """The numbers of all texts of each of `docs`, statement by statement."""
        return (docs[:, np.newaxis] * self.texts + np.arange(self.texts)).reshape(-1)

    def statement(self, numbers: Any) -> Any:
        """The statement that each text belongs to."""
        # Twice as fast as dividing; most schemas have a title and a body.
        return numbers >> 1 if self.texts == 2 else numbers // self.texts

    def text(self, numbers: Any) -> Any:
        """The place of each text in the schema."""
        return numbers % self.texts

    def every(self, values: Array, text: int) -> Array:
        """Of values of all texts in order, those of one text of each statement."""
        return values[text :: self.texts]
