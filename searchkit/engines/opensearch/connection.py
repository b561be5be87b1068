"""The connection to a cluster: requests, and what becomes of those that fail.

Lives here: trying again, refusing partial results. Does not live here: the client (`client`), what
failures are called (`failures`), what is asked (`searching`, `writing`), the address (`address`).

A node may be dead, hung or busy. Each request has a time limit, and one that ends without an
answer goes to the next host. All we send may be sent twice: documents have ids that do not change,
and what decides between writers names the version that it replaces.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from searchkit.engines.opensearch.address import ClusterAddress
from searchkit.engines.opensearch.client import client_of
from searchkit.engines.opensearch.failures import (
    BUSY,
    Partial,
    is_blocked,
    may_pass,
    refused_document,
    translated_failure,
)
from searchkit.model.errors import ClusterError

Body = Mapping[str, Any]
Parameters = Mapping[str, str | int | bool]
NO_PARAMETERS: Parameters = {}
PATIENCE = 45.0
"""Seconds for which a request is tried again: a hung node is left out of a cluster after half a
minute, by its defaults."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 3.0
MAJOR = (2, 3)
"""Versions of OpenSearch that are known."""


class ClusterConnection:
    """A cluster, by the address of an index in it; threads may share it.

    Args:
        address: of the index.
        patience: seconds for which a request is tried again; None: `PATIENCE`.

    Raises:
        InvalidArgument: as `client_of`.
    """

    def __init__(self, address: ClusterAddress, patience: float | None = None) -> None:
        self.address = address
        self._patience = PATIENCE if patience is None else patience
        self._client = client_of(address)
        self._checked = False

    def close(self) -> None:
        """Close its sockets."""
        self._client.close()

    def ask(
        self,
        method: str,
        path: str,
        body: Body | str | None = None,
        *,
        patience: float | None = None,
        asked: Parameters = NO_PARAMETERS,
        **parameters: str | int | bool,
    ) -> Any:
        """The answer to a request.

        Args:
            method: of HTTP.
            path: after the host.
            body: what becomes JSON, or text that is sent as it is.
            patience: seconds for which it is tried again.
            asked, parameters: after `?`.

        Raises:
            NotThere, Conflict: as HTTP says.
            ClusterError: there is no answer, or it is a refusal.
            QueryTooBroad: the query has more clauses or words than the cluster takes.
        """
        return self._trying(
            lambda: self._once(method, path, body, dict(asked) | parameters),
            self._patience if patience is None else patience,
        )

    def search_point(self, body: Body, **parameters: str | int | bool) -> Any:
        """`search` at a point in time, which the body names."""
        return self._searched("/_search", body, parameters)

    def search(self, index: str, body: Body, **parameters: str | int | bool) -> Any:
        """The answer of all shards to a search; never that of some of them.

        Raises:
            ClusterError, QueryTooBroad, NotThere: as `ask`.
        """
        return self._searched(f"/{index}/_search", body, parameters)

    def _searched(self, path: str, body: Body, parameters: Mapping[str, str | int | bool]) -> Any:
        def once() -> Any:
            whole = {"allow_partial_search_results": False, **parameters}
            found = self._once("POST", path, body, whole)
            shards = found.get("_shards", {})
            if found.get("timed_out") or shards.get("failed") or not shards.get("total"):
                raise Partial(f"{shards.get('failed', 0)} of {shards.get('total', 0)} shards")
            return found

        return self._trying(once, self._patience)

    def bulk(self, lines: str, count: int) -> None:
        """Write documents; what the cluster is too busy for is sent again.

        Args:
            lines: as the bulk API has them: two lines of JSON for each document.
            count: how many documents they are.

        Raises:
            ClusterError: one can't be written.
        """
        rows = lines.split("\n")
        left = [f"{rows[2 * n]}\n{rows[2 * n + 1]}\n" for n in range(count)]
        began, pause = time.monotonic(), _FIRST_PAUSE
        while left:
            answer = self.ask("POST", "/_bulk", "".join(left))
            again: list[str] = []
            for one, item in zip(left, answer["items"], strict=True):
                (done,) = item.values()
                # A full disk makes an index read-only, which is told as if it were busy.
                if done["status"] in BUSY and not is_blocked(done):
                    again.append(one)
                elif done["status"] >= 300:
                    raise refused_document(done)
            if again and time.monotonic() - began > 4 * self._patience:
                raise ClusterError(
                    f"the cluster is too busy to take {len(again):,} documents",
                    where=self.address.text,
                    remedy="Nothing was published. Try again later",
                )
            left = again
            if left:
                time.sleep(pause * random.uniform(0.5, 1))
                pause = min(2 * pause, _LONGEST_PAUSE)

    def check_version(self) -> None:
        """Refuse a server of another kind, or of a version that nobody tried.

        Raises:
            ClusterError: saying which it is.
        """
        if self._checked:
            return
        said = self.ask("GET", "/", patience=min(self._patience, 10.0))
        version = said.get("version")
        version = version if isinstance(version, dict) else {}
        number, kind = (str(version.get(name) or "")[:40] for name in ("number", "distribution"))
        major = number.partition(".")[0]
        if kind != "opensearch" or not major.isdigit() or int(major) not in MAJOR:
            raise ClusterError(
                f"this server is {kind or 'no OpenSearch'} {number}".rstrip(),
                where=self.address.text,
                expected="OpenSearch 2.19 or 3",
            )
        self._checked = True

    def _once(
        self,
        method: str,
        path: str,
        body: Body | str | None,
        parameters: Mapping[str, str | int | bool],
    ) -> Any:
        """The answer to a request that is sent once, or to another node if one does not answer."""
        from opensearchpy.exceptions import SerializationError

        given = {name: _text(value) for name, value in parameters.items()}
        try:
            found = self._client.transport.perform_request(method, path, params=given, body=body)
        except AttributeError as error:
            # It takes whatever JSON stands in a refusal for an object.
            raise SerializationError(str(error)) from None
        if not isinstance(found, dict) and method != "HEAD":
            raise SerializationError("no object")
        return found

    def _trying(self, once: Callable[[], Any], patience: float) -> Any:
        """What `once` gives, tried again while the cluster can't answer."""
        import opensearchpy.exceptions as theirs

        began, pause = time.monotonic(), _FIRST_PAUSE
        while True:
            try:
                return once()
            except (Partial, theirs.OpenSearchException) as error:
                if not may_pass(error):
                    raise translated_failure(error, self.address) from None
                last: Exception = error
            if time.monotonic() - began + pause > patience:
                raise translated_failure(last, self.address) from None
            time.sleep(pause * random.uniform(0.5, 1))
            pause = min(2 * pause, _LONGEST_PAUSE)


def _text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def in_batches(items: Iterable[str], size: int) -> Iterable[list[str]]:
    """Some texts, at most `size` at a time."""
    batch: list[str] = []
    for one in items:
        batch.append(one)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
