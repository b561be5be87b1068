"""The connection to a cluster: requests, and what becomes of those that fail.

Lives here: the client, trying again, refusing partial results, and the cluster's errors as ours.
Does not live here: what is asked (`searching`, `writing`), the address (`address`).

A node may be dead, hung or busy. Each request has a time limit, and one that ends without an
answer goes to the next host. All we send may be sent twice: documents have ids that do not change,
and what decides between writers names the version that it replaces.
"""

from __future__ import annotations

import logging
import random
import time
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from searchkit.engines.opensearch.address import ClusterAddress
from searchkit.model.errors import (
    ClusterError,
    InvalidArgument,
    QueryTooBroad,
    SearchkitError,
)

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

Body = Mapping[str, Any]
Parameters = Mapping[str, str | int | bool]
NO_PARAMETERS: Parameters = {}
PATIENCE = 45.0
"""Seconds for which a request is tried again: a hung node is left out of a cluster after half a
minute, by its defaults."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 3.0
MISSING = "Install it: pip install 'searchkit[opensearch]'"
MAJOR = (2, 3)
"""Versions of OpenSearch that are known."""


class NotThere(SearchkitError):
    """A document or an index does not exist. It never leaves this engine."""


class Conflict(SearchkitError):
    """Somebody else has changed a document. It never leaves this engine."""


class ClusterConnection:
    """A cluster, by the address of an index in it; threads may share it.

    Args:
        address: of the index.
        patience: seconds for which a request is tried again; None: `PATIENCE`.

    Raises:
        InvalidArgument: opensearch-py is not installed, or a file of the address can't be read.
    """

    def __init__(self, address: ClusterAddress, patience: float | None = None) -> None:
        self.address = address
        self._patience = PATIENCE if patience is None else patience
        self._client = _client(address)
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
            lambda: self._client.transport.perform_request(
                method,
                path,
                params={k: _text(v) for k, v in (dict(asked) | parameters).items()},
                body=body,
            ),
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
            found = self._client.transport.perform_request(
                "POST",
                path,
                params={
                    "allow_partial_search_results": "false",
                    **{k: _text(v) for k, v in parameters.items()},
                },
                body=body,
            )
            shards = found.get("_shards", {})
            if found.get("timed_out") or shards.get("failed") or not shards.get("total"):
                raise _Partial(f"{shards.get('failed', 0)} of {shards.get('total', 0)} shards")
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
                if done["status"] in _BUSY and not _is_blocked(done):
                    again.append(one)
                elif done["status"] >= 300:
                    raise _refused_document(done)
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
        version = said.get("version", {}) if isinstance(said, dict) else {}
        number, kind = str(version.get("number", "?")), version.get("distribution")
        major = number.partition(".")[0]
        if kind != "opensearch" or not major.isdigit() or int(major) not in MAJOR:
            raise ClusterError(
                f"this server is {kind or 'no OpenSearch'} {number}",
                where=self.address.text,
                expected="OpenSearch 2.19 or 3",
            )
        self._checked = True

    def _trying(self, once: Callable[[], Any], patience: float) -> Any:
        """What `once` gives, tried again while the cluster can't answer."""
        import opensearchpy.exceptions as theirs

        began, pause = time.monotonic(), _FIRST_PAUSE
        while True:
            try:
                return once()
            except _Partial as error:
                last: Exception = error
            except theirs.TransportError as error:
                if not _may_pass(error):
                    self._fail(error)
                last = error
            if time.monotonic() - began + pause > patience:
                self._fail(last)
            time.sleep(pause * random.uniform(0.5, 1))
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _fail(self, error: Exception) -> NoReturn:
        """Raise an error of the client as one of ours."""
        raise _translated(error, self.address) from None


class _Partial(Exception):
    """Not all shards have answered."""


_BUSY = (429, 502, 503, 504)


def _may_pass(error: Exception) -> bool:
    import opensearchpy.exceptions as theirs

    if isinstance(error, theirs.SSLError):
        return False
    if isinstance(error, theirs.ConnectionError):
        return True
    assert isinstance(error, theirs.TransportError)
    return error.status_code in _BUSY and "too_many" not in str(error.error)


def _translated(error: Exception, address: ClusterAddress) -> SearchkitError:
    import opensearchpy.exceptions as theirs

    where = address.text
    if isinstance(error, _Partial):
        return ClusterError(
            f"only a part of the index can be asked: {error} do not answer",
            where=where,
            remedy="Nothing is shown, for it would be incomplete. Ask the cluster's health",
        )
    if isinstance(error, theirs.SSLError):
        return ClusterError(
            "the cluster's certificate is not trusted, or it speaks no TLS",
            where=where,
            remedy="Name the file of the authority: ?ca=FILE",
        )
    if isinstance(error, theirs.ConnectionTimeout):
        return ClusterError(
            f"no node has answered within {address.timeout:g} s",
            where=where,
            remedy="Look whether one hangs; a longer time: ?timeout=SECONDS",
        )
    if isinstance(error, theirs.ConnectionError):
        return ClusterError(
            "no node can be reached", where=where, remedy="Look whether the cluster runs"
        )
    assert isinstance(error, theirs.TransportError)
    status, reason = error.status_code, _reason(error)
    if status in (401, 403) and "block" not in reason:
        what = "the user or the password is wrong" if status == 401 else "the user may not do this"
        return ClusterError(
            what,
            where=where,
            remedy="Set SEARCHKIT_OPENSEARCH_USER and SEARCHKIT_OPENSEARCH_PASSWORD",
        )
    if status == 403:
        return ClusterError(
            "the index is read-only",
            where=where,
            remedy="Nothing was published. A disk of the cluster is perhaps full",
        )
    if status == 404:
        return NotThere(reason or "not there", where=where)
    if status == 409:
        return Conflict(reason or "changed by somebody else", where=where)
    if any(one in reason for one in ("too_many", "too many", "max_clause", "maxClause")):
        return QueryTooBroad(
            "the query means more words than the cluster takes in one place",
            expected="at most 1,024 words for a wildcard or a typing error near other words",
            remedy="Write more letters of it",
        )
    if status == 429:
        what = "the cluster is too busy"
    elif status in _BUSY:
        what = "the index can't be asked as a whole now"
    else:
        what = f"the cluster refused a request (HTTP {status}): {reason:.200}"
    return ClusterError(what, where=where, remedy="Ask the cluster's health, or try again later")


def _reason(error: Any) -> str:
    """What the server says is wrong, with the deepest causes it names."""
    info = error.info
    if not isinstance(info, dict):
        return str(error.error or info)[:2000]
    said: list[str] = []
    level = [info.get("error", info)]
    while level and len(said) < 20:
        one = level.pop(0)
        if isinstance(one, str):
            said.append(one)
        elif isinstance(one, dict):
            said += [
                str(one[name]) for name in ("type", "reason") if isinstance(one.get(name), str)
            ]
            level += [
                one[name] for name in ("caused_by", "reason") if isinstance(one.get(name), dict)
            ]
            level += [*one.get("root_cause", ()), *one.get("failed_shards", ())][:4]
    return "; ".join(dict.fromkeys(said))[:2000]


def _is_blocked(done: Mapping[str, Any]) -> bool:
    error = done.get("error")
    return isinstance(error, dict) and error.get("type") == "cluster_block_exception"


def _refused_document(done: Mapping[str, Any]) -> SearchkitError:
    error = done.get("error", {})
    reason = error.get("reason", error) if isinstance(error, dict) else error
    if done["status"] == 403 or _is_blocked(done):
        return ClusterError(
            "the index is read-only",
            remedy="Nothing was published. A disk of the cluster is perhaps full",
        )
    return ClusterError(f"a statement can't be written: {reason!s:.200}")


def _text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _client(address: ClusterAddress) -> OpenSearch:
    try:
        from opensearchpy import OpenSearch
    except ImportError:
        raise InvalidArgument(
            "an index in a cluster needs opensearch-py", where=address.text, remedy=MISSING
        ) from None
    # It warns of each answer that is no success; we say what becomes of it.
    logging.getLogger("opensearch").addHandler(logging.NullHandler())
    for file in (address.ca, address.cert, address.key):
        if file is not None:
            _check_readable(file)
    options: dict[str, Any] = {}
    if address.tls:
        options = {
            "use_ssl": True,
            "verify_certs": True,
            "ca_certs": address.ca,
            "client_cert": address.cert,
            "client_key": address.key,
        }
        options = {name: value for name, value in options.items() if value is not None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return OpenSearch(
            hosts=[{"host": host.name, "port": host.port} for host in address.hosts],
            http_auth=address.credentials(),
            timeout=address.timeout,
            max_retries=max(3, 2 * len(address.hosts)),
            retry_on_timeout=True,
            retry_on_status=(502, 503, 504),
            http_compress=True,
            pool_maxsize=16,
            **options,
        )


def _check_readable(file: str) -> None:
    try:
        with open(file, "rb"):
            pass
    except OSError as error:
        raise InvalidArgument(f"can't be read ({error.strerror})", where=file) from None


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
