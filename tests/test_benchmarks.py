"""The engines that searchkit is measured beside can be asked, in the versions there are."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import searchkit

PROJECT = Path(__file__).resolve().parent.parent
SEEDS = PROJECT / "seeds"


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("searchkit_peer", "SearchkitPeer"),
        ("tantivy_peer", "TantivyPeer"),
        ("fts5_peer", "Fts5Peer"),
    ],
)
def test_a_peer_answers(
    module: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if module == "tantivy_peer":
        pytest.importorskip("tantivy", reason="needs the extra bench")
    monkeypatch.syspath_prepend(str(PROJECT))
    peer = getattr(import_module(f"benchmarks.peers.{module}"), name)()
    query = import_module("benchmarks.query").BenchQuery(
        "word", "korea", "korea", '"korea"', None, None
    )
    peer.build(SEEDS, tmp_path / "index", 1)
    opened = peer.open(tmp_path / "index")
    try:
        answer = opened.answer(query)
    finally:
        opened.close()
    assert answer.total == 5


def test_two_archives_agree_or_are_said_to_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(PROJECT))
    agreement = import_module("benchmarks.agreement").agreement
    bench_query = import_module("benchmarks.query").BenchQuery
    queries = [bench_query("word", word, None, None, None, None) for word in ("quay", "pier")]
    made = [
        searchkit.Statement(f"vm/{n}.md", f"Quay {n}", "A pier." if n else "") for n in range(3)
    ]
    for name, some in (("ours", made), ("same", made), ("fewer", made[:2])):
        searchkit.build(some, tmp_path / name)
    with searchkit.open(tmp_path / "ours") as ours:
        with searchkit.open(tmp_path / "same") as theirs:
            found = agreement(ours, theirs, queries)
        assert found.equal and (found.queries, found.overlap, found.same_first) == (2, 1.0, 1.0)
        with searchkit.open(tmp_path / "fewer") as theirs:
            found = agreement(ours, theirs, queries)
        assert not found.equal and found.other_sets == found.other_totals == ["quay", "pier"]
