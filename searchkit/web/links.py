"""The addresses of everything the site has.

Lives here: making them, under the site's prefix. Does not live here: which view answers
an address (`app`).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from searchkit.rendering.addresses import page_of
from searchkit.web.settings import Settings
from searchkit.web.state import State
from searchkit.web.views import View


class Links:
    """Makes addresses; those that leave the site (feeds, citations) are absolute."""

    def __init__(self, settings: Settings, versions: Mapping[str, str]) -> None:
        self._prefix = settings.prefix
        self._versions = versions

    def home(self) -> str:
        """The front page."""
        return f"{self._prefix}/"

    def plain(self, name: str) -> str:
        """A page without state: "help", "api"."""
        return f"{self._prefix}/{name}"

    def search(self, state: State = State()) -> str:  # noqa: B008  (immutable)
        """A page of results."""
        return f"{self._prefix}/search{state.query_string()}"

    def view(self, view: View) -> str:
        """A view of a query."""
        return f"{self._prefix}/{view.name}{view.query_string()}"

    def statement(self, id: str, state: State = State(), at: int = 0) -> str:  # noqa: B008
        """A statement; with a state, the matches of its query are shown; with its number
        among the results, its neighbours there.
        """
        address = self._of("statements", id, state)
        return f"{address}{'&' if '?' in address else '?'}at={at}" if at else address

    def similar(self, id: str) -> str:
        """Statements like a given one."""
        return self._of("similar", id)

    def repeats(self, id: str) -> str:
        """What says the same as a statement."""
        return self._of("repeats", id)

    def people(self, name: str) -> str:
        """Who goes by a name."""
        return f"{self._prefix}/people?{urlencode({'name': name}, errors='replace')}"

    def who(self, office: str) -> str:
        """Who held an office."""
        return f"{self._prefix}/who?{urlencode({'office': office}, errors='replace')}"

    def _of(self, page: str, id: str, state: State = State()) -> str:  # noqa: B008
        """A page of a statement."""
        address = page_of(id, page)
        rest = state.query_string()
        if "?" in address:
            rest = rest.replace("?", "&", 1)
        return f"{self._prefix}{address}{rest}"

    def names(self, plural: str, state: State = State()) -> str:  # noqa: B008
        """All names of a field in a query's results; `plural`: the field's own name."""
        return f"{self._prefix}/{plural}{state.query_string()}"

    def named(self, field: str, name: str) -> str:
        """The page of one name; `field`: as a query writes it."""
        return f"{self._prefix}/named/{field}?{urlencode({'name': name}, errors='replace')}"

    def paper(self, state: State) -> str:
        """The statements of a page of results, to print."""
        return f"{self._prefix}/paper{state.query_string()}"

    def feed(self, state: State) -> str:
        """The Atom feed of a query: newest first, whatever the page."""
        return f"{self._prefix}/feed.atom{_whole(state, sort=False).query_string()}"

    def export(self, kind: str, state: State) -> str:
        """All results of a query as a file; `kind` is one of `EXPORTS`."""
        return f"{self._prefix}/export.{kind}{_whole(state, sort=True).query_string()}"

    def cite(self, state: State) -> str:
        """How to cite a query's results."""
        return f"{self._prefix}/cite{_whole(state, sort=False).query_string()}"

    def receipt(self, state: State) -> str:
        """The receipt of a query's results."""
        return f"{self._prefix}/receipt.json{_whole(state, sort=False).query_string()}"

    def api(self, name: str, **parameters: str) -> str:
        """A part of the API."""
        query = "?" + urlencode(parameters, errors="replace") if parameters else ""
        return f"{self._prefix}/api/{name}{query}"

    def static(self, name: str) -> str:
        """One of our files, with its version, so that it can be cached for good."""
        return f"{self._prefix}/static/{name}?v={self._versions[name]}"


def _whole(state: State, *, sort: bool) -> State:
    """A state without its page and what belongs to pages."""
    plain = State()
    kept = state if sort else state._replace(sort=plain.sort)
    return kept._replace(
        n=plain.n,
        passages=plain.passages,
        page=plain.page,
        copies=plain.copies,
        strict=plain.strict,
        verbatim=plain.verbatim,
    )
