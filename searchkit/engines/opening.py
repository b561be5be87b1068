"""Opening an index by its address.

Lives here: the one place that knows which engine serves which address. Does not live
here: where the commands look for an index (`searchkit.cli.places`), how an engine opens
one (`searchkit.engines.local.opening`).
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.model.errors import InvalidArgument

if TYPE_CHECKING:
    from searchkit.engines.protocol import Archive

Address = str | os.PathLike[str]
"""Of an index: the path of its folder, or `opensearch://host:9200/name`."""
FOLDER = "the path of a folder"
KINDS = "the path of a folder, or opensearch://HOST:PORT/NAME"
"""The kinds of addresses there are, for people."""
CLUSTERS = ("opensearch://", "opensearch+https://")
"""What addresses of indexes in a cluster begin with."""
_SCHEME = r"([A-Za-z][A-Za-z0-9+.-]*)://"


def open_index(address: Address = "index", *, verify: bool = False) -> Archive:
    """Open the index at an address (`searchkit.open`).

    Args:
        address: the path of its folder, or of an index in a cluster
            `opensearch://host:9200/name` (docs/cluster.md).
        verify: compare everything with its checksum; reads the whole index.

    Raises:
        InvalidArgument: no engine serves this kind of address.
        IndexNotFound: there is no index.
        CorruptIndex: it is damaged.
        IncompatibleIndex: other versions of format, tokeniser, stemmer or Unicode
            wrote it.
        ClusterError: the cluster does not answer.
    """
    if is_cluster(address):
        from searchkit.engines.opensearch.archive import open_cluster

        return open_cluster(str(address), verify=verify)
    folder = folder_of(address)
    from searchkit.engines.local.archive import open_archive

    return open_archive(folder, verify=verify)


def is_index(address: Address) -> bool:
    """Whether there is an index at an address, sound or not; it is not opened.

    Raises:
        InvalidArgument: no engine serves this kind of address.
        ClusterError: the cluster does not answer.
    """
    if is_cluster(address):
        from searchkit.engines.opensearch.archive import is_cluster_index

        return is_cluster_index(str(address))
    folder = folder_of(address)
    from searchkit.engines.local.opening import is_index

    return is_index(folder)


def is_cluster(address: Address) -> bool:
    """Whether an address is of an index in a cluster."""
    return isinstance(address, str) and address.lower().startswith(CLUSTERS)


def folder_of(address: Address) -> Path:
    """The folder of a local index.

    Raises:
        InvalidArgument: the address means no folder.
    """
    # Most addresses have no scheme, so the pattern is not even compiled for them.
    scheme = isinstance(address, str) and "://" in address and re.match(_SCHEME, address)
    if scheme:
        raise InvalidArgument(
            f"no index can be at an address of {scheme[1]}://",
            where=str(address),
            expected=FOLDER if is_cluster(str(address)) else KINDS,
            remedy=f"A folder that is really called this is ./{address}",
        )
    return Path(address)


def absolute(address: Address) -> str:
    """The same address, whatever the working directory.

    Raises:
        InvalidArgument: no engine serves this kind of address.
    """
    if is_cluster(address):
        from searchkit.engines.opensearch.address import parse_address

        return parse_address(str(address)).text
    return str(folder_of(address).resolve())
