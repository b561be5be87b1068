"""The engine of indexes in an OpenSearch cluster.

Lives here: the address of such an index (`address`), the connection to its cluster (`client`,
`connection`, `failures`), what the cluster keeps of a statement (`layout`, `entries`), the state
that is published and the lock of writers (`state`, `writing`), queries in the cluster's own
language (`translating`, `spans`), and what `searchkit.engines.protocol.Archive` promises
(`archive`). Does not live here: what a word is, what a query means, what a snippet is: those are
the same for all engines. Loaded only for an address of `opensearch://`.
"""
