"""How much each word of a query says in the whole index, for choosing snippets.

Lives here: asking how often words occur, beside a search, and their inverse document frequencies.
Does not live here: the formula (`searchkit.ranking`), the order of hits: the cluster scores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from searchkit.engines.opensearch.snapshot import ClusterSnapshot
from searchkit.engines.opensearch.translating import translated
from searchkit.query.tree import Choice, Leaf, Near, Phrase, Stem
from searchkit.ranking.bm25f import inverse_document_frequency

NAME = "words"


def frequency_aggregations(snapshot: ClusterSnapshot, leaves: Sequence[Leaf]) -> dict[str, Any]:
    """What a search is to count beside its hits."""
    atoms = _atoms_of(leaves)
    if not atoms:
        return {}
    filters = {str(at): translated(one, snapshot.schema) for at, one in enumerate(atoms)}
    counted = {"counts": {"filters": {"filters": filters}}}
    here = {"here": {"filter": snapshot.head.visible, "aggs": counted}}
    return {NAME: {"global": {}, "aggs": here}}


def weights_of(
    snapshot: ClusterSnapshot, leaves: Sequence[Leaf], counted: Mapping[str, Any]
) -> dict[Leaf, float]:
    """The inverse document frequency of each leaf, by what was counted."""
    atoms = _atoms_of(leaves)
    if not atoms:
        return {}
    buckets = counted[NAME]["here"]["counts"]["buckets"]
    known = {one: buckets[str(at)]["doc_count"] for at, one in enumerate(atoms)}
    return {leaf: _idf(snapshot, leaf, known) for leaf in leaves}


def _atoms_of(leaves: Sequence[Leaf]) -> list[Leaf]:
    return list(dict.fromkeys(atom for leaf in leaves for atom in _atoms(leaf)))


def _atoms(leaf: Leaf) -> Iterator[Leaf]:
    """The leaves whose frequency a leaf is weighed by, as `ranking.scoring` does."""
    match leaf:
        case Near(operands):
            for operand in operands:
                yield from _atoms(operand)
        case Choice((only,)):
            yield from _atoms(only)
        case Choice(leaves):
            yield from leaves
        case Phrase(stems, within=within):
            yield from (Stem(stem, within=within) for stem in stems)
        case _:
            yield leaf


def _idf(snapshot: ClusterSnapshot, leaf: Leaf, known: Mapping[Leaf, int]) -> float:
    match leaf:
        case Near(operands):
            return sum(_idf(snapshot, one, known) for one in operands)
        case Choice((only,)):
            return _idf(snapshot, only, known)
        case Choice(leaves):
            found = sum(known[one] for one in leaves)
        case Phrase(stems, within=within):
            words = [Stem(stem, within=within) for stem in stems]
            return sum(_idf(snapshot, one, known) for one in words)
        case _:
            found = known[leaf]
    total = len(snapshot)
    return inverse_document_frequency(total, min(found, total), snapshot.constants)
