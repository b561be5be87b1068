"""The errors searchkit raises.

Lives here: the one root and every public error below it. Does not live here:
catching or printing them (the commands do that), warnings about a statement
that was repaired (`searchkit.corpus.problems`).

Each error carries what is wrong, where, what was expected and what to do next,
so that a message can be printed as it is and a program can read the parts.
"""

from __future__ import annotations

from searchkit.model.width import columns


class SearchkitError(Exception):
    """The root of every error that searchkit raises on purpose.

    Attributes:
        what: what is wrong, in one sentence without a full stop.
        where: the file, line or name it is about, or None.
        expected: what would have been right, or None.
        remedy: what to do next, a whole sentence, or None.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        expected: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.expected = expected
        self.remedy = remedy

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        if self.expected:
            text += f" (expected {self.expected})"
        if self.remedy:
            text += f". {self.remedy}"
        return text


class IndexNotFound(SearchkitError):
    """There is no index where one was looked for."""


class CorruptIndex(SearchkitError):
    """A file of the index is damaged: `where` names it."""


class IncompatibleIndex(SearchkitError):
    """The index was written by another format, tokeniser, stemmer or Unicode version."""


class IndexLocked(SearchkitError):
    """Another process is writing to the index."""


class IndexTooLarge(SearchkitError):
    """More words than one segment can address."""


class StatementNotFound(SearchkitError):
    """No statement of the index has this id."""


class InvalidInput(SearchkitError):
    """What was given to be indexed can't be: a missing folder, no statement in it,
    two statements of one id, two roots of one name.
    """


class InvalidArgument(SearchkitError, ValueError):
    """An argument of a library call or a command is out of range or of the wrong form."""


class ClusterError(SearchkitError):
    """The cluster that an index is in does not answer, or not as a whole: it is unreachable, busy,
    read-only or another version, or it refuses who asks.
    """


class ModelError(SearchkitError):
    """What is asked by meaning can't be answered: the sentence model is missing, altered or
    another than the vectors were made with, or there are no vectors.
    """


class NotServed(InvalidArgument):
    """The engine of this index can't do what is asked of it; another engine can."""


class NoWords(InvalidArgument):
    """A query has no words of which something is asked, only filters."""


class UnknownName(SearchkitError):
    """No minister or portfolio of the index goes by this name, or nobody who is quoted.

    Attributes:
        name: the name as it was given.
        nearest: the nearest known names, best first; may be empty.
        query: the query that holds it; None where it was given by itself.
        column: 0-based offset of the name in the query, in code points; None likewise.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        nearest: tuple[str, ...],
        *,
        query: str | None = None,
        column: int | None = None,
    ) -> None:
        hint = f"Did you mean {', '.join(nearest)}?" if nearest else None
        nobody = "nobody who is quoted" if kind == "said" else f"no {kind}"
        super().__init__(f"{nobody} is called {name!r}", remedy=hint)
        self.kind = kind
        self.name = name
        self.nearest = nearest
        self.query = query
        self.column = column

    def inside(self, query: str, column: int) -> UnknownName:
        """The same error for a name inside a query."""
        return UnknownName(self.kind, self.name, self.nearest, query=query, column=column)

    def pointed(self, width: int = 76) -> str | None:
        """As `QuerySyntaxError.pointed`; None where the name is in no query."""
        if self.query is None or self.column is None:
            return None
        return _pointed(self.query, self.column, width)


class QuerySyntaxError(SearchkitError):
    """A query is not written as the query language asks.

    Attributes:
        query: the query as it was given.
        column: 0-based offset of the first wrong character, in code points.
        suggestion: the query as it may have been meant, or None.
    """

    def __init__(
        self,
        what: str,
        query: str,
        column: int,
        *,
        expected: str | None = None,
        suggestion: str | None = None,
    ) -> None:
        remedy = f"Perhaps you meant: {suggestion}" if suggestion else None
        super().__init__(what, expected=expected, remedy=remedy)
        self.query = query
        self.column = column
        self.suggestion = suggestion

    def __str__(self) -> str:
        text = f"{self.what}, at column {self.column + 1}"
        if self.expected:
            text += f" (expected {self.expected})"
        if self.remedy:
            text += f". {self.remedy}"
        return text

    def without_suggestion(self) -> QuerySyntaxError:
        """The same error for a query that can't be guessed."""
        return QuerySyntaxError(self.what, self.query, self.column, expected=self.expected)

    def pointed(self, width: int = 76) -> str:
        """The query on one line and a caret under the column on the next.

        A query of more than `width` columns is shown around the column, with "…" where
        it is cut. Control characters are shown as spaces, and wide characters count
        two, so that the caret is in the right place.
        """
        return _pointed(self.query, self.column, width)


def _pointed(query: str, column: int, width: int) -> str:
    shown = "".join(c if c.isprintable() else " " for c in query)
    start, end = 0, len(shown)
    if columns(shown) > width:
        start, end = _around(shown, column, width - 2)
    front = "…" if start else ""
    back = "…" if end < len(shown) else ""
    indent = columns(front + shown[start:column])
    return f"{front}{shown[start:end]}{back}\n{' ' * indent}^"


def _around(text: str, place: int, room: int) -> tuple[int, int]:
    """The part of `text` around `place` that fits into `room` columns."""
    start = end = min(place, len(text))
    while True:
        left = columns(text[start - 1 : start]) if start else room + 1
        right = columns(text[end : end + 1]) if end < len(text) else room + 1
        # The shorter side grows first.
        if right <= room and (end - place <= place - start or left > room):
            end, room = end + 1, room - right
        elif left <= room:
            start, room = start - 1, room - left
        else:
            return start, end


class QueryTooBroad(SearchkitError):
    """A query would take more memory than any answer is worth."""


class UnsupportedQuery(SearchkitError):
    """A query asks for what this index does not know, such as who says what (`said:`), or a
    `whoosh.query` tree holds a node that searchkit does not evaluate.
    """
