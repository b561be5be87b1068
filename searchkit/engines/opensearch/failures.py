"""What may go wrong with a request, as errors of ours.

Lives here: which failures may pass, and what each is called. Does not live here: trying again
(`connection`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchkit.engines.opensearch.address import ClusterAddress
from searchkit.model.errors import ClusterError, QueryTooBroad, SearchkitError


class NotThere(SearchkitError):
    """A document or an index does not exist. It never leaves this engine."""


class Conflict(SearchkitError):
    """Somebody else has changed a document. It never leaves this engine."""


class Partial(Exception):
    """Not all shards have answered."""


BUSY = (429, 502, 503, 504)
"""What HTTP says where it is worth asking again."""


def may_pass(error: Exception) -> bool:
    """Whether it is worth asking again."""
    import opensearchpy.exceptions as theirs

    if isinstance(error, Partial):
        return True
    if isinstance(error, theirs.SSLError) or not isinstance(error, theirs.TransportError):
        return False
    if isinstance(error, theirs.ConnectionError):
        return True
    return error.status_code in BUSY and "too_many" not in str(error.error)


def translated_failure(error: Exception, address: ClusterAddress) -> SearchkitError:
    """An error of the client as one of ours."""
    import opensearchpy.exceptions as theirs

    where = address.text
    if isinstance(error, Partial):
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
    if not isinstance(error, theirs.TransportError):
        return ClusterError(
            "this server's answer can't be read",
            where=where,
            expected="OpenSearch",
            remedy="Look what answers there",
        )
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
    elif status in BUSY:
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


def is_blocked(done: Mapping[str, Any]) -> bool:
    """Whether a document was refused because its index is read-only."""
    error = done.get("error")
    return isinstance(error, dict) and error.get("type") == "cluster_block_exception"


def refused_document(done: Mapping[str, Any]) -> SearchkitError:
    """The error about a document that was refused."""
    error = done.get("error", {})
    reason = error.get("reason", error) if isinstance(error, dict) else error
    if done["status"] == 403 or is_blocked(done):
        return ClusterError(
            "the index is read-only",
            remedy="Nothing was published. A disk of the cluster is perhaps full",
        )
    return ClusterError(f"a statement can't be written: {reason!s:.200}")
